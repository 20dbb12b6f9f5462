import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { readFile } from '#app/read-file.ts';
import { readRescue } from '#app/read-rescue.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';
import {
  bytesOf,
  ledger,
  ledgerRow,
  listed,
  rescueFile,
  row,
  stateV1,
  stateV2,
  workingCopy,
} from './rescue-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

const seed = 20_261_124;

const board = newBoard();
stick(board, 'Zones blanches 🛰');
const whole = rescueFile([
  ledger({ boards: [listed('a', 'Atelier')], journal: [ledgerRow('a', stateV2(board))] }),
  workingCopy('a', [row(bytesOf(stateV1(board)))]),
]);

test(`[RQ6] whatever is done to a rescue file’s text, reading never throws (seed ${String(seed)})`, () => {
  const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.string({ maxLength: 3 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(changes, (edits) => {
      const text = edits.reduce(
        (now, [at, put]) => now.slice(0, at) + put + now.slice(at + put.length),
        whole,
      );
      expect(typeof readFile(new TextEncoder().encode(text)).ok).toBe('boolean');
      expect(typeof readRescue(text).ok).toBe('boolean');
    }),
    { seed, numRuns: 300 },
  );
});

test(`[RQ6] whatever stands where rows are expected, reading never throws (seed ${String(seed)})`, () => {
  const anything = fc.jsonValue({ maxDepth: 4 });
  const field = fc.oneof(anything, fc.uint8Array({ maxLength: 60 }).map(bytesOf), fc.constantFrom('a', 'b'));
  const rows = fc.array(
    fc.oneof(
      anything,
      fc.record(
        {
          key: anything,
          value: fc.oneof(
            field,
            fc.record(
              { id: field, boardId: field, bytes: field, checksum: field, summary: field },
              { requiredKeys: [] },
            ),
            fc.record({
              $object: fc.array(fc.tuple(fc.constantFrom('boardId', '__proto__', 'bytes'), field)),
            }),
          ),
        },
        { requiredKeys: [] },
      ),
    ),
    { maxLength: 4 },
  );
  const databases = fc.array(
    fc.record({
      name: fc.constantFrom('grappe', 'grappe-board-a', 'grappe-board-', 'other'),
      stores: fc.array(
        fc.record({ name: fc.constantFrom('boards', 'journal', 'updates', 'quarantine'), rows }),
        {
          maxLength: 3,
        },
      ),
    }),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(databases, (found) => {
      const read = value(readRescue(rescueFile(found)));
      for (const { state, rows: count } of read.boards) expect(state.ok && count === 0).toBe(false);
    }),
    { seed, numRuns: 1_000 },
  );
});
