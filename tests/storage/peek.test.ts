import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createId, type BoardId } from '#core/ids.ts';
import { lookAhead } from '#app/look-ahead.ts';
import { putBoard } from '#storage/catalogue.ts';
import { writeDraft, writeSetting } from '#storage/entries.ts';
import { openLedger, type Ledger } from '#storage/ledger.ts';
import { peekLedger } from '#storage/peek.ts';
import { deleteDatabase, take } from './world.ts';

const id = createId<BoardId>();
let ledger: Ledger | undefined;

beforeEach(async () => deleteDatabase('grappe'));
afterEach(() => ledger?.close());

const openWithBoard = async (): Promise<Ledger> => {
  ledger = take(await openLedger());
  take(await putBoard(ledger, { id, createdAt: 1, openedAt: 2, changedAt: 3, summary: null }));
  take(await writeDraft(ledger, id, 'wall', { zoom: 2 }));
  return ledger;
};

test('[SV20] what the ledger has is read before it is opened, and beside it when it is', async () => {
  const opened = await openWithBoard();
  const expected = { changedAt: 3, drafts: [{ zoom: 2 }, undefined] };
  expect(await lookAhead(id, ['wall', 'none'])).toEqual(expected);
  opened.close();
  expect(await lookAhead(id, ['wall', 'none'])).toEqual(expected);
  expect(await lookAhead(createId<BoardId>(), ['wall'])).toEqual({
    changedAt: undefined,
    drafts: [undefined],
  });
});

test('[SV20] looking ahead makes no ledger, and one that is opened behind it is whole', async () => {
  expect(await peekLedger([['boards', id]])).toBeNull();
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain('grappe');
  const [opened, looked] = await Promise.all([openWithBoard(), peekLedger([['boards', id]])]);
  expect(looked === null || looked.length === 1).toBe(true);
  expect(await peekLedger([['boards', id]])).toEqual([expect.objectContaining({ id })]);
  // Whoever is to change the database is not held up by one who looked.
  opened.close();
  await deleteDatabase('grappe');
});

test('[SV20] a database of another shape is passed over', async () => {
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.open('grappe', 7);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
    request.onerror = () => reject(request.error ?? new Error('not opened'));
  });
  expect(await lookAhead(id, ['wall'])).toBeNull();
});

test('[SV20] nothing is shown ahead on a tablet that is passed round', async () => {
  const opened = await openWithBoard();
  take(await writeSetting(opened, 'pass', { board: id, quota: null, pin: null }));
  expect(await lookAhead(id, ['wall'])).toBeNull();
});
