/**
 * A text of the board in a field: typed here first, written to the board at pauses, when the field or the page is left,
 * and never in the middle of a composed character. What others change shows as long as nobody types here.
 */

import type { BoardError } from '#app/words/sentences.ts';
import { sentence } from '#app/words/sentences.ts';
import type { Result } from '#core/result.ts';

/** A breath between words: long enough not to write every letter, short enough to lose none. */
const pauseMs = 400;

export interface CommittedTextOptions {
  /** The text as the board has it. */
  readonly read: () => string;
  /** Writes the correction from what the field last held in common with the board. */
  readonly commit: (before: string, after: string) => Result<unknown, BoardError>;
  /** What the board makes of a typed text: trimmed, without control characters. */
  readonly clean: (typed: string) => string;
}

export const createCommittedText = ({ read, commit, clean }: CommittedTextOptions) => {
  let shown = $state<string | null>(null);
  /** The same for `write`: while a component goes away, Svelte answers with the values before the last change. */
  let typed: string | null = null;
  let error = $state<string | null>(null);
  /** What the field and the board last had in common. */
  let common = '';
  let isComposing = false;
  let isFocused = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = (): void => {
    clearTimeout(timer);
    if (typed === null || isComposing) return;
    const result = clean(typed) === common ? null : commit(common, typed);
    error = result === null || result.ok ? null : sentence(result.error);
    if (error === null) common = clean(typed);
  };

  const writeSoon = (): void => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(write, pauseMs);
  };

  /** From here on the field shows the board again, unless the board refused what stands in it. */
  const leave = (): void => {
    write();
    if (error === null || typed?.trim() === '') typed = shown = null;
  };

  $effect(() => {
    /** What is composed, too: keyboards of phones compose every word, and whoever leaves may not come back. */
    const writeAll = (): void => {
      isComposing = false;
      write();
    };
    const writeBeforeHidden = (): void => {
      if (document.visibilityState === 'hidden') writeAll();
    };
    document.addEventListener('visibilitychange', writeBeforeHidden);
    addEventListener('pagehide', writeAll);
    // Before the one who asks whether all is saved.
    addEventListener('beforeunload', writeAll, { capture: true });
    return () => {
      document.removeEventListener('visibilitychange', writeBeforeHidden);
      removeEventListener('pagehide', writeAll);
      removeEventListener('beforeunload', writeAll, { capture: true });
      writeAll();
    };
  });

  return {
    get value() {
      return shown ?? read();
    },
    set value(text: string) {
      if (typed === null) common = read();
      typed = shown = text;
      error = null;
      // A value that comes without focus was filled in by the browser or by a tool.
      if (isFocused) writeSoon();
      else leave();
    },
    get error() {
      return error;
    },
    /** Handlers to spread onto the field. */
    on: {
      onfocus: () => {
        isFocused = true;
      },
      onblur: () => {
        isFocused = false;
        isComposing = false;
        leave();
      },
      oncompositionstart: () => {
        isComposing = true;
        clearTimeout(timer);
      },
      oncompositionend: () => {
        isComposing = false;
        writeSoon();
      },
    },
  };
};
