/** The free wall's own state: the layout, what of it is near enough to be elements of the page, what is painted. */

import { untrack } from 'svelte';
import type { Note } from '#board/board.ts';
import type { ClusterId, NoteId } from '#board/document.ts';
import { phaseKinds, type KindId } from '#board/method.ts';
import { local } from '#app/words/locale.svelte.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import { clusterTitle } from '../../notes/note-facts.ts';
import type { Wall } from '../wall.svelte.ts';
import type { Camera } from './camera.svelte.ts';
import { boxHolds, boxesMeet, inflate, type Box, type Point } from './geometry.ts';
import { farLabel, placeLabels, type Named } from './labels.ts';
import { layOutWall, type WallContent } from './layout.ts';
import { createTextMeasure } from './lettering.ts';
import { createNoteMeasure, spacesOf, type Lettering } from './measure.ts';
import type { PaintedNote } from './painter.ts';

/** From this zoom on notes can be read without effort. */
export const readableFrom = 0.45;
/** From this zoom on notes are elements of the page, once the camera rests… */
const nearFrom = 0.3;
/** …unless a large screen shows more than this. */
const nearMost = 320;
/** Beyond the edges of the screen, in wall units: what comes into sight next is there before. */
const ahead = 240;
/** How far the camera goes before the list of near notes is made anew. */
const step = 160;
/** So many notes become elements of the page in one frame; until its turn comes, a note is seen in the picture. */
const atATime = 8;
/** Up to so many notes all are in the page, seen or not, so that a screen reader can read the wall from end to end. */
const allInPage = 600;

export type FreeWall = ReturnType<typeof createFreeWall>;

/**
 * `lettering`: how the page letters notes; undefined until it is known. `lifted`: notes that are being carried. `life`: the
 * zoom at which notes are as large as the person's text.
 */
