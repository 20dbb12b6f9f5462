/**
 * The key of a board, and what is derived from it. Whoever has the key reads and writes the board; it travels in the join
 * link, in the part of an address that no server sees.
 *
 * Everything is derived by HKDF-SHA-256 (RFC 5869) with the board's id as salt: `entry` (32 bytes, seals entries and
 * presence), `id` (4 bytes, tells keys apart), `token` (32 bytes, shown to the hub), `names` (32 bytes, names attachments),
 * `direct` (32 bytes, proves the key to a paired device).
 */

import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import { randomBytes, type BoardId, type RandomBytes } from '#core/ids.ts';
import type { BoardKey } from './board-key.ts';

export interface BoardKeys {
  readonly boardId: BoardId;
  readonly id: Uint8Array;
  readonly entry: Uint8Array;
  /** 43 characters of base64url. */
  readonly token: string;
  readonly names: Uint8Array;
  readonly direct: Uint8Array;
}

export const createBoardKey = (random: RandomBytes = randomBytes): BoardKey =>
  toBase64UrlEncoded(random(32)) as BoardKey;

export const deriveBoardKeys = (key: BoardKey, boardId: BoardId): BoardKeys => {
  const secret = fromBase64UrlEncoded(key);
  const derive = (use: string, length: number): Uint8Array =>
    hkdf(sha256, secret, utf8ToBytes(boardId), utf8ToBytes(`grappe ${use} 1`), length);
  return {
    boardId,
    id: derive('id', 4),
    entry: derive('entry', 32),
    token: toBase64UrlEncoded(derive('token', 32)),
    names: derive('names', 32),
    direct: derive('direct', 32),
  };
};
