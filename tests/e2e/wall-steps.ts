/** What a person does on the wall, and what one reads on it. */

import { expect, type Locator, type Page } from '@playwright/test';
import { createWorkshop, goTo, openApp, stickNote } from './workshop-steps.ts';

export const wallOf = (page: Page): Locator => page.getByRole('region', { name: 'Mur' });

export const noteOn = (page: Page, text: string): Locator =>
  wallOf(page).getByRole('article', { name: text, exact: true });

export const clusterOn = (page: Page, title: string): Locator =>
  wallOf(page).getByRole('group', { name: title, exact: true });

/** A new workshop with notes of one kind, at its wall. */
export const openWall = async (page: Page, ...texts: readonly string[]): Promise<void> => {
  await openApp(page);
  await createWorkshop(page, 'Atelier du mur');
  await goTo(page, 'Capture');
  for (const text of texts) await stickNote(page, text, 'Irritant');
  await goTo(page, 'Mur');
  await expect(wallOf(page)).toBeVisible();
};

export const showAs = async (page: Page, view: 'Plan' | 'Liste'): Promise<void> => {
  await wallOf(page)
    .getByRole('radiogroup', { name: 'Présentation' })
    .getByRole('radio', { name: view })
    .check({ force: true });
};

/** Types the name that a new cluster asks for. */
export const nameCluster = async (page: Page, title: string): Promise<void> => {
  const field = page.getByRole('textbox', { name: 'Nom de la grappe' });
  await field.fill(title);
  await field.press('Enter');
  await expect(clusterOn(page, title)).toBeVisible();
};

/** Clusters by name with their notes, in the order in which a screen reader comes to them. */
export const readClusters = (page: Page): Promise<Record<string, string[]>> =>
  wallOf(page)
    .locator('[data-cluster]')
    .evaluateAll((clusters) =>
      Object.fromEntries(
        clusters.map((cluster) => [
          cluster.getAttribute('aria-label') ?? '',
          [...cluster.querySelectorAll('article')].map((note) => note.getAttribute('aria-label') ?? ''),
        ]),
      ),
    );
