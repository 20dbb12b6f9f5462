/** Raw deflate from elsewhere, unpacked within a limit. */

import { Inflate } from 'fflate';
import { err, ok, type Result } from '#core/result.ts';

export type InflateError =
  { readonly type: 'TooLarge'; readonly limit: number } | { readonly type: 'Damaged' };

/** Deflate grows a slice a thousandfold at most (4 MB): so much may be unpacked before it is counted. */
const sliceLength = 4_096;

/** Errors: `TooLarge` past `limit` bytes; `Damaged` when it can't be read to its end. */
export const inflateWithin = (packed: Uint8Array, limit: number): Result<Uint8Array, InflateError> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  const inflater = new Inflate((chunk, isLast) => {
    length += chunk.length;
    isWhole = isLast;
    if (length <= limit) chunks.push(chunk);
  });
  try {
    for (let at = 0; at < packed.length && length <= limit; at += sliceLength) {
      inflater.push(packed.subarray(at, at + sliceLength), at + sliceLength >= packed.length);
    }
  } catch {
    return err({ type: 'Damaged' });
  }
  if (length > limit) return err({ type: 'TooLarge', limit });
  if (!isWhole) return err({ type: 'Damaged' });
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return ok(whole);
};
