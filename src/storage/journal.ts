/** The journal: each change of a board, appended and read back before anybody says "saved". */

import type { BoardId } from '#core/ids.ts';
import { err, type Result } from '#core/result.ts';
import { crc32, sameBytes } from './checksum.ts';
import { storageUnavailable, type StorageUnavailable } from './failure.ts';
import type { JournalRow, Ledger, LedgerDatabase, RestorePointRow } from './ledger.ts';

export interface Entry {
  readonly boardId: BoardId;
  readonly bytes: Uint8Array;
  readonly at: number;
  /** False when what is written again was there before: the board did not change then. */
  readonly edited: boolean;
}

/**
 * Appends an update in one strict transaction and, once that is complete, reads it back in another.
 * Gives the row's number. Errors: `StorageUnavailable`; `unknown` when other bytes came back than were written.
 */
export const appendToJournal = async (
  ledger: Ledger,
  { boardId, bytes, at, edited }: Entry,
): Promise<Result<number, StorageUnavailable>> => {
  const appended = await ledger.attempt((db) =>
    db.transaction('rw', db.journal, db.boards, async () => {
      const seq = await db.journal.add({ boardId, at, bytes, checksum: crc32(bytes) });
      if (edited) await db.boards.update(boardId, { changedAt: at });
      return seq;
    }),
  );
  if (!appended.ok) return appended;
  const readBack = await ledger.attempt((db) => db.journal.get(appended.value));
  if (!readBack.ok) return readBack;
  const found: unknown = readBack.value?.bytes;
  if (!(found instanceof Uint8Array) || !sameBytes(found, bytes)) {
    return err(storageUnavailable('unknown', 'read back something else than was written'));
  }
  return appended;
};

export interface LedgerRows {
  readonly restorePoints: readonly RestorePointRow[];
  readonly journal: readonly JournalRow[];
}

/** Reads all that the ledger holds of a board, as of one moment, oldest first. */
export const readLedgerRows = (
  ledger: Ledger,
  boardId: BoardId,
): Promise<Result<LedgerRows, StorageUnavailable>> =>
  ledger.attempt((db) =>
    db.transaction('r', db.journal, db.restorePoints, async () => ({
      restorePoints: await rowsOf(db.restorePoints, boardId),
      journal: await rowsOf(db.journal, boardId),
    })),
  );

/** Rows of one board in the order of their keys. */
export const rowsOf = <Row>(
  table: LedgerDatabase['journal'] | LedgerDatabase['restorePoints'],
  boardId: BoardId,
): PromiseLike<Row[]> => table.where('boardId').equals(boardId).toArray() as unknown as PromiseLike<Row[]>;
