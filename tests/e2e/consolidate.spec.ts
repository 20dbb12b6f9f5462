import AxeBuilder from '@axe-core/playwright';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { makeBundle } from '#app/make-bundle.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { makeWorkshops, type TrueWorkshop } from '../support/many-workshops.ts';
import { docxTables } from '../synthesis/read-office.ts';

interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const fileOf = (name: string, bytes: Uint8Array): ChosenFile => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});

const bundleOf = ({ id, board }: TrueWorkshop): Uint8Array =>
  makeBundle({ id, state: encodeBoard(board), board: readBoard(board), method: defaultMethod, now: 0 });

const make = (count: number, noteCount: number, seed: number) => {
  const truth = [...makeWorkshops(count, noteCount, seed)];
  return {
    truth,
    files: truth.map((workshop, i) => fileOf(`atelier-${String(i)}.grappe`, bundleOf(workshop))),
  };
};

const open = async (page: Page): Promise<void> => {
  await page.goto('/#/');
  await page.getByRole('link', { name: 'Consolider des ateliers' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Consolider des ateliers' })).toBeVisible();
};

const choose = async (page: Page, files: readonly ChosenFile[]): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choisir des fichiers' }).click();
  await (await chooser).setFiles(files);
};

const groups = (page: Page) => page.getByRole('list', { name: 'Ce qui se ressemble' });
const sum = (page: Page) => page.locator('.sum').first();
const dialog = (page: Page) => page.getByRole('dialog');
const counted = (text: string) => new RegExp(`^${text.replaceAll(' ', '\\s')}`);

/** How much of a consolidation the device has. */
const keptBytes = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('grappe-consolidation');
        opening.onsuccess = () => {
          const db = opening.result;
          if (db.objectStoreNames.length === 0) {
            // Open, it would keep the page from making its own of it.
            db.close();
            return resolve(0);
          }
          const reading = db.transaction('kept').objectStore('kept').get('current');
          reading.onsuccess = () => {
            db.close();
            resolve((reading.result as { state: Uint8Array } | undefined)?.state.length ?? 0);
          };
        };
      }),
  );

const expectSound = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
};

test(
  '[CO6] [CO9] hundreds of files are read beside the page; what can’t be read is listed, and every count is true',
  { tag: ['@phone'] },
  async ({ page }) => {
    const { truth, files } = make(24, 20, 11);
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    await open(page);
    await choose(page, [
      ...files,
      fileOf('photo.grappe', Buffer.from('JFIF')),
      { ...files[0]!, name: 'copie.grappe' },
    ]);
    const votes = truth.flatMap(({ notes }) => notes).reduce((all, note) => all + note.votes, 0);
    await expect(sum(page)).toHaveText(counted(`24 ateliers · 480 notes · ${String(votes)} votes`));
    expect(workers.some((url) => url.includes('consolidate.worker'))).toBe(true);
    const failed = page.getByRole('alert', { name: /n’a pas pu être lu/ });
    await expect(failed.getByRole('listitem')).toHaveText([/^photo\.grappe/]);
    await page.getByText('Un fichier est d’un atelier déjà compté').click();
    await expect(page.getByText(/copie\.grappe.*identique à/)).toBeVisible();
    await expect(groups(page).getByRole('listitem').first()).toContainText('ateliers');
    await expectSound(page);
  },
);

test('[CO9] reading is stopped, and what was read already is there', async ({ page }) => {
  const { files } = make(140, 30, 12);
  await open(page);
  await choose(page, files);
  await page.getByRole('button', { name: 'Arrêter' }).click();
  await expect(page.getByRole('button', { name: 'Choisir des fichiers' })).toBeEnabled();
  await expect(page.locator('.progress')).toHaveCount(0);
  // Chosen again, they are all there, each once.
  await choose(page, files);
  await expect(sum(page)).toHaveText(counted('140 ateliers · 4 200 notes'));
});

