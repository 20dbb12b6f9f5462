/**
 * Looks into the browser's databases and changes nothing: no database is made, upgraded, written or deleted. Every
 * answer is bounded in time, and what can't be read is told while the rest goes on.
 */

/** A database silent for as long has hung, or waits for another tab. */
const answerLimitMs = 5000;
export const timeout = 'TimeoutError';
/** Rows read at a time: a few megabytes at most. */
const batchSize = 50;

/**
 * @typedef {{ key: IDBValidKey, value: unknown } | { key: IDBValidKey, error: string }} Row
 * @typedef {{ name: string, version?: number, error?: string, stores: string[] }} Place
 */

/**
 * Names the databases there are, or may be where the browser keeps no list: those that the ledger leads to.
 * @returns {Promise<{ names: string[], isComplete: boolean }>}
 */
export const listDatabases = async () => {
  try {
    const databases = await within(indexedDB.databases());
    return {
      names: databases
        .map(({ name }) => name ?? '')
        .filter(Boolean)
        .sort(),
      isComplete: true,
    };
  } catch {
    return { names: ['grappe', ...(await copiesNamedInLedger())], isComplete: false };
  }
};

const copiesNamedInLedger = async () => {
  const ids = new Set();
  const ledger = await look('grappe');
  for (const store of ledger?.stores ?? []) {
    try {
      for await (const row of readRows('grappe', store)) {
        const value = 'value' in row ? fields(row.value) : {};
        const id = store === 'boards' ? value.id : value.boardId;
        if (typeof id === 'string' && id !== '') ids.add(id);
      }
    } catch {
      // Told when the table itself is shown.
    }
  }
  return [...ids].map((id) => `grappe-board-${id}`);
};

/**
 * Tells a database's version and tables; undefined when there is none of that name.
 * @param {string} name
 * @returns {Promise<Place | undefined>}
 */
export const look = async (name) => {
  try {
    const database = await open(name);
    if (database === undefined) return undefined;
    const found = { name, version: database.version, stores: [...database.objectStoreNames] };
    database.close();
    return found;
  } catch (error) {
    return { name, error: reasonOf(error), stores: [] };
  }
};

/**
 * Reads a table, row by row. A row that can't be read is told as such; throws when the table itself can't be read on.
 * @param {string} name
 * @param {string} store
 * @returns {AsyncGenerator<Row>}
 */
export async function* readRows(name, store) {
  /** @type {IDBValidKey | undefined} */
  let last;
  for (;;) {
    const rows = await readBatch(name, store, last);
    for (const row of rows) {
      // What broke may have taken the connection along: each row gets a second chance on one of its own.
      yield 'error' in row ? await readAgain(name, store, row) : row;
    }
    if (rows.length < batchSize) return;
    last = rows[rows.length - 1]?.key;
  }
}

/**
 * @param {string} name
 * @param {string} store
 * @param {IDBValidKey | undefined} after
 * @returns {Promise<Row[]>}
 */
const readBatch = (name, store, after) =>
  use(name, store, async (table) => {
    const range = after === undefined ? null : IDBKeyRange.lowerBound(after, true);
    /** @type {Row[]} */
    const rows = [];
    for (const key of await answer(table.getAllKeys(range, batchSize))) {
      try {
        rows.push({ key, value: /** @type {unknown} */ (await answer(table.get(key))) });
      } catch (error) {
        // A database that has hung answers for no other row either.
        if (reasonOf(error) === timeout) throw error;
        rows.push({ key, error: reasonOf(error) });
      }
    }
    return rows;
  });

/**
 * @param {string} name
 * @param {string} store
 * @param {{ key: IDBValidKey, error: string }} row
 * @returns {Promise<Row>}
 */
const readAgain = async (name, store, row) => {
  try {
    const value = await use(name, store, (table) => answer(table.get(row.key)));
    return { key: row.key, value: /** @type {unknown} */ (value) };
  } catch (error) {
    return { key: row.key, error: reasonOf(error) };
  }
};

/**
 * @template T
 * @param {string} name
 * @param {string} store
 * @param {(table: IDBObjectStore) => Promise<T>} work
 * @returns {Promise<T>}
 */
const use = async (name, store, work) => {
  const database = await open(name);
  if (database === undefined) throw new Error('NotFoundError');
  try {
    return await work(database.transaction(store, 'readonly').objectStore(store));
  } finally {
    database.close();
  }
};

/**
 * Opens a database at whatever version it has; undefined when there is none.
 * @param {string} name
 * @returns {Promise<IDBDatabase | undefined>}
 */
const open = (name) => {
  let isMissing = false;
  let isLate = false;
  const opening = /** @type {Promise<IDBDatabase | undefined>} */ (
    new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => {
        // It is being made: an opening that is broken off leaves nothing behind.
        isMissing = true;
        request.transaction?.abort();
      };
      request.onsuccess = () => {
        const database = request.result;
        // Whoever wants to upgrade or delete it need not wait for us.
        database.onversionchange = () => database.close();
        if (isLate) database.close();
        resolve(database);
      };
      request.onerror = (event) => {
        event.preventDefault();
        if (isMissing) resolve(undefined);
        else reject(request.error ?? new Error('UnknownError'));
      };
    })
  );
  return within(opening).catch((error) => {
    isLate = true;
    throw error;
  });
};

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const answer = (request) =>
  within(
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = (event) => {
        // Or the whole transaction would be over because of one row.
        event.preventDefault();
        event.stopPropagation();
        reject(request.error ?? new Error('UnknownError'));
      };
    }),
  );

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
const within = (work) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(timeout)), answerLimitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** @param {unknown} error */
export const reasonOf = (error) =>
  error instanceof Error
    ? error.name === 'Error'
      ? error.message
      : `${error.name}: ${error.message}`
    : String(error);

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
export const fields = (value) =>
  typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
