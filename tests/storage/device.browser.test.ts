/** What only a real browser has: a quota, and a permission to ask for. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { readPersistence, requestPersistence, storageEstimate } from '#storage/permission.ts';
import { createWorld, fingerprint, read, untilState, write, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

/** What « clear site data » does: every connection is closed by force, every database deleted. */
const clearSiteData = (): Promise<unknown> =>
  cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb' });

const setQuota = (quotaSize?: number): Promise<unknown> =>
  cdp().send('Storage.overrideQuotaForOrigin', {
    origin: location.origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  });

test('[SV6] with the real quota used up the state fails, and saving resumes when there is room', async () => {
  // Chromium remembers for a while how much room it has found, but not beyond a clearing.
  await clearSiteData();
  await setQuota(3_000_000);
  const store = await world.open();
  write(store.doc, 'before');
  await store.whenSaved();
  try {
    write(store.doc, 'too large', 'é'.repeat(2_000_000));
    expect(await untilState(store, 'failed')).toMatchObject({ reason: 'quota' });
    expect(read(store.doc)).toHaveProperty(['too large']);
  } finally {
    await setQuota();
  }
  write(store.doc, 'after');
  await store.whenSaved();
  const copy = await world.open();
  expect(fingerprint(copy.doc)).toBe(fingerprint(store.doc));
  // The working copy, which was refused as well, comes back by itself.
  await world.timer.untilAsked(1000);
  world.timer.advance(1000);
  await store.flush();
  expect(store.health().workingCopy).toBe('level');
});

test('[SV8] a board open while the browser clears its storage is written again, whole, by itself', async () => {
  const store = await world.open();
  write(store.doc, 'a');
  await store.flush();
  await clearSiteData();
  await untilState(store, 'saving');
  await store.whenSaved();
  write(store.doc, 'b');
  await store.whenSaved();
  await world.timer.untilAsked(1000);
  world.timer.advance(1000);
  await store.flush();
  expect(store.health().workingCopy).toBe('level');
  await store.close();
  await world.deleteWorkingCopy();
  expect(fingerprint((await world.open()).doc)).toBe(fingerprint(store.doc));
});

test('the browser tells how safe and how full its storage is', async () => {
  expect(['granted', 'denied']).toContain(await requestPersistence());
  expect(['granted', 'denied']).toContain(await readPersistence());
  const estimate = await storageEstimate();
  expect(estimate?.quotaBytes).toBeGreaterThan(estimate?.usedBytes ?? Infinity);
});
