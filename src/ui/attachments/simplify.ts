/** Leaves out the points of a line that it looks the same without: handwriting then takes a few KB. */

import type { StrokePoint } from '#app/attachments/drawing.ts';

/** Keeps the ends, and whatever is farther than `tolerance` from the line without it (Ramer, Douglas and Peucker). */
export const simplify = (points: readonly StrokePoint[], tolerance: number): readonly StrokePoint[] => {
  if (points.length < 3) return points;
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  // A stack of its own: a scribble of thousands of points is as many levels deep.
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let [farthest, most] = [-1, tolerance];
    for (let i = from + 1; i < to; i += 1) {
      const distance = distanceToLine(points[i]!, points[from]!, points[to]!);
      if (distance > most) [farthest, most] = [i, distance];
    }
    if (farthest < 0) continue;
    kept[farthest] = 1;
    spans.push([from, farthest], [farthest, to]);
  }
  return points.filter((_, i) => kept[i] === 1);
};

const distanceToLine = ([x, y]: StrokePoint, [ax, ay]: StrokePoint, [bx, by]: StrokePoint): number => {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
};
