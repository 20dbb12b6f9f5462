/**
 * Where everything lies on the free wall: pure, the same from the same board.
 *
 * Three sorts of things stand on it. A *cluster* is a field with its notes in rows, in the board's order. A *placed*
 * note lies where somebody put it. Every other note waits in the *tray* of its kind, left of all that was placed, so
 * that what arrives never lies on what was arranged. A cluster that nobody placed takes the first free spot.
 */

import type { Cluster, Note } from '#board/board.ts';
import type { ClusterId, NoteId, Place } from '#board/document.ts';
import type { Kind, KindId } from '#board/method.ts';
import { boundsOf, boxesMeet, inflate, middleOf, type Box, type Point, type Size } from './geometry.ts';
import { noteBox } from './measure.ts';

/** The field of a cluster or tray around its notes. The tab with the title stands astride its upper edge. */
const field = { padding: 16, top: 34, bottom: 18, emptyHeight: 120 } as const;

/** Room between fields, of which the tab takes its half above. */
const fieldGap = 64;

/** How wide a row of automatically placed clusters may become before the next begins, at least. */
const rowWidth = 1400;

export interface ClusterOnWall {
  readonly cluster: Cluster;
  readonly notes: readonly Note[];
}

export interface TrayOnWall {
  readonly kind: Kind;
  readonly notes: readonly Note[];
}

export interface WallContent {
  readonly clusters: readonly ClusterOnWall[];
  readonly placed: readonly Note[];
  readonly trays: readonly TrayOnWall[];
}

export interface WallLayout {
  readonly notes: ReadonlyMap<NoteId, Box>;
  readonly clusters: ReadonlyMap<ClusterId, Box>;
  readonly trays: ReadonlyMap<KindId, Box>;
  /** Around everything; null when the wall is empty. */
  readonly bounds: Box | null;
}

export const layOutWall = (content: WallContent, sizeOf: (note: Note) => Size): WallLayout => {
  const notes = new Map<NoteId, Box>();
  const clusters = new Map<ClusterId, Box>();
  const trays = new Map<KindId, Box>();

  const placed = content.placed.map((note) => {
    const box = { ...placeOf(note), ...sizeOf(note) };
    notes.set(note.id, box);
    return box;
  });
  const fields = content.clusters.map(({ cluster, notes }) => ({
    id: cluster.id,
    place: cluster.place,
    rows: layOutRows(notes, columnsFor(notes.length), sizeOf),
    notes,
  }));
  const taken: Box[] = [...placed];
  const put = ({ id, rows, notes: members }: (typeof fields)[number], { x, y }: Point): void => {
    const box = { x, y, ...rows.size };
    clusters.set(id, box);
    taken.push(box);
    members.forEach((note, i) => notes.set(note.id, shift(rows.boxes[i] as Box, box)));
  };
  for (const cluster of fields) if (cluster.place) put(cluster, cluster.place);
  const unplaced = fields.filter(({ place }) => !place);
  const below = boundsOf(taken);
  const spots = flowInRows(
    unplaced.map(({ rows }) => rows.size),
    fieldGap,
    below ? { x: Math.max(0, below.x), y: below.y + below.height + fieldGap } : { x: 0, y: 0 },
  );
  unplaced.forEach((cluster, i) => put(cluster, spots.places[i] as Point));

  // From right to left, so that a tray that grows pushes only trays; and always at one height, whatever is placed.
  let right = Math.min(0, ...taken.map(({ x }) => x)) - fieldGap;
  for (const { kind, notes: waiting } of [...content.trays].reverse()) {
    const rows = layOutRows(waiting, trayColumns(waiting.length), sizeOf);
    const box = { x: right - rows.size.width, y: 0, ...rows.size };
    trays.set(kind.id, box);
    waiting.forEach((note, i) => notes.set(note.id, shift(rows.boxes[i] as Box, box)));
    right = box.x - fieldGap / 2;
  }
  return { notes, clusters, trays, bounds: boundsOf([...taken, ...trays.values()]) };
};

/** What a note that was placed is at; one that is not has no business among the placed. */
const placeOf = (note: Note): Place => note.place ?? { x: 0, y: 0 };

const shift = (box: Box, by: Point): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y });

/** As many columns as make a field of so many notes about half as wide again as high. */
const columnsFor = (count: number): number => Math.max(2, Math.ceil(Math.sqrt(count * 0.9)));

/** A tray widens by whole steps, so that one note more seldom moves all the others. */
const trayColumns = (count: number): number => {
  const wanted = Math.sqrt(count * 0.8);
  return [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96].find((columns) => columns >= wanted) ?? 128;
};

/** How large a cluster of these notes is. */
export const clusterSize = (notes: readonly Note[], sizeOf: (note: Note) => Size): Size =>
  layOutRows(notes, columnsFor(notes.length), sizeOf).size;

interface Rows {
  /** Of the notes, in their order, within the field. */
  readonly boxes: readonly Box[];
  readonly size: Size;
}

