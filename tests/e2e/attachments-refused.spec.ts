import { expect, test, type Page } from '@playwright/test';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

/** No camera, no microphone, or nobody who allows them: the browser as the tests start it everywhere else. */

const startCapture = async (page: Page): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
};

/** Answers for a device whose microphone or camera is refused, absent or busy, as the specification has it. */
const refuseWith = (page: Page, name: string): Promise<void> =>
  page.evaluate((error) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', error));
  }, name);

for (const [name, camera, microphone] of [
  ['NotAllowedError', /appareil photo est refusé/, /micro est refusé/],
  ['NotFoundError', /pas d’appareil photo/, /pas de micro/],
  ['NotReadableError', /appareil photo ne répond pas/, /micro ne répond pas/],
] as const) {
  test(`[AT10] ${name}: camera and microphone say what to do, and the other ways stay`, async ({ page }) => {
    await startCapture(page);
    await refuseWith(page, name);
    await page.getByRole('button', { name: 'Photo', exact: true }).click();
    await page.getByRole('button', { name: 'Ouvrir l’appareil photo' }).click();
    await expect(page.getByRole('region', { name: 'Photo' })).toContainText(camera);
    await expect(page.getByRole('button', { name: 'Choisir une image' })).toBeVisible();
    await page.getByRole('button', { name: 'Retirer : Photo' }).click();
    await page.getByRole('button', { name: 'Parler' }).click();
    await page.getByRole('button', { name: 'Enregistrer ma voix' }).click();
    await expect(page.getByRole('region', { name: 'Note parlée' })).toContainText(microphone);
    await page.getByRole('button', { name: 'Retirer : Note parlée' }).click();
    await stickNote(page, 'écrite quand même');
  });
}

test('[AT10] a browser without a camera or recorder for the page offers the phone’s own camera, and says so of the voice', async ({
  page,
}) => {
  await page.addInitScript(() => {
    // As on a page of plain http.
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
  });
  await startCapture(page);
  await page.getByRole('button', { name: 'Photo', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Ouvrir l’appareil photo' })).toHaveCount(0);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Appareil photo du téléphone' }).click();
  expect(await (await chooser).element().getAttribute('capture')).toBe('environment');
  await page.getByRole('button', { name: 'Retirer : Photo' }).click();
  await page.getByRole('button', { name: 'Parler' }).click();
  await page.getByRole('button', { name: 'Enregistrer ma voix' }).click();
  await expect(page.getByRole('region', { name: 'Note parlée' })).toContainText('n’enregistre pas le son');
});
