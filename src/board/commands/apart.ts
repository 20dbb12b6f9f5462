/** Notes that do not belong together, although they look as if they did. */

import { err, ok, type Result } from '#core/result.ts';
import { apartOf, findThing, notesOf, transact, type BoardDoc, type NoteId } from '../document.ts';
import { pairKey } from '../pair.ts';
import type { NoteMissing } from './notes.ts';

/**
 * Says of pairs of notes that they do not belong together: nobody is offered them again, on any device.
 * Errors: `NoteMissing`; then nothing is said of any.
 */
export const keepApart = (
  board: BoardDoc,
  pairs: readonly (readonly [NoteId, NoteId])[],
): Result<void, NoteMissing> => {
  if (pairs.flat().some((id) => !findThing(notesOf(board), id))) return err({ type: 'NoteMissing' });
  transact(board, () => {
    for (const [a, b] of pairs) apartOf(board).set(pairKey(a, b), true);
  });
  return ok();
};
