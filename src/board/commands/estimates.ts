/** The matrix of impact and effort. */

import { err, ok, type Result } from '#core/result.ts';
import type { Estimate } from '../board.ts';
import { clustersOf, findThing, matrixOf, notesOf, transact, type BoardDoc } from '../document.ts';
import { estimateLevels, isLevel } from '../vote-rules.ts';
import type { VotedId } from '../votes.ts';
import type { ThingMissing } from './arrange.ts';

export type BadEstimate = { readonly type: 'BadEstimate'; readonly limit: number };

/**
 * Says of a thing how much it would change and what it would take; null: it is not in the matrix.
 * Errors: `ThingMissing`; `BadEstimate` for what is not 1 to `estimateLevels`.
 */
export const estimate = (
  board: BoardDoc,
  id: VotedId,
  expected: Estimate | null,
): Result<void, ThingMissing | BadEstimate> => {
  if (!findThing(notesOf(board), id) && !findThing(clustersOf(board), id))
    return err({ type: 'ThingMissing' });
  if (expected && !(isLevel(expected.impact) && isLevel(expected.effort))) {
    return err({ type: 'BadEstimate', limit: estimateLevels });
  }
  transact(board, () => matrixOf(board).set(id, expected && [expected.impact, expected.effort]));
  return ok();
};
