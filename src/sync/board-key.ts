/** The key of a board: whoever has it reads and writes what the board's devices send by a hub. What it opens: `board-keys.ts`. */

import type { Brand } from '#core/ids.ts';

/** 256 random bits, as 43 characters of base64url. */
export type BoardKey = Brand<string, 'BoardKey'>;

const keyPattern = /^[\w-]{43}$/;

/** Tells whether a foreign text has the shape of a key. */
export const isBoardKey = (value: unknown): value is BoardKey =>
  typeof value === 'string' && keyPattern.test(value);