test('[CO10] every figure leads to the notes and workshops behind it, also of what is filtered', async ({
  page,
}) => {
  const { truth, files } = make(12, 20, 13);
  await open(page);
  await choose(page, files);
  await expect(groups(page)).toBeVisible();
  await page.getByRole('radio', { name: 'Notes', exact: true }).check();

  const irritants = truth.flatMap(({ notes, theme }) =>
    notes.filter(({ kind }) => kind === 'irritant').map((note) => ({ ...note, theme })),
  );
  const pupils = irritants.filter(({ audience }) => audience === 'pupil');
  await page.getByRole('button', { name: counted(`Élève : ${String(pupils.length)} notes`) }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Élève' })).toBeVisible();
  await expect(
    dialog(page).getByRole('list', { name: 'Notes derrière ce chiffre' }).getByRole('listitem'),
  ).toHaveCount(pupils.length);
  await page.keyboard.press('Escape');

  const cell = pupils.filter(({ theme }) => theme === 2);
  await page
    .getByRole('button', { name: new RegExp(`^2\\. .*, Élève\\s: ${String(cell.length)}\\snote`) })
    .click();
  await expect(dialog(page).getByRole('list').last().getByRole('listitem')).toHaveCount(cell.length);
  await expectSound(page);
  await page.keyboard.press('Escape');

  await page.getByLabel('Public', { exact: true }).selectOption({ label: 'Élève' });
  const [first] = await groups(page).getByRole('button').all();
  await first!.click();
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Tout montrer' }).click();
  await page.getByLabel('Chercher dans les groupes').fill('ecran');
  await expect(groups(page).getByRole('listitem').first()).toContainText(/écran|ecran/i);
});

test('[CO10] groups are renamed, brought together, split and notes moved, with the keyboard too, and each is taken back', async ({
  page,
}) => {
  const { files } = make(12, 20, 14);
  await open(page);
  await choose(page, files);
  const items = groups(page).getByRole('listitem');
  await expect(items.first()).toBeVisible();
  const before = await items.allTextContents();
  const count = async (): Promise<number> =>
    Number((await page.getByText(/^\d+ groupes$/).textContent())?.match(/\d+/)?.[0]);
  const all = await count();
  const undo = page.getByRole('button', { name: 'Défaire', exact: true }).first();

  await items.nth(0).getByRole('button').click();
  await page.getByLabel('Nom du groupe').fill('Notre affaire');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(items.filter({ hasText: 'Notre affaire' })).toContainText('À la main');

  await items.nth(0).getByRole('checkbox').press('Space');
  await items.nth(1).getByRole('checkbox').press('Space');
  await page.getByRole('button', { name: 'Réunir', exact: true }).press('Enter');
  await expect.poll(count).toBe(all - 1);

  await items.filter({ hasText: 'Notre affaire' }).getByRole('button').click();
  const notes = dialog(page).getByRole('checkbox');
  await notes.nth(0).check();
  await notes.nth(1).check();
  await dialog(page).getByRole('button', { name: 'En faire un autre groupe' }).click();
  await expect.poll(count).toBe(all);

  await items.filter({ hasText: 'Notre affaire' }).getByRole('button').click();
  await notes.nth(0).check();
  await dialog(page).getByLabel('Déplacer vers').selectOption({ index: 1 });
  await dialog(page).getByRole('button', { name: 'Déplacer', exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expectSound(page);

  for (let step = 0; step < 4; step += 1) await undo.click();
  await expect(undo).toBeDisabled();
  await expect(items).toHaveText(before);
});

test('[CO11] a consolidation is saved, opened again, and merged with another', async ({ page }) => {
  const { files } = make(10, 20, 15);
  await open(page);
  await choose(page, files.slice(0, 6));
  const items = groups(page).getByRole('listitem');
  await items.first().getByRole('button').click();
  await page.getByLabel('Nom du groupe').fill('Notre affaire');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByText('Emporter la consolidation', { exact: true }).click();
  await page.getByLabel('Titre de la consolidation').fill('Académie de Nantes');
  await page.getByLabel('Titre de la consolidation').press('Tab');
  const download = async (name: string): Promise<{ name: string; bytes: Buffer }> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const own = await download('Enregistrer la consolidation');
  expect(own.name).toMatch(/^academie-de-nantes-.*\.grappe-consolidation$/);
  const word = await download('Word (DOCX)');
  expect(JSON.stringify(docxTables(word.bytes))).toContain('Notre affaire');

  // A page that is killed loses nothing.
  await expect.poll(() => keptBytes(page)).toBeGreaterThan(own.bytes.length);
  await page.reload();
  await expect(sum(page)).toHaveText(counted('6 ateliers · 120 notes'));
  await expect(items.filter({ hasText: 'Notre affaire' })).toHaveCount(1);

  // Closed, it is gone from the device.
  await page.getByRole('button', { name: 'Fermer la consolidation' }).click();
  await expectSound(page);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Fermer la consolidation' }).click();
  await expect.poll(() => keptBytes(page)).toBe(0);
  await page.reload();
  await expect(page.getByText('Aucun atelier n’est encore ouvert')).toBeVisible();
  await choose(page, [fileOf('la-notre.grappe-consolidation', own.bytes), ...files.slice(4)]);
  await expect(sum(page)).toHaveText(counted('10 ateliers · 200 notes'));
  await expect(items.filter({ hasText: 'Notre affaire' })).toHaveCount(1);
  await page.getByText('Ateliers (10)').click();
  await page
    .getByRole('button', { name: /^Laisser de côté/ })
    .first()
    .click();
  await expect(sum(page)).toHaveText(counted('9 ateliers · 180 notes'));

  // Where a workshop is wanted, it is said where this file is opened.
  await page.goto('/#/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles([fileOf('la-notre.grappe-consolidation', own.bytes)]);
  await expect(page.getByText(/Consolider des ateliers.*\.$/).last()).toBeVisible();
});

test('[CO12] whoever erases a workshop is told that the consolidation has its notes too, which stays', async ({
  page,
}) => {
  const { truth, files } = make(2, 10, 16);
  await open(page);
  await choose(page, files.slice(0, 1));
  await expect(sum(page)).toHaveText(counted('1 atelier · 10 notes'));
  await expect.poll(() => keptBytes(page)).toBeGreaterThan(0);
  const told = page.getByText('aussi dans la consolidation en cours');
  for (const [i, { title }] of truth.entries()) {
    await page.goto('/#/');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
    await (await chooser).setFiles(files[i]!);
    await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
    await page.goto('/#/');
    await page.getByRole('button', { name: `Actions pour ${title}` }).click();
    await page.getByRole('button', { name: 'Effacer de cet appareil' }).click();
    const question = page.getByRole('alertdialog', { name: /Effacer cet atelier/ });
    await expect(told).toHaveCount(i === 0 ? 1 : 0);
    await question.getByRole('button', { name: 'Effacer de cet appareil' }).click();
    await expect(page.getByRole('heading', { name: 'Atelier effacé' })).toBeVisible();
    await expect(told).toHaveCount(i === 0 ? 1 : 0);
    if (i > 0) continue;
    await dialog(page).getByRole('link', { name: 'Consolider des ateliers' }).click();
    await expect(sum(page)).toHaveText(counted('1 atelier · 10 notes'));
  }
});

test('[CO13] a folder is chosen with the folders in it; what is none of ours is passed over, what is damaged is named', async ({
  page,
}, info) => {
  const { files } = make(2, 10, 17);
  const folder = info.outputPath('ateliers');
  mkdirSync(join(folder, 'académie', 'nantes'), { recursive: true });
  for (const [path, bytes] of [
    ['un.grappe', files[0]!.buffer],
    ['académie/nantes/deux.GRAPPE', files[1]!.buffer],
    ['académie/abîmé.grappe', files[1]!.buffer.subarray(0, 900)],
    ['académie/lisez-moi.txt', 'rien'],
    ['.caché.grappe', 'rien'],
  ] as const) {
    writeFileSync(join(folder, path), bytes);
  }
  await open(page);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choisir un dossier' }).click();
  await (await chooser).setFiles(folder);
  await expect(sum(page)).toHaveText(counted('2 ateliers · 20 notes'));
  const failed = page.getByRole('alert', { name: /n’a pas pu être lu/ });
  await expect(failed.getByRole('listitem')).toHaveText([/^ateliers\/académie\/abîmé\.grappe/]);
});
