/** The way back from the trash and from the parking lot; it loads with the screens that show them. */

import { err, ok, type Result } from '#core/result.ts';
import { readThings, type Cluster } from '../board.ts';
import {
  clustersOf,
  findAnyThing,
  findThing,
  transact,
  type BoardDoc,
  type ClusterId,
  type ThingId,
} from '../document.ts';
import { followMerged } from '../shown.ts';
import { readCluster } from '../things.ts';
import type { ThingMissing } from './arrange.ts';
import { notesWhere } from './trash.ts';

/**
 * Brings things back from the trash, with all that was thrown away with them.
 * Errors: `ThingMissing`.
 */
export const restoreThings = (board: BoardDoc, ids: readonly ThingId[]): Result<void, ThingMissing> => {
  if (ids.some((id) => !findAnyThing(board, id))) return err({ type: 'ThingMissing' });
  const wanted = new Set<unknown>(ids);
  const along = notesWhere(board, (note) => wanted.has(note.get('live')));
  transact(board, () => {
    if (ids.some((id) => findThing(clustersOf(board), id))) openCircles(board);
    for (const thing of [...ids.map((id) => findAnyThing(board, id)), ...along]) thing?.set('live', true);
  });
  return ok();
};

/**
 * Clusters that were merged in a circle (shown.ts) became the one at its end. That one is to stay on the board when
 * another of them comes back, rather than be merged into it.
 */
const openCircles = (board: BoardDoc): void => {
  const merged = followMerged(readThings<ClusterId, Cluster>(clustersOf(board), readCluster));
  for (const [id, end] of merged) if (id === end) findThing(clustersOf(board), id)?.set('live', true);
};