export const createFreeWall = (
  workshop: Workshop,
  wall: Wall,
  camera: () => Camera,
  lettering: () => Lettering | undefined,
  lifted: () => ReadonlySet<NoteId>,
  life: () => number,
) => {
  /** Once for all notes: each look at the method is one at the board. */
  const names = $derived(
    new Map<string, string>(
      workshop.method.phases.flatMap(phaseKinds).map((kind) => [kind.id, local(kind.label)]),
    ),
  );
  const widthOf = createTextMeasure();
  const measure = $derived.by(() => {
    const known = lettering();
    return known && createNoteMeasure(known, widthOf);
  });
  const content = $derived<WallContent>({
    clusters: wall.allClusters,
    placed: wall.placed,
    trays: wall.trays,
  });
  const layout = $derived(measure ? layOutWall(content, measure) : null);
  /** What is seen at rest and a little more, in steps, so that it changes seldom. */
  const window = $derived.by((): string => {
    const { x, y, width, height } = camera().seenAtRest;
    const [left, top] = [Math.floor((x - ahead) / step), Math.floor((y - ahead) / step)];
    const [right, bottom] = [Math.ceil((x + width + ahead) / step), Math.ceil((y + height + ahead) / step)];
    return [left, top, right - left, bottom - top].join(' ');
  });
  /** Apart, so that what stands on it is not made anew at each step of the camera. */
  const restedZoom = $derived(camera().rested.zoom);
  const isLegible = $derived(restedZoom >= nearFrom);
  const inWindow = $derived.by((): ReadonlySet<NoteId> => {
    const [x, y, width, height] = window.split(' ').map((part) => Number(part) * step) as [
      number,
      number,
      number,
      number,
    ];
    const area: Box = { x, y, width, height };
    const found = new Set<NoteId>();
    if (!layout || !isLegible) return found;
    for (const [id, box] of layout.notes) if (boxesMeet(box, area)) found.add(id);
    return found;
  });
  const isNear = $derived(isLegible && inWindow.size <= nearMost);

  /** Those that were elements of the page in the frame before. */
  let before = $state.raw<ReadonlySet<NoteId>>(new Set());
  /** Those that are now. A wall that fills at once is not to hold the page up. */
  const elements = $derived.by((): ReadonlySet<NoteId> => {
    const wanted = [...(isNear ? inWindow : [])];
    const missing = wanted.filter((id) => !before.has(id)).slice(0, atATime);
    const kept = wanted.filter((id) => before.has(id));
    return missing.length === 0 && kept.length === before.size ? before : new Set([...kept, ...missing]);
  });
  $effect(() => {
    if (elements === before) return;
    const frame = requestAnimationFrame(() => (before = elements));
    return () => cancelAnimationFrame(frame);
  });

  const named = $derived.by((): readonly Named<ClusterId | KindId>[] => {
    const letters = lettering();
    if (!layout || !letters) return [];
    const font = letters.small.replace(/^400/, '700');
    const widthOfName = (name: string): number =>
      widthOf(name, font) + spacesOf(name, letters) + farLabel.padding;
    const fields: Named<ClusterId | KindId>[] = [];
    for (const { kind } of content.trays) {
      const box = layout.trays.get(kind.id);
      const width = widthOfName(local(kind.column)) + farLabel.icon;
      if (box) fields.push({ id: kind.id, box, width, weight: Infinity });
    }
    for (const { cluster, notes } of content.clusters) {
      const box = layout.clusters.get(cluster.id);
      const width = widthOfName(clusterTitle(cluster));
      if (box) fields.push({ id: cluster.id, box, width, weight: notes.length });
    }
    return fields;
  });
  /** Names are as large as the person's text: so all that is around them is smaller to them. */
  const shrunk = $derived(restedZoom / life());
  const labels = $derived(shrunk < readableFrom ? placeLabels(named, shrunk) : null);

  const painted = $derived.by((): ReadonlyMap<NoteId, PaintedNote> => {
    const picture = new Map<NoteId, PaintedNote>();
    if (!layout || !measure) return picture;
    const away = lifted();
    const chosen = new Set(wall.selection.map(({ id }) => id));
    for (const note of wall.notes) {
      const box = layout.notes.get(note.id);
      if (!box) continue;
      const look = wall.lookOf(note);
      const measured = measure(note);
      picture.set(note.id, {
        box,
        hue: look.hue,
        label: look.label ?? names.get(note.kind) ?? '',
        lines: measured.lines,
        carried: measured.carried,
        textTop: measured.textTop,
        strong: note.stressed,
        selected: chosen.has(note.id),
        dim: away.has(note.id) || !wall.isFound(note),
        under: wall.pileOf(note.id).length,
      });
    }
    return picture;
  });

  return {
    get layout() {
      return layout;
    },
    get content() {
      return content;
    },
    get measure() {
      return measure;
    },
    /** Whether notes are elements of the page, or only in the picture. */
    get isNear() {
      return isNear;
    },
    /** How wide the name of each field is, in CSS pixels, where it has one; null: near, where all have room. */
    get labels() {
      return labels;
    },
    get painted() {
      return painted;
    },
    /** Of a group's notes, those that are elements of the page; in their order. */
    inPage: (group: readonly Note[], focused: NoteId | null): readonly Note[] =>
      wall.notes.length <= allInPage
        ? group
        : group.filter(({ id }) => elements.has(id) || id === wall.tabStop || id === focused),
    /** Whether a note is shown by the page, and not by the picture. */
    isShown: (id: NoteId): boolean => elements.has(id),
    /** The note at a point of the wall, the uppermost first. */
    noteAt: (at: Point, except?: ReadonlySet<NoteId>): NoteId | null =>
      untrack(() => {
        let found: NoteId | null = null;
        for (const [id, box] of layout?.notes ?? []) if (boxHolds(box, at) && !except?.has(id)) found = id;
        return found;
      }),
    clusterAt: (at: Point, except?: ClusterId | null): ClusterId | null =>
      untrack(() => {
        for (const [id, box] of layout?.clusters ?? [])
          if (id !== except && boxHolds(inflate(box, 8), at)) return id;
        return null;
      }),
    trayAt: (at: Point) =>
      untrack(() => {
        for (const [kind, box] of layout?.trays ?? []) if (boxHolds(box, at)) return kind;
        return null;
      }),
  };
};
