/** What is carried across the free wall by a pointer. Nothing of it is stored before it is dropped. */

import type { Note } from '#board/board.ts';
import type { ClusterId, NoteId, Place } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { wallCommands } from '#app/wall-commands.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { tell } from '../../notes/tell.ts';
import type { Wall } from '../wall.svelte.ts';
import type { WallWork } from '../work.svelte.ts';
import type { Camera } from './camera.svelte.ts';
import type { FreeWall } from './free-wall.svelte.ts';
import type { Grip } from './gestures.ts';
import { boxesMeet, type Box, type Point } from './geometry.ts';
import { snap, type Guide } from './snap.ts';

export type WallGrip = Grip &
  ({ readonly type: 'note'; readonly id: NoteId } | { readonly type: 'cluster'; readonly id: ClusterId });

export type Target =
  | { readonly type: 'note'; readonly id: NoteId }
  | { readonly type: 'cluster'; readonly id: ClusterId }
  | { readonly type: 'tray'; readonly kind: KindId };

/** How near an edge must be to snap, in CSS pixels. */
const snapPx = 7;
/** So many notes are seen being carried; the others go along unseen. */
const shownMost = 12;

interface Carried {
  readonly notes: readonly NoteId[];
  readonly cluster: ClusterId | null;
  /** What was gripped, where it was. */
  readonly box: Box;
  /** Where each of the notes was when it was lifted: whatever is laid out anew meanwhile, they come down where they are seen. */
  readonly boxes: ReadonlyMap<NoteId, Box>;
  /** Where on the wall it was gripped. */
  readonly grab: Point;
}

