import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { addNote } from '#board/commands/notes.ts';
import { passNote } from '#board/commands/pass.ts';
import { encodeBoard, notesOf, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { isOrder, randomOrder } from '#board/order.ts';
import { createUndo } from '#board/undo.ts';
import type { DeviceId } from '#core/ids.ts';
import { createId } from '#core/ids.ts';
import { newBoard, value } from './board-for-tests.ts';

const device = 'tablet' as DeviceId;
const kind = 'irritant' as KindId;
const start = Date.UTC(2026, 10, 25, 9);

/** Two people in turn, a minute apart; who wrote what is known here and nowhere else. */
const session = (count: number) => {
  const board = newBoard();
  const written = Array.from({ length: count }, (_, turn) =>
    value(passNote(board, { id: createId<NoteId>(), kind, text: `Note`, device, at: start + turn * 60_000 })),
  );
  return { board, written };
};

/** Kendall’s tau: 1 where a list has the order in which the notes were written, -1 the reverse, about 0 by chance. */
const likeness = (written: readonly NoteId[], told: readonly NoteId[]): number => {
  const place = new Map(told.map((id, index) => [id, index]));
  let sum = 0;
  for (let i = 0; i < written.length; i++) {
    for (let j = i + 1; j < written.length; j++)
      sum += place.get(written[i]!)! < place.get(written[j]!)! ? 1 : -1;
  }
  return sum / ((written.length * (written.length - 1)) / 2);
};

/** Every order that a document can be read in: by what Yjs tells, and by what Grappe writes. */
const orders = (state: Uint8Array): Record<string, NoteId[]> => {
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, state);
  const root = doc.getMap<Y.Map<unknown>>('notes');
  const ids = [...root.keys()] as NoteId[];
  const by = (key: (id: NoteId) => number | string): NoteId[] =>
    [...ids].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  const item = (id: NoteId) => root.get(id)!._item!.id;
  return {
    asStored: ids,
    byClient: by((id) => item(id).client),
    byClock: by((id) => item(id).clock),
    byOrder: by((id) => String(root.get(id)!.get('order'))),
    byTime: by((id) => (root.get(id)!.get('is') as { at: number }).at),
  };
};

describe('notes of a tablet that is passed round', () => {
  test('[SF2] tell in no way in which order they were written', () => {
    const { board, written } = session(400);
    for (const [name, told] of Object.entries(orders(encodeBoard(board)))) {
      // What is the same for all keeps the stored order, which is looked at by itself. Of 400 in any order, the
      // likeness is past 0.15 once in a million.
      expect([name, Math.abs(likeness(written, told)) < 0.15]).toEqual([name, true]);
    }
  });

  test('[SF2] whereas notes written as usual do, which the same look finds', () => {
    const board = newBoard();
    const written = Array.from({ length: 100 }, (_, turn) =>
      value(
        addNote(board, { id: createId<NoteId>(), kind, text: 'Note', device, at: start + turn * 60_000 }),
      ),
    );
    const told = orders(encodeBoard(board));
    expect(likeness(written, told['byOrder']!)).toBe(1);
    expect(likeness(written, told['byTime']!)).toBe(1);
    expect(likeness(written, told['byClock']!)).toBe(1);
  });

  test('[SF2] are dated to the day, and undo takes none of them back', () => {
    const { board, written } = session(3);
    const undo = createUndo(board);
    expect(new Set([...readBoard(board).notes.values()].map(({ at }) => at))).toEqual(
      new Set([Date.UTC(2026, 10, 25)]),
    );
    expect(undo.canUndo()).toBe(false);
    expect(notesOf(board).size).toBe(written.length);
  });

  test('[SF3] while a phase is hidden, the place of a note does not tell when it came', () => {
    const board = newBoard();
    const written = Array.from({ length: 400 }, () =>
      value(addNote(board, { id: createId<NoteId>(), kind, text: 'Note', at: start }, { isSilent: true })),
    );
    const told = [...readBoard(board).notes.keys()];
    expect(Math.abs(likeness(written, told))).toBeLessThan(0.15);
  });

  test('[SF3] a random place is a place like any other', () => {
    const keys = Array.from({ length: 500 }, () => randomOrder());
    expect(keys.every(isOrder)).toBe(true);
    expect(new Set(keys).size).toBe(500);
  });
});
