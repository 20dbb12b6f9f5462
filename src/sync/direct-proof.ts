/**
 * How two paired devices prove to each other that they have the board's key, before anything of the board goes.
 *
 * Each sends 16 random bytes, then HMAC-SHA-256, with the key `direct` (board-keys.ts), of: `grappe direct proof 1`, whose proof
 * it is, the fingerprints of both certificates (32 bytes each), both random values. Whoever stands between them has
 * certificates of their own, so that no proof of one connection holds on another; and neither's proof is the other's.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BoardKeys } from './board-keys.ts';

/** Who showed the first code, and who showed its answer. */
export type PairRole = 'offer' | 'answer';

export interface PairEnds {
  /** This device's. */
  readonly role: PairRole;
  /** SHA-256 of each one's certificate: 32 bytes. */
  readonly prints: Readonly<Record<PairRole, Uint8Array>>;
}

export const nonceLength = 16;
export const proofLength = 32;

export const otherRole = (role: PairRole): PairRole => (role === 'offer' ? 'answer' : 'offer');

/** The proof of the device that has the role `of`. */
export const makeProof = (
  { direct }: BoardKeys,
  { prints }: PairEnds,
  of: PairRole,
  nonces: Readonly<Record<PairRole, Uint8Array>>,
): Uint8Array =>
  hmac(
    sha256,
    direct,
    concatBytes(
      utf8ToBytes(`grappe direct proof 1 ${of} `),
      prints.offer,
      prints.answer,
      nonces.offer,
      nonces.answer,
    ),
  );

/** Compares in a time that does not tell where they differ. */
export const isSameProof = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  let difference = 0;
  a.forEach((byte, index) => (difference |= byte ^ (b[index] ?? 0)));
  return difference === 0;
};

/** Four digits that people compare on both screens: they tell that these two devices found each other, and no third. */
export const checkNumber = ({ prints }: PairEnds): string => {
  const hash = sha256(concatBytes(utf8ToBytes('grappe direct check 1'), prints.offer, prints.answer));
  return String(new DataView(hash.buffer, hash.byteOffset).getUint32(0) % 10_000).padStart(4, '0');
};

/** Four bytes that tell one text from another, as a board's id or a code. */
export const shortHash = (bytes: Uint8Array): Uint8Array => sha256(bytes).slice(0, 4);

/** What a code tells of the board that it is about: four bytes of its id's hash, and the id of its key. */
export const boardTags = ({
  boardId,
  id,
}: Pick<BoardKeys, 'boardId' | 'id'>): { readonly board: Uint8Array; readonly key: Uint8Array } => ({
  board: shortHash(utf8ToBytes(boardId)),
  key: id,
});
