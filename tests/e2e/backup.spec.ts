import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { openBundle } from '#sync/bundle.ts';
import { createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

const list = (page: Page) => page.getByRole('list', { name: 'Ateliers' });
const section = (page: Page) => page.getByRole('region', { name: 'Sauvegarde' });

/**
 * Puts a real folder of the browser's own (OPFS) where a person would choose one: only the dialogs are missing. What the
 * browser says of the permission is in `sessionStorage`, granted unless it stands there.
 */
const offerFolder = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    Object.assign(globalThis, {
      showDirectoryPicker: async () => {
        const root = await navigator.storage.getDirectory();
        return root.getDirectoryHandle('Clé USB', { create: true });
      },
    });
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: () => Promise.resolve(sessionStorage.getItem('permission') ?? 'granted'),
      requestPermission: () => {
        sessionStorage.removeItem('permission');
        return Promise.resolve('granted');
      },
    });
  });
};

/** The files of the folder, by name, with their bytes; not while one of them is being written. */
const readFolder = async (page: Page): Promise<Map<string, Uint8Array>> => {
  const files = await page.evaluate(() =>
    navigator.locks.request('grappe-backup', async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('Clé USB');
      const found: [string, number[]][] = [];
      for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
        found.push([name, [...new Uint8Array(await (await handle.getFile()).arrayBuffer())]]);
      }
      return found;
    }),
  );
  return new Map(files.map(([name, bytes]) => [name, Uint8Array.from(bytes)]));
};

/** How many notes a backup gives back. */
const notesIn = (bytes: Uint8Array | undefined): number => {
  const bundle = openBundle(bytes ?? new Uint8Array());
  if (!bundle.ok) throw new Error(bundle.error.type);
  return bundle.value.doc.getMap('notes').size;
};

const startWithNote = async (page: Page): Promise<void> => {
  await openApp(page);
  await createWorkshop(page, 'Zones blanches');
  await goTo(page, 'Capture');
  await stickNote(page, 'Première');
  await expectSaved(page);
};

test('[BK1] home and Réunir say when the last backup was, and whether there is something new', async ({
  page,
}) => {
  await page.clock.install();
  await startWithNote(page);
  await page.goto('/#/');
  await expect(list(page)).toContainText('Jamais sauvegardé');
  await list(page).getByRole('link').click();
  await goTo(page, 'Réunir');
  await expect(section(page)).toContainText('Jamais sauvegardé');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer le fichier' }).click();
  expect(notesIn(readFileSync(await (await download).path()))).toBe(1);
  await expect(section(page)).toContainText('Sauvegardé à l’instant. Rien de nouveau depuis.');
  await page.clock.runFor(5 * 60_000);
  await expect(section(page)).toContainText('Sauvegardé il y a 5 minutes. Rien de nouveau depuis.');
  await goTo(page, 'Capture');
  await stickNote(page, 'Seconde');
  await goTo(page, 'Réunir');
  await expect(section(page)).toContainText('Sauvegardé il y a 5 minutes. Il y a du nouveau depuis.');
  await page.goto('/#/');
  await expect(list(page)).toContainText('Sauvegardé il y a 5 minutes, du nouveau depuis');
});

test('[BK2] a file counts as shared only once it was, under a name that the device takes', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const shared: string[] = [];
    Object.assign(globalThis, { shared });
    navigator.canShare = ({ files = [] } = {}) => files.every(({ name }) => name.endsWith('.txt'));
    navigator.share = ({ files = [] } = {}) => {
      shared.push(...files.map(({ name }) => name));
      return shared.length === 1 ? Promise.reject(new DOMException('', 'AbortError')) : Promise.resolve();
    };
  });
  await startWithNote(page);
  await goTo(page, 'Réunir');
  const share = section(page).getByRole('button', { name: 'Partager' });
  await share.click();
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { shared: string[] }).shared))
    .toEqual([expect.stringMatching(/^zones-blanches-.*\.grappe\.txt$/)]);
  await expect(section(page)).toContainText('Jamais sauvegardé');
  await share.click();
  await expect(section(page)).toContainText('Fichier partagé.');
  await expect(section(page)).toContainText('Rien de nouveau depuis');
});

