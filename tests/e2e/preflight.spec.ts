import { expect, test, type Locator, type Page } from '@playwright/test';
import { atOtherHost, chromiumLaunchOptions } from '../find-browsers.js';
import { builtApp, startAppHost, type AppHost } from './app-host.ts';
import { createWorkshop, goTo, openKeptApp, stickNote } from './workshop-steps.ts';

const options = chromiumLaunchOptions();
test.use({
  serviceWorkers: 'allow',
  launchOptions: {
    ...options,
    args: [...options.args, '--use-fake-device-for-media-stream'],
  },
});

const check = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: 'Vérifications' })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('heading', { name }),
    });

const verdict = (page: Page): Locator => page.locator('.verdict');

/** The proof starts a second app, which a busy machine takes its time for. */
const expectVerdict = (page: Page): Promise<void> =>
  expect(verdict(page)).toHaveAttribute('aria-busy', 'false', { timeout: 40_000 });

test.describe.configure({ timeout: 120_000 });

/** Goes to the page by its link and waits until all is checked. */
const runChecks = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Prêt pour une zone blanche ?' }).click();
  await expectVerdict(page);
};

/** What the browser grants to apps that are used often. */
const keepForGood = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    navigator.storage.persisted = () => Promise.resolve(true);
  });
};

test(
  '[PF1] a device with nothing to mend is called ready, in large letters, with what was found',
  { tag: ['@tablet', '@phone'] },
  async ({ page }) => {
    await keepForGood(page);
    await openKeptApp(page);
    await runChecks(page);
    await expect(verdict(page)).toContainText('Cet appareil est prêt');
    const size = await verdict(page)
      .locator('.big')
      .evaluate((word) => parseFloat(getComputedStyle(word).fontSize));
    expect(size).toBeGreaterThan(35);
    await expect(check(page, 'Application gardée')).toContainText(/Les \d+ fichiers de la version/);
    await expect(check(page, 'Ouverture sans réseau')).toContainText(
      /Prouvé aujourd’hui, \d\d:\d\d, version/,
    );
    await expect(check(page, 'Essai d’écriture')).toContainText(/Écrit et relu.* \d+ ms/);
    await expect(check(page, 'Essai de fichier')).toContainText('rouvert à l’identique');
    await expect(check(page, 'Place libre')).toContainText(/libres selon le navigateur/);
    await expect(check(page, 'Horloge')).toContainText('Vraisemblable');
  },
);

test('[PF1] what is to be mended is counted, with its cure and the button that mends it', async ({
  page,
}) => {
  await page.addInitScript(() => {
    let kept = false;
    navigator.storage.persisted = () => Promise.resolve(kept);
    navigator.storage.persist = () => Promise.resolve((kept = true));
    navigator.storage.estimate = () => Promise.resolve({ usage: 20e6, quota: 90e6 });
  });
  await openKeptApp(page);
  await runChecks(page);
  await expect(verdict(page)).toContainText('2 choses à régler');
  const kept = check(page, 'Notes gardées');
  await expect(kept).toContainText('À régler');
  await expect(check(page, 'Place libre')).toContainText('Il ne reste que 70 Mo');
  await kept.getByRole('button', { name: 'Demander au navigateur' }).click();
  await expect(kept).toContainText('a promis de garder les notes');
  await expect(verdict(page)).toContainText('1 chose à régler');
});

test('[PF1] a browser that refuses to keep the notes is cured by installing the app', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.storage.persisted = () => Promise.resolve(false);
    navigator.storage.persist = () => Promise.resolve(false);
  });
  await openKeptApp(page);
  await runChecks(page);
  const kept = check(page, 'Notes gardées');
  await kept.getByRole('button', { name: 'Demander au navigateur' }).click();
  await expect(kept).toContainText('Installez Grappe');
  await expect(kept.getByRole('button', { name: 'Redemander' })).toBeVisible();
});

