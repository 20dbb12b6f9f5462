import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { dialog, film, filmHand, launchWithCamera, readBoardFile, showQr } from './qr-steps.ts';
import { agreeToMerge, createWorkshop, goTo, openKeptApp, stickNote } from './workshop-steps.ts';

/** Two devices with a camera each, whose films are made from what the other one showed. */
let folder: string;
let browsers: Browser[] = [];
const filmOf = (device: string): string => join(folder, `${device}.mjpeg`);

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grappe-qr-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.afterEach(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  browsers = [];
});

const openDevice = async (
  name: string,
  baseURL: string | undefined,
  serviceWorkers: 'allow' | 'block' = 'block',
): Promise<Page> => {
  const browser = await launchWithCamera(filmOf(name));
  browsers.push(browser);
  const context = await browser.newContext({
    ...(baseURL !== undefined && { baseURL }),
    locale: 'fr-FR',
    viewport: { width: 1280, height: 800 },
    serviceWorkers,
  });
  return context.newPage();
};

const brought = (page: Page) => dialog(page).getByRole('status').first();

for (const { how, loss, blur } of [
  { how: 'nothing lost', loss: 0, blur: 0.6 },
  { how: '40 % of the pictures lost, and out of focus', loss: 40, blur: 1.2 },
]) {
  test(`[QR6] two devices film each other, both directions, and end with equal boards: ${how}`, async ({
    baseURL,
  }) => {
    const name = loss === 0 ? 'clean' : 'lossy';
    const a = await openDevice(`${name}-a`, baseURL);
    await a.goto('/');
    await a.getByRole('button', { name: 'Voir un exemple' }).click();
    await goTo(a, 'Réunir');
    await showQr(a);
    await film(a, filmOf(`${name}-b`), { codes: 45, loss, blur, seed: 7 });

    // The other device has never heard of the workshop.
    const b = await openDevice(`${name}-b`, baseURL);
    await b.goto('/#/rejoindre');
    await b.getByRole('button', { name: 'Lire le QR animé' }).click();
    await expect(brought(b)).toHaveText(/Atelier ouvert\s: \d+ notes/);
    await b.getByRole('link', { name: 'Aller à cet atelier' }).click();
    await goTo(b, 'Capture');
    await stickNote(b, 'La note de l’autre tablette');

    // It reads once more, which brings nothing, and then knows what the first one lacks.
    await goTo(b, 'Réunir');
    await b.getByRole('button', { name: 'Lire le QR animé' }).click();
    await expect(brought(b)).toHaveText(/pas de note nouvelle/);
    await b.getByRole('button', { name: 'À moi de montrer' }).click();
    // So little fits into one code, which stands still.
    await expect(dialog(b)).toContainText('Tout tient dans ce code');
    await expect(dialog(b).locator('canvas')).toHaveAttribute('data-turn', /./);
    await film(b, filmOf(`${name}-a`), { codes: 1, blur });

    await a.getByRole('button', { name: /à moi de lire/ }).click();
    await agreeToMerge(a);
    await expect(brought(a)).toHaveText(/1 note/);
    await a.getByRole('button', { name: 'Terminer' }).click();
    await b.getByRole('button', { name: 'Fermer' }).click();
    await expect(dialog(b)).toHaveCount(0);
    const [ours, theirs] = [await readBoardFile(a), await readBoardFile(b)];
    expect(ours.readable).toContain('La note de l’autre tablette');
    expect(ours.readable).toBe(theirs.readable);
    expect(ours.state.equals(theirs.state)).toBe(true);
  });
}

test('[QR6] two codes side by side are read together', async ({ baseURL, page }) => {
  await page.setViewportSize({ width: 1400, height: 700 });
  await page.goto('/');
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await goTo(page, 'Réunir');
  await showQr(page);
  await page.getByRole('button', { name: 'Deux codes' }).click();
  await expect(dialog(page).locator('canvas')).toHaveCount(2);
  await film(page, filmOf('two'), { codes: 24 });
  const b = await openDevice('two', baseURL);
  await b.goto('/#/rejoindre');
  await b.getByRole('button', { name: 'Lire le QR animé' }).click();
  await expect(brought(b)).toHaveText(/Atelier ouvert\s: 70 notes/);
});

