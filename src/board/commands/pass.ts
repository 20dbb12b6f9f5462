/** Notes that are written on a tablet passed from hand to hand. */

import { ok, type Result } from '#core/result.ts';
import { transactUnlinked, type BoardDoc, type NoteId } from '../document.ts';
import { randomOrder } from '../order.ts';
import { noteTextLimit } from '../text.ts';
import type { ThingMissing } from './arrange.ts';
import { checkNoteText, writeNote, type NoteDraft, type NoteTextError } from './notes.ts';
import { trashThings } from './trash.ts';

const dayMs = 24 * 3_600_000;

/**
 * Sticks a note that was written on a tablet passed from hand to hand: anywhere among the others, dated to the day, and with
 * no tie to the note before. Undo does not follow it, for the next hands would take it back.
 * Errors: those of `addNote`.
 */
export const passNote = (
  board: BoardDoc,
  draft: NoteDraft,
  limit = noteTextLimit,
): Result<NoteId, NoteTextError> => {
  const checked = checkNoteText(draft.text, limit, draft.attached);
  if (!checked.ok) return checked;
  const at = Math.floor(draft.at / dayMs) * dayMs;
  transactUnlinked(board, () => writeNote(board, { ...draft, at, text: checked.value }, randomOrder()));
  return ok(draft.id);
};

/**
 * Throws a note of one's turn away again, with no tie to anything else that was written there. Undo does not follow it either.
 * Errors: as of `trashThings`.
 */
export const takeBackPassed = (board: BoardDoc, id: NoteId): Result<void, ThingMissing> =>
  transactUnlinked(board, () => trashThings(board, [id]));
