import type { NoteId, Place } from '#board/document.ts';
import { boundsOf, middleOf } from './geometry.ts';
import { clusterSize, freeSpot } from './layout.ts';
import type { Plane } from './plane.svelte.ts';

/** Where a new cluster of notes stands: where they are, else where one is looking, and on nothing else. */
export const placeForCluster = (
  { workshop, free, camera }: Plane,
  notes: readonly NoteId[],
): Place | null => {
  const { layout, measure } = free;
  if (!layout || !measure) return null;
  const members = notes.flatMap((note) => workshop.board.notes.get(note) ?? []);
  const gone = new Set(notes);
  const boxes = members.every((note) => note.place !== null)
    ? members.flatMap(({ id }) => layout.notes.get(id) ?? [])
    : [camera.seen];
  const around = boundsOf(boxes);
  if (!around) return null;
  const size = clusterSize(members, measure);
  const middle = middleOf(around);
  const taken = [
    ...layout.clusters.values(),
    ...layout.trays.values(),
    ...free.content.placed.filter(({ id }) => !gone.has(id)).flatMap(({ id }) => layout.notes.get(id) ?? []),
  ];
  // Right of the trays, so that they need not make way.
  const leftmost = Math.min(0, ...free.content.placed.map((note) => note.place?.x ?? 0));
  return freeSpot(size, taken, { x: middle.x - size.width / 2, y: middle.y - size.height / 2 }, leftmost);
};
