/** The trash: throwing a thing away is a mark, and whatever was thrown away comes back whole. */

import { err, ok, type Result } from '#core/result.ts';
import { readBoard } from '../board.ts';
import { findAnyThing, transact, type BoardDoc, type ThingId } from '../document.ts';
import type { ThingMissing } from './arrange.ts';

/**
 * Puts things in the trash. A row takes the notes in it along; the notes of a cluster or of a RETEX card stay.
 * Errors: `ThingMissing` when any of them is not on the board; then nothing is thrown away.
 */
export const trashThings = (board: BoardDoc, ids: readonly ThingId[]): Result<void, ThingMissing> => {
  if (ids.some((id) => !findAnyThing(board, id))) return err({ type: 'ThingMissing' });
  const { rows, notes } = readBoard(board);
  const rowIds = new Set<string>(ids.filter((id) => rows.has(id as never)));
  const along = [...notes.values()].filter(
    (note) => note.trash === null && note.row !== null && rowIds.has(note.row) && !ids.includes(note.id),
  );
  transact(board, () => {
    for (const id of ids) findAnyThing(board, id)?.set('live', false);
    for (const note of along) findAnyThing(board, note.id)?.set('live', note.row);
  });
  return ok();
};

/**
 * Brings things back from the trash, with all that was thrown away with them.
 * Errors: `ThingMissing`.
 */
export const restoreThings = (board: BoardDoc, ids: readonly ThingId[]): Result<void, ThingMissing> => {
  if (ids.some((id) => !findAnyThing(board, id))) return err({ type: 'ThingMissing' });
  const { notes } = readBoard(board);
  const along = [...notes.values()].filter((note) => note.trash?.with && ids.includes(note.trash.with));
  transact(board, () => {
    for (const id of [...ids, ...along.map((note) => note.id)]) findAnyThing(board, id)?.set('live', true);
  });
  return ok();
};
