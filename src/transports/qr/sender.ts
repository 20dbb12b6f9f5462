/** What to show of a payload, code after code. */

import { crc32 } from './checksums.ts';
import { encodeFrame, frameSymbolLimit } from './frames.ts';
import { createSymbols, symbolCount, symbolIdLimit } from './symbols.ts';

export interface QrSender {
  /** CRC-32 of the payload. */
  readonly transfer: number;
  /** How many symbols give the payload back. */
  readonly count: number;
  /** The next frame, of so many symbols; the number may change from one frame to the next. */
  next(symbols: number): Uint8Array;
}

/** Shows each part of the payload once, then sums of them for ever: whoever missed one lacks no particular one. */
export const createQrSender = (payload: Uint8Array): QrSender => {
  const transfer = crc32(payload);
  const count = symbolCount(payload.length);
  const symbol = createSymbols(payload, transfer);
  let first = 0;
  return {
    transfer,
    count,
    next: (wanted) => {
      const size = Math.max(1, Math.min(wanted, frameSymbolLimit));
      // After nine hours the sums begin anew.
      if (first + size > symbolIdLimit) first = count;
      const symbols = Array.from({ length: size }, (_, index) => symbol(first + index));
      const frame = encodeFrame({ transfer, length: payload.length, first, symbols });
      first += size;
      return frame;
    },
  };
};
