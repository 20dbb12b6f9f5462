/** What is done with notes and clusters on the wall: it loads with the wall. */

import { keepApart } from '#board/commands/apart.ts';
import { groupNotes, moveToCluster, renameCluster } from '#board/commands/clusters.ts';
import { mergeClusters } from '#board/commands/merge-clusters.ts';
import { pileNotes, unpileNotes } from '#board/commands/piles.ts';
import { placeThings } from '#board/commands/places.ts';
import type { ClusterId, NoteId, Place } from '#board/document.ts';
import { createId } from '#core/ids.ts';
import type { Workshop } from './workshop.svelte.ts';

export const wallCommands = ({ run }: Workshop) => ({
  placeThings: (places: ReadonlyMap<NoteId | ClusterId, Place | null>) =>
    run((board) => placeThings(board, places)),
  group: (notes: readonly NoteId[], title = '', place: Place | null = null) =>
    run((board) => groupNotes(board, { id: createId<ClusterId>(), title, place }, notes)),
  rename: (cluster: ClusterId, title: string, before?: string) =>
    run((board) => renameCluster(board, cluster, title, before)),
  moveToCluster: (
    notes: readonly NoteId[],
    cluster: ClusterId | null,
    places?: ReadonlyMap<NoteId, Place | null>,
  ) => run((board) => moveToCluster(board, notes, cluster, places)),
  mergeClusters: (from: readonly ClusterId[], into: ClusterId) =>
    run((board) => mergeClusters(board, from, into)),
  pile: (notes: readonly NoteId[], onto: NoteId) => run((board) => pileNotes(board, notes, onto)),
  unpile: (notes: readonly NoteId[]) => run((board) => unpileNotes(board, notes)),
  keepApart: (pairs: readonly (readonly [NoteId, NoteId])[]) => run((board) => keepApart(board, pairs)),
});
