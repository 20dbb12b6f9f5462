/** The key of a board: whoever has it reads and writes what the board's devices send by a hub. What it opens: `board-keys.ts`. */

import { toBase64UrlEncoded } from 'lib0/buffer';
import { randomBytes, type Brand, type RandomBytes } from '#core/ids.ts';

/** 256 random bits, as 43 characters of base64url. */
export type BoardKey = Brand<string, 'BoardKey'>;

const keyPattern = /^[\w-]{43}$/;

/** Tells whether a foreign text has the shape of a key. */
export const isBoardKey = (value: unknown): value is BoardKey =>
  typeof value === 'string' && keyPattern.test(value);

export const createBoardKey = (random: RandomBytes = randomBytes): BoardKey =>
  toBase64UrlEncoded(random(32)) as BoardKey;
