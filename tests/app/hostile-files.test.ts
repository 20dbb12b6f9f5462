/** Files that were damaged, or made to do harm, on their way to a board: through all that stands before it. */

import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeBundle } from '#app/make-bundle.ts';
import { readFile } from '#app/read-file.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard, mergeBoard, type BoardDoc } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { stateHash } from '#sync/state-hash.ts';
import { copyOf, newBoard, stick } from '../board/board-for-tests.ts';
import { chance, corrupt, patchHeaders, seal, unpackedSize, zipOf } from '../sync/bundle-for-tests.ts';

const fileOf = (board: BoardDoc, id = 'board1'): Uint8Array =>
  makeBundle({
    id: id as BoardId,
    state: encodeBoard(board),
    board: readBoard(board),
    method: defaultMethod,
    now: 0,
  });

const smallBoard = (title: string): BoardDoc => {
  const board = newBoard(title);
  for (const text of ['Zones blanches', 'Tablettes 4G 🛰', 'Manque de temps']) stick(board, text);
  return board;
};

/** Takes a file as the app does, and says what it was refused for. */
const take = (board: BoardDoc, bytes: Uint8Array): string => {
  const read = readFile(bytes);
  if (!read.ok) return read.error.type;
  for (const { state } of read.value.boards) mergeBoard(board, state, { type: 'file' });
  return 'taken';
};

/** Time by the processor, or by the clock where less: neither a busy machine nor several cores make a file slow. */
const secondsOf = (work: () => void): number => {
  const [before, start] = [process.cpuUsage(), performance.now()];
  work();
  const elapsed = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return Math.min(elapsed, (user + system) / 1e6);
};
const limitSeconds = 2;

/** Unseals a file: the ZIP without its comment. */
const unseal = (file: Uint8Array): Uint8Array => {
  const zip = file.slice(0, file.length - 80);
  new DataView(zip.buffer).setUint16(zip.length - 2, 0, true);
  return zip;
};

const seedCount = 10_000;

test(`[FI7] ${String(seedCount)} damaged files (seeds 0 to ${String(seedCount - 1)}): none throws, hangs, or changes a board unless it passes every check`, () => {
  const board = smallBoard('Ici');
  const file = fileOf(smallBoard('Abîmé'));
  const other = fileOf(smallBoard('Autre'), 'board2');
  const [zip, otherZip] = [unseal(file), unseal(other)];
  const state = unzipSync(file)['board.yjs2']!;
  const ways: readonly ((seed: number) => Uint8Array)[] = [
    // As disks and transfers do.
    (seed) => corrupt(file, seed),
    // Under a right seal, so that all that stands behind it is reached.
    (seed) => seal(corrupt(zip, seed)),
    // The document itself, in a file that is right in everything else.
    (seed) => seal(zipOf({ state: corrupt(state, seed) })),
    // Two files spliced, sealed or not.
    (seed) => {
      const below = chance(seed);
      const spliced = new Uint8Array([
        ...zip.subarray(0, below(zip.length)),
        ...otherZip.subarray(below(otherZip.length)),
      ]);
      return below(2) === 0 ? seal(spliced) : spliced;
    },
    // A field of a header that lies.
    (seed) => {
      const below = chance(seed);
      const field = { local: below(30), directory: below(46) };
      return seal(patchHeaders(zip, 'board.yjs2', field, below(2 ** 31)));
    },
  ];
  const outcomes = new Map<string, number>();
  let slowest = 0;
  let before = stateHash(board.doc);
  for (let seed = 0; seed < seedCount; seed++) {
    const bytes = ways[seed % ways.length]!(Math.floor(seed / ways.length));
    let outcome = '';
    const seconds = secondsOf(() => (outcome = take(board, bytes)));
    slowest = Math.max(slowest, seconds);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    const after = stateHash(board.doc);
    if (outcome === 'taken') {
      // It is a right file of something else: the board takes it, and can be read, written to a file, and opened again.
      expect(() => readBoard(board), `seed ${String(seed)}`).not.toThrow();
      before = after;
    } else expect(after, `seed ${String(seed)}`).toBe(before);
    expect(seconds, `seed ${String(seed)}`).toBeLessThan(limitSeconds);
  }
  console.info(`slowest: ${(slowest * 1000).toFixed(0)} ms;`, Object.fromEntries(outcomes));
  expect(readFile(fileOf(board)).ok).toBe(true);
});

test('[FI7] a file cut at any byte, sealed again or not, is refused', () => {
  const file = fileOf(smallBoard('Coupé'));
  const zip = unseal(file);
  const board = smallBoard('Ici');
  const before = stateHash(board.doc);
  for (let length = 0; length < zip.length; length++) {
    expect(take(board, file.slice(0, length)), `${String(length)} bytes`).not.toBe('taken');
    if (length > 2)
      expect(take(board, seal(zip.slice(0, length))), `${String(length)} bytes`).not.toBe('taken');
  }
  expect(stateHash(board.doc)).toBe(before);
});

