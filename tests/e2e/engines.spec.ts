/** What other tests do by means that Firefox, as Playwright leads it, has not: it tells of no download. */

import { writeFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { readFile } from '#app/read-file.ts';
import { createBoardDoc, mergeBoard } from '#board/document.ts';
import { stateHash } from '#sync/state-hash.ts';
import { textsIn } from './room-steps.ts';
import { agreeToMerge, createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

const phase = 'Retour d’expérience';

/** Keeps what the page gives out as a file. */
const watchFiles = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const give = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      Object.assign(window, { given: blob });
      return give(blob);
    };
  });

const save = async (page: Page): Promise<Uint8Array> => {
  await goTo(page, 'Réunir');
  await page.evaluate(() => Object.assign(window, { given: undefined }));
  await page.getByRole('button', { name: 'Enregistrer le fichier' }).click();
  const given = await page.waitForFunction(() => (window as unknown as { given?: Blob }).given);
  return Uint8Array.from(
    await given.evaluate(async (blob) => [...new Uint8Array(await blob!.arrayBuffer())]),
  );
};

const take = async (page: Page, bytes: Uint8Array, path: string): Promise<void> => {
  writeFileSync(path, bytes);
  await expect(page.getByRole('button', { name: 'Ouvrir un fichier' })).toBeVisible();
  await page.locator('input[type=file]').first().setInputFiles(path);
};

const contentOf = (bytes: Uint8Array): string => {
  const read = readFile(bytes);
  if (!read.ok) throw new Error(read.error.type);
  const board = createBoardDoc();
  mergeBoard(board, read.value.boards[0].state, { type: 'file' });
  return stateHash(board.doc);
};

test(
  '[EN2] two devices meet by file in Firefox: told before, merged, and equal after',
  { tag: ['@firefox', '@not-desktop'] },
  async ({ page, browser }, info) => {
    await watchFiles(page);
    await openApp(page);
    await createWorkshop(page, 'Atelier de Limoges');
    await goTo(page, 'Capture');
    await stickNote(page, 'Débit', 'Irritant');
    await expectSaved(page);

    const other = await (await browser.newContext()).newPage();
    await watchFiles(other);
    await other.goto('/');
    await take(other, await save(page), info.outputPath('begun.grappe'));
    await goTo(other, 'Capture');
    await stickNote(other, 'Formation', 'Point fort');
    await goTo(page, 'Capture');
    await stickNote(page, 'Prises', 'Irritant');

    const theirs = await save(other);
    await goTo(page, 'Réunir');
    await take(page, theirs, info.outputPath('theirs.grappe'));
    await expect(page.getByRole('dialog', { name: 'Avant de réunir' })).toContainText('+1 note');
    await agreeToMerge(page);
    await expect(page.getByText('1 note de plus').first()).toBeVisible();
    const all = await save(page);
    await take(other, all, info.outputPath('all.grappe'));
    await agreeToMerge(other);
    await expect(other.getByText('1 note de plus').first()).toBeVisible();

    expect(await textsIn(page, phase)).toEqual(['Débit', 'Formation', 'Prises']);
    expect(await textsIn(other, phase)).toEqual(['Débit', 'Formation', 'Prises']);
    expect(contentOf(await save(other))).toBe(contentOf(all));
    await other.context().close();
  },
);
