/** Paints the wall as it is seen from afar, where notes are too many and too small to be elements of the page. */

import { hues, type Hue } from '#board/method.ts';
import { boxesMeet, inflate, type Box } from './geometry.ts';
import { noteBox, type CarriedBox, type Lettering } from './measure.ts';

/** Letters smaller than this, in CSS pixels, are drawn as bars; bars lower than a pixel are not drawn. */
const readablePx = 4.5;
const barPx = 0.9;
const fontSize = 17;
/** The sign of a kind, and the gap behind it: a ring stands for it. */
const signWidth = 21;
/** From one dot of the ground to the next, in CSS pixels of the screen, however far the wall is. */
export const dotPitch = 28;

export interface Palette {
  readonly hues: Readonly<Record<Hue, string>>;
  readonly edges: Readonly<Record<Hue, string>>;
  readonly paper: string;
  readonly dot: string;
  readonly ink: string;
  readonly faint: string;
  readonly card: string;
  readonly field: string;
  readonly line: string;
  readonly grape: string;
}

/** Reads the colours that the page has now, light or dark. */
export const readPalette = (element: Element): Palette => {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const all = (suffix: string): Record<Hue, string> =>
    Object.fromEntries(hues.map((hue) => [hue, colour(`--hue-${hue}${suffix}`)])) as Record<Hue, string>;
  return {
    hues: all(''),
    edges: all('-edge'),
    paper: colour('--paper'),
    dot: colour('--dot'),
    ink: colour('--ink'),
    faint: colour('--ink-2'),
    card: colour('--card'),
    field: colour('--grape-line'),
    line: colour('--line'),
    grape: colour('--grape'),
  };
};

export interface PaintedNote {
  readonly box: Box;
  readonly hue: Hue;
  /** Its kind, or what its colour tells. */
  readonly label: string;
  readonly lines: readonly string[];
  /** What it carries above its text, of which a sign is painted. */
  readonly carried: readonly CarriedBox[];
  readonly textTop: number;
  readonly strong: boolean;
  readonly selected: boolean;
  /** Not among what is searched for. */
  readonly dim: boolean;
  /** How many notes lie under it. */
  readonly under: number;
}

export interface Picture {
  readonly fields: ReadonlyMap<string, Box>;
  readonly trays: ReadonlyMap<string, Box>;
  readonly notes: ReadonlyMap<string, PaintedNote>;
  readonly palette: Palette;
  readonly lettering: Lettering;
}

/** From this many changes on it costs less to paint everything. */
const changesMost = 60;

/** What must be painted again to come from one picture to the next; null: everything. */
export const changedBoxes = (before: Picture, after: Picture): readonly Box[] | null => {
  if (before.palette !== after.palette || before.lettering !== after.lettering) return null;
  const boxes: Box[] = [];
  const compare = <Thing>(
    old: ReadonlyMap<unknown, Thing>,
    now: ReadonlyMap<unknown, Thing>,
    boxOf: (thing: Thing) => Box,
    isSame: (a: Thing, b: Thing) => boolean,
  ): void => {
    for (const [id, thing] of now) {
      const earlier = old.get(id);
      if (earlier !== undefined && isSame(earlier, thing)) continue;
      boxes.push(boxOf(thing));
      if (earlier !== undefined) boxes.push(boxOf(earlier));
      if (boxes.length > changesMost) return;
    }
    for (const [id, thing] of old) if (!now.has(id)) boxes.push(boxOf(thing));
  };
  compare(before.fields, after.fields, itself, isSameBox);
  compare(before.trays, after.trays, itself, isSameBox);
  compare(before.notes, after.notes, ({ box }) => box, looksSame);
  // What is drawn around a box, too: a selection's edge, the note under it.
  return boxes.length > changesMost ? null : boxes.map((box) => inflate(box, 12));
};

const itself = (box: Box): Box => box;

const isSameBox = (a: Box, b: Box): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

const looksSame = (a: PaintedNote, b: PaintedNote): boolean =>
  isSameBox(a.box, b.box) &&
  a.hue === b.hue &&
  a.label === b.label &&
  a.lines === b.lines &&
  a.carried === b.carried &&
  a.strong === b.strong &&
  a.selected === b.selected &&
  a.dim === b.dim &&
  a.under === b.under;

/** Whether lines of text are drawn at a zoom, be it as bars. */
export const hasLines = ({ lineHeight }: Lettering, zoom: number): boolean =>
  lineHeight * zoom * 0.3 >= barPx;

