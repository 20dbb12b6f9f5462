import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { makeBundle } from '#app/make-bundle.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { atOtherHost } from '../find-browsers.js';
import { docOf } from '../synthesis/seed.ts';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

const openKit = async (page: Page): Promise<void> => {
  await goTo(page, 'Préparer');
  await page.getByRole('link', { name: 'Kit à imprimer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kit à imprimer' })).toBeVisible();
};

const check = (page: Page, name: string) => page.getByRole('checkbox', { name });

/** The pages of a print, each with its width and height in points. */
const print = async (page: Page): Promise<string[]> => {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return [...pdf.matchAll(/\/Type\s*\/Page\b[^]*?\/MediaBox\s*\[([^\]]*)\]/g)].map(([, box = '']) =>
    box
      .trim()
      .split(/\s+/)
      .slice(2)
      .map((length) => String(Math.round(Number(length))))
      .join(' × '),
  );
};

test(
  '[KT1] each sheet of the kit is a page of A4, and no page is empty',
  { tag: ['@phone'] },
  async ({ page }) => {
    await page.goto('/');
    await createWorkshop(page, 'Garantir un égal accès au numérique, partout et pour tous');
    // The synthesis prints in landscape, and was here before.
    await goTo(page, 'Synthèse');
    await openKit(page);
    const a4 = '595 × 842';
    await expect(page.getByText('9 feuilles A4')).toBeVisible();
    expect(await print(page)).toEqual(Array.from({ length: 9 }, () => a4));
    await check(page, 'Notes vierges, une feuille par type').uncheck();
    expect(await print(page)).toEqual([a4]);
    await page.emulateMedia({ media: 'print' });
    const poster = page.getByRole('article');
    await expect(poster).toContainText('Rejoignez l’atelier');
    await expect(poster).toContainText('Garantir un égal accès');
    await expect(poster.getByRole('listitem')).toHaveCount(3);
    await expect(poster).toContainText('/#/rejoindre/');
    // From some metres: a code of 12 cm and more.
    const code = await poster.getByRole('img').boundingBox();
    expect((code?.width ?? 0) / 96).toBeGreaterThan(12 / 2.54);
    await expect(page.getByRole('checkbox').first()).toBeHidden();
    await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeHidden();
    // Nothing of it is cut off at the foot of the sheet.
    const isWhole = await poster.evaluate((sheet) => sheet.scrollHeight <= sheet.clientHeight);
    expect(isWhole).toBe(true);
  },
);

