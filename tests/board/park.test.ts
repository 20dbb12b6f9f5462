import { describe, expect, test } from 'vitest';
import { readBoard } from '#board/board.ts';
import { correctNote } from '#board/commands/notes.ts';
import { addParkedNote, parkNotes } from '#board/commands/park.ts';
import { restoreThings } from '#board/commands/restore.ts';
import { trashThings } from '#board/commands/trash.ts';
import type { BoardDoc, NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { liveNotes, parkedNotes } from '#board/select.ts';
import { createUndo } from '#board/undo.ts';
import { copyOf, mergeBoth, newBoard, stick, value } from './board-for-tests.ts';

const parked = (board: BoardDoc): readonly NoteId[] => parkedNotes(readBoard(board)).map(({ id }) => id);
const live = (board: BoardDoc): readonly NoteId[] => liveNotes(readBoard(board)).map(({ id }) => id);

describe('the parking lot', () => {
  test('[PK1] takes a note off the board and gives it back as it was, where it was', () => {
    const board = newBoard();
    const [first, second] = [stick(board, 'Débit'), stick(board, 'Cantine')];
    const before = readBoard(board).notes.get(second);
    value(parkNotes(board, [second]));
    expect([live(board), parked(board)]).toEqual([[first], [second]]);
    value(restoreThings(board, [second]));
    expect(readBoard(board).notes.get(second)).toEqual(before);
    expect(live(board)).toEqual([first, second]);
  });

  test('[PK1] leaves what is in the trash there, and can be emptied into it', () => {
    const board = newBoard();
    const note = stick(board, 'Cantine');
    value(trashThings(board, [note]));
    value(parkNotes(board, [note]));
    expect(parked(board)).toEqual([]);
    value(restoreThings(board, [note]));
    value(parkNotes(board, [note]));
    expect(parked(board)).toEqual([note]);
  });

  test('[NT5] refuses all where one is missing', () => {
    const board = newBoard();
    const note = stick(board, 'Cantine');
    expect(parkNotes(board, [note, 'nowhere' as NoteId])).toMatchObject({ error: { type: 'ThingMissing' } });
    expect(parked(board)).toEqual([]);
  });

  test('[PK1] keeps what another device writes into a parked note, and ends the same where one throws away what another parks', () => {
    const here = newBoard();
    const [one, two] = [stick(here, 'Cantine'), stick(here, 'Bus')];
    const there = copyOf(here);
    value(parkNotes(here, [one, two]));
    value(correctNote(there, one, 'Cantine', 'Cantine à midi'));
    value(trashThings(there, [two]));
    mergeBoth(here, there);
    const read = (board: BoardDoc) =>
      [...readBoard(board).notes.values()].map(({ id, text, trash, parked }) => [id, text, trash, parked]);
    expect(read(here)).toEqual(read(there));
    expect(readBoard(here).notes.get(one)).toMatchObject({ text: 'Cantine à midi', parked: true });
    expect(readBoard(here).notes.get(two)?.trash).not.toBeNull();
  });

  test('[PK2] takes what is written straight into it, in one step that one undo takes back', () => {
    const board = newBoard();
    const undo = createUndo(board);
    const draft = { id: 'later' as NoteId, kind: 'irritant' as KindId, text: ' La cantine ', at: 0 };
    expect(addParkedNote(board, { ...draft, text: '  ' })).toMatchObject({ error: { type: 'NoteEmpty' } });
    value(addParkedNote(board, draft));
    expect([live(board), parked(board)]).toEqual([[], ['later']]);
    expect(readBoard(board).notes.get('later' as NoteId)?.text).toBe('La cantine');
    undo.undo();
    expect(parked(board)).toEqual([]);
    undo.redo();
    expect(parked(board)).toEqual(['later']);
    undo.stop();
  });
});
