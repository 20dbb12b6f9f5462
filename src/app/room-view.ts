/**
 * A workshop as all of the room may see it, on a projector: of a phase that is hidden nothing, what was written on this
 * very device neither, and no cluster that holds nothing else.
 */

import type { Board } from '#board/board.ts';
import type { ClusterId } from '#board/document.ts';
import type { Method } from '#board/method.ts';
import { liveNotes } from '#board/select.ts';
import { Sequence } from '#board/sequence.ts';
import { veil } from '#board/veil.ts';
import type { Workshop } from './workshop.svelte.ts';

export const forTheRoom = (workshop: Workshop): Workshop => {
  let seen: { readonly from: Board; readonly board: Board } | undefined;
  const board = (): Board => {
    const from = workshop.whole;
    if (seen?.from !== from) seen = { from, board: veilRoom(from, workshop.method) };
    return seen.board;
  };
  // Everything else is the workshop's own.
  return Object.create(workshop, { board: { get: board } }) as Workshop;
};

const veilRoom = (whole: Board, method: Method): Board => {
  const { board, count } = veil(whole, method, null);
  if (count === 0) return board;
  const filled = clustersOf(whole);
  const shown = clustersOf(board);
  const clusters = [...board.clusters.values()].filter(({ id }) => !filled.has(id) || shown.has(id));
  return { ...board, clusters: new Sequence(clusters) };
};

const clustersOf = (board: Board): ReadonlySet<ClusterId | null> =>
  new Set(liveNotes(board).map(({ cluster }) => cluster));
