/** Quarantine: rows that could not be decoded, kept as they were found, out of the way and exportable. */

import type { BoardId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import type { StorageUnavailable } from './failure.ts';
import type { Ledger, QuarantineRow, RowSource } from './ledger.ts';

export interface DamagedRow {
  readonly source: RowSource;
  /** The row's key in its own table or database. */
  readonly key: IDBValidKey;
  readonly bytes: unknown;
  readonly reason: string;
}

/** Moves damaged rows out of the ledger, or copies those of the working copy, in one transaction. */
export const quarantineRows = (
  ledger: Ledger,
  boardId: BoardId,
  rows: readonly DamagedRow[],
  at: number,
): Promise<Result<void, StorageUnavailable>> =>
  ledger.attempt((db) =>
    db.transaction('rw', db.quarantine, db.journal, db.restorePoints, async () => {
      for (const { source, key, bytes, reason } of rows) {
        await db.quarantine.add({ boardId, source, bytes, reason, at });
        if (source === 'journal') await db.journal.delete(key as number);
        if (source === 'restorePoint') await db.restorePoints.delete(key as number);
      }
    }),
  );

/** Lists what lies in quarantine for a board, oldest first. */
export const listQuarantine = (
  ledger: Ledger,
  boardId: BoardId,
): Promise<Result<QuarantineRow[], StorageUnavailable>> =>
  ledger.attempt((db) => db.quarantine.where('boardId').equals(boardId).toArray());
