/** The catalogue: which boards are on this device, for lists, without opening them. */

import { liveQuery } from 'dexie';
import type { Clock } from '#core/clock.ts';
import { isId, type BoardId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import type { StorageUnavailable } from './failure.ts';
import type { BoardRow, Ledger, LedgerDatabase } from './ledger.ts';
import { within } from './timer.ts';

/** Lists all boards, the last opened first. */
export const listBoards = (ledger: Ledger): Promise<Result<BoardRow[], StorageUnavailable>> =>
  ledger.attempt(readBoards);

export const readBoard = (
  ledger: Ledger,
  id: BoardId,
): Promise<Result<BoardRow | undefined, StorageUnavailable>> => ledger.attempt((db) => db.boards.get(id));

/** Puts a board into the catalogue, or replaces its row. */
export const putBoard = (ledger: Ledger, row: BoardRow): Promise<Result<string, StorageUnavailable>> =>
  ledger.attempt((db) => db.boards.put(row));

/** Changes some fields of a board's row; a board that is not listed stays so. */
export const touchBoard = (
  ledger: Ledger,
  id: BoardId,
  changes: Partial<Omit<BoardRow, 'id' | 'createdAt'>>,
): Promise<Result<number, StorageUnavailable>> => ledger.attempt((db) => db.boards.update(id, changes));

/** Calls back with the list now and after each change, of any tab; returns the undo. */
export const observeBoards = (ledger: Ledger, callback: (boards: BoardRow[]) => void): (() => void) => {
  let leave = (): void => undefined;
  let over = false;
  const start = async (): Promise<void> => {
    leave();
    const opened = await ledger.attempt(() => Promise.resolve());
    if (over) return;
    leave = opened.ok ? subscribe() : startLater();
  };
  const subscribe = (): (() => void) => {
    const subscription = liveQuery(() => readBoards(ledger.db)).subscribe({
      next: callback,
      // A query that failed once is over for good.
      error: () => (leave = startLater()),
    });
    return () => subscription.unsubscribe();
  };
  const startLater = (): (() => void) => ledger.timer.after(1000, () => void start());
  // On a closed connection a query fails in silence.
  const undoLoss = ledger.observeLoss(() => void start());
  void start();
  return () => {
    over = true;
    undoLoss();
    leave();
  };
};

/**
 * Lists again the boards that the device holds but the catalogue does not: after the ledger was lost, the
 * working copies are still there. Gives their ids; the layer above opens them to know what they are.
 */
export const recoverCatalogue = async (
  ledger: Ledger,
  clock: Clock,
): Promise<Result<BoardId[], StorageUnavailable>> => {
  const copies = await listWorkingCopies(ledger);
  return ledger.attempt((db) =>
    db.transaction('rw', db.boards, db.journal, db.restorePoints, async () => {
      const inJournal = await db.journal.orderBy('boardId').uniqueKeys();
      const inPoints = await db.restorePoints.orderBy('boardId').uniqueKeys();
      const listed = new Set(await db.boards.toCollection().primaryKeys());
      const found = new Set([...copies, ...inJournal, ...inPoints].map(String));
      const lost = [...found].filter((id) => isId(id) && !listed.has(id)) as BoardId[];
      const at = clock.now();
      await db.boards.bulkAdd(
        lost.map((id) => ({ id, createdAt: at, openedAt: at, changedAt: at, summary: null })),
      );
      return lost;
    }),
  );
};

/** The database of a board's working copy. */
export const workingCopyName = (ledgerName: string, boardId: BoardId): string =>
  `${ledgerName}-board-${boardId}`;

/** Finds the working copies there are; none where the browser does not tell. */
export const listWorkingCopies = async (ledger: Ledger): Promise<BoardId[]> => {
  const prefix = workingCopyName(ledger.name, '' as BoardId);
  try {
    const databases = await within(indexedDB.databases(), 2000, ledger.timer);
    if (!databases.ok) return [];
    return databases.value
      .map(({ name = '' }) => name)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length) as BoardId);
  } catch {
    return [];
  }
};

const readBoards = async (db: LedgerDatabase): Promise<BoardRow[]> => {
  const rows = await db.boards.toArray();
  return rows.sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1));
};
