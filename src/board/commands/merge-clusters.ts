/** Several clusters become one. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';
import { readThings, type Cluster } from '../board.ts';
import {
  clustersOf,
  findThing,
  notesOf,
  transact,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type Thing,
} from '../document.ts';
import { writeField } from '../register.ts';
import { followMerged, standsFor } from '../shown.ts';
import { isBlank } from '../text.ts';
import { readCluster, readClusterOf } from '../things.ts';
import type { ClusterMissing } from './clusters.ts';
import { notesUnder, readPiles } from './piles.ts';

/**
 * Merges clusters into one, which takes their notes and, if it has no name, the first name among theirs. The others
 * go to the trash with a mark of where they went, so that what other devices put into them meanwhile comes along
 * (shown.ts). Each can come back from there, under its name and empty.
 * Errors: `ClusterMissing` when any of them is not on the board; then nothing is merged.
 */
export const mergeClusters = (
  board: BoardDoc,
  from: readonly ClusterId[],
  into: ClusterId,
): Result<void, ClusterMissing> => {
  const clusters = readThings<ClusterId, Cluster>(clustersOf(board), readCluster);
  const merged = followMerged(clusters);
  const shown = (id: ClusterId | null): ClusterId | null => standsFor(id, { clusters }, merged);
  if ([into, ...from].some((id) => shown(id) !== id)) return err({ type: 'ClusterMissing' });

  const gone = new Set<ClusterId | null>(from.filter((id) => id !== into));
  const titleOf = (id: ClusterId): string => clusters.get(id)?.title.value ?? '';
  const name = [into, ...from].map(titleOf).find((title) => !isBlank(title)) ?? '';
  transact(board, () => {
    for (const id of notesIn(board, (cluster) => gone.has(shown(cluster)))) {
      writeField(board, findThing(notesOf(board), id)!, 'cluster', into);
    }
    for (const id of gone) findThing(clustersOf(board), id!)!.set('live', into);
    const remaining = findThing(clustersOf(board), into)!;
    // It may be there only as the end of a circle of merges, which another command could open.
    if (remaining.get('live') !== true) remaining.set('live', true);
    if (isBlank(titleOf(into)) && name !== '') writeField(board, remaining, 'title', name);
  });
  return ok();
};

/** The notes in some clusters, and what lies under them. */
const notesIn = (board: BoardDoc, isWanted: (cluster: ClusterId | null) => boolean): ReadonlySet<NoteId> => {
  const found = new Set<NoteId>();
  notesOf(board).forEach((note, id) => {
    if (note instanceof Y.Map && isWanted(readClusterOf(note as Thing))) found.add(id as NoteId);
  });
  return new Set([...found, ...notesUnder(board, readPiles(board), found)]);
};
