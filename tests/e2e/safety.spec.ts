import { readFileSync } from 'node:fs';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { readFile } from '#app/read-file.ts';
import { readBoard, type Board } from '#board/board.ts';
import { createBoardDoc, mergeBoard } from '#board/document.ts';
import { expectNoFault } from './faults.ts';
import {
  agreeToMerge,
  createWorkshop,
  expectSaved,
  goTo,
  openApp,
  openKeptApp,
  stickNote,
} from './workshop-steps.ts';

const wallNote = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Mur' }).getByRole('article', { name: text, exact: true });

/** Goes to the restore points from Préparer. */
const goToSafety = async (page: Page): Promise<void> => {
  await goTo(page, 'Préparer');
  await page.getByRole('link', { name: 'Sauvegardes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sauvegardes' })).toBeVisible();
};

/** What a file that was saved holds. */
const boardOf = (path: string): Board => {
  const read = readFile(new Uint8Array(readFileSync(path)));
  if (!read.ok) throw new Error(`refused: ${read.error.type}`);
  const board = createBoardDoc();
  mergeBoard(board, read.value.boards[0].state, { type: 'file' });
  return readBoard(board);
};

test(
  '[RP3] a restore point is looked into, and all of it or single notes are brought back, undoably',
  { tag: ['@tablet', '@phone'] },
  async ({ page }) => {
    await openApp(page);
    await createWorkshop(page, 'Un atelier');
    await goTo(page, 'Capture');
    for (const text of ['Zones blanches', 'Trop de mots de passe']) await stickNote(page, text);
    await expectSaved(page);

    await goToSafety(page);
    await page.getByRole('button', { name: 'Garder un point maintenant' }).click();
    const points = page.getByRole('list', { name: 'Points de retour' }).getByRole('listitem');
    await expect(points).toHaveCount(1);
    await expect(points.first()).toContainText('Gardé à la demande');
    await points.first().getByRole('button').click();
    await expect(page.getByText('Rien n’a changé depuis')).toBeVisible();

    await goTo(page, 'Capture');
    await stickNote(page, 'Venue depuis');
    await goTo(page, 'Mur');
    await wallNote(page, 'Zones blanches').getByRole('checkbox').check({ force: true });
    await page.getByRole('button', { name: 'Mettre à la corbeille' }).click();
    await expect(wallNote(page, 'Zones blanches')).toHaveCount(0);

    await goToSafety(page);
    await points.first().getByRole('button').click();
    await expect(page.getByText(/corbeille\s: 1 · changé\s: 0 · venu depuis\s: 1/)).toBeVisible();
    await page.getByRole('button', { name: 'Ramener : Zones blanches' }).click();
    await expect(page.getByText(/corbeille\s: 0 · changé\s: 0 · venu depuis\s: 1/)).toBeVisible();
    await page.getByRole('button', { name: 'Défaire', exact: true }).click();
    await expect(page.getByText(/corbeille\s: 1 · changé\s: 0 · venu depuis\s: 1/)).toBeVisible();

    await page.getByRole('checkbox', { name: /Mettre aussi à la corbeille/ }).check();
    await page.getByRole('button', { name: 'Tout ramener' }).click();
    await expect(page.getByText('Rien n’a changé depuis')).toBeVisible();
    await goTo(page, 'Mur');
    await expect(wallNote(page, 'Zones blanches')).toBeVisible();
    await expect(wallNote(page, 'Venue depuis')).toHaveCount(0);
    await page.getByRole('button', { name: 'Défaire', exact: true }).click();
    await expect(wallNote(page, 'Venue depuis')).toBeVisible();
    await goToSafety(page);
    await expect(points.filter({ hasText: 'Avant un retour en arrière' })).toHaveCount(1);
  },
);

/** A second device with the file of a workshop. */
const openElsewhere = async (browser: Browser, file: string): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  await openApp(page);
  await openFile(page, file);
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
  return page;
};

const openFile = async (page: Page, file: string): Promise<void> => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await choosing).setFiles(file);
};

const saveFile = async (page: Page): Promise<string> => {
  await goTo(page, 'Réunir');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer le fichier' }).first().click();
  return (await downloading).path();
};

