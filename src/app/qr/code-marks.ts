/**
 * Tells whether the same code still stands where it was read. A camera takes three pictures or more of each, and looking at
 * a few hundred pixels is a hundred times as quick as reading.
 */

import type { Corner } from './zxing.ts';

/** Along each side of the code; prime, so that they fall on other parts of its squares everywhere. */
const marksAlong = 19;

export interface CodeMarks {
  /** Index in the picture's pixels. */
  readonly places: Uint32Array;
  /** Brightness there when it was read. */
  readonly values: Uint8Array;
  /** How much these differ from their mean, on the average: half of black to white. */
  readonly contrast: number;
}

export const markCode = (
  luma: Uint8Array,
  width: number,
  height: number,
  corners: readonly Corner[],
): CodeMarks => {
  const places = new Uint32Array(marksAlong * marksAlong);
  const [a, b, c, d] = corners;
  if (a && b && c && d) {
    for (let row = 0, at = 0; row < marksAlong; row++) {
      for (let column = 0; column < marksAlong; column++, at++) {
        const [along, down] = [(column + 0.5) / marksAlong, (row + 0.5) / marksAlong];
        const between = (axis: 0 | 1): number =>
          (a[axis] * (1 - along) + b[axis] * along) * (1 - down) +
          (d[axis] * (1 - along) + c[axis] * along) * down;
        const x = Math.max(0, Math.min(width - 1, Math.round(between(0))));
        const y = Math.max(0, Math.min(height - 1, Math.round(between(1))));
        places[at] = y * width + x;
      }
    }
  }
  const values = Uint8Array.from(places, (place) => luma[place] ?? 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const contrast = values.reduce((sum, value) => sum + Math.abs(value - mean), 0) / values.length;
  return { places, values, contrast };
};

/**
 * Over the contrast. Between two codes half of the squares differ, which makes 1 (0.9 to 1.1 in films). A picture that is less
 * than half new, as it was taken while the screen changed, can't be read anyway: a code bears a few hundredths of wrong squares.
 */
const newPart = 0.4;

export const isUnchanged = (luma: Uint8Array, { places, values, contrast }: CodeMarks): boolean => {
  let sum = 0;
  for (let at = 0; at < places.length; at++) {
    sum += Math.abs((luma[places[at] ?? 0] ?? 0) - (values[at] ?? 0));
  }
  return sum / places.length < newPart * contrast;
};