test('[KT2] the notes of the chosen phases are printed whole, with sign and name of their kind', async ({
  page,
}) => {
  await page.goto('/');
  await createWorkshop(page, 'Notes de papier');
  await goTo(page, 'Capture');
  const long = 'Une phrase assez longue pour remplir une note de papier. '.repeat(10).trim();
  await stickNote(page, long, 'Irritant');
  for (let i = 1; i < 9; i++) await stickNote(page, `Point ${String(i)}`, 'Point fort');
  await openKit(page);
  await check(page, 'Affiche pour rejoindre l’atelier').uncheck();
  await check(page, 'Notes vierges, une feuille par type').uncheck();
  await expect(page.getByText('Rien à imprimer')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Imprimer' })).toBeDisabled();
  await check(page, 'Notes de l’atelier, sur papier').check();
  const sheets = page.getByRole('group', { name: /Notes de l’atelier, feuille/ });
  await expect(sheets).toHaveCount(2);
  const notes = sheets.getByRole('listitem');
  await expect(notes).toHaveCount(9);
  await expect(notes.first()).toContainText('Irritant');
  await expect(notes.first()).toContainText(long);
  await expect(notes.first().locator('svg')).toHaveCount(1);
  await expect(notes.last()).toContainText('Point fort');
  expect(await print(page)).toHaveLength(2);
  await page.emulateMedia({ media: 'print' });
  for (const note of await notes.all()) {
    expect(await note.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(
      1,
    );
  }
  await page.emulateMedia({ media: null });
  await check(page, 'Retour d’expérience').uncheck();
  await expect(sheets).toHaveCount(0);
  await expect(page.getByText('Il n’y a pas encore de note dans ces phases.')).toBeVisible();
});

test('[KT3] cut along its lines, a sheet gives notes of one size, and whatever their words are, none is cut off', async ({
  page,
}) => {
  const words = [
    'Une phrase assez longue pour en remplir une. '.repeat(220).trim(),
    Array.from({ length: 40 }, (_, i) => `ligne ${String(i + 1)}`).join('\n'),
    'WWWWWWWWWW MMMM@@@@ '.repeat(60).trim(),
    'الاتصال بالإنترنت بطيء جدا في القاعات '.repeat(20).trim(),
    '👩🏽‍🏫🛰️📚🇫🇷'.repeat(40),
    '慢いインターネット接続'.repeat(50),
    'x'.repeat(1_000),
    'Court',
  ];
  const board = docOf({ title: 'Notes à découper', diagnostic: [{ irritants: words }] });
  const state = encodeBoard(board);
  const bytes = makeBundle({
    id: 'decouper' as BoardId,
    state,
    board: readBoard(board),
    method: defaultMethod,
    now: 0,
  });
  await page.goto('/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles({ name: 'decouper.grappe', mimeType: '', buffer: Buffer.from(bytes) });
  await openKit(page);
  await check(page, 'Notes de l’atelier, sur papier').check();
  for (const [size, rows] of [
    ['8 par feuille', 4],
    ['6 par feuille', 3],
  ] as const) {
    await page.getByRole('radio', { name: size }).check({ force: true });
    await page.emulateMedia({ media: 'print' });
    const sheets = await page.getByRole('group', { name: /Notes de l’atelier, feuille/ }).evaluateAll((all) =>
      all.map((sheet) => {
        const notes = [...sheet.querySelectorAll('li')];
        const edges = sheet.querySelector('ul')!.getBoundingClientRect();
        const mm = (px: number): number => Math.round((px / 96) * 25.4 * 10) / 10;
        return {
          // Of the sheet of paper: its margins are 10 mm.
          lines: notes.map((note) => {
            const { right, bottom } = note.getBoundingClientRect();
            return [10 + mm(right - edges.left), 10 + mm(bottom - edges.top)];
          }),
          cut: notes.filter((note) => note.scrollHeight > note.clientHeight + 1).length,
          words: notes.map((note) => note.querySelector('.words')?.textContent ?? ''),
        };
      }),
    );
    await page.emulateMedia({ media: null });
    const row = 297 / rows;
    for (const { lines, cut } of sheets) {
      expect(cut).toBe(0);
      for (const [i, [right, bottom]] of lines.entries()) {
        if (i % 2 === 0) expect(right).toBeCloseTo(105, 0);
        const at = Math.floor(i / 2) + 1;
        if (at < rows) expect(Math.abs(bottom! - row * at)).toBeLessThan(0.3);
      }
    }
    const bare = (all: readonly string[]): string => all.join('').replace(/\s/g, '');
    expect(bare(sheets.flatMap((sheet) => sheet.words))).toBe(bare(words));
  }
});

for (const { locale, example, sheets } of [
  {
    locale: 'fr-FR',
    example: 'Voir un exemple',
    sheets: ['Aide-mémoire pour qui anime', 'Aide-mémoire pour qui participe'],
  },
  {
    locale: 'en-GB',
    example: 'See an example',
    sheets: ['Reminder sheet for the facilitator', 'Reminder sheet for participants'],
  },
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test(`[FU4] each sheet to remember by is one page, whole, with the workshop’s code where its address leads to other devices (${locale})`, async ({
      page,
      baseURL,
    }) => {
      await page.goto('/');
      await page.getByRole('button', { name: example }).click();
      await expect(page).toHaveURL(/atelier/);
      const path = new URL(page.url()).hash.replace(/[^/]*$/, 'kit');
      const only = async (...names: readonly string[]): Promise<void> => {
        await expect(page.getByRole('checkbox', { name: sheets[0] })).toBeVisible();
        // The phases, which come behind these, go with the notes.
        for (let part = 0; part < 5; part++) await page.getByRole('checkbox').nth(part).uncheck();
        for (const name of names) await check(page, name).check();
      };
      await page.goto(`/${path}`);
      await only(...sheets);
      await expect(page.getByRole('article')).toHaveCount(2);
      await expect(page.getByRole('note')).toContainText('127.0.0.1');
      await expect(page.getByRole('article').getByRole('img')).toHaveCount(0);

      await page.goto(`${atOtherHost(baseURL)}/`);
      await page.getByRole('button', { name: example }).click();
      await expect(page).toHaveURL(/atelier/);
      await page.goto(page.url().replace(/[^/]*$/, 'kit'));
      const sheet = (name: string) => page.getByRole('group', { name }).getByRole('article');
      for (const name of sheets) {
        await only(name);
        await expect(sheet(name).getByRole('img')).toHaveCount(1);
        await expect(page.getByRole('note')).toHaveCount(0);
        await expect(sheet(name)).toContainText('Garantir un égal accès');
        expect(await print(page)).toEqual(['595 × 842']);
      }
      await only(...sheets);
      await page.setViewportSize({ width: 320, height: 640 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.emulateMedia({ media: 'print' });
      for (const name of sheets) {
        const hidden = await sheet(name).evaluate((element) => [
          element.scrollHeight - element.clientHeight,
          element.scrollWidth - element.clientWidth,
        ]);
        expect(hidden, name).toEqual([0, 0]);
      }
    });
  });
}
