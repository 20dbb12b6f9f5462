/** The code that ends the mode of a tablet passed round: a speed bump, and no more. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { BoardId } from '#core/ids.ts';

const pinPattern = /^\d{4,8}$/;

export const isPin = (typed: string): boolean => pinPattern.test(typed);

/** So that a code that somebody uses elsewhere as well does not lie about in the clear. */
export const hashPin = (board: BoardId, pin: string): string =>
  bytesToHex(sha256(new TextEncoder().encode(`grappe-pin:${board}:${pin}`)));
