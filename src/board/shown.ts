/**
 * What a thing shows that stands on others: the row and the cluster a note is in, the pile it lies under, the cluster
 * that another was merged into.
 *
 * What is written stays written: a note in a cluster that is in the trash shows none, and shows it again when the
 * cluster comes back. Piles and merged clusters are pointers, followed to their end. Devices apart may pile a note
 * under one that another device has put under a third, or merge two clusters into each other: every device follows
 * the same pointers to the same end, so nothing written apart has to be taken back.
 */

import type { Cluster, Note, Things } from './board.ts';
import type { ClusterId, NoteId, RetexId, RowId } from './document.ts';
import { findEnds } from './pointers.ts';

/** The things of a board as they are written, with the ends of their pointers. */
export interface Surroundings {
  readonly things: Things;
  /** Where the notes that were put under others lie in the end: `findEnds`. */
  readonly piles: ReadonlyMap<NoteId, NoteId>;
  /** Where the clusters that were merged into others went in the end: `followMerged`. */
  readonly merged: ReadonlyMap<ClusterId, ClusterId>;
}

/** Where each cluster went that was merged. */
export const followMerged = (
  clusters: ReadonlyMap<ClusterId, Cluster>,
): ReadonlyMap<ClusterId, ClusterId> => {
  const merged = new Map<ClusterId, ClusterId>();
  for (const { id, trash } of clusters.values()) {
    if (trash?.with != null) merged.set(id, trash.with as ClusterId);
  }
  return findEnds(merged);
};

/** A note as the board shows it: the very same object where that is how it is written. */
export const showNote = (note: Note, around: Surroundings): Note => {
  const top = topOf(note, around);
  const row = isRow(note.row, around.things) ? note.row : null;
  const cluster = standsFor((top ?? note).cluster, around.things, around.merged);
  const pile = top?.id ?? null;
  const others = note.others.cluster.length > 0 ? showOthers(note, cluster, pile, around) : note.others;
  return row === note.row && cluster === note.cluster && pile === note.pile && others === note.others
    ? note
    : { ...note, row, cluster, pile, others };
};

/** A cluster as the board shows it: of those that were merged in a circle, the one that all of them became is there. */
export const showCluster = (cluster: Cluster, { merged }: Surroundings): Cluster =>
  merged.get(cluster.id) === cluster.id ? { ...cluster, trash: null } : cluster;

/** The note on top of the pile that a note lies under. */
const topOf = (note: Note, { things, piles }: Surroundings): Note | undefined => {
  const end = piles.get(note.id);
  const top = end === undefined || end === note.id ? undefined : things.notes.get(end);
  return top?.trash === null ? top : undefined;
};

const isRow = (id: RowId | RetexId | null, { rows, retex }: Things): boolean =>
  id !== null && (rows.get(id as RowId)?.trash === null || retex.get(id as RetexId)?.trash === null);

/** The cluster on the board that a cluster is now: itself, or what it was merged into; null when that is in the trash. */
export const standsFor = (
  id: ClusterId | null,
  { clusters }: Pick<Things, 'clusters'>,
  merged: ReadonlyMap<ClusterId, ClusterId>,
): ClusterId | null => {
  if (id === null) return null;
  const end = merged.get(id) ?? id;
  const cluster = clusters.get(end);
  return cluster && (cluster.trash === null || merged.get(end) === end) ? end : null;
};

/**
 * The clusters that a note was put into apart, but for those that have become the one it shows. What is written on a
 * piled note itself may be one of them.
 */
const showOthers = (
  note: Note,
  cluster: ClusterId | null,
  pile: NoteId | null,
  { things, merged }: Surroundings,
): Note['others'] => {
  const written = pile === null ? note.others.cluster : [note.cluster, ...note.others.cluster];
  const others = new Set(written.map((id) => standsFor(id, things, merged) ?? id));
  others.delete(cluster);
  return { ...note.others, cluster: [...others] };
};