export const createCarry = (
  workshop: Workshop,
  wall: Wall,
  work: WallWork,
  camera: Camera,
  free: FreeWall,
) => {
  const commands = wallCommands(workshop);
  let carried = $state.raw<Carried | null>(null);
  let lifted = $state.raw<ReadonlySet<NoteId>>(new Set());
  let drift = $state.raw<Point>({ x: 0, y: 0 });
  let guides = $state.raw<readonly Guide[]>([]);
  let target = $state.raw<Target | null>(null);

  const rest = (): void => {
    carried = null;
    lifted = new Set();
    drift = { x: 0, y: 0 };
    guides = [];
    target = null;
  };

  const lift = (grip: WallGrip, at: Point): boolean => {
    const layout = free.layout;
    const grab = camera.toWall(at);
    if (!workshop.canChange || !layout) return false;
    if (grip.type === 'cluster') {
      const box = layout.clusters.get(grip.id);
      if (!box) return false;
      carried = { notes: [], cluster: grip.id, box, boxes: new Map(), grab };
      lifted = new Set(wall.notes.flatMap(({ id, cluster }) => (cluster === grip.id ? [id] : [])));
      return true;
    }
    const box = layout.notes.get(grip.id);
    if (!box || work.editing === grip.id) return false;
    // A note that is being written in stays where it is, whatever else is moved.
    const notes = (wall.isSelected(grip.id) ? work.ids : [grip.id]).filter((id) => id !== work.editing);
    carried = { notes, cluster: null, box, boxes: boxesOf(notes), grab };
    lifted = new Set(notes);
    return true;
  };

  const boxesOf = (notes: readonly NoteId[]): ReadonlyMap<NoteId, Box> =>
    new Map(
      notes.flatMap((id): [NoteId, Box][] => {
        const box = free.layout?.notes.get(id);
        return box ? [[id, box]] : [];
      }),
    );

  const targetAt = (at: Point, { cluster }: Carried): Target | null => {
    const into = free.clusterAt(at, cluster);
    if (cluster !== null) return into && { type: 'cluster', id: into };
    if (into !== null) return { type: 'cluster', id: into };
    const onto = free.noteAt(at, lifted);
    if (onto !== null) return { type: 'note', id: onto };
    const kind = free.trayAt(at);
    return kind && { type: 'tray', kind };
  };

  const carry = (at: Point): void => {
    if (!carried) return;
    const here = camera.toWall(at);
    const moved = {
      ...carried.box,
      x: carried.box.x + here.x - carried.grab.x,
      y: carried.box.y + here.y - carried.grab.y,
    };
    const next = targetAt(here, carried);
    if (!isSame(next, target)) target = next;
    const snapped = next
      ? { at: moved, guides: [] }
      : snap(moved, neighbours(carried), snapPx / camera.view.zoom);
    drift = { x: snapped.at.x - carried.box.x, y: snapped.at.y - carried.box.y };
    if (snapped.guides.length > 0 || guides.length > 0) guides = snapped.guides;
  };

  /** What stands free in sight: what one would stand in line with. */
  const neighbours = ({ cluster }: Carried): readonly Box[] => {
    const seen = camera.seen;
    const boxes: Box[] = [];
    for (const [id, box] of free.layout?.clusters ?? [])
      if (id !== cluster && boxesMeet(box, seen)) boxes.push(box);
    for (const { id } of wall.placed) {
      const box = free.layout?.notes.get(id);
      if (box && !lifted.has(id) && boxesMeet(box, seen)) boxes.push(box);
    }
    return boxes;
  };

  const drop = (at: Point): void => {
    if (!carried) return;
    carry(at);
    const [dropped, on, by] = [carried, target, drift];
    rest();
    if (dropped.cluster !== null) dropCluster(dropped.cluster, dropped.box, on, by);
    else dropNotes(dropped, on, by);
  };

  const dropCluster = (id: ClusterId, box: Box, on: Target | null, by: Point): void => {
    const into = on?.type === 'cluster' ? workshop.board.clusters.get(on.id) : undefined;
    if (into) work.merge(id, into);
    else {
      const place = { x: box.x + by.x, y: box.y + by.y };
      tell(workshop, commands.placeThings(new Map([[id, place]])), m.wall_cluster_placed());
    }
  };

  const dropNotes = ({ notes: ids, boxes }: Carried, on: Target | null, by: Point): void => {
    const onto = on?.type === 'note' ? workshop.board.notes.get(on.id) : undefined;
    if (on?.type === 'cluster') {
      const home = ids.every((id) => workshop.board.notes.get(id)?.cluster === on.id);
      if (!home) work.moveInto(ids, on.id);
    } else if (onto) work.joinNote(ids, onto);
    else if (on?.type === 'tray') {
      const home = ids.every((id) => isWaiting(workshop.board.notes.get(id), on.kind));
      if (!home) work.sortInto(ids, on.kind);
    } else place(boxes, by);
  };

  /** Puts notes down so far from where they were, out of whatever they were in. */
  const place = (boxes: ReadonlyMap<NoteId, Box>, by: Point): void => {
    const places = new Map<NoteId, Place>();
    for (const [id, box] of boxes) {
      if (workshop.board.notes.get(id)?.trash === null) places.set(id, { x: box.x + by.x, y: box.y + by.y });
    }
    if (places.size === 0) return;
    tell(
      workshop,
      commands.moveToCluster([...places.keys()], null, places),
      m.notes_moved({ count: places.size }),
    );
  };

  return {
    get carried() {
      return carried;
    },
    get lifted() {
      return lifted;
    },
    /** How far it was carried, in wall units. */
    get drift() {
      return drift;
    },
    get guides() {
      return guides;
    },
    get target() {
      return target;
    },
    /** The notes that are seen being carried. */
    get shown(): readonly { readonly note: Note; readonly box: Box }[] {
      return (carried?.notes.slice(0, shownMost) ?? []).flatMap((id) => {
        const [note, box] = [workshop.board.notes.get(id), carried?.boxes.get(id)];
        return note && box ? [{ note, box }] : [];
      });
    },
    lift,
    carry,
    drop,
    /** Moves notes by a step of the keyboard. */
    nudge: (ids: readonly NoteId[], by: Point): void => place(boxesOf(ids), by),
    cancel: rest,
  };
};

const isSame = (a: Target | null, b: Target | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.type === b.type &&
    ('id' in a ? a.id : a.kind) === ('id' in b ? b.id : b.kind));

const isWaiting = (note: Note | undefined, kind: KindId): boolean =>
  note?.cluster === null && note.place === null && note.kind === kind;
