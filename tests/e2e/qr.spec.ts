import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { dialog, film, launchWithCamera, readBoardFile, showQr } from './qr-steps.ts';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

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

const openDevice = async (name: string, baseURL: string | undefined): Promise<Page> => {
  const browser = await launchWithCamera(filmOf(name));
  browsers.push(browser);
  const context = await browser.newContext({
    ...(baseURL !== undefined && { baseURL }),
    locale: 'fr-FR',
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
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
