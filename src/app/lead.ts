/** Taking the lead of a room: a key that this device keeps, and its hash in the board. It loads when somebody does. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { addLeader } from '#board/commands/session.ts';
import type { BoardDoc } from '#board/document.ts';
import { createId } from '#core/ids.ts';
import type { RoleKey } from './role.svelte.ts';

/** The key of a leader as it stands in a link: 96 random bits. */
const keyPattern = /^[\w-]{16}$/;

export const newRoleKey = (): RoleKey => hashKey(createId());

/** Reads a key that somebody was given; null for what can't be one. */
export const readKey = (key: string): RoleKey | null => (keyPattern.test(key) ? hashKey(key) : null);

const hashKey = (key: string): RoleKey => ({
  key,
  hash: bytesToHex(sha256(new TextEncoder().encode(`grappe-leader:${key}`))),
});

/** Makes a key and names it in a board that is being made. */
export const leadNew = (board: BoardDoc): RoleKey => {
  const key = newRoleKey();
  addLeader(board, key.hash);
  return key;
};
