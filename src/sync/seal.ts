/**
 * Sealing: what leaves a device for a hub can be read with the board's key only, and can't be altered or moved to another
 * board. XChaCha20-Poly1305, since `crypto.subtle` is missing on plain http.
 *
 * | bytes | content                                                                                     |
 * | ----- | ------------------------------------------------------------------------------------------- |
 * | 1     | 1: this format                                                                              |
 * | 4     | id of the key                                                                               |
 * | 24    | nonce, random                                                                               |
 * | rest  | the sealed bytes and their tag; authenticated beside them: the use, the board's id, the key's id |
 *
 * Under the seal: a byte (1: deflated), the length of the content (4 bytes), the content, zeros up to the next size of
 * PADMÉ (Nikitin et al. 2019), 256 bytes at least: at most 12 % is added, and of a length little more than its order is told.
 */

import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { deflateSync } from 'fflate';
import { randomBytes, type RandomBytes } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BoardKeys } from './board-keys.ts';
import { inflateWithin } from './inflate.ts';

export type SealUse = 'update' | 'presence' | 'attachment' | 'invitation';

export type OpenError =
  /** Sealed with another key of the board, or by a newer version: to be left as it is. */
  | { readonly type: 'SealedOtherwise' }
  /** Altered, cut, or not what it says it is. */
  | { readonly type: 'SealBroken' };

const version = 1;
const headLength = 29;
const leastPadded = 256;
/** What a parcel or file may unpack to as well. */
const contentLimit = 16_000_000;

export const seal = (
  keys: BoardKeys,
  use: SealUse,
  content: Uint8Array,
  random: RandomBytes = randomBytes,
): Uint8Array => {
  const packed = deflateSync(content);
  const isPacked = packed.length < content.length;
  const body = isPacked ? packed : content;
  const padded = new Uint8Array(paddedLength(5 + body.length));
  padded[0] = isPacked ? 1 : 0;
  new DataView(padded.buffer).setUint32(1, body.length);
  padded.set(body, 5);
  const nonce = random(24);
  const head = concatBytes(Uint8Array.of(version), keys.id, nonce);
  return concatBytes(head, xchacha20poly1305(keys.entry, nonce, beside(keys, use)).encrypt(padded));
};

/** Errors: `SealedOtherwise` for another key or version; `SealBroken` for what was altered, or unpacks to more than 16 MB. */
export const openSeal = (
  keys: BoardKeys,
  use: SealUse,
  sealed: Uint8Array,
): Result<Uint8Array, OpenError> => {
  if (sealed[0] !== version || keys.id.some((byte, i) => byte !== sealed[1 + i])) {
    return err({ type: 'SealedOtherwise' });
  }
  const nonce = sealed.slice(5, headLength);
  const broken = err({ type: 'SealBroken' });
  try {
    const padded = xchacha20poly1305(keys.entry, nonce, beside(keys, use)).decrypt(
      sealed.subarray(headLength),
    );
    const length = new DataView(padded.buffer, padded.byteOffset, padded.length).getUint32(1);
    if (5 + length > padded.length) return broken;
    const body = padded.subarray(5, 5 + length);
    if (padded[0] === 0) return ok(body);
    const content = inflateWithin(body, contentLimit);
    return content.ok ? content : broken;
  } catch {
    return broken;
  }
};

const beside = ({ boardId, id }: BoardKeys, use: SealUse): Uint8Array =>
  concatBytes(utf8ToBytes(`grappe ${use} ${boardId} `), id);

/** The next size of PADMÉ: the last bits of a length are rounded up, the more the longer it is. */
export const paddedLength = (length: number): number => {
  if (length <= leastPadded) return leastPadded;
  const order = Math.floor(Math.log2(length));
  const told = Math.floor(Math.log2(order)) + 1;
  const step = 2 ** (order - told);
  return Math.ceil(length / step) * step;
};
