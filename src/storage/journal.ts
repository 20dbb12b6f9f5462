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
  /** Oldest first: all, or the newest compaction and the newest of the others, back to which there is no gap. */
  readonly restorePoints: readonly RestorePointRow[];
  readonly hasOlderPoints: boolean;
  readonly journal: readonly JournalRow[];
}

/** Reads the newest states of either kind and the journal of a board, as of one moment. */
export const readLedgerRows = (
  ledger: Ledger,
  boardId: BoardId,
): Promise<Result<LedgerRows, StorageUnavailable>> =>
  ledger.attempt((db) =>
    db.transaction('r', db.journal, db.restorePoints, async () => {
      const journal = await rowsOf<JournalRow>(db.journal, boardId);
      const ids = await db.restorePoints.where('boardId').equals(boardId).primaryKeys();
      // Each is as large as the board, and twelve are kept: they are read one by one while one is wanted.
      const restorePoints: RestorePointRow[] = [];
      while (ids.length > 0 && !hasBothKinds(restorePoints)) {
        const row = await db.restorePoints.get(ids.pop() ?? 0);
        if (row !== undefined) restorePoints.unshift(row);
      }
      return { restorePoints, hasOlderPoints: ids.length > 0, journal };
    }),
  );

const hasBothKinds = (points: readonly RestorePointRow[]): boolean =>
  points.some(({ reason }) => reason === 'compaction') &&
  points.some(({ reason }) => reason !== 'compaction');

/** Rows of one board in the order of their keys. */
export const rowsOf = <Row>(
  table: LedgerDatabase['journal'] | LedgerDatabase['restorePoints'],
  boardId: BoardId,
): PromiseLike<Row[]> => table.where('boardId').equals(boardId).toArray() as unknown as PromiseLike<Row[]>;
