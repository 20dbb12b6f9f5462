/** Values written apart: somebody looks at them and chooses. */

import { err, ok, type Result } from '#core/result.ts';
import { findAnyThing, metaOf, transact, type BoardDoc, type ThingId } from '../document.ts';
import { chooseField } from '../register.ts';
import type { ThingMissing } from './arrange.ts';

/**
 * Gives a field the value that somebody chose, and lets the others go. `meta` is the workshop itself.
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
  transact(board, () => chooseField(board, thing, field, value));
  return ok();
};
