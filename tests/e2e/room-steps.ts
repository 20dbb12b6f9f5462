/** How devices of a room are brought level by files, as people do it: one saves, the other opens. */

import { expect, type Page } from '@playwright/test';
import { agreeToMerge, goTo, readTable } from './workshop-steps.ts';

/** Saves the workshop's file on « Réunir »; gives its path. */
export const saveGrappe = async (page: Page): Promise<string> => {
  await goTo(page, 'Réunir');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Enregistrer le fichier' }).click(),
  ]);
  return download.path();
};

const choose = async (page: Page, path: string): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles(path);
};

/** Brings a file into the workshop that is open, on « Réunir », and waits until all of it is there. */
export const takeGrappe = async (page: Page, path: string): Promise<void> => {
  // Anew, so that what an earlier file brought is not taken for this one's.
  await goTo(page, 'Préparer');
  await goTo(page, 'Réunir');
  await choose(page, path);
  const question = page.getByRole('dialog', { name: 'Avant de réunir' });
  // A workshop that has ended says thanks instead.
  const taken = page
    .getByRole('link', { name: 'Mettre de l’ordre' })
    .or(page.getByRole('heading', { name: 'Merci' }));
  await expect(question.or(taken)).toBeVisible();
  if (await question.isVisible()) await agreeToMerge(page);
  await expect(taken).toBeVisible();
};

/** Opens the file on a device that has not seen the workshop yet. */
export const joinByFile = async (page: Page, path: string): Promise<void> => {
  await page.goto('/');
  await choose(page, path);
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
};

/** Brings all devices level: each file to the first, and what that makes of them back to each. */
export const bringLevel = async (first: Page, others: readonly Page[]): Promise<void> => {
  for (const file of await Promise.all(others.map(saveGrappe))) await takeGrappe(first, file);
  const all = await saveGrappe(first);
  await Promise.all(others.map((other) => takeGrappe(other, all)));
};

/** All texts of a phase's table, sorted. */
export const textsIn = async (page: Page, phase: string): Promise<string[]> => {
  await goTo(page, phase);
  await expect(page.getByRole('table', { name: phase })).toBeVisible();
  return (await readTable(page, phase)).flat(2).sort();
};
