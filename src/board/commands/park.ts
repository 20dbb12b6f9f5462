/** The parking lot: what matters, but not now. Parked notes are off the board, and come back as they were. */

import { err, ok, type Result } from '#core/result.ts';
import { findThing, notesOf, parkedMark, transact, type BoardDoc, type NoteId } from '../document.ts';
import type { ThingMissing } from './arrange.ts';
import { addNote, type NoteDraft, type NoteTextError } from './notes.ts';

/**
 * Parks notes; one in the trash stays there.
 * Errors: `ThingMissing` when any of them is not in the document; then none is parked.
 */
export const parkNotes = (board: BoardDoc, ids: readonly NoteId[]): Result<void, ThingMissing> => {
  const notes = ids.flatMap((id) => findThing(notesOf(board), id) ?? []);
  if (notes.length < ids.length) return err({ type: 'ThingMissing' });
  transact(board, () => {
    for (const note of notes) if (note.get('live') === true) note.set('live', parkedMark);
  });
  return ok();
};

/**
 * Writes a note straight into the parking lot; one undo takes it back.
 * Errors: as of `addNote`.
 */
export const addParkedNote = (
  board: BoardDoc,
  draft: NoteDraft,
  limit?: number,
): Result<NoteId, NoteTextError> =>
  transact(board, () => {
    const added = addNote(board, draft, limit === undefined ? {} : { limit });
    if (added.ok) parkNotes(board, [added.value]);
    return added;
  });
