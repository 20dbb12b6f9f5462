/** What is done on the wall alone: it loads with the wall. */

import { keepApart } from '#board/commands/apart.ts';
import { mergeClusters } from '#board/commands/merge-clusters.ts';
import { pileNotes, unpileNotes } from '#board/commands/piles.ts';
import { placeThings } from '#board/commands/places.ts';
import type { ClusterId, NoteId, Place } from '#board/document.ts';
import type { Workshop } from './workshop.svelte.ts';

export const wallCommands = ({ run }: Workshop) => ({
  placeThings: (places: ReadonlyMap<NoteId | ClusterId, Place | null>) =>
    run((board) => placeThings(board, places)),
  mergeClusters: (from: readonly ClusterId[], into: ClusterId) =>
    run((board) => mergeClusters(board, from, into)),
  pile: (notes: readonly NoteId[], onto: NoteId) => run((board) => pileNotes(board, notes, onto)),
  unpile: (notes: readonly NoteId[]) => run((board) => unpileNotes(board, notes)),
  keepApart: (pairs: readonly (readonly [NoteId, NoteId])[]) => run((board) => keepApart(board, pairs)),
});
