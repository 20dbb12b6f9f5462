/** Where boards are kept: in a data folder of this machine, or in a database that several hubs share. */

import { statfs } from 'node:fs/promises';
import type * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import type { HubRefusal } from '#sync/hub-protocol.ts';
import { createAttachments, type Attachments } from './attachments.ts';
import { loadBoardLog, type BoardLog, type BoardUnreadable } from './board-log.ts';
import { createCodes, type Codes } from './codes.ts';
import { eraseUnused, readAbout } from './kept-boards.ts';
import type { BoardAbout } from './rows.ts';
import { openStore, type StoreError, type StoreListener, type Trouble } from './store.ts';

export interface Keeper {
  /** Why nothing is taken for now. */
  readonly trouble: Trouble | undefined;
  readonly attachments: Attachments;
  readonly codes: Codes;
  /** Reads what is known of a board; undefined for a new one. Errors: `unreadable`. */
  readAbout(board: BoardId): Promise<Result<BoardAbout | undefined, HubRefusal>>;
  /** Reads a board into an empty document. */
  loadLog(board: BoardId, about: BoardAbout, doc: Y.Doc): Promise<Result<BoardLog, BoardUnreadable>>;
  /** Its document is no longer open here. */
  release(board: BoardId): void;
  /** Erases boards last used before, other than those that are open; gives how many. */
  eraseUnused(beforeMs: number, isOpen: (board: BoardId) => boolean): Promise<number>;
  /** What is left of the disk, where that can be known. */
  freeBytes(): Promise<number | undefined>;
  /** Writes what waits, if that is done within `patienceMs`; true when nothing was left. */
  close(patienceMs: number): Promise<boolean>;
}

/** Keeps boards in a folder of this machine. Errors: those of `openStore`. */
export const openFolder = async (
  folder: string,
  listener: StoreListener,
  clock: Clock,
): Promise<Result<Keeper, StoreError>> => {
  const opened = await openStore(folder, listener);
  if (!opened.ok) return opened;
  const store = opened.value;
  return ok({
    get trouble() {
      return store.trouble;
    },
    attachments: createAttachments(store, clock),
    codes: createCodes(clock),
    readAbout: (board) => readAbout(store, board),
    loadLog: (board, about, doc) => loadBoardLog(store, board, about, doc, clock),
    release: () => undefined,
    eraseUnused: (beforeMs, isOpen) => eraseUnused(store, beforeMs, isOpen),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    close: (patienceMs) => store.close(patienceMs),
  });
};