test('[QR6] four codes in a square are read together, by a good camera', async ({ baseURL, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto('/');
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await goTo(page, 'Réunir');
  await showQr(page);
  await page.getByRole('button', { name: 'Quatre codes' }).click();
  await expect(dialog(page).locator('canvas')).toHaveCount(4);
  await film(page, filmOf('four'), { codes: 12 });
  const b = await openDevice('four', baseURL);
  await b.goto('/#/rejoindre');
  await b.getByRole('button', { name: 'Lire le QR animé' }).click();
  await expect(brought(b)).toHaveText(/Atelier ouvert\s: 70 notes/);
});

test('[QR10] an app that has no network any more reads codes, with what came from its own address', async ({
  baseURL,
  page,
}) => {
  await page.goto('/');
  await createWorkshop(page, 'Hors ligne');
  await goTo(page, 'Capture');
  await stickNote(page, 'Sans réseau');
  await goTo(page, 'Réunir');
  await showQr(page);
  await film(page, filmOf('offline'), { codes: 1 });
  const b = await openDevice('offline', baseURL, 'allow');
  const asked = new Set<string>();
  b.context().on('request', (request) => asked.add(new URL(request.url()).origin));
  await openKeptApp(b);
  await b.context().setOffline(true);
  await b.goto('/#/rejoindre');
  await b.getByRole('button', { name: 'Lire le QR animé' }).click();
  await expect(brought(b)).toHaveText(/Atelier ouvert\s: 1 note/);
  expect([...asked].filter((origin) => origin !== new URL(b.url()).origin)).toEqual([]);
});

test('[QR11] a device that says where it stands is shown only what it lacks', async ({ baseURL }) => {
  const [a, b] = [await openDevice('asked', baseURL), await openDevice('asking', baseURL)];
  await a.goto('/');
  await createWorkshop(a, 'Ce qui manque');
  await goTo(a, 'Capture');
  for (let i = 0; i < 6; i++)
    await stickNote(a, `Une note assez longue pour prendre de la place, numéro ${String(i)}`);
  await goTo(a, 'Réunir');
  await showQr(a);
  await film(a, filmOf('asking'), { codes: 1 });
  await b.goto('/#/rejoindre');
  await b.getByRole('button', { name: 'Lire le QR animé' }).click();
  await expect(brought(b)).toHaveText(/Atelier ouvert\s: 6 notes/);
  await b.getByRole('link', { name: 'Aller à cet atelier' }).click();

  await a.getByRole('button', { name: 'Fermer' }).click();
  await goTo(a, 'Capture');
  await stickNote(a, 'La septième');
  await filmHand(b, filmOf('asking'));
  await goTo(b, 'Réunir');
  await b.getByRole('button', { name: 'Lire le QR animé' }).click();
  // A hand before the camera.
  await expect(dialog(b).getByRole('status')).toHaveText('Visez le code sur l’écran de l’autre appareil.');
  await b.getByRole('button', { name: 'Dire d’abord ce que j’ai' }).click();
  await expect(dialog(b).locator('canvas')).toHaveAttribute('data-turn', /./);
  await film(b, filmOf('asked'), { codes: 1 });

  await goTo(a, 'Réunir');
  await showQr(a);
  await a.getByRole('button', { name: 'N’envoyer que ce qui manque' }).click();
  await expect(dialog(a)).toContainText('que ce qui manque à l’autre appareil');
  await expect(dialog(a).locator('canvas')).toHaveAttribute('data-turn', /./);
  await film(a, filmOf('asking'), { codes: 1 });
  await b.getByRole('button', { name: /à moi de lire/ }).click();
  await agreeToMerge(b);
  await expect(brought(b)).toHaveText(/1 note/);
  await b.getByRole('button', { name: 'Terminer' }).click();
  await a.getByRole('button', { name: 'Fermer' }).click();
  const [ours, theirs] = [await readBoardFile(a), await readBoardFile(b)];
  expect(ours.state.equals(theirs.state)).toBe(true);
});