/** Groups one note into a new cluster. */
const groupAs = async (page: Page, note: string, name: string): Promise<void> => {
  await goTo(page, 'Mur');
  await wallNote(page, note).getByRole('checkbox').check({ force: true });
  await page.getByRole('button', { name: 'Regrouper' }).click();
  const field = page.getByRole('textbox', { name: 'Nom de la grappe' });
  await field.fill(name);
  await field.press('Enter');
  await expect(page.getByRole('group', { name })).toBeVisible();
  await expectSaved(page);
};

test('[GR6] a note that two devices put into different clusters says so on itself, until somebody chooses', async ({
  page,
  browser,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Ici et là');
  await goTo(page, 'Capture');
  await stickNote(page, 'Débit insuffisant');
  await expectSaved(page);
  const there = await openElsewhere(browser, await saveFile(page));
  await groupAs(page, 'Débit insuffisant', 'Réseau');
  await groupAs(there, 'Débit insuffisant', 'Matériel');
  const file = await saveFile(there);
  await goTo(page, 'Réunir');
  await openFile(page, file);
  await agreeToMerge(page);
  await expect(page.getByRole('status').filter({ hasText: /réuni/i }).first()).toBeVisible();
  // What it has downloaded goes with it.
  await there.context().close();

  await goTo(page, 'Mur');
  const mark = wallNote(page, 'Débit insuffisant').getByRole('button', { name: /Rangée à deux endroits/ });
  await mark.click();
  const dialog = page.getByRole('dialog', { name: 'Deux valeurs, à choisir' });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expectNoFault(page, 'two values to choose from');
  const other = dialog.getByRole('listitem').filter({ hasNotText: 'affiché maintenant' });
  const chosen = (await other.locator('.written').textContent()) ?? '';
  expect(['Réseau', 'Matériel']).toContain(chosen);
  await other.getByRole('button', { name: 'Garder' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(mark).toHaveCount(0);
  await expect(
    page.getByRole('group', { name: chosen }).getByRole('article', { name: 'Débit insuffisant' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Défaire', exact: true }).click();
  await expect(mark).toBeVisible();
});

test('[SV19] where the browser offers no storage, notes are written, called unsaved and exported, and saved once it does', async ({
  page,
}) => {
  await page.addInitScript(() => {
    if (sessionStorage.getItem('storage') === 'back') return;
    const own = indexedDB;
    Object.defineProperty(window, 'indexedDB', { configurable: true, value: undefined });
    Object.assign(window, {
      bringStorageBack: () => {
        sessionStorage.setItem('storage', 'back');
        Object.defineProperty(window, 'indexedDB', { configurable: true, value: own });
        dispatchEvent(new Event('online'));
      },
    });
  });
  await openApp(page);
  await createWorkshop(page, 'Sans stockage');
  await goTo(page, 'Capture');
  await stickNote(page, 'Seulement en mémoire');
  const screens = ['Capture', 'Mur', 'Projections', 'Synthèse', 'Réunir', 'Préparer'];
  for (const screen of screens) {
    await goTo(page, screen);
    await expect(page.getByRole('status').filter({ hasText: 'Non enregistré' })).toBeVisible();
  }
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter maintenant' }).click();
  const board = boardOf(await (await downloading).path());
  expect([...board.notes.values()].map(({ text }) => text)).toEqual(['Seulement en mémoire']);

  await page.getByRole('link', { name: 'Tous les ateliers' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'n’est pas encore enregistré' })).toBeVisible();
  await page.getByRole('link', { name: 'Sans stockage', exact: true }).click();
  await page.evaluate(() => (window as unknown as { bringStorageBack: () => void }).bringStorageBack());
  await expectSaved(page);
  await goTo(page, 'Mur');
  await page.reload();
  await expect(wallNote(page, 'Seulement en mémoire')).toBeVisible();
});

test('[VN2] when a newer version takes over the storage, this page saves what is being typed and asks to be reloaded', async ({
  page,
  context,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Deux versions');
  await goTo(page, 'Capture');
  await stickNote(page, 'Écrite avant');
  await goTo(page, 'Mur');
  await wallNote(page, 'Écrite avant').getByRole('checkbox').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Texte de la note' }).fill('Juste à temps !');
  const other = await context.newPage();
  await other.goto('/manifest.webmanifest');
  const rows = await other.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const request = indexedDB.open('grappe', 1000);
        request.onerror = () => reject(new Error('not opened'));
        request.onsuccess = () => {
          const all = request.result.transaction('journal').objectStore('journal').getAll();
          all.onsuccess = () => {
            const bytes = (all.result as { bytes: Uint8Array }[]).map((row) =>
              new TextDecoder().decode(row.bytes),
            );
            resolve(bytes.join('\n'));
          };
        };
      }),
  );
  expect(rows).toContain('Juste à temps !');
  const panel = page.getByRole('alert').filter({ hasText: 'Grappe a été mise à jour dans un autre onglet' });
  await expect(panel).toContainText('Tout ce qui était écrit ici est enregistré');
  await panel.getByRole('button', { name: 'Recharger' }).click();
  await expect(panel).toBeVisible();
});

/** Every byte that the page's origin keeps in this browser, as text in the encodings that a text may have there. */
const everythingStored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const texts: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    const take = (value: unknown): void => {
      if (typeof value === 'string') texts.push(value);
      else if (value instanceof ArrayBuffer) take(new Uint8Array(value));
      else if (ArrayBuffer.isView(value)) {
        texts.push(new TextDecoder('utf-8').decode(value), new TextDecoder('utf-16le').decode(value));
      } else if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) {
          texts.push(key);
          take(inner);
        }
      }
    };
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('not read'));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      texts.push(name);
      const db = await answer(indexedDB.open(name));
      for (const table of db.objectStoreNames) {
        const rows = db.transaction(table).objectStore(table);
        const [keys, values] = await Promise.all([answer(rows.getAllKeys()), answer(rows.getAll())]);
        take(keys);
        take(values);
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        texts.push(request.url);
        take(await (await cache.match(request))?.arrayBuffer());
      }
    }
    return texts.join('\n');
  });

