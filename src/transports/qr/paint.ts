/** A frame as the squares of a QR code. */

import { encodeQR } from 'qr';
import type { Density } from './densities.ts';

/** Squares left white around the code (ISO/IEC 18004, 5.3.8). */
const quiet = 4;

export interface Squares {
  /** Along each side, the white edge counted in. */
  readonly size: number;
  /** Row by row; 1 is dark. */
  readonly dark: Uint8Array;
}

export const paintFrame = (frame: Uint8Array, { version }: Density): Squares => {
  const rows = encodeQR('', 'raw', {
    ecc: 'low',
    encoding: 'byte',
    // The bytes are what they are: no text, no character set.
    textEncoder: () => frame,
    version,
    border: quiet,
  });
  const size = rows.length;
  const dark = new Uint8Array(size * size);
  rows.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (isDark) dark[y * size + x] = 1;
    }),
  );
  return { size, dark };
};
