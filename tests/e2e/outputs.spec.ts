import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { docxTables, odtTables, xlsxSheets } from '../synthesis/read-office.ts';
import { printed } from '../support/printed.ts';
import { expectedTables, fixture } from '../synthesis/seed.ts';
import { expectSaved, openApp, openKeptApp, readTable } from './workshop-steps.ts';

const openExample = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Synthèse' })).toBeVisible();
};

const download = async (page: Page, button: string): Promise<Uint8Array> => {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return readFile(await file.path());
};

const seedCells = (tables: string[][][][]) =>
  tables.slice(0, 3).map(([, ...rows], phase) => rows.map((cells) => (phase === 0 ? cells.slice(1) : cells)));

test.describe('with no network', () => {
  test.use({ serviceWorkers: 'allow' });
  test('[OU10] Word, OpenDocument and the spreadsheet are made on the device, beside the page, and hold the seed’s tables', async ({
    page,
    context,
  }) => {
    await openKeptApp(page);
    await openExample(page);
    const workers: string[] = [];
    page.on('worker', (worker) => workers.push(worker.url()));
    await context.setOffline(true);
    expect(seedCells(docxTables(await download(page, 'Word (DOCX)')))).toEqual(printed(expectedTables));
    expect(workers.filter((url) => url.includes('write-output'))).toHaveLength(1);
    expect(seedCells(odtTables(await download(page, 'OpenDocument (ODT)')))).toEqual(printed(expectedTables));
    const sheets = xlsxSheets(await download(page, 'Tableur (XLSX)'));
    expect(sheets.find(({ name }) => name === 'Notes')?.rows).toHaveLength(1 + expectedTables.flat(3).length);
  });
});

test('[OU10] what makes files is loaded when a file is asked for', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openApp(page);
  await openExample(page);
  const isLibrary = (url: string): boolean => /\/(docx|xlsx|odt|write-output)[^/]*\.js/.test(url);
  expect(asked.filter(isLibrary)).toEqual([]);
  await download(page, 'Word (DOCX)');
  expect(asked.filter(isLibrary).length).toBeGreaterThan(0);
});