test.describe('with a server of its own', () => {
  let host: AppHost;
  test.beforeEach(async ({ page }) => {
    host = await startAppHost(builtApp);
    await keepForGood(page);
    await page.goto(host.url);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  });
  test.afterEach(() => host.stop());

  /** Takes a part of the app that is loaded at the start out of what is kept. */
  const loseStart = (page: Page): Promise<boolean> =>
    page.evaluate(async () => {
      const cache = await caches.open((await caches.keys()).find((name) => name.includes('precache')) ?? '');
      const start = (await cache.keys()).find(({ url }) => /start-[^/]*\.js/.test(url));
      return start ? cache.delete(start) : false;
    });

  test('[PF2] the proof opens the app with nothing from the network, and works without one', async ({
    page,
  }) => {
    await runChecks(page);
    await host.stop();
    await page.getByRole('button', { name: 'Refaire les vérifications' }).click();
    await expectVerdict(page);
    await expect(verdict(page)).toContainText('Cet appareil est prêt');
    await page.reload();
    await expectVerdict(page);
    await expect(verdict(page)).toContainText('Cet appareil est prêt');
  });

  test('[PF2] a file that is missing turns the proof red although the server has it, and can be fetched', async ({
    page,
  }) => {
    expect(await loseStart(page)).toBe(true);
    await runChecks(page);
    await expect(verdict(page)).toContainText('2 choses à régler');
    await expect(check(page, 'Application gardée')).toContainText(/Il manque 1 fichier sur \d+/);
    const proof = check(page, 'Ouverture sans réseau');
    await expect(proof).toContainText('Sans réseau, Grappe ne s’ouvrirait pas');
    await proof.getByRole('button', { name: 'Compléter' }).click();
    await expect(proof).toContainText('Prouvé', { timeout: 40_000 });
    await expectVerdict(page);
    await expect(verdict(page)).toContainText('Cet appareil est prêt');
    await host.stop();
    await page.reload();
    await expectVerdict(page);
    await expect(verdict(page)).toContainText('Cet appareil est prêt');
  });

  test('[PF2] without a network, what is missing stays missing and is said so', async ({ page }) => {
    await runChecks(page);
    expect(await loseStart(page)).toBe(true);
    await host.stop();
    await page.getByRole('button', { name: 'Refaire les vérifications' }).click();
    const files = check(page, 'Application gardée');
    await expectVerdict(page);
    await files.getByRole('button', { name: 'Compléter' }).click();
    await expectVerdict(page);
    await expect(files).toContainText('Il manque 1 fichier');
    await expect(check(page, 'Ouverture sans réseau')).toContainText('Dernière preuve : aujourd’hui');
  });
});

test('[PF3] the proof reloads nothing, leaves nothing behind and touches no draft', async ({ page }) => {
  await openKeptApp(page);
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
  await page.getByRole('textbox', { name: 'Note' }).fill('Pas encore collée');
  await goTo(page, 'Préparer');
  await page.evaluate(() => document.body.setAttribute('data-mark', ''));
  await runChecks(page);
  await expect(check(page, 'Ouverture sans réseau')).toContainText('Prouvé');
  await expect(page.locator('body[data-mark]')).toHaveCount(1);
  await expect(page.locator('iframe')).toHaveCount(0);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(1);
  await page.goBack();
  await goTo(page, 'Capture');
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Pas encore collée');
});

test('[PF4] a clock that is behind this version of the app is called so', async ({ page }) => {
  await page.clock.setFixedTime(new Date('2020-01-01T10:00:00'));
  await openKeptApp(page);
  await runChecks(page);
  await expect(check(page, 'Horloge')).toContainText('Elle retarde');
  await expect(check(page, 'Horloge')).toContainText('1 janvier 2020');
});

test('[PF4] a file from a device whose clock is ahead shows that the two disagree', async ({
  browser,
  page,
}) => {
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.clock.install({ time: Date.now() + 45 * 60_000 });
  await openKeptApp(other);
  await createWorkshop(other, 'En avance');
  await goTo(other, 'Réunir');
  const download = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Enregistrer le fichier' }).click();
  const file = await (await download).path();

  await openKeptApp(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles(file);
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
  await page.goto('/#/');
  await runChecks(page);
  await expect(check(page, 'Horloge')).toContainText(/4[456] minutes d’avance/);
  await context.close();
});

test('[PF5] is opened only when a person asks, and closed at once', async ({ context, page }) => {
  await page.addInitScript(() => {
    const tracks: MediaStreamTrack[] = [];
    Object.assign(globalThis, { tracks });
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  const tracks = (): Promise<string[]> =>
    page.evaluate(() =>
      (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.map(({ readyState }) => readyState),
    );
  await openKeptApp(page);
  await runChecks(page);
  expect(await tracks()).toEqual([]);
  const camera = check(page, 'Caméra');
  await expect(camera).toContainText('pas encore essayée');
  // What a person answers to the browser's question.
  await context.grantPermissions(['camera']);
  await camera.getByRole('button', { name: 'Essayer la caméra' }).click();
  await expect(camera).toContainText('Elle est là, et permise');
  expect(await tracks()).toEqual(['ended']);
});

test('[PF6] the page says what an http address lacks, and why', async ({ page }) => {
  const host = await startAppHost(builtApp);
  try {
    await page.goto(`${atOtherHost(host.url)}#/pret`);
    await expectVerdict(page);
    await expect(page.getByRole('heading', { name: 'Adresse sans cadenas (http)' })).toBeVisible();
    await expect(verdict(page)).toContainText('1 chose à régler');
    await expect(check(page, 'Application gardée')).toContainText('Ouvrez Grappe par une adresse https');
    await expect(check(page, 'Ouverture sans réseau')).toContainText('À prouver dès que');
    await expect(check(page, 'Caméra')).toContainText('ne donne pas la caméra');
    await expect(check(page, 'Essai de fichier')).toContainText('rouvert à l’identique');
  } finally {
    await host.stop();
  }
});

test('[PF1] the checks leave no trace among the workshops', async ({ page }) => {
  await openKeptApp(page);
  await createWorkshop(page, 'Le seul');
  await goTo(page, 'Capture');
  await stickNote(page, 'Une note');
  await goTo(page, 'Préparer');
  await runChecks(page);
  await page.getByRole('link', { name: 'Tous les ateliers' }).click();
  await expect(page.getByRole('list', { name: 'Ateliers' }).getByRole('link')).toHaveText(['Le seul']);
});
