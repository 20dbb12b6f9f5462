import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { changesIn, changesLimit, isPlain } from '#hub/updates.ts';

/** A known sequence. */
const randomOf = (start: number) => {
  let state = start;
  return (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
};

/** Updates as of a board at work: entries put anywhere, some deleted. */
const someUpdates = (random: () => number): Uint8Array[] => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const entries = doc.getArray<Uint8Array>('entries');
  for (let i = 0; i < 6; i++)
    entries.insert(Math.floor(random() * (entries.length + 1)), [new Uint8Array(3), new Uint8Array(9)]);
  entries.delete(1, 3);
  return [...updates, Y.encodeStateAsUpdate(doc)];
};

const isTaken = (update: Uint8Array): boolean => {
  try {
    return changesIn(update) <= changesLimit && isPlain(update);
  } catch {
    return false;
  }
};

describe('updates', () => {
  test('[HB12] those of a board at work are taken', () => {
    expect(someUpdates(randomOf(1)).map(isTaken)).toEqual([true, true, true, true, true, true, true, true]);
  });

  test.for([1, 2, 3, 4, 5, 6])(
    '[HB12] what is taken of changed ones never fails halfway (seed %i)',
    (seed) => {
      const random = randomOf(seed);
      let taken = 0;
      for (let round = 0; round < 60; round++) {
        const doc = new Y.Doc();
        const updates = someUpdates(random);
        for (let i = 0; i < 100; i++) {
          const bytes = (updates[Math.floor(random() * updates.length)] as Uint8Array).slice();
          for (let n = random() * 4; n > 0; n--) bytes[Math.floor(random() * bytes.length)] = random() * 256;
          if (!isTaken(bytes)) continue;
          taken++;
          Y.applyUpdate(doc, bytes);
        }
        Y.applyUpdate(new Y.Doc(), Y.encodeStateAsUpdate(doc));
      }
      expect(taken).toBeGreaterThan(500);
    },
  );

  test('[HB12] one that nests a type, or holds more changes than a board may, is not taken', () => {
    const nested = new Y.Doc();
    nested.getArray('entries').push([new Y.Map()]);
    expect(isTaken(Y.encodeStateAsUpdate(nested))).toBe(false);
    const long = new Y.Doc();
    long.getText('entries').insert(0, 'x'.repeat(changesLimit + 1));
    expect(isTaken(Y.encodeStateAsUpdate(long))).toBe(false);
  });
});
