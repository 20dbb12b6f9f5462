/** Restore points: a ring of full states of a board, to go back to and to rebuild from. */

import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { crc32, sameBytes } from './checksum.ts';
import { storageUnavailable, type StorageUnavailable } from './failure.ts';
import { rowsOf } from './journal.ts';
import type { Ledger, LedgerDatabase, RestorePointRow, RestoreReason } from './ledger.ts';

/** A workshop day has about eight hours and a few merges: ten reach back over all of it. */
const restorePointLimit = 10;

/** Two, so that one damaged state still leaves one. */
const compactionLimit = 2;

export interface RestorePoint {
  readonly id: number;
  readonly at: number;
  readonly reason: RestoreReason;
  readonly sizeBytes: number;
}

/**
 * Keeps a full state, reads it back, and drops the oldest beyond the ring's size. A state equal to the newest
 * one is not kept twice: its id is given instead.
 * Errors: `StorageUnavailable`; `unknown` when other bytes came back than were written.
 */
export const writeRestorePoint = async (
  ledger: Ledger,
  point: { boardId: BoardId; at: number; reason: RestoreReason; bytes: Uint8Array },
): Promise<Result<number, StorageUnavailable>> => {
  const row: RestorePointRow = { ...point, checksum: crc32(point.bytes) };
  const written = await ledger.attempt((db) =>
    db.transaction('rw', db.restorePoints, async () => {
      const newest = (await rowsOf<RestorePointRow>(db.restorePoints, point.boardId)).at(-1);
      const isSame = newest?.id !== undefined && sameKind(newest, row) && sameRow(newest, row);
      return isSame ? newest.id : db.restorePoints.add(row);
    }),
  );
  if (!written.ok) return written;
  const readBack = await ledger.attempt((db) => db.restorePoints.get(written.value));
  if (!readBack.ok) return readBack;
  if (readBack.value === undefined || !sameRow(readBack.value, row)) {
    return err(storageUnavailable('unknown', 'read back something else than was written'));
  }
  // Only now that the new one is surely there may old ones go.
  const pruned = await ledger.attempt((db) => pruneRing(db, point.boardId));
  return pruned.ok ? written : pruned;
};

/** Lists a board's restore points, newest first; those of compaction too, as they can be gone back to as well. */
export const listRestorePoints = async (
  ledger: Ledger,
  boardId: BoardId,
): Promise<Result<RestorePoint[], StorageUnavailable>> => {
  const rows = await ledger.attempt((db) => rowsOf<RestorePointRow>(db.restorePoints, boardId));
  if (!rows.ok) return rows;
  return ok(
    rows.value
      .filter(({ bytes }) => (bytes as unknown) instanceof Uint8Array)
      .map(({ id = 0, at, reason, bytes }) => ({ id, at, reason, sizeBytes: bytes.length }))
      .toReversed(),
  );
};

export interface RestorePointMissing {
  readonly type: 'RestorePointMissing';
}

/**
 * Reads the full V2 state of a restore point.
 * Errors: `RestorePointMissing` when it has left the ring or is damaged; `StorageUnavailable`.
 */
export const readRestorePoint = async (
  ledger: Ledger,
  boardId: BoardId,
  id: number,
): Promise<Result<Uint8Array, RestorePointMissing | StorageUnavailable>> => {
  const row = await ledger.attempt((db) => db.restorePoints.get(id));
  if (!row.ok) return row;
  const found = row.value;
  const bytes: unknown = found?.bytes;
  if (found?.boardId !== boardId || !(bytes instanceof Uint8Array) || crc32(bytes) !== found.checksum) {
    return err({ type: 'RestorePointMissing' });
  }
  return ok(bytes);
};

const pruneRing = (db: LedgerDatabase, boardId: BoardId): PromiseLike<void> =>
  db.transaction('rw', db.restorePoints, async () => {
    const rows = await rowsOf<RestorePointRow>(db.restorePoints, boardId);
    const ids = (kept: boolean): number[] =>
      rows.filter((row) => (row.reason === 'compaction') === kept).map(({ id = 0 }) => id);
    const tooOld = [...ids(true).slice(0, -compactionLimit), ...ids(false).slice(0, -restorePointLimit)];
    if (tooOld.length > 0) await db.restorePoints.bulkDelete(tooOld);
  });

/** A compaction's state may go sooner than one of the ring, so the one never stands for the other. */
const sameKind = (a: RestorePointRow, b: RestorePointRow): boolean =>
  (a.reason === 'compaction') === (b.reason === 'compaction');

const sameRow = (a: RestorePointRow, b: RestorePointRow): boolean =>
  a.checksum === b.checksum && a.bytes instanceof Uint8Array && sameBytes(a.bytes, b.bytes);
