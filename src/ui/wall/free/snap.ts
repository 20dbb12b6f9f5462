/** Helps what is carried to stand in line with its neighbours. It gives way at once: a few pixels on, and it is free. */

import type { Box, Point } from './geometry.ts';

/** A line shown while two edges agree. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Moves a box by at most `reach` so that an edge or its middle lies on one of a neighbour.
 * `neighbours`: what is in sight, without what is carried.
 */
export const snap = (
  box: Box,
  neighbours: Iterable<Box>,
  reach: number,
): { readonly at: Point; readonly guides: readonly Guide[] } => {
  let [dx, dy] = [reach, reach];
  let [alongX, alongY]: [Box | null, Box | null] = [null, null];
  for (const other of neighbours) {
    for (const shift of [other.x - box.x, other.x + other.width - box.x - box.width]) {
      if (Math.abs(shift) < Math.abs(dx) && isNear(box, other, 'y')) [dx, alongX] = [shift, other];
    }
    for (const shift of [other.y - box.y, other.y + other.height - box.y - box.height]) {
      if (Math.abs(shift) < Math.abs(dy) && isNear(box, other, 'x')) [dy, alongY] = [shift, other];
    }
  }
  const at = { x: box.x + (alongX ? dx : 0), y: box.y + (alongY ? dy : 0) };
  const guides: Guide[] = [];
  if (alongX) {
    const line = alongX.x === at.x ? at.x : at.x + box.width;
    guides.push({ axis: 'x', at: line, ...span(at.y, box.height, alongX.y, alongX.height) });
  }
  if (alongY) {
    const line = alongY.y === at.y ? at.y : at.y + box.height;
    guides.push({ axis: 'y', at: line, ...span(at.x, box.width, alongY.x, alongY.width) });
  }
  return { at, guides };
};

/** A neighbour further away than this, in wall units, is none. */
const neighbourhood = 400;

const isNear = (a: Box, b: Box, axis: 'x' | 'y'): boolean => {
  const side = axis === 'x' ? 'width' : 'height';
  return a[axis] < b[axis] + b[side] + neighbourhood && b[axis] < a[axis] + a[side] + neighbourhood;
};

const span = (a: number, aLength: number, b: number, bLength: number): { from: number; to: number } => ({
  from: Math.min(a, b),
  to: Math.max(a + aLength, b + bLength),
});