test('[OU11] what is in the document and its order are chosen with the keyboard, kept, and in the files', async ({
  page,
}) => {
  await openApp(page);
  await openExample(page);
  await page.locator('summary').press('Enter');
  await page.getByRole('checkbox', { name: 'Méthode' }).press('Space');
  await page.getByRole('checkbox', { name: 'Retours d’expérience présentés' }).press('Space');
  const up = page.getByRole('button', { name: 'Monter : Méthode' });
  for (let i = 0; i < 4; i += 1) await up.press('Enter');
  await expect(up).toBeFocused();
  await page.getByRole('checkbox', { name: 'Référence à côté de chaque note' }).press('Space');
  const headings = () => page.locator('article.document').getByRole('heading', { level: 3 }).allInnerTexts();
  const expected = [
    'Méthode',
    '1. Retour d’expérience',
    '2. Projections',
    '3. Plan d’action',
    'D’où viennent les actions',
  ];
  await expect.poll(headings).toEqual(expected);
  const markdown = new TextDecoder().decode(await download(page, 'Markdown'));
  expect(markdown.match(/^## .*/gm)?.map((line) => line.replace('## ', '').replace('\\', ''))).toEqual(
    expected,
  );
  expect(markdown).not.toMatch(/`I\d+`/);
  await page.reload();
  await expect.poll(headings).toEqual(expected);
});

test('[OU11] title, introduction, cards and notes are corrected in the page, and the files have it', async ({
  page,
}) => {
  await openApp(page);
  await openExample(page);
  await page.getByRole('button', { name: 'Corriger dans la page' }).click();
  await page.getByRole('textbox', { name: 'Introduction' }).fill('Une soirée à Nantes.');
  await page.getByRole('button', { name: 'Tablettes 4G' }).first().click();
  await page.getByRole('textbox', { name: 'Texte de la note' }).fill('Tablettes 5G');
  await page.getByRole('textbox', { name: 'Texte de la note' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Tablettes 5G' }).first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Portée' }).first().fill('Nantes');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await page.getByRole('button', { name: 'Terminer les corrections' }).click();
  await expect(page.getByText('Une soirée à Nantes.')).toBeVisible();
  await expectSaved(page);
  const [table] = docxTables(await download(page, 'Word (DOCX)'));
  expect(table?.[1]?.[2]).toContain('Tablettes 5G');
  expect(table?.[1]?.[0]).toContain('(Nantes)');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`[OU11] axe finds nothing on the page with every part in it, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openApp(page);
    await openExample(page);
    await page.getByText('Ce qui est dans le document').click();
    for (const part of ['Toutes les notes, par grappe', 'Votes', 'Photos et dessins', 'Méthode']) {
      await page.getByRole('checkbox', { name: part }).check();
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
}

test('[OU12] prints on A4 lying or upright, with each phase on a page of its own and no row cut', async ({
  page,
}) => {
  await openApp(page);
  await openExample(page);
  /** How the sheets lie, one after the other: width and height, in 15 points, as A4 is 842 by 595. */
  const sheets = async (): Promise<string[]> => {
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    return Array.from(pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g), ([, width, height]) =>
      [width, height].map((side) => Math.round(Number(side) / 15)).join(' × '),
    );
  };
  const lying = await sheets();
  expect(lying.length).toBeGreaterThanOrEqual(5);
  expect(new Set(lying)).toEqual(new Set(['56 × 40']));
  await page.getByText('Ce qui est dans le document').click();
  await page.getByRole('radio', { name: 'Portrait' }).check({ force: true });
  expect(new Set(await sheets())).toEqual(new Set(['40 × 56']));
  await page.emulateMedia({ media: 'print' });
  const look = await page.locator('article.document').evaluate((document) => ({
    rows: [...document.querySelectorAll('tr')].every((row) => getComputedStyle(row).breakInside === 'avoid'),
    heads: [...document.querySelectorAll('thead')].every(
      (head) => getComputedStyle(head).display === 'table-header-group',
    ),
    phases: [...document.querySelectorAll('.phase')].map((phase) => getComputedStyle(phase).breakBefore),
  }));
  expect(look).toEqual({ rows: true, heads: true, phases: ['page', 'page', 'page'] });
  // What is wider than its sheet would make all of it smaller.
  await page.setViewportSize({ width: Math.floor((186 / 25.4) * 96), height: 900 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});

test('[IM4] pasted notes and a file of another tool are brought in by a dialog, and taken back in one step', async ({
  page,
}) => {
  await openApp(page);
  await openExample(page);
  await page.getByRole('button', { name: 'Importer des notes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Importer des notes' });
  await dialog.getByRole('textbox', { name: 'Notes, une par ligne' }).fill('Le froid, la salle\n\nLe bruit');
  await expect(dialog.getByText('2 notes à importer')).toBeVisible();
  await dialog.getByRole('button', { name: 'Importer', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Message' })).toContainText('2 notes importées');
  await expect
    .poll(async () => (await readTable(page, 'Retour d’expérience')).at(-1)?.[1])
    .toEqual(['Le froid, la salle', 'Le bruit']);
  await page.getByRole('region', { name: 'Message' }).getByRole('button', { name: 'Annuler' }).click();
  await expect(page.getByText('Le froid, la salle')).toHaveCount(0);

  await page.getByRole('button', { name: 'Importer des notes' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: 'Choisir un fichier CSV' }).click(),
  ]);
  await chooser.setFiles({
    name: 'tableau.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Couleur;Auteur;Propos\nrouge;x;Débit\nbleu;y;Prises\n'),
  });
  await dialog.getByRole('checkbox', { name: /première ligne/ }).check();
  await dialog.getByRole('combobox', { name: 'Texte de la note' }).selectOption('Propos');
  await dialog.getByRole('combobox', { name: 'Grappe' }).selectOption('Couleur');
  await dialog.getByRole('combobox', { name: /Type des notes/ }).selectOption('Levier');
  await dialog.getByRole('button', { name: 'Importer', exact: true }).click();
  await expect
    .poll(async () => (await readTable(page, 'Projections')).at(-1)?.[2])
    .toEqual(['Débit', 'Prises']);
  await page.locator('summary').click();
  await page.getByRole('checkbox', { name: 'Toutes les notes, par grappe' }).check();
  await expect(page.getByRole('heading', { name: /^G\d+ · rouge$/ })).toBeVisible();
});

test('[IM4] what holds no note is said so, and nothing is brought in', async ({ page }) => {
  await openApp(page);
  await openExample(page);
  await page.getByRole('button', { name: 'Importer des notes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Importer des notes' });
  await dialog.getByRole('textbox', { name: 'Notes, une par ligne' }).fill('Note,Grappe\n');
  await expect(dialog.getByRole('alert')).toHaveText(/aucune note/);
  await expect(dialog.getByRole('button', { name: 'Importer', exact: true })).toBeDisabled();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  expect((await readTable(page, 'Retour d’expérience')).length).toBe(fixture.diagnostic.length);
});
