/** Suggestions for a wall, worked out off the main thread. Nothing is loaded before the first question. */

import { err, ok, type Result } from '#core/result.ts';
import type { SimilarNote, Suggestion } from '#similarity/suggest.ts';

export type { SimilarNote, Suggestion } from '#similarity/suggest.ts';

export interface Suggestions {
  /**
   * Suggests what to put together; see `suggest` for `apart`. A newer question ends the one that is at work.
   * Errors: `Overtaken` by a newer question, or closed; `SuggestionsFailed` when the worker does not start, or breaks.
   */
  readonly ask: (
    notes: readonly SimilarNote[],
    apart: ReadonlySet<string>,
  ) => Promise<Result<readonly Suggestion[], SuggestionsError>>;
  /** Ends what is at work. A later question starts anew. */
  readonly close: () => void;
}

export type SuggestionsError = { readonly type: 'Overtaken' } | { readonly type: 'SuggestionsFailed' };

export interface SuggestionsRequest {
  readonly notes: readonly SimilarNote[];
  readonly apart: ReadonlySet<string>;
}

/** What is used of a worker. */
export type SuggestionsWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

export const createSuggestions = (start: () => SuggestionsWorker = startWorker): Suggestions => {
  let idle: SuggestionsWorker | undefined;
  let overtake: (() => void) | undefined;

  const close = (): void => {
    overtake?.();
    idle?.terminate();
    idle = undefined;
  };

  const ask: Suggestions['ask'] = (notes, apart) => {
    overtake?.();
    const worker = idle ?? start();
    idle = undefined;
    return new Promise((resolve) => {
      const finish = (result: Result<readonly Suggestion[], SuggestionsError>): void => {
        overtake = undefined;
        worker.onmessage = worker.onerror = null;
        // A worker that is still at work, or broke, would keep the next question waiting.
        if (result.ok) idle = worker;
        else worker.terminate();
        resolve(result);
      };
      overtake = () => finish(err({ type: 'Overtaken' }));
      worker.onmessage = ({ data }: MessageEvent<readonly Suggestion[]>) => finish(ok(data));
      worker.onerror = (event) => {
        event.preventDefault();
        finish(err({ type: 'SuggestionsFailed' }));
      };
      // Copied, so that what a screen watches can cross over.
      worker.postMessage({
        notes: notes.map(({ id, text, cluster }) => ({ id, text, cluster })),
        apart: new Set(apart),
      } satisfies SuggestionsRequest);
    });
  };

  return { ask, close };
};

const startWorker = (): SuggestionsWorker =>
  new Worker(new URL('./suggestions.worker.ts', import.meta.url), { type: 'module' });