/** Paints the part of a picture that meets `area`; the context stands at the area's corner, one unit a wall unit. */
export const paintPicture = (
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { fields, trays, notes, palette, lettering }: Picture,
  area: Box,
  zoom: number,
): void => {
  context.lineWidth = 2;
  for (const box of fields.values()) {
    if (!boxesMeet(box, area)) continue;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 24);
    context.fillStyle = palette.card;
    context.fill();
    context.strokeStyle = palette.field;
    context.stroke();
  }
  context.strokeStyle = palette.line;
  context.setLineDash([8, 6]);
  for (const box of trays.values()) {
    if (!boxesMeet(box, area)) continue;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 24);
    context.stroke();
  }
  context.setLineDash([]);
  const letters = fontSize * zoom;
  context.textBaseline = 'alphabetic';
  for (const note of notes.values()) {
    if (!boxesMeet(note.box, area)) continue;
    const { x, y, width, height } = note.box;
    context.globalAlpha = note.dim ? 0.25 : 1;
    if (note.under > 0) {
      context.fillStyle = palette.hues[note.hue];
      context.fillRect(x + 6, y + 6, width, height);
      context.strokeStyle = palette.edges[note.hue];
      context.lineWidth = Math.max(1, 0.75 / zoom);
      context.strokeRect(x + 6, y + 6, width, height);
    }
    context.fillStyle = palette.hues[note.hue];
    if (letters >= readablePx) {
      context.beginPath();
      context.roundRect(x, y, width, height, [4, 4, 14, 4]);
      context.fill();
    } else context.fillRect(x, y, width, height);
    if (note.selected) {
      context.strokeStyle = palette.grape;
      context.lineWidth = Math.max(3, 2 / zoom);
      context.strokeRect(x, y, width, height);
    }
    if (note.carried.length > 0) paintCarried(context, note, palette, lettering);
    if (hasLines(lettering, zoom)) paintLines(context, note, palette, lettering, letters >= readablePx);
  }
  context.globalAlpha = 1;
};

/** A pale sheet with a sign on it: what is drawn or shown there is too small to be seen. */
const paintCarried = (
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { box, hue, carried }: PaintedNote,
  palette: Palette,
  { factsHeight }: Lettering,
): void => {
  const { border, padding, factsGap } = noteBox;
  const left = box.x + border + padding.side;
  const first = box.y + border + padding.top + factsHeight + factsGap;
  const width = box.width - 2 * (border + padding.side);
  const alpha = context.globalAlpha;
  for (const { type, top, height } of carried) {
    context.globalAlpha = alpha * 0.55;
    context.fillStyle = palette.card;
    context.fillRect(left, first + top, width, height);
    context.globalAlpha = alpha;
    context.strokeStyle = palette.edges[hue];
    context.lineWidth = 5;
    context.beginPath();
    const size = Math.min(width, height) * 0.5;
    context.save();
    context.translate(left + width / 2, first + top + height / 2);
    context.scale(size / 2, size / 2);
    signs[type](context);
    context.restore();
    context.stroke();
  }
};

/** Each within a square from −1 to 1. */
const signs: Readonly<Record<CarriedBox['type'], (context: CanvasPath) => void>> = {
  drawing: (context) => {
    context.moveTo(-1, 0.5);
    context.bezierCurveTo(-0.5, -1.4, -0.2, 1.6, 0.2, 0);
    context.bezierCurveTo(0.4, -0.9, 0.6, 0.9, 1, -0.5);
  },
  photo: (context) => {
    context.rect(-1, -0.75, 2, 1.5);
    context.moveTo(-1, 0.5);
    context.lineTo(-0.3, -0.2);
    context.lineTo(0.2, 0.4);
    context.lineTo(0.55, 0.05);
    context.lineTo(1, 0.5);
  },
  voice: (context) => {
    for (const [x, half] of [
      [-0.8, 0.3],
      [-0.4, 0.8],
      [0, 0.5],
      [0.4, 1],
      [0.8, 0.4],
    ] as const) {
      context.moveTo(x, -half);
      context.lineTo(x, half);
    }
  },
};

const paintLines = (
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { box, hue, label, lines, textTop, strong }: PaintedNote,
  palette: Palette,
  { plain, small, strong: strongFont, factsHeight, lineHeight, letterSpacing, wordSpacing }: Lettering,
  readable: boolean,
): void => {
  const left = box.x + noteBox.border + noteBox.padding.side;
  const top = box.y + noteBox.border + noteBox.padding.top;
  const first = top + factsHeight + noteBox.factsGap + textTop;
  if (readable) {
    // Safari learnt it late: there letters stand closer in the picture than in a note that is near.
    if ('letterSpacing' in context) {
      context.letterSpacing = `${String(letterSpacing)}px`;
      context.wordSpacing = `${String(wordSpacing)}px`;
    }
    context.fillStyle = palette.faint;
    context.font = small;
    context.fillText(label, left + signWidth, top + 14);
    context.strokeStyle = palette.faint;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(left + 7.5, top + 9, 5.5, 0, 2 * Math.PI);
    context.stroke();
    context.fillStyle = palette.ink;
    context.font = strong ? strongFont : plain;
    const baseline = first + lineHeight / 2 + fontSize * 0.35 - 1;
    lines.forEach((line, i) => context.fillText(line, left, baseline + i * lineHeight));
    return;
  }
  context.fillStyle = palette.edges[hue];
  context.fillRect(left, top + 5, 46, 8);
  context.fillStyle = palette.ink;
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * (strong ? 0.6 : 0.4);
  lines.forEach((line, i) => {
    const length = Math.min(line.length * fontSize * 0.5, box.width - 2 * noteBox.padding.side);
    context.fillRect(left, first + i * lineHeight + lineHeight * 0.3, length, lineHeight * 0.35);
  });
  context.globalAlpha = alpha;
};
