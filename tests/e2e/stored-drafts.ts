/** What waits in the device's storage to be gone on with: a page may be lost only once it is there. */

import { expect, type Page } from '@playwright/test';

/** Everything that waits, as one text. */
export const storedDrafts = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const db = await settled(indexedDB.open('grappe'));
    const entries = await settled(db.transaction('entries').objectStore('entries').getAll());
    db.close();
    return JSON.stringify(entries);
  });

export const expectDraft = (page: Page, text: string): Promise<void> =>
  expect.poll(() => storedDrafts(page)).toContain(JSON.stringify(text));
