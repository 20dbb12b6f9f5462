/** Restore points: a ring of full states of a board, to go back to and to rebuild from. */

import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { crc32, sameBytes } from './checksum.ts';
import { storageUnavailable, type StorageUnavailable } from './failure.ts';
import { rowsOf } from './journal.ts';
import type { Ledger, LedgerDatabase, RestorePointRow, RestoreReason } from './ledger.ts';

/**
 * How many are kept of each reason, so that leaving a workshop ten times never pushes out the state of before a
 * merge. A workshop day has about eight hours and a few merges. Of compaction two, so that one damaged state still
 * leaves one. All together 21: 170 KB for a usual workshop (150 notes: 8 KB).
 */
export const ringSizes: Readonly<Record<RestoreReason, number>> = {
  merge: 4,
  schema: 1,
  hourly: 6,
  leaving: 3,
  return: 2,
  asked: 3,
  compaction: 2,
};

export interface RestorePoint {
  readonly id: number;
  readonly at: number;
  readonly reason: RestoreReason;
  readonly sizeBytes: number;
}

/**
 * Keeps a full state, reads it back, and drops the oldest beyond the ring's sizes. A state equal to the newest
 * one is not kept twice: that one takes the reason and the time, for it was still true just now, and gives its id.
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
      if (!isSame) return db.restorePoints.add(row);
      await db.restorePoints.update(newest.id, { reason: row.reason, at: row.at });
      return newest.id;
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
      .reverse(),
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

/** Drops all states of compaction but the newest: what lies between two of them tells what was written in that time. */
export const dropOlderCompactions = (
  ledger: Ledger,
  boardId: BoardId,
): Promise<Result<void, StorageUnavailable>> =>
  ledger.attempt((db) =>
    db.transaction('rw', db.restorePoints, async () => {
      const rows = await rowsOf<RestorePointRow>(db.restorePoints, boardId);
      const states = rows.filter(({ reason }) => reason === 'compaction').map(({ id = 0 }) => id);
      await db.restorePoints.bulkDelete(states.slice(0, -1));
    }),
  );

const pruneRing = (db: LedgerDatabase, boardId: BoardId): PromiseLike<void> =>
  db.transaction('rw', db.restorePoints, async () => {
    const rows = await rowsOf<RestorePointRow>(db.restorePoints, boardId);
    const tooOld = Object.entries(ringSizes).flatMap(([reason, size]) =>
      rows
        .filter((row) => row.reason === reason)
        .map(({ id = 0 }) => id)
        .slice(0, -size),
    );
    if (tooOld.length > 0) await db.restorePoints.bulkDelete(tooOld);
  });

/** A compaction's state may go sooner than one of the ring, so the one never stands for the other. */
const sameKind = (a: RestorePointRow, b: RestorePointRow): boolean =>
  (a.reason === 'compaction') === (b.reason === 'compaction');

const sameRow = (a: RestorePointRow, b: RestorePointRow): boolean =>
  a.checksum === b.checksum && a.bytes instanceof Uint8Array && sameBytes(a.bytes, b.bytes);
