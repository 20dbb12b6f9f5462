/**
 * A look into the ledger before it is opened, with nothing but the browser's own IndexedDB: for what is to be on the screen
 * while Dexie is still on its way. It never makes or changes a database, and lets go of it at once.
 */

type PeekedTable = 'boards' | 'entries';

/** A table, and a key as its schema has it; see ledger.ts. */
export type PeekedKey = readonly [table: PeekedTable, key: IDBValidKey];

/** Reads rows of one moment, in the order they were asked for, undefined for what is not there; null: nothing can be read. */
export const peekLedger = async (
  keys: readonly PeekedKey[],
  name = 'grappe',
): Promise<readonly unknown[] | null> => {
  let database: IDBDatabase | undefined;
  try {
    database = await openAsItIs(name);
    database.onversionchange = () => database?.close();
    const transaction = database.transaction([...new Set(keys.map(([table]) => table))], 'readonly');
    return await Promise.all(
      keys.map(([table, key]) => answerOf<unknown>(transaction.objectStore(table).get(key))),
    );
  } catch {
    // There is none, it is of another version, or this browser has no storage: it is shown without.
    return null;
  } finally {
    database?.close();
  }
};

const openAsItIs = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name);
  // It would be made now.
  request.onupgradeneeded = () => request.transaction?.abort();
  return answerOf(request);
};

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no answer'));
    if (request instanceof IDBOpenDBRequest) request.onblocked = () => reject(new Error('blocked'));
  });