test('[BK2] a file that the device refuses to share is saved instead', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await startWithNote(page);
  await goTo(page, 'Réunir');
  const download = page.waitForEvent('download');
  await section(page).getByRole('button', { name: 'Partager' }).click();
  expect(notesIn(readFileSync(await (await download).path()))).toBe(1);
  await expect(section(page)).toContainText('Il est enregistré');
});

test('[BK2] a device that shares no files offers none to share', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.canShare = () => false;
  });
  await startWithNote(page);
  await goTo(page, 'Réunir');
  await expect(section(page).getByRole('heading', { name: 'Sauvegarde automatique' })).toBeVisible();
  await expect(section(page).getByRole('button', { name: 'Partager' })).toHaveCount(0);
});

test('[BK3] a chosen folder takes a verified file per workshop and day by itself', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-12-01T10:00:00') });
  await offerFolder(page);
  await startWithNote(page);
  await goTo(page, 'Réunir');
  await section(page).getByRole('button', { name: 'Choisir un dossier de sauvegarde' }).click();
  await expect(section(page)).toContainText('Dernier fichier écrit, relu et vérifié à l’instant');
  await expect(section(page)).toContainText('Sauvegardé à l’instant. Rien de nouveau depuis.');
  let files = await readFolder(page);
  expect([...files.keys()]).toEqual([
    expect.stringMatching(/^zones-blanches-2026-12-01-[a-z0-9]{8}\.grappe$/),
  ]);
  expect(notesIn([...files.values()][0])).toBe(1);

  // By itself, minutes after a change and while the workshop stays open.
  await goTo(page, 'Capture');
  await stickNote(page, 'Seconde');
  await expectSaved(page);
  await page.clock.runFor(60_000);
  expect(notesIn([...(await readFolder(page)).values()][0])).toBe(1);
  await page.clock.runFor(150_000);
  await expect.poll(async () => notesIn([...(await readFolder(page)).values()][0])).toBe(2);

  // On leaving, at once.
  await stickNote(page, 'Troisième');
  await expectSaved(page);
  await page.goto('/#/');
  await expect.poll(async () => notesIn([...(await readFolder(page)).values()][0])).toBe(3);
  await expect(list(page)).toContainText(/Sauvegardé à l’instant/);

  // The next day has a file of its own, and the one of the day before stays as it was.
  const [before] = await readFolder(page);
  await page.clock.setSystemTime(new Date('2026-12-02T10:00:00'));
  await list(page).getByRole('link').click();
  await stickNote(page, 'Du lendemain');
  await expectSaved(page);
  await page.goto('/#/');
  await expect.poll(async () => (await readFolder(page)).size).toBe(2);
  files = await readFolder(page);
  expect(files.get(before?.[0] ?? '')).toEqual(before?.[1]);
  expect(notesIn([...files].find(([name]) => name.includes('2026-12-02'))?.[1])).toBe(4);
});

test('[BK3] a file that is read back different is not called a backup', async ({ page }) => {
  await offerFolder(page);
  await page.addInitScript(() => {
    const stream = FileSystemWritableFileStream.prototype;
    const write = Reflect.get(stream, 'write');
    stream.write = function (data) {
      return write.call(this, new Uint8Array((data as Uint8Array).length));
    };
  });
  await startWithNote(page);
  await goTo(page, 'Réunir');
  await section(page).getByRole('button', { name: 'Choisir un dossier de sauvegarde' }).click();
  await expect(section(page)).toContainText('n’est pas celui qui a été écrit');
  await expect(section(page)).toContainText('Jamais sauvegardé');
});