test.describe('with all that a browser stores', () => {
  test.use({ serviceWorkers: 'allow' });
  test('[HO2] erasing lists what it removed, and leaves no byte of it in any storage of the browser', async ({
    page,
  }) => {
    await openKeptApp(page);
    await createWorkshop(page, 'Quetzalcoatl confidentiel');
    const place = page.url();
    await goTo(page, 'Capture');
    await stickNote(page, 'Axolotl secret');
    await page.getByRole('textbox', { name: 'Note' }).fill('Brouillon okapi');
    await expect.poll(() => everythingStored(page)).toContain('Brouillon okapi');
    await goToSafety(page);
    await page.getByRole('button', { name: 'Garder un point maintenant' }).click();
    await expectSaved(page);
    const before = await everythingStored(page);
    const id = /atelier\/([^/]+)/.exec(place)?.[1] ?? '';
    for (const text of ['Quetzalcoatl', 'Axolotl', 'okapi', id]) expect(before).toContain(text);

    await page.getByRole('link', { name: 'Tous les ateliers' }).click();
    await page.getByRole('button', { name: /Quetzalcoatl/ }).click();
    await page.getByRole('button', { name: /Effacer de cet appareil/ }).click();
    await page.getByRole('button', { name: 'Effacer de cet appareil' }).click();
    const dialog = page
      .getByRole('alertdialog', { name: 'Atelier effacé' })
      .or(page.getByRole('dialog', { name: 'Atelier effacé' }));
    for (const what of ['1 note', 'journal', 'point de retour', 'brouillon', 'la copie de travail']) {
      await expect(dialog.getByRole('listitem').filter({ hasText: what })).toHaveCount(1);
    }
    const after = await everythingStored(page);
    for (const text of ['Quetzalcoatl', 'Axolotl', 'okapi']) expect(after).not.toContain(text);
    await dialog.getByRole('button', { name: 'Fermer' }).last().click();
    await expect(page.getByRole('link', { name: /Quetzalcoatl/ })).toHaveCount(0);
  });
});