test('[FI7] a state cut at any byte, in a file that is right in everything else, throws nowhere', () => {
  const state = encodeBoard(smallBoard('Coupé'));
  const before = smallBoard('Ici');
  for (let length = 0; length < state.length; length++) {
    const board = copyOf(before);
    const outcome = take(board, seal(zipOf({ state: state.slice(0, length) })));
    if (outcome !== 'taken') expect(stateHash(board.doc)).toBe(stateHash(before.doc));
    readBoard(board);
  }
});

const stateOf = (write: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  doc.transact(() => {
    doc.getMap('meta').set('schema/1', true);
    write(doc);
  });
  return Y.encodeStateAsUpdateV2(doc);
};

const nestedMaps = (levels: number) => (doc: Y.Doc) => {
  let map = doc.getMap<unknown>('notes');
  for (let i = 0; i < levels; i++) {
    const inner = new Y.Map<unknown>();
    map.set('a', inner);
    map = inner;
  }
};

const nestedValue = (levels: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
};

describe('what is absurd', () => {
  test.each<[string, () => Uint8Array]>([
    ['a million keys', () => seal(zipOf({ state: stateOf((doc) => fill(doc, 1_000_000)) }))],
    ['200,000 keys', () => seal(zipOf({ state: stateOf((doc) => fill(doc, 200_000)) }))],
    ['1,000 maps in one another', () => seal(zipOf({ state: stateOf(nestedMaps(1_000)) }))],
    [
      '1,000 lists and objects in one another',
      () => seal(zipOf({ state: stateOf((doc) => doc.getMap('notes').set('a', nestedValue(1_000))) })),
    ],
    [
      '21 million characters',
      () => seal(zipOf({ state: stateOf((doc) => doc.getMap('meta').set('x', 'é'.repeat(21_000_000))) })),
    ],
    [
      'a hundred bombs in one ZIP',
      () =>
        seal(
          zipOf({
            more: Object.fromEntries(
              Array.from({ length: 100 }, (_, n) => [`bomb/${String(n)}`, new Uint8Array(3_000_000)]),
            ),
          }),
        ),
    ],
    [
      'an entry that unpacks to 150 MB and says 1 KB',
      () =>
        seal(
          patchHeaders(zipOf({ more: { bomb: new Uint8Array(150_000_000) } }), 'bomb', unpackedSize, 1_000),
        ),
    ],
    ['150 MB of spaces before a brace', () => new Uint8Array(150_000_000).fill(32)],
    ['a million brackets', () => new TextEncoder().encode(`{"title":${'['.repeat(1_000_000)}`)],
    [
      'a list of a million texts',
      () => new TextEncoder().encode(`{"title":"x","audiences":[${'"a",'.repeat(1_000_000)}"a"]}`),
    ],
  ])('[FI7] %s: refused in less than two seconds, and the board is as it was', (_, make) => {
    const board = smallBoard('Ici');
    const before = stateHash(board.doc);
    const bytes = make();
    let outcome = '';
    const seconds = secondsOf(() => (outcome = take(board, bytes)));
    expect(outcome).not.toBe('taken');
    expect(stateHash(board.doc)).toBe(before);
    console.info(`${outcome} after ${seconds.toFixed(2)} s`);
    expect(seconds).toBeLessThan(limitSeconds);
  });

  test('[FI7] a text or a list where the notes should be: nothing of it is on the board', () => {
    for (const write of [
      (doc: Y.Doc) => doc.getText('notes').insert(0, 'x'),
      (doc: Y.Doc) => doc.getArray('notes').push([1, 'x']),
    ]) {
      const board = smallBoard('Ici');
      const before = stateHash(board.doc);
      take(board, seal(zipOf({ state: stateOf(write) })));
      expect(stateHash(board.doc)).toBe(before);
      expect(readFile(fileOf(board)).ok).toBe(true);
    }
  });

  const wrong: readonly unknown[] = ['text', 1, true, null, [1], { a: 1 }, new Uint8Array([1, 2])];
  const roots = [
    'notes',
    'clusters',
    'rows',
    'retex',
    'rounds',
    'ballots',
    'matrix',
    'piles',
    'session',
    'apart',
  ];
  const keys = ['is', 'text', 'live', 'order', 'place', 'state', 'kind@w', 'cluster@w', 'title@w'];
  test('[FI7] plain values where maps should be, in every root and every field: the rest is read', () => {
    for (const value of wrong) {
      const state = stateOf((doc) => {
        for (const root of roots) {
          const map = doc.getMap<unknown>(root);
          map.set('x', value);
          for (const key of keys) {
            const thing = new Y.Map<unknown>();
            map.set(`thing-${key}`, thing);
            thing.set('is', { kind: 'irritant', at: 0 });
            thing.set('live', true);
            thing.set(key, value);
          }
        }
        doc.getMap('meta').set('title@w', value);
      });
      const board = smallBoard('Ici');
      expect(take(board, seal(zipOf({ state })))).toBe('taken');
      const texts = [...readBoard(board).notes.values()].map(({ text }) => text);
      expect(texts).toEqual(expect.arrayContaining(['Zones blanches', 'Manque de temps']));
      expect(readFile(fileOf(board)).ok).toBe(true);
    }
  });
});

function fill(doc: Y.Doc, count: number): void {
  const notes = doc.getMap<unknown>('notes');
  for (let i = 0; i < count; i++) notes.set(`k${String(i)}`, 1);
}
