/** Clusters (grappes): notes that hang together under a title. */

import { err, ok, type Result } from '#core/result.ts';
import {
  bear,
  clustersOf,
  findThing,
  notesOf,
  transact,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type Place,
  type Thing,
} from '../document.ts';
import { chooseField, writeField } from '../register.ts';
import { orderBehind } from './arrange.ts';
import type { NoteMissing } from './notes.ts';
import { notesUnder, readPiles, repile } from './piles.ts';
import { writePlace } from './places.ts';
import { checkTitle, type TitleTooLong } from './title.ts';

export type ClusterMissing = { readonly type: 'ClusterMissing' };
export type NothingSelected = { readonly type: 'NothingSelected' };

/**
 * Groups notes into a new cluster, taking them out of those they were in. An empty title is fine. See `moveNotes`
 * for what lies in piles.
 * Errors: `NothingSelected`; `NoteMissing`; `TitleTooLong`.
 */
export const groupNotes = (
  board: BoardDoc,
  cluster: { readonly id: ClusterId; readonly title: string; readonly place?: Place | null },
  notes: readonly NoteId[],
): Result<ClusterId, NothingSelected | NoteMissing | TitleTooLong> => {
  if (notes.length === 0) return err({ type: 'NothingSelected' });
  if (notes.some((id) => !findThing(notesOf(board), id))) return err({ type: 'NoteMissing' });
  const title = checkTitle(cluster.title);
  if (!title.ok) return title;
  transact(board, () => {
    writePlace(writeCluster(board, cluster.id, title.value), cluster.place ?? null);
    moveNotes(board, notes, cluster.id);
  });
  return ok(cluster.id);
};

/** Writes a cluster as it is, inside a transaction. */
export const writeCluster = (
  board: BoardDoc,
  id: ClusterId,
  title: string,
  order = orderBehind(clustersOf(board)),
): Thing => bear(board, clustersOf(board), id, { is: { title }, order });

/** Names a cluster; a name that somebody else gave, and that is not the one seen (`before`), is kept beside it. */
export const renameCluster = (
  board: BoardDoc,
  id: ClusterId,
  typed: string,
  before?: string,
): Result<void, ClusterMissing | TitleTooLong> => {
  const cluster = findThing(clustersOf(board), id);
  if (!cluster) return err({ type: 'ClusterMissing' });
  const title = checkTitle(typed);
  if (!title.ok) return title;
  transact(board, () => writeField(board, cluster, 'title', title.value, before));
  return ok();
};

/**
 * Moves notes into a cluster, or (null) out of any, and to places on the wall: see `moveNotes`.
 * Errors: `ClusterMissing`; `NoteMissing`; then nothing is moved.
 */
export const moveToCluster = (
  board: BoardDoc,
  notes: readonly NoteId[],
  cluster: ClusterId | null,
  places?: ReadonlyMap<NoteId, Place | null>,
): Result<void, NoteMissing | ClusterMissing> => {
  if (cluster !== null && !findThing(clustersOf(board), cluster)) return err({ type: 'ClusterMissing' });
  if (notes.some((id) => !findThing(notesOf(board), id))) return err({ type: 'NoteMissing' });
  transact(board, () => moveNotes(board, notes, cluster, places));
  return ok();
};

/**
 * Moves notes, inside a transaction. What lies under them goes along; one that is moved without the top of its pile
 * leaves the pile. In a cluster a note has no place of its own, save one that is given here.
 */
const moveNotes = (
  board: BoardDoc,
  notes: readonly NoteId[],
  cluster: ClusterId | null,
  places: ReadonlyMap<NoteId, Place | null> = new Map(),
): void => {
  const piles = readPiles(board);
  const moved = new Set(notes);
  repile(board, piles, new Set(notes.filter((id) => !moved.has(piles.ends.get(id) ?? id))), null);
  const under = notesUnder(board, piles, moved);
  for (const id of [...moved, ...under]) {
    const note = findThing(notesOf(board), id)!;
    if (moved.has(id)) chooseField(board, note, 'cluster', cluster);
    else writeField(board, note, 'cluster', cluster);
    const place = places.get(id);
    if (place !== undefined || cluster !== null) writePlace(note, place ?? null);
  }
};
