/** Erasing a board: both copies, its restore points, drafts, keys and quarantine, in every tab. */

import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { workingCopyName } from './catalogue.ts';
import type { StorageUnavailable } from './failure.ts';
import type { Ledger } from './ledger.ts';
import { announceErasure } from './tab-channel.ts';
import { deleteWorkingCopy } from './working-copy-rows.ts';

/** How many rows of each kind were removed. */
export interface ErasedRows {
  readonly boards: number;
  readonly journal: number;
  readonly restorePoints: number;
  readonly quarantine: number;
  readonly attachments: number;
  readonly keys: number;
  readonly drafts: number;
}

export interface Erasure extends ErasedRows {
  /** `pending`: another tab still holds the working copy; the browser deletes it when that tab lets go. */
  readonly workingCopy: 'deleted' | 'pending';
}

/** Erases a board from this device, and counts what was removed. Close its store in this tab first. */
export const eraseBoard = async (
  ledger: Ledger,
  boardId: BoardId,
): Promise<Result<Erasure, StorageUnavailable>> => {
  announceErasure(ledger.name, boardId);
  const erased = await eraseRows(ledger, boardId);
  if (!erased.ok) return erased;
  const deleted = await deleteWorkingCopy(workingCopyName(ledger.name, boardId), ledger.timer);
  if (!deleted.ok && deleted.error.reason !== 'blocked') return deleted;
  return ok({ ...erased.value, workingCopy: deleted.ok ? 'deleted' : 'pending' });
};

/** Removes all rows of a board from the ledger, in one transaction. */
export const eraseRows = (
  ledger: Ledger,
  boardId: BoardId,
): Promise<Result<ErasedRows, StorageUnavailable>> =>
  ledger.attempt((db) =>
    db.transaction('rw', db.tables, async () => ({
      boards: await db.boards.where('id').equals(boardId).delete(),
      journal: await db.journal.where('boardId').equals(boardId).delete(),
      restorePoints: await db.restorePoints.where('boardId').equals(boardId).delete(),
      quarantine: await db.quarantine.where('boardId').equals(boardId).delete(),
      attachments: await db.attachments.where('boardId').equals(boardId).delete(),
      keys: await db.keys.where('boardId').equals(boardId).delete(),
      drafts: await db.entries.where('scope').equals(boardId).delete(),
    })),
  );
