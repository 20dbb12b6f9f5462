/** All boards of a data folder, open or not: what there is, and how it ends. */

import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { HubRefusal } from '#sync/hub-protocol.ts';
import {
  aboutKey,
  boardOfKey,
  boardsRange,
  decodeAbout,
  logRangeOf,
  rangeOf,
  sizesRangeOf,
  type BoardAbout,
} from './rows.ts';
import type { Operation, Store } from './store.ts';

export interface KeptBoard {
  readonly board: BoardId;
  /** Of the log and the attachments. */
  readonly bytes: number;
  /** Milliseconds since 1970, to the hour; undefined when what the hub knew of it is damaged. */
  readonly usedAt: number | undefined;
}

/** Lists the boards by their ids. Throws when the disk can’t be read. */
export const listBoards = async (store: Store): Promise<KeptBoard[]> => {
  const kept: KeptBoard[] = [];
  for (const board of await boardsOf(store)) {
    let bytes = 0;
    for await (const [, row] of store.entries(logRangeOf(board))) bytes += row.length;
    for await (const [, size] of store.entries(sizesRangeOf(board))) bytes += Number(size.toString());
    kept.push({ board, bytes, usedAt: await usedAtOf(store, board) });
  }
  return kept;
};

/** Erases a board with its attachments, and has the disk let go of the bytes; false when there is none. */
export const eraseBoard = async (store: Store, board: BoardId): Promise<boolean> => {
  const operations: Operation[] = [];
  for await (const key of store.keys(rangeOf(board))) operations.push({ type: 'del', key });
  if (operations.length === 0 || !(await store.write(operations))) return false;
  await store.compact(rangeOf(board));
  return true;
};

/** Erases boards that were last used before, other than those that are open; gives how many. */
export const eraseUnused = async (
  store: Store,
  beforeMs: number,
  isOpen: (board: BoardId) => boolean,
): Promise<number> => {
  let count = 0;
  for (const board of await boardsOf(store)) {
    const usedAt = await usedAtOf(store, board);
    if (usedAt === undefined || usedAt >= beforeMs || isOpen(board)) continue;
    if (await eraseBoard(store, board)) count++;
  }
  return count;
};

const boardsOf = async (store: Store): Promise<Set<BoardId>> => {
  const boards = new Set<BoardId>();
  for await (const key of store.keys(boardsRange)) {
    const board = boardOfKey(key);
    if (board !== undefined) boards.add(board);
  }
  return boards;
};

const usedAtOf = async (store: Store, board: BoardId): Promise<number | undefined> => {
  const bytes = await store.read(aboutKey(board));
  const about = bytes && decodeAbout(bytes);
  return about?.ok === true ? about.value.usedAt : undefined;
};

/** Reads what the store knows of a board; undefined for a new one. */
export const readAbout = async (
  store: Store,
  board: BoardId,
): Promise<Result<BoardAbout | undefined, HubRefusal>> => {
  try {
    const bytes = await store.read(aboutKey(board));
    if (bytes === undefined) return ok(undefined);
    const about = decodeAbout(bytes);
    return about.ok ? about : err('unreadable');
  } catch {
    return err('unreadable');
  }
};
