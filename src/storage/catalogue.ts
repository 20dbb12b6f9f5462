/** The catalogue: which boards are on this device, for lists, without opening them. */

import type { Clock } from '#core/clock.ts';
import { isId, type BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { crc32 } from './checksum.ts';
import type { StorageUnavailable } from './failure.ts';
import type { BoardRow, Ledger, LedgerDatabase } from './ledger.ts';
import { observeQuery } from './live-query.ts';
import { within } from './within.ts';

/** Lists all boards, the last opened first. */
export const listBoards = (ledger: Ledger): Promise<Result<BoardRow[], StorageUnavailable>> =>
  ledger.attempt(readBoards);

/** Reads a board's row; none when it is of another shape. */
export const readBoard = async (
  ledger: Ledger,
  id: BoardId,
): Promise<Result<BoardRow | undefined, StorageUnavailable>> => {
  const row = await ledger.attempt((db) => db.boards.get(id));
  return row.ok && row.value !== undefined && !isBoardRow(row.value) ? ok(undefined) : row;
};

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
export const observeBoards = (ledger: Ledger, callback: (boards: BoardRow[]) => void): (() => void) =>
  observeQuery(ledger, readBoards, callback);

/**
 * Lists again the boards that the device holds but the catalogue does not, or no more in a shape that can be
 * read: after the ledger was lost, the working copies are still there. Gives their ids, and those of boards
 * listed without a summary; the layer above opens them to know what they are.
 */
export const recoverCatalogue = async (
  ledger: Ledger,
  clock: Clock,
): Promise<Result<BoardId[], StorageUnavailable>> => {
  const copies = await listWorkingCopies(ledger);
  return ledger.attempt((db) =>
    db.transaction('rw', db.boards, db.journal, db.restorePoints, async () => {
      const listed = new Map((await readBoards(db)).map((row) => [row.id, row]));
      const found = new Set<unknown>(copies);
      for (const table of [db.journal, db.restorePoints]) {
        for (const id of await table.orderBy('boardId').uniqueKeys()) {
          // A row that is damaged may name a board that there never was.
          if (!found.has(id) && (await table.where('boardId').equals(id).toArray()).some(isSound))
            found.add(id);
        }
      }
      const at = clock.now();
      const lost = [...found].filter(isId).filter((id) => !listed.has(id as BoardId)) as BoardId[];
      await db.boards.bulkPut(
        lost.map((id) => ({ id, createdAt: at, openedAt: at, changedAt: at, summary: null })),
      );
      const unnamed = [...listed.values()].filter(({ summary }) => !isRecord(summary)).map(({ id }) => id);
      return [...lost, ...unnamed];
    }),
  );
};

const isSound = ({ bytes, checksum }: { readonly bytes: unknown; readonly checksum: unknown }): boolean =>
  bytes instanceof Uint8Array && crc32(bytes) === checksum;

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

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

/** Rows of another shape, damaged or foreign, are not listed: `recoverCatalogue` finds again what they stood for. */
const readBoards = async (db: LedgerDatabase): Promise<BoardRow[]> => {
  const rows = (await db.boards.toArray()).filter(isBoardRow);
  return rows.sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1));
};

const isBoardRow = ({ id, createdAt, openedAt, changedAt, exportedAt }: BoardRow): boolean =>
  isId(id) && [createdAt, openedAt, changedAt, exportedAt ?? 0].every(Number.isFinite);
