/** Taking the lead of a room: a key that this device keeps, and its hash in the board. It loads when somebody does. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { addLeader } from '#board/commands/session.ts';
import type { BoardDoc } from '#board/document.ts';
import { createId } from '#core/ids.ts';
import { leaderKey } from './join-link.ts';
import type { Role, RoleKey } from './role.svelte.ts';

export const newRoleKey = (): RoleKey => hashKey(createId());

/** Reads a key that somebody was given; null for what can't be one. */
export const readKey = (key: string): RoleKey | null => (leaderKey.test(key) ? hashKey(key) : null);

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

/** Keeps the key of a facilitator’s link, save on a device that leads with another already: a link comes from anywhere. */
export const holdInvited = async (role: Role, invited: string): Promise<void> => {
  const key = readKey(invited);
  if (key !== null && !(role.leads && role.held !== null)) await role.hold(key);
};
