/** What happens to the app's databases behind its back; all of it from a page of its origin that is not the app. */

import type { Page } from '@playwright/test';

/** Opens a page beside the app's, of its origin, in which the app does not run. */
export const openBesideApp = async (app: Page): Promise<Page> => {
  const page = await app.context().newPage();
  await page.goto(new URL('/logo.svg', app.url()).href);
  return page;
};

export const databaseNames = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name).sort());

export const deleteDatabase = (page: Page, name: string): Promise<void> =>
  page.evaluate(
    (database) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(database);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error('not deleted'));
      }),
    name,
  );

export type Garbage = 'bytes' | 'texts' | 'wrong shapes';

/** Replaces every row of every table of a database, keys kept; gives the number of rows replaced. */
export const fillWithGarbage = (page: Page, name: string, garbage: Garbage): Promise<number> =>
  page.evaluate(
    async ({ name, garbage }) => {
      const settled = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error(String(request.error)));
        });
      const values = {
        bytes: Uint8Array.from({ length: 97 }, (_, at) => (at * 151) & 255),
        texts: 'n’importe quoi',
        'wrong shapes': { one: [1, 2], two: { three: null } },
      };
      const value = values[garbage];
      const db = await settled(indexedDB.open(name));
      let replaced = 0;
      for (const table of db.objectStoreNames) {
        const store = db.transaction(table, 'readwrite').objectStore(table);
        for (const row of await settled(store.getAllKeys())) {
          const paths = [store.keyPath ?? []].flat();
          const keys = [row].flat();
          const key = Object.fromEntries(paths.map((path, at) => [path, keys[at]]));
          const old = (await settled(store.get(row))) as Record<string, unknown>;
          // A row that keeps its keys keeps its fields' names as well; or else it is found no more.
          const fields = Object.keys(old).filter((field) => !['boardId', 'scope'].includes(field));
          const spoilt = Object.fromEntries(fields.map((field) => [field, value]));
          await settled(paths.length > 0 ? store.put({ ...old, ...spoilt, ...key }) : store.put(value, row));
          replaced += 1;
        }
      }
      db.close();
      return replaced;
    },
    { name, garbage },
  );

/** Bytes of all rows of all databases of the app: bytes as they are, all else as JSON would write it. */
export const storedBytes = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const weigh = (value: unknown): number => {
      if (value instanceof Uint8Array) return value.length;
      if (typeof value !== 'object' || value === null) return String(value).length;
      return Object.entries(value).reduce((sum, [key, part]) => sum + key.length + weigh(part), 0);
    };
    let bytes = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await settled(indexedDB.open(name));
      for (const table of db.objectStoreNames) {
        bytes += weigh(await settled(db.transaction(table).objectStore(table).getAll()));
      }
      db.close();
    }
    return bytes;
  });

/** Writes bytes beside the app's until not even a hundred more find room; gives their number. */
export const fillDisk = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('ballast');
      request.onupgradeneeded = () => request.result.createObjectStore('bytes', { autoIncrement: true });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(String(request.error)));
    });
    const fits = (bytes: Uint8Array): Promise<boolean> =>
      new Promise((resolve) => {
        const transaction = db.transaction('bytes', 'readwrite');
        transaction.objectStore('bytes').add(bytes);
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
    let written = 0;
    for (const size of [1_000_000, 50_000, 2000, 100]) {
      // Of chance, so that no engine makes them smaller.
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 50_000) crypto.getRandomValues(bytes.subarray(at, at + 50_000));
      while (await fits(bytes)) written += size;
    }
    db.close();
    return written;
  });
