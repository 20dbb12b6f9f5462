/** Two devices that are paired without anything between them: each has a camera, and no hub answers. */

import { writeFileSync } from 'node:fs';
import { expect, type Browser, type Locator, type Page } from '@playwright/test';

/** A device of its own in a browser, for which no hub is to be found. */
export const openDirectDevice = async (browser: Browser, baseURL: string | undefined): Promise<Page> => {
  const context = await browser.newContext({
    ...(baseURL !== undefined && { baseURL }),
    locale: 'fr-FR',
    viewport: { width: 1024, height: 768 },
    serviceWorkers: 'block',
  });
  // This page comes from a hub: by it the devices would meet as well.
  await context.route(/\/hub$/, (route) => route.abort());
  return context.newPage();
};

export const pairDialog = (page: Page): Locator =>
  page.getByRole('dialog', { name: 'Appairer deux appareils' });

/** What beside the save state tells of linked devices. */
export const directLine = (page: Page): Locator => page.locator('header .direct');

export const startPairing = async (page: Page, how: 'Montrer un code' | 'Lire le code de l’autre') => {
  await page.getByRole('button', { name: 'Appairer deux appareils' }).click();
  await pairDialog(page).getByRole('button', { name: how }).click();
};

const shownCode = (page: Page): Locator => pairDialog(page).getByRole('img', { name: 'Code d’appairage' });

export const expectCode = (page: Page): Promise<void> => expect(shownCode(page)).toBeVisible();

/** Films the code that a page shows, as it is on its screen, askew and on grey. */
export const filmCode = async (page: Page, path: string): Promise<void> => {
  await expectCode(page);
  const shot = (await shownCode(page).screenshot()).toString('base64');
  const picture = await page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const code = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(1280, 720);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#666';
    context.fillRect(0, 0, 1280, 720);
    context.translate(640, 360);
    context.rotate(0.07);
    context.filter = 'blur(0.6px)';
    context.drawImage(code, -220, -220, 440, 440);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  }, shot);
  writeFileSync(path, Buffer.concat(Array.from({ length: 30 }, () => Buffer.from(picture, 'base64'))));
};

/** The code that a page shows, as text. */
export const copyCode = async (page: Page): Promise<string> => {
  await expectCode(page);
  await pairDialog(page).getByText('Sans appareil photo', { exact: true }).click();
  return pairDialog(page).getByRole('textbox', { name: 'Le code en texte' }).inputValue();
};

export const pasteCode = async (page: Page, code: string): Promise<void> => {
  const field = pairDialog(page).getByRole('textbox', { name: 'Coller le code de l’autre' });
  await expect(pairDialog(page).locator('video')).toBeVisible();
  if (!(await field.isVisible()))
    await pairDialog(page).getByText('Sans appareil photo', { exact: true }).click();
  await field.fill(code);
  await pairDialog(page).getByRole('button', { name: 'Lire ce texte' }).click();
};

/** Both show the same four digits; gives them. */
export const expectPaired = async (a: Page, b: Page): Promise<string> => {
  const numbers: string[] = [];
  for (const page of [a, b]) {
    await expect(pairDialog(page)).toContainText('Les deux appareils sont reliés');
    numbers.push(
      await pairDialog(page)
        .getByText(/^\d{4}$/)
        .innerText(),
    );
  }
  expect(numbers[0]).toBe(numbers[1]);
  for (const page of [a, b]) await pairDialog(page).getByRole('button', { name: 'Terminer' }).click();
  return numbers[0] ?? '';
};

/** The invitation of the workshop that is open on « Réunir », with its key. */
export const readInvitation = async (page: Page): Promise<string> => {
  await page.getByRole('button', { name: 'Inviter' }).click();
  const field = page.getByRole('textbox', { name: 'Lien de l’atelier' });
  await expect(field).toHaveValue(/&k=/);
  const link = await field.inputValue();
  await page
    .getByRole('dialog', { name: /^Inviter/ })
    .getByRole('button', { name: 'Fermer' })
    .click();
  return link;
};

/** Pairs two devices, on « Réunir » of the same workshop, by the texts of their codes. */
export const pairByText = async (a: Page, b: Page): Promise<void> => {
  await startPairing(a, 'Montrer un code');
  const offer = await copyCode(a);
  await startPairing(b, 'Lire le code de l’autre');
  await pasteCode(b, offer);
  const answer = await copyCode(b);
  await pairDialog(a).getByRole('button', { name: 'L’autre montre son code : le lire' }).click();
  await pasteCode(a, answer);
  await expectPaired(a, b);
};