/**
 * Lays notes out in columns, each in turn where there is most room, so that they are read about as a text is; a wide
 * note takes two columns.
 */
const layOutRows = (notes: readonly Note[], columns: number, sizeOf: (note: Note) => Size): Rows => {
  const step = noteBox.width + noteBox.gap;
  const ends = new Array<number>(columns).fill(field.top);
  const boxes = notes.map((note) => {
    const size = sizeOf(note);
    const span = size.width > noteBox.width ? 2 : 1;
    let [column, y] = [0, Infinity];
    for (let at = 0; at + span <= columns; at += 1) {
      const free = span === 1 ? (ends[at] as number) : Math.max(ends[at] as number, ends[at + 1] as number);
      if (free < y) [column, y] = [at, free];
    }
    ends.fill(y + size.height + noteBox.gap, column, column + span);
    return { x: field.padding + column * step, y, ...size };
  });
  const width = 2 * field.padding + columns * step - noteBox.gap;
  const height = notes.length === 0 ? field.emptyHeight : Math.max(...ends) - noteBox.gap + field.bottom;
  return { boxes, size: { width, height } };
};

/** Lets boxes follow each other in rows of about the shape of a screen. `end`: the height that they reach. */
const flowInRows = (
  sizes: readonly Size[],
  gap: number,
  from: Point,
): { readonly places: readonly Point[]; readonly end: number } => {
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const width = Math.max(rowWidth, Math.sqrt(area * 1.6));
  let { x, y } = from;
  let rowHeight = 0;
  const places = sizes.map((size) => {
    if (x > from.x && x + size.width > from.x + width) {
      [x, y, rowHeight] = [from.x, y + rowHeight + gap, 0];
    }
    const place = { x, y };
    x += size.width + gap;
    rowHeight = Math.max(rowHeight, size.height);
    return place;
  });
  return { places, end: y + rowHeight };
};

/** More than these, the nearest ones, are not looked at for a free spot. */
const nearestTaken = 60;

/** The spot nearest to a point, and not left of `leftmost`, where a field of this size lies on nothing else. */
export const freeSpot = (size: Size, taken: Iterable<Box>, wanted: Point, leftmost = -Infinity): Point => {
  const near = { x: Math.max(leftmost, wanted.x), y: wanted.y };
  const away = (box: Box): number => Math.hypot(middleOf(box).x - near.x, middleOf(box).y - near.y);
  const around = [...taken].sort((a, b) => away(a) - away(b)).slice(0, nearestTaken);
  const isFree = (x: number, y: number): boolean =>
    !around.some((box) => boxesMeet(inflate(box, fieldGap - 1), { x, y, ...size }));
  const xs = [
    near.x,
    ...around.flatMap((box) => [box.x - size.width - fieldGap, box.x + box.width + fieldGap]),
  ];
  const ys = [
    near.y,
    ...around.flatMap((box) => [box.y, box.y - size.height - fieldGap, box.y + box.height + fieldGap]),
  ];
  let best = near;
  let least = Infinity;
  for (const y of ys) {
    for (const x of xs) {
      const cost = Math.hypot(x - near.x, y - near.y);
      if (x >= leftmost && cost < least && isFree(x, y)) [best, least] = [{ x, y }, cost];
    }
  }
  return best;
};

/**
 * Tidies what stands on the wall: clusters, then placed notes, in rows without overlaps, in the order in which they
 * are read now. Gives new places for all of them.
 */
export const tidyWall = (
  { clusters, placed }: WallContent,
  layout: WallLayout,
): ReadonlyMap<ClusterId | NoteId, Place> => {
  const fields = inReadingOrder(
    clusters.map(({ cluster }) => cluster.id),
    layout.clusters,
  );
  const notes = inReadingOrder(
    placed.map(({ id }) => id),
    layout.notes,
  );
  const above = flowInRows(
    fields.map(({ box }) => box),
    fieldGap,
    { x: 0, y: 0 },
  );
  const below = flowInRows(
    notes.map(({ box }) => box),
    noteBox.gap,
    {
      x: 0,
      y: fields.length === 0 ? 0 : above.end + fieldGap,
    },
  );
  return new Map<ClusterId | NoteId, Place>([
    ...fields.map(({ id }, i) => [id, above.places[i] as Point] as const),
    ...notes.map(({ id }, i) => [id, below.places[i] as Point] as const),
  ]);
};

/** Rows of the eye: what begins within half a note of the same height is read from left to right. */
const inReadingOrder = <Id>(ids: readonly Id[], boxes: ReadonlyMap<Id, Box>): { id: Id; box: Box }[] =>
  ids
    .flatMap((id) => {
      const box = boxes.get(id);
      return box ? [{ id, box, row: Math.round(box.y / noteBox.minHeight) }] : [];
    })
    .sort((a, b) => a.row - b.row || a.box.x - b.box.x);
