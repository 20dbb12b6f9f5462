/** The trash: throwing a thing away is a mark, and whatever was thrown away comes back whole: see restore.ts. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';
import { readThings, type Cluster } from '../board.ts';
import {
  clustersOf,
  findAnyThing,
  findThing,
  notesOf,
  rowsOf,
  transact,
  type BoardDoc,
  type ClusterId,
  type Thing,
  type ThingId,
} from '../document.ts';
import { followMerged } from '../shown.ts';
import { readCluster, readRowOf } from '../things.ts';
import type { ThingMissing } from './arrange.ts';

/**
 * Puts things in the trash. A row takes the notes in it along; the notes of a cluster, of a pile or of a RETEX card
 * stay. What is in the trash already stays there as it is, with what it went with.
 * Errors: `ThingMissing` when any of them is not on the board; then nothing is thrown away.
 */
export const trashThings = (board: BoardDoc, ids: readonly ThingId[]): Result<void, ThingMissing> => {
  if (ids.some((id) => !findAnyThing(board, id))) return err({ type: 'ThingMissing' });
  const rows = new Set<string | null>(ids.filter((id) => findThing(rowsOf(board), id)?.get('live') === true));
  const along =
    rows.size === 0
      ? []
      : notesWhere(
          board,
          (note, id) => note.get('live') === true && rows.has(readRowOf(note)) && !ids.includes(id),
        );
  const merged = followMerged(readThings<ClusterId, Cluster>(clustersOf(board), readCluster));
  const there = ids.filter(
    (id) => findAnyThing(board, id)?.get('live') === true || merged.get(id as ClusterId) === id,
  );
  transact(board, () => {
    for (const id of there) findAnyThing(board, id)?.set('live', false);
    for (const note of along) note.set('live', readRowOf(note));
  });
  return ok();
};

/** The notes of a document that something holds of. */
export const notesWhere = (
  board: BoardDoc,
  isWanted: (note: Thing, id: ThingId) => boolean,
): readonly Thing[] => {
  const found: Thing[] = [];
  notesOf(board).forEach((note, id) => {
    if (note instanceof Y.Map && isWanted(note as Thing, id as ThingId)) found.push(note as Thing);
  });
  return found;
};