test('[BK4] a folder that the browser no longer allows is allowed again with one tap', async ({ page }) => {
  await offerFolder(page);
  await startWithNote(page);
  await goTo(page, 'Réunir');
  await section(page).getByRole('button', { name: 'Choisir un dossier de sauvegarde' }).click();
  await expect(section(page)).toContainText('relu et vérifié');
  await page.evaluate(() => sessionStorage.setItem('permission', 'prompt'));
  await page.reload();
  await expect(section(page)).toContainText('il veut votre accord pour écrire à nouveau dans « Clé USB »');
  await goTo(page, 'Capture');
  await stickNote(page, 'Pendant ce temps');
  await goTo(page, 'Réunir');
  await section(page).getByRole('button', { name: 'Autoriser à nouveau' }).click();
  await expect(section(page)).toContainText('relu et vérifié');
  await expect(section(page)).toContainText('Rien de nouveau depuis');
  expect(notesIn([...(await readFolder(page)).values()][0])).toBe(2);
});

test('[BK5] a folder that is gone is called so, and is written again once it is back', async ({ page }) => {
  await offerFolder(page);
  await startWithNote(page);
  await goTo(page, 'Réunir');
  await section(page).getByRole('button', { name: 'Choisir un dossier de sauvegarde' }).click();
  await expect(section(page)).toContainText('relu et vérifié');
  await page.evaluate(async () =>
    (await navigator.storage.getDirectory()).removeEntry('Clé USB', { recursive: true }),
  );
  await goTo(page, 'Capture');
  await stickNote(page, 'Sans clé');
  await expectSaved(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await goTo(page, 'Réunir');
  await expect(section(page)).toContainText('Le dossier « Clé USB » est introuvable');
  await page.evaluate(async () =>
    (await navigator.storage.getDirectory()).getDirectoryHandle('Clé USB', { create: true }),
  );
  await section(page).getByRole('button', { name: 'Réessayer' }).click();
  await expect(section(page)).toContainText('relu et vérifié');
  expect(notesIn([...(await readFolder(page)).values()][0])).toBe(2);
});

/** Ten notes one by one take a busy machine half a minute. */
test.describe.configure({ timeout: 120_000 });

const stickTen = async (page: Page): Promise<void> => {
  for (let i = 1; i <= 10; i += 1) await stickNote(page, `Note ${String(i)}`);
  await expectSaved(page);
};

const reminder = (page: Page) => page.getByRole('complementary', { name: 'Sauvegarde' });

test('[BK6] ten new notes are worth a quiet reminder, once a day, and not where somebody writes', async ({
  page,
}) => {
  await page.clock.install({ time: new Date('2026-12-01T10:00:00') });
  await openApp(page);
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
  await stickNote(page, 'Une seule');
  await goTo(page, 'Mur');
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(reminder(page)).toHaveCount(0);
  await goTo(page, 'Capture');
  await stickTen(page);
  await goTo(page, 'Préparer');
  await goTo(page, 'Capture');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
  await expect(reminder(page)).toHaveCount(0);
  await goTo(page, 'Mur');
  await expect(reminder(page)).toContainText('n’existe encore que dans ce navigateur');
  await reminder(page).getByRole('button', { name: 'Plus tard' }).click();
  await expect(reminder(page)).toHaveCount(0);
  await goTo(page, 'Synthèse');
  await expect(page.getByRole('table').first()).toBeVisible();
  await expect(reminder(page)).toHaveCount(0);

  await page.clock.setSystemTime(new Date('2026-12-02T10:30:00'));
  await goTo(page, 'Mur');
  const download = page.waitForEvent('download');
  await reminder(page).getByRole('button', { name: 'Enregistrer le fichier' }).click();
  await download;
  await expect(reminder(page)).toHaveCount(0);
});

test('[BK6] a folder that takes the backups leaves nothing to be reminded of', async ({ page }) => {
  await offerFolder(page);
  await openApp(page);
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Réunir');
  await section(page).getByRole('button', { name: 'Choisir un dossier de sauvegarde' }).click();
  await expect(section(page)).toContainText('Grappe sauvegarde d’elle-même');
  await goTo(page, 'Capture');
  await stickTen(page);
  await goTo(page, 'Mur');
  await expect(page.getByRole('article')).toHaveCount(10);
  await expect(reminder(page)).toHaveCount(0);
});
