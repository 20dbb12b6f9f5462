import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { makeCrowd } from '../screenshots/crowd.ts';
import {
  copyCode,
  directLine,
  expectCode,
  expectPaired,
  filmCode,
  openDirectDevice,
  pairDialog,
  pasteCode,
  readInvitation,
  startPairing,
} from './direct-steps.ts';
import { filmHand, launchWithCamera } from './qr-steps.ts';
import { showAs } from './wall-steps.ts';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

let folder: string;
let browsers: Browser[] = [];
const filmOf = (device: string): string => join(folder, `${device}.mjpeg`);

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'grappe-direct-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.afterEach(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  browsers = [];
});

const launch = async (name: string): Promise<Browser> => {
  const browser = await launchWithCamera(filmOf(name));
  browsers.push(browser);
  return browser;
};

const join200 = async (page: Page): Promise<void> => {
  await page.goto('/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles({ name: 'mur.grappe', mimeType: '', buffer: makeCrowd(200) });
  await expect(page).toHaveURL(/atelier/);
  await goTo(page, 'Réunir');
};

const expectOnWall = async (page: Page, text: string): Promise<void> => {
  await goTo(page, 'Mur');
  await showAs(page, 'Liste');
  await expect(page.getByText(text).first()).toBeVisible();
};

const isLevel = /^\s*Relié à 1 appareil · tout est échangé$/;

test('[DR7] two devices film each other’s code, work live on 200 notes with no server, are told of a cut, and are paired again', async ({
  baseURL,
}) => {
  const a = await openDirectDevice(await launch('a'), baseURL);
  await join200(a);
  const link = await readInvitation(a);
  await filmHand(a, filmOf('a'));
  const times: [string, number][] = [];
  let since = Date.now();
  const note = (what: string): void => void times.push([what, Date.now() - since]);

  // The other one has the invitation, and nothing yet of what it invites to.
  const b = await openDirectDevice(await launch('b'), baseURL);
  await b.goto(link);
  await goTo(b, 'Réunir');

  since = Date.now();
  await startPairing(a, 'Montrer un code');
  await expectCode(a);
  note('first code shown');
  await filmCode(a, filmOf('b'));
  since = Date.now();
  await startPairing(b, 'Lire le code de l’autre');
  await expectCode(b);
  note('first code read, second shown');
  await filmCode(b, filmOf('a'));
  since = Date.now();
  await pairDialog(a).getByRole('button', { name: 'L’autre montre son code : le lire' }).click();
  await expect(pairDialog(a)).toContainText('Les deux appareils sont reliés');
  note('second code read, linked');
  await expect(directLine(b)).toHaveText(isLevel);
  await expect(directLine(a)).toHaveText(isLevel);
  note('and level');
  await expectPaired(a, b);
  await expect(b.locator('header .name')).toHaveText('200 notes');
  test.info().annotations.push({
    type: 'ms',
    description: times.map(([what, ms]) => `${what}: ${String(ms)}`).join(', '),
  });

  // Live, both ways.
  await goTo(a, 'Capture');
  await stickNote(a, 'La note du premier');
  await expectOnWall(b, 'La note du premier');
  await goTo(b, 'Capture');
  await stickNote(b, 'La note du second');
  await expectOnWall(a, 'La note du second');
  await expect(directLine(a)).toHaveText(isLevel);

  // One goes off, as a tablet that is killed; what is written meanwhile waits.
  await a.goto('about:blank');
  await expect(directLine(b)).toHaveText('Lien coupé avec un appareil', { timeout: 40_000 });
  await stickNote(b, 'Écrite pendant la coupure');
  await a.goto(link);
  await goTo(a, 'Réunir');
  await goTo(b, 'Réunir');
  await expect(b.getByText('appairez-les de nouveau')).toBeVisible();

  // The other way round, and without cameras.
  await startPairing(b, 'Montrer un code');
  const offer = await copyCode(b);
  await startPairing(a, 'Lire le code de l’autre');
  await pasteCode(a, offer);
  const answer = await copyCode(a);
  await pairDialog(b).getByRole('button', { name: 'L’autre montre son code : le lire' }).click();
  await pasteCode(b, answer);
  await expectPaired(a, b);
  await expectOnWall(a, 'Écrite pendant la coupure');

  // Unlinked by choice, the other is told.
  await goTo(a, 'Réunir');
  await b.getByRole('button', { name: 'Délier' }).click();
  await expect(directLine(b)).toHaveCount(0);
  await expect(directLine(a)).toHaveText('Lien coupé avec un appareil');
});

test('[DR8] codes of another workshop, another key, or in the wrong order are told apart; who can’t be reached is given up in 15 seconds with what to try', async ({
  page,
  baseURL,
}) => {
  await page.goto('/');
  await filmHand(page, filmOf('c'));
  const browser = await launch('c');
  const a = await openDirectDevice(browser, baseURL);
  await a.goto('/');
  await createWorkshop(a, 'Le bon atelier');
  await goTo(a, 'Réunir');

  // Without the key of the workshop a device shows a code, and reads none.
  await a.getByRole('button', { name: 'Appairer deux appareils' }).click();
  await expect(pairDialog(a).getByRole('button', { name: 'Lire le code de l’autre' })).toBeDisabled();
  await expect(pairDialog(a)).toContainText('doit avoir la clé de l’atelier');
  await a.keyboard.press('Escape');
  await expect(a.getByRole('button', { name: 'Appairer deux appareils' })).toBeFocused();
  const link = await readInvitation(a);
  await startPairing(a, 'Montrer un code');
  const offer = await copyCode(a);
  expect(offer.length).toBeLessThan(160);
  expect((await new AxeBuilder({ page: a }).include('dialog').analyze()).violations).toEqual([]);

  const b = await openDirectDevice(browser, baseURL);
  const problem = pairDialog(b).locator('p.error[role="status"]');
  await b.goto(link.replace(/&k=[\w-]{43}/, `&k=${'A'.repeat(43)}`));
  await goTo(b, 'Réunir');
  await startPairing(b, 'Lire le code de l’autre');
  await pasteCode(b, offer);
  await expect(problem).toHaveText(/pas la même clé/);
  await pasteCode(b, 'un texte');
  await expect(problem).toHaveText(/pas un code d’appairage/);
  await b.keyboard.press('Escape');

  // The invitation mends the key.
  await b.goto('about:blank');
  await b.goto(link);
  await goTo(b, 'Réunir');
  await startPairing(b, 'Lire le code de l’autre');
  await pasteCode(b, offer.slice(0, 60));
  await expect(problem).toHaveText(/pas entier/);
  expect((await new AxeBuilder({ page: b }).include('dialog').analyze()).violations).toEqual([]);
  await pasteCode(b, offer);
  const answer = await copyCode(b);

  // Another workshop’s code.
  const c = await openDirectDevice(browser, baseURL);
  await c.goto('/');
  await createWorkshop(c, 'Un autre');
  await goTo(c, 'Réunir');
  await readInvitation(c);
  await startPairing(c, 'Lire le code de l’autre');
  await pasteCode(c, offer);
  await expect(pairDialog(c).locator('p.error[role="status"]')).toHaveText(/autre atelier/);

  // The wrong one of two codes, then one whose device has gone.
  await pairDialog(a).getByRole('button', { name: 'L’autre montre son code : le lire' }).click();
  await pasteCode(a, offer);
  await expect(pairDialog(a).locator('p.error[role="status"]')).toHaveText(/premier code/);
  await b.goto('about:blank');
  await pasteCode(a, answer);
  await expect(pairDialog(a)).toContainText('Réponse dans 15 secondes au plus');
  const failed = pairDialog(a).getByRole('alert');
  await expect(failed).toContainText('Les deux appareils ne sont pas reliés', { timeout: 25_000 });
  await expect(failed.getByRole('listitem')).toHaveText([
    /même Wi-Fi/,
    /partage de connexion/,
    /QR animé/,
    /fichier/,
  ]);
  await pairDialog(a).getByRole('button', { name: 'Recommencer' }).click();
  await expect(pairDialog(a).getByRole('button', { name: 'Montrer un code' })).toBeVisible();
});
