/** Strokes as shapes to fill: a line as wide as its pen, and with a stylus as its pressure. */

import { getStroke } from 'perfect-freehand';
import {
  pressureLimit,
  type Drawing,
  type Pen,
  type Stroke,
  type StrokePoint,
} from '#app/attachments/drawing.ts';

/** In units of the paper, of which a page is 1,000 wide. */
const widths: Readonly<Record<Pen, number>> = { thin: 7, medium: 13, broad: 28 };

/** Between kept points the line is a curve, of so many pieces at most: a drawing may come from anywhere. */
const piecesMost = 6;
const pieceLength = 8;

/** The outlines of a drawing's strokes, each as the `d` of an SVG path; made once for the same bytes. */
export const drawingPaths = (drawing: Drawing): readonly string[] => {
  let paths = known.get(drawing);
  if (!paths) known.set(drawing, (paths = drawing.strokes.map(strokePath)));
  return paths;
};
const known = new WeakMap<Drawing, readonly string[]>();

export const strokePath = ({ pen, hasPressure, points }: Stroke): string => {
  const outline = getStroke(
    curveThrough(points).map(([x, y, pressure]) => [x, y, pressure / pressureLimit]),
    {
      size: widths[pen],
      thinning: hasPressure ? 0.6 : 0,
      smoothing: 0.5,
      // The points were smoothed as they were drawn.
      streamline: 0,
      simulatePressure: false,
    },
  );
  return pathAround(outline);
};

/** A curve through the points, as a polyline: at each it heads from the point before to the one behind. */
const curveThrough = (points: readonly StrokePoint[]): readonly StrokePoint[] => {
  const [start] = points;
  if (points.length < 3 || !start) return points;
  const curve: StrokePoint[] = [start];
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [b, c] = [points[i]!, points[i + 1]!];
    const [a, d] = [points[i - 1] ?? b, points[i + 2] ?? c];
    const length = distance(b, c);
    // As steep as the points are apart: a corner after a long line must not swing out.
    const into = length / (distance(a, b) + length || 1);
    const outOf = length / (length + distance(c, d) || 1);
    const pieces = Math.max(1, Math.min(piecesMost, Math.ceil(length / pieceLength)));
    for (let piece = 1; piece <= pieces; piece += 1) {
      const t = piece / pieces;
      const at = (axis: 0 | 1): number =>
        hermite(b[axis], into * (c[axis] - a[axis]), c[axis], outOf * (d[axis] - b[axis]), t);
      curve.push([at(0), at(1), b[2] + (c[2] - b[2]) * t]);
    }
  }
  return curve;
};

const distance = (a: StrokePoint, b: StrokePoint): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Between two values, with the slope at either: a cubic Hermite spline. */
const hermite = (from: number, slopeFrom: number, to: number, slopeTo: number, t: number): number =>
  from +
  t * slopeFrom +
  t * t * (3 * (to - from) - 2 * slopeFrom - slopeTo) +
  t * t * t * (2 * (from - to) + slopeFrom + slopeTo);

/** A closed path whose corners are rounded: through the middles between the points, bent towards each. */
const pathAround = (outline: readonly (readonly [number, number])[]): string => {
  const [first] = outline;
  if (!first) return '';
  const middles = outline.map(([x, y], i) => {
    const [nextX, nextY] = outline[(i + 1) % outline.length] ?? first;
    return `${round(x)} ${round(y)} ${round((x + nextX) / 2)} ${round((y + nextY) / 2)}`;
  });
  return `M${round(first[0])} ${round(first[1])}Q${middles.join(' ')}Z`;
};

const round = (value: number): string => String(Math.round(value * 10) / 10);
