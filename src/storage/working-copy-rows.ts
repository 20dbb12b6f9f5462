/**
 * The rows of a working copy, read past y-indexeddb: its `whenSynced` waits for ever when one of them does not
 * decode, so they are checked, and bad ones taken out, before it opens the database.
 */

import { err, ok, type Result } from '#core/result.ts';
import { decodeRows } from './decode.ts';
import { readFailure, storageUnavailable, type StorageUnavailable } from './failure.ts';
import type { DamagedRow } from './quarantine.ts';
import type { Timer } from '#core/timer.ts';
import { within } from './within.ts';

export interface WorkingRow {
  readonly key: IDBValidKey;
  readonly bytes: unknown;
  readonly format: 'v1';
}

export interface CopyPlace {
  readonly name: string;
  readonly timer: Timer;
  /** Keeps damaged rows elsewhere; only when that worked are they taken out here. */
  readonly quarantine: (rows: readonly DamagedRow[]) => Promise<Result<void, StorageUnavailable>>;
}

/** Longest wait for a working copy: the ledger holds everything, so a board need not wait for the other copy. */
export const copyLimitMs = 3000;

/**
 * Reads all rows as they are, making the database if there is none; one that is no working copy is set aside.
 * Errors: `StorageUnavailable`, after which y-indexeddb must not be let in.
 */
export const readWorkingCopy = async (
  place: CopyPlace,
): Promise<Result<WorkingRow[], StorageUnavailable>> => {
  const found = await useDatabase(place, readRows);
  if (!found.ok) return found;
  const { rows, isOurs } = found.value;
  if (isOurs) return ok(rows);
  if (rows.length > 0) {
    const kept = await place.quarantine(rows.map(asForeign));
    if (!kept.ok) return kept;
  }
  const deleted = await deleteWorkingCopy(place.name, place.timer);
  return deleted.ok ? ok([]) : deleted;
};

/** Takes damaged rows out. Errors: `StorageUnavailable`, after which y-indexeddb must not be let in. */
export const removeWorkingRows = async (
  place: CopyPlace,
  damaged: readonly DamagedRow[],
): Promise<Result<void, StorageUnavailable>> =>
  damaged.length === 0 ? ok() : useDatabase(place, (db) => deleteRows(db, damaged));

/**
 * Leaves in the database only rows that decode, making it if there is none.
 * Errors: `StorageUnavailable`, after which y-indexeddb must not be let in.
 */
export const prepareWorkingCopy = async (place: CopyPlace): Promise<Result<void, StorageUnavailable>> => {
  const rows = await readWorkingCopy(place);
  if (!rows.ok) return rows;
  const damaged = findDamaged(rows.value);
  if (damaged.length === 0) return ok();
  const kept = await place.quarantine(damaged);
  return kept.ok ? removeWorkingRows(place, damaged) : kept;
};

/** Deletes a working copy. Errors: `blocked` while another tab holds it; it then goes when that tab lets go. */
export const deleteWorkingCopy = async (
  name: string,
  timer: Timer,
): Promise<Result<void, StorageUnavailable>> =>
  bounded(
    new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(toError(request.error));
    }),
    timer,
  );

const updatesTable = 'updates';

const findDamaged = (rows: readonly WorkingRow[]): DamagedRow[] => {
  const { doc, refused } = decodeRows([rows]);
  doc.destroy();
  return refused.map(({ row: { key, bytes }, reason }) => ({ source: 'workingCopy', key, bytes, reason }));
};

const asForeign = ({ key, bytes }: WorkingRow): DamagedRow => ({
  source: 'workingCopy',
  key,
  bytes,
  reason: 'not a working copy',
});

const readRows = async (db: IDBDatabase): Promise<{ rows: WorkingRow[]; isOurs: boolean }> => {
  const names = [...db.objectStoreNames];
  const isOurs = names.includes(updatesTable) && names.includes('custom');
  const rows: WorkingRow[] = [];
  for (const name of isOurs ? [updatesTable] : names) {
    const table = db.transaction(name, 'readonly').objectStore(name);
    const [keys, values] = await Promise.all([settled(table.getAllKeys()), settled(table.getAll())]);
    for (const [index, key] of keys.entries()) {
      rows.push({ key, bytes: values[index] as unknown, format: 'v1' });
    }
  }
  return { rows, isOurs };
};

const deleteRows = (db: IDBDatabase, rows: readonly DamagedRow[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const transaction = db.transaction(updatesTable, 'readwrite', { durability: 'strict' });
    for (const { key } of rows) transaction.objectStore(updatesTable).delete(key);
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(toError(transaction.error));
  });

const useDatabase = async <T>(
  { name, timer }: CopyPlace,
  work: (db: IDBDatabase) => Promise<T>,
): Promise<Result<T, StorageUnavailable>> => {
  const opening = openDatabase(name);
  try {
    return await bounded(opening.then(work), timer);
  } finally {
    // Also when it opens only after we have given up; a failed opening has nothing to close.
    opening.then(
      (db) => db.close(),
      () => undefined,
    );
  }
};

/** Opens a database of the shape y-indexeddb makes, at whatever version it is. */
const openDatabase = (name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(updatesTable, { autoIncrement: true });
      request.result.createObjectStore('custom');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(toError(request.error));
  });

const bounded = async <T>(work: Promise<T>, timer: Timer): Promise<Result<T, StorageUnavailable>> => {
  try {
    const answer = await within(work, copyLimitMs, timer);
    return answer.ok ? answer : err(storageUnavailable('blocked', `no answer within ${copyLimitMs} ms`));
  } catch (thrown) {
    return err(readFailure(thrown));
  }
};

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(toError(request.error));
  });

const toError = (error: DOMException | null): Error => error ?? new Error('IndexedDB gave no reason');
