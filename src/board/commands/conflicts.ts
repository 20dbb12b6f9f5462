/** Values written apart: somebody looks at them and chooses. */

import { err, ok, type Result } from '#core/result.ts';
import { findAnyThing, metaOf, transact, type BoardDoc, type NoteId, type ThingId } from '../document.ts';
import { chooseField } from '../register.ts';
import type { ThingMissing } from './arrange.ts';
import { leavePileElsewhere } from './piles.ts';

/**
 * Gives a field the value that somebody chose, and lets the others go. `meta` is the workshop itself. A note for which
 * another cluster is chosen than that of the pile it lies in leaves the pile.
 * Errors: `ThingMissing`.
 */
export const chooseValue = (
  board: BoardDoc,
  id: ThingId | 'meta',
  field: string,
  value: unknown,
): Result<void, ThingMissing> => {
  const thing = id === 'meta' ? metaOf(board) : findAnyThing(board, id);
  if (!thing) return err({ type: 'ThingMissing' });
  transact(board, () => {
    chooseField(board, thing, field, value);
    if (field === 'cluster') leavePileElsewhere(board, id as NoteId, value);
  });
  return ok();
};
