import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createId, type BoardId } from '#core/ids.ts';
import { listBoards, observeBoards, putBoard, readBoard, touchBoard } from '#storage/catalogue.ts';
import { readDraft, readSetting, writeDraft, writeSetting } from '#storage/entries.ts';
import { readFailure } from '#storage/failure.ts';
import { answerLimitMs, ledgerVersion, openLedger, type BoardRow } from '#storage/ledger.ts';
import { createWorld, deleteDatabase, openRaw, take, untilState, write, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const boardRow = (openedAt: number): BoardRow => ({
  id: createId<BoardId>(),
  createdAt: 1,
  openedAt,
  changedAt: 1,
  summary: { title: 'États généraux' },
});

test('the catalogue lists boards, the last opened first, and follows changes', async () => {
  const ledger = await world.ledger();
  const [old, recent] = [boardRow(1), boardRow(2)];
  for (const row of [old, recent]) take(await putBoard(ledger, row));
  expect(take(await listBoards(ledger))).toEqual([recent, old]);
  expect(take(await touchBoard(ledger, old.id, { openedAt: 3, exportedAt: 4 }))).toBe(1);
  expect(take(await listBoards(ledger))).toEqual([{ ...old, openedAt: 3, exportedAt: 4 }, recent]);
  expect(take(await readBoard(ledger, createId<BoardId>()))).toBeUndefined();
});

test('observers of the catalogue hear changes made on another connection, until they leave', async () => {
  const [here, there] = [await world.ledger(), await world.ledger()];
  const heard: number[] = [];
  let notify = (): void => undefined;
  const stop = observeBoards(here, (boards) => {
    heard.push(boards.length);
    notify();
  });
  const untilHeard = (count: number): Promise<void> =>
    new Promise((resolve) => {
      notify = () => (heard.at(-1) === count ? resolve() : undefined);
      notify();
    });
  await untilHeard(0);
  take(await putBoard(there, boardRow(1)));
  await untilHeard(1);
  stop();
});

test('a saved change of a listed board is the time it changed', async () => {
  const ledger = await world.ledger();
  take(await putBoard(ledger, { ...boardRow(1), id: world.boardId }));
  const store = await world.open({ ledger });
  write(store.doc, 'a');
  await store.whenSaved();
  expect(take(await readBoard(ledger, world.boardId))?.changedAt).toBe(world.clock.time);
});

test('settings and drafts keep small values apart, and a board that is not there gets none', async () => {
  const ledger = await world.ledger();
  take(await writeSetting(ledger, 'language', 'fr'));
  take(await writeDraft(ledger, world.boardId, 'language', { text: 'erased' }));
  expect(take(await readDraft(ledger, world.boardId, 'language'))).toBeUndefined();
  take(await putBoard(ledger, { ...boardRow(1), id: world.boardId }));
  take(await writeDraft(ledger, world.boardId, 'language', { text: 'à moitié' }));
  expect(take(await readSetting(ledger, 'language'))).toBe('fr');
  expect(take(await readDraft(ledger, world.boardId, 'language'))).toEqual({ text: 'à moitié' });
  take(await writeDraft(ledger, world.boardId, 'language', undefined));
  expect(take(await readDraft(ledger, world.boardId, 'language'))).toBeUndefined();
  expect(take(await readSetting(ledger, 'language'))).toBe('fr');
});

test('[SV14] a ledger that a newer version has upgraded is refused, and left as it is', async () => {
  const name = `grappe-test-${createId()}`;
  const newer = new Dexie(name);
  newer.version(ledgerVersion + 1).stores({ boards: 'id', invented: 'id' });
  await newer.open();
  newer.close();
  expect(await openLedger({ name })).toMatchObject({ ok: false, error: { reason: 'outdated' } });
  const raw = await openRaw(name);
  expect(raw.version).toBe((ledgerVersion + 1) * 10);
  expect([...raw.objectStoreNames]).toEqual(['boards', 'invented']);
  raw.close();
  await deleteDatabase(name);
});

test('[SV14] a board that is open while a newer version upgrades the ledger stops saving and says so', async () => {
  const ledger = await world.ledger();
  const store = await world.open({ ledger });
  const newer = new Dexie(ledger.name);
  newer.version(ledgerVersion + 1).stores({ boards: 'id' });
  await newer.open();
  expect(store.saveState()).toMatchObject({ type: 'saved' });
  write(store.doc, 'after');
  expect(await untilState(store, 'failed')).toMatchObject({ reason: 'outdated' });
  newer.close();
});

test('a ledger that does not answer is given up in time', async () => {
  const name = `grappe-test-${createId()}`;
  const holder = await openRaw(name);
  const deletion = deleteDatabase(name);
  const opening = openLedger({ name, timer: world.timer });
  await world.timer.untilAsked(answerLimitMs);
  world.timer.advance(answerLimitMs);
  expect(await opening).toMatchObject({ ok: false, error: { reason: 'blocked' } });
  holder.close();
  await deletion;
});

test('a browser without storage is a refusal, not a crash', async () => {
  const before = globalThis.indexedDB;
  Reflect.deleteProperty(globalThis, 'indexedDB');
  try {
    expect(await openLedger()).toMatchObject({ ok: false, error: { reason: 'missing' } });
  } finally {
    globalThis.indexedDB = before;
  }
});

test('readFailure finds the telling error under the others', () => {
  const quota = new DOMException('full', 'QuotaExceededError');
  expect(readFailure(quota).reason).toBe('quota');
  expect(readFailure({ name: 'AbortError', message: 'aborted', inner: quota }).reason).toBe('quota');
  expect(readFailure({ name: 'DatabaseClosedError', message: '', inner: quota }).reason).toBe('quota');
  expect(readFailure(new DOMException('closing', 'InvalidStateError')).reason).toBe('closed');
  expect(readFailure('text').reason).toBe('unknown');
  expect(readFailure(undefined)).toMatchObject({ reason: 'unknown', detail: 'undefined' });
});
