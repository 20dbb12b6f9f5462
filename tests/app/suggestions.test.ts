import { expect, test } from 'vitest';
import { createSuggestions, type SuggestionsRequest, type SuggestionsWorker } from '#app/suggestions.ts';
import { suggest, type SimilarNote } from '#similarity/suggest.ts';

const wall = (...texts: readonly string[]): readonly SimilarNote[] =>
  texts.map((text, at) => ({ id: String(at), text, cluster: null }));

const alike = wall('Réseau lent à l’internat', 'reseau lent a l’internat', 'Un potager');

/** Workers of the test’s own thread: they copy what crosses over, and answer when they are told to. */
const workersHere = () => {
  const workers: { readonly answer: () => void; readonly fail: () => void; ended: boolean }[] = [];
  const start = (): SuggestionsWorker => {
    let asked: SuggestionsRequest | undefined;
    const worker: SuggestionsWorker = {
      onmessage: null,
      onerror: null,
      postMessage: (message: unknown) => {
        asked = structuredClone(message) as SuggestionsRequest;
      },
      terminate: () => {
        handle.ended = true;
      },
    };
    const handle = {
      ended: false,
      answer: () => {
        const data = structuredClone(suggest(asked?.notes ?? [], asked?.apart ?? new Set()));
        worker.onmessage?.call(worker as Worker, new MessageEvent('message', { data }));
      },
      fail: () => {
        worker.onerror?.call(worker as Worker, new Event('error', { cancelable: true }) as ErrorEvent);
      },
    };
    workers.push(handle);
    return worker;
  };
  return { workers, start };
};

test('[SG7] nothing is started before the first question, and one worker answers one question after the other', async () => {
  const { workers, start } = workersHere();
  const suggestions = createSuggestions(start);
  expect(workers).toHaveLength(0);
  for (const apart of [new Set<string>(), new Set(['0~1'])]) {
    const answer = suggestions.ask(alike, apart);
    workers[0]?.answer();
    expect(await answer).toEqual({ ok: true, value: suggest(alike, apart) });
  }
  expect(suggest(alike, new Set())).not.toEqual([]);
  expect(workers).toHaveLength(1);
});

test('[SG7] a newer question ends the one at work, and is answered', async () => {
  const { workers, start } = workersHere();
  const suggestions = createSuggestions(start);
  const older = suggestions.ask(alike, new Set());
  const newer = suggestions.ask(wall('Un potager'), new Set());
  expect(await older).toEqual({ ok: false, error: { type: 'Overtaken' } });
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  workers[1]?.answer();
  expect(await newer).toEqual({ ok: true, value: [] });
  // An answer that was on its way when its worker ended changes nothing.
  workers[0]?.answer();
  const newest = suggestions.ask(alike, new Set());
  workers[1]?.answer();
  expect(await newest).toEqual({ ok: true, value: suggest(alike, new Set()) });
});

test('[SG7] a worker that breaks is said to have failed, and the next question gets another', async () => {
  const { workers, start } = workersHere();
  const suggestions = createSuggestions(start);
  const broken = suggestions.ask(alike, new Set());
  workers[0]?.fail();
  expect(await broken).toEqual({ ok: false, error: { type: 'SuggestionsFailed' } });
  const next = suggestions.ask(alike, new Set());
  workers[1]?.answer();
  expect(await next).toMatchObject({ ok: true });
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
});

test('[SG7] closing ends the worker, at work or idle', async () => {
  const { workers, start } = workersHere();
  const suggestions = createSuggestions(start);
  const cut = suggestions.ask(alike, new Set());
  suggestions.close();
  expect(await cut).toMatchObject({ error: { type: 'Overtaken' } });
  const answered = suggestions.ask(alike, new Set());
  workers[1]?.answer();
  await answered;
  suggestions.close();
  expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
});

test('[SG7] what a screen watches crosses over as it is', async () => {
  const { workers, start } = workersHere();
  const suggestions = createSuggestions(start);
  // A Svelte state is a proxy, which no message takes.
  const answer = suggestions.ask(
    alike.map((note) => new Proxy(note, {})),
    new Set(),
  );
  workers[0]?.answer();
  expect(await answer).toEqual({ ok: true, value: suggest(alike, new Set()) });
});
