import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { apartOf, ballotsOf, matrixOf, metaOf, pilesOf, thingRoots, type BoardDoc } from '#board/document.ts';
import { createBoardReader, type BoardReader } from '#board/reader.ts';
import { run, steps, votingActions, wallActions } from './replicas.ts';

/** A write that no command makes, with numbers that choose where and what. */
interface HostileWrite {
  readonly root: number;
  readonly thing: number;
  readonly key: number;
  readonly value: number;
}

/** For each step of a run: whether somebody writes something hostile after it, and whether the board is read. */
const disturbances = (length: number) =>
  fc.array(
    fc.record({
      write: fc.option(
        fc.record({ root: fc.nat(20), thing: fc.nat(1_000), key: fc.nat(1_000), value: fc.nat(1_000) }),
      ),
      reads: fc.boolean(),
    }),
    { minLength: length, maxLength: length, size: 'max' },
  );

const keys = [
  ...['live', 'order', 'place', 'is', 'text', 'cluster@h', 'cluster@g', 'row@h', 'title@h', 'odd'],
  'state',
];

const writeHostile = (board: BoardDoc, { root, thing, key, value }: HostileWrite): void => {
  board.doc.transact(() => {
    const ids = thingRoots(board).flatMap((things) => [...things.keys()]);
    const id = ids[value % Math.max(1, ids.length)] ?? 'x';
    const values = [
      ...[true, false, id, `${id}~zz`, 12, null, 'a0', '~~', [1, 2], [1e9, 0], [NaN, 1], { kind: 'k' }],
      ...[[value, id], [value, id], [value, null], [value, id, { g: 3 }], new Y.Map(), new Y.Text('hostile')],
      ...[{ budget: value, held: { [id]: [id, 3] } }, 'closed', [1 + (value % 4), 2]],
      ...[
        { round: ids[0], dots: { [id]: value, ' ': 1, b: -1, c: 'x' }, doubts: [id, id, 4, null] },
        { round: id, tally: true, dots: [[id, 1]], doubts: { a: 1 } },
      ],
    ];
    const chosen = values[value % values.length];
    if (root === 0) metaOf(board).set(`schema/${String(value % 3)}`, chosen);
    else if (root === 4) pilesOf(board).set(ids[thing % Math.max(1, ids.length)] ?? 'x', chosen);
    else if (root === 5) ballotsOf(board).set(value % 3 ? `b${String(thing % 4)}` : 'not an id', chosen);
    else if (root === 6) matrixOf(board).set(id, chosen);
    else if (root === 1) apartOf(board).set(value % 2 ? id : [id, ids[0]].sort().join('~'), chosen);
    else {
      const things = thingRoots(board)[root % 5]!;
      const target = [...things.keys()][thing % Math.max(1, things.size)] ?? 'new';
      const found = things.get(target);
      if (root === 2) things.delete(target);
      else if (root === 3 || !(found instanceof Y.Map)) things.set(target, chosen);
      else found.set(keys[key % keys.length]!, chosen);
    }
  }, 'hostile');
};

describe.each([1, 20_261_124, 77])('a board that is read while it changes (seed %i)', (seed) => {
  test(`[RD1] is the board read anew, in the same order, whatever was done, merged, taken back or written by others (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        fc.oneof(steps(120), steps(120, wallActions), steps(120, votingActions)),
        disturbances(120),
        (all, disturbed) => {
          const readers = new Map<BoardDoc, BoardReader>();
          run(all, (board, index) => {
            const { write, reads } = disturbed[index]!;
            if (write) writeHostile(board, write);
            let reader = readers.get(board);
            if (!reader) readers.set(board, (reader = createBoardReader(board)));
            if (reads) expect(reader.read()).toEqual(readBoard(board));
          });
          for (const [board, reader] of readers) expect(reader.read()).toEqual(readBoard(board));
        },
      ),
      { seed, numRuns: 40 },
    );
  });
});
