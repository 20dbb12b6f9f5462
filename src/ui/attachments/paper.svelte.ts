/** The sheet that is drawn on: strokes as they come from fingers, stylus or mouse, taken back one by one. */

import {
  drawingSizeLimit,
  encodeDrawing,
  pressureLimit,
  type Drawing,
  type Ink,
  type Pen,
  type Stroke,
  type StrokePoint,
} from '#app/attachments/drawing.ts';
import { simplify } from './simplify.ts';

/** In units of the paper: less than half a pixel on most screens. */
const tolerance = 0.8;
/** How far the line follows the hand at each point; what is left evens out its trembling. */
const follow = 0.65;

export interface RawPoint {
  /** In units of the paper. */
  readonly x: number;
  readonly y: number;
  /** From 0 to 1; null: this pointer has none. */
  readonly pressure: number | null;
}

export const createPaper = (start: Drawing) => {
  const { width, height } = start;
  let strokes = $state.raw<readonly Stroke[]>(start.strokes);
  let current = $state.raw<Stroke | null>(null);
  let before = $state.raw<readonly (readonly Stroke[])[]>([]);
  let bytes = $state.raw<Uint8Array>(encodeDrawing(start));

  const place = ({ x, y, pressure }: RawPoint, last: StrokePoint | undefined): StrokePoint => {
    const [toX, toY] = [clamp(x, width), clamp(y, height)];
    const p = pressure === null ? 0 : clamp(pressure, 1) * pressureLimit;
    if (!last) return [toX, toY, p];
    const towards = (from: number, to: number): number => from + (to - from) * follow;
    return [towards(last[0], toX), towards(last[1], toY), towards(last[2], p)];
  };

  /** Puts another set of strokes on the sheet, one step of undo; false when it is too much for one note. */
  const change = (next: readonly Stroke[]): boolean => {
    const encoded = encodeDrawing({ width, height, strokes: next });
    if (encoded.length > drawingSizeLimit) return false;
    before = [...before, strokes];
    strokes = next;
    bytes = encoded;
    return true;
  };

  return {
    width,
    height,
    get strokes() {
      return strokes;
    },
    /** What is being drawn. */
    get current() {
      return current;
    },
    get canUndo() {
      return before.length > 0;
    },
    /** The drawing as it is kept. */
    get bytes() {
      return bytes;
    },
    begin: (pen: Pen, ink: Ink, point: RawPoint): void => {
      current = { pen, ink, hasPressure: point.pressure !== null, points: [place(point, undefined)] };
    },
    draw: (points: readonly RawPoint[]): void => {
      if (!current) return;
      const all = [...current.points];
      for (const point of points) all.push(place(point, all.at(-1)));
      current = { ...current, points: all };
    },
    /** Ends the stroke where the hand is; false when the sheet is full, and the stroke is not kept. */
    end: (last?: RawPoint): boolean => {
      if (!current) return true;
      const end = last && place(last, undefined);
      const points = simplify(end ? [...current.points, end] : current.points, tolerance).map(roundPoint);
      const stroke = {
        ...current,
        points: points.filter((point, i) => i === 0 || !same(point, points[i - 1]!)),
      };
      current = null;
      return change([...strokes, stroke]);
    },
    undo: (): void => {
      const last = before.at(-1);
      if (!last) return;
      before = before.slice(0, -1);
      strokes = last;
      bytes = encodeDrawing({ width, height, strokes });
    },
    clear: (): void => {
      current = null;
      if (strokes.length > 0) change([]);
    },
  };
};

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

const roundPoint = ([x, y, pressure]: StrokePoint): StrokePoint => [
  Math.round(x),
  Math.round(y),
  Math.round(pressure),
];

const same = (a: StrokePoint, b: StrokePoint): boolean => a[0] === b[0] && a[1] === b[1];
