import { expect, test } from '@playwright/test';
import { createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

test('[SV15] a workshop left while the disk is full stays open, is called so, and is saved as soon as there is room', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Disque plein');
  await goTo(page, 'Capture');
  await stickNote(page, 'Avant');
  await expectSaved(page);
  // The error a full disk gives, where it gives it; everything above is the app's own.
  await page.evaluate(() => {
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const whole = Object.getOwnPropertyDescriptors(IDBObjectStore.prototype);
    Object.assign(IDBObjectStore.prototype, { add: full, put: full });
    Object.assign(window, { makeRoom: () => Object.defineProperties(IDBObjectStore.prototype, whole) });
  });
  await stickNote(page, 'Pendant');
  await expect(page.getByText('Non enregistré').first()).toBeVisible();
  await page.getByRole('link', { name: 'Tous les ateliers' }).click();
  await expect(page.getByRole('alert')).toContainText('n’est pas encore enregistré');
  await page.evaluate(() => (window as unknown as { makeRoom: () => void }).makeRoom());
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByRole('alert')).toHaveCount(0, { timeout: 30_000 });
  await page.getByRole('link', { name: /Disque plein/ }).click();
  await goTo(page, 'Mur');
  await page.reload();
  const wall = page.getByRole('region', { name: 'Mur' });
  await expect(wall.getByRole('article', { name: 'Avant' })).toBeVisible();
  await expect(wall.getByRole('article', { name: 'Pendant' })).toBeVisible();
});
