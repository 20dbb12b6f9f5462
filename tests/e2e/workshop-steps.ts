/** What a facilitator and a room do, by the names that people see (the contract of accessible names). */

import { expect, type Page } from '@playwright/test';

const saved = /Enregistré sur cet appareil/;

/** Opens the app for the first time. */
export const openApp = async (page: Page): Promise<void> => {
  await page.goto('/');
  await expect(
    page
      .getByRole('button', { name: 'Nouvel atelier' })
      .or(page.getByRole('link', { name: 'Nouvel atelier' })),
  ).toBeVisible();
};

/**
 * Opens the app for the first time and waits until it is kept for offline use. For tests that say so with
 * `test.use({ serviceWorkers: 'allow' })`: the others have no service worker (see playwright.config.ts).
 */
export const openKeptApp = async (page: Page): Promise<void> => {
  await openApp(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
};

export const createWorkshop = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('button', { name: 'Nouvel atelier' }).click();
  await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill(title);
  await page.getByRole('button', { name: 'Créer l’atelier' }).click();
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
};

/** Goes to a screen of the workshop by its navigation. */
export const goTo = async (page: Page, screen: string): Promise<void> => {
  const navigation = page.getByRole('navigation', { name: 'Atelier' });
  const link = navigation.getByRole('link', { name: screen, exact: true });
  await link.click();
  // The heading of the screen that is left would do as well: the address is followed a moment after the click.
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

export const expectSaved = (page: Page): Promise<void> =>
  expect(page.getByRole('status').filter({ hasText: saved }).first()).toBeVisible();

/** Sticks a note on the capture screen. */
export const stickNote = async (page: Page, text: string, kind?: string): Promise<void> => {
  if (kind !== undefined) {
    await page
      .getByRole('radiogroup', { name: 'Type de note' })
      .getByRole('radio', { name: kind })
      // By key: the page may still scroll to the field after the note before, under a pointer.
      .press('Space');
  }
  await page.getByRole('textbox', { name: 'Note' }).fill(text);
  await page.getByRole('button', { name: 'Coller la note' }).click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('');
};

/** Chooses what is being captured: the phase, then the row if there is a choice. */
export const chooseCapture = async (page: Page, phase: string, row?: string): Promise<void> => {
  const chips = page.getByRole('radiogroup', { name: 'Phase' });
  const list = page.getByRole('combobox', { name: 'Phase' });
  const room = page.getByRole('region', { name: 'Dans la salle' });
  await expect(chips.or(list).or(room).first()).toBeVisible();
  if (await chips.isVisible())
    await chips.getByRole('radio', { name: phase, exact: true }).check({ force: true });
  // On a phone whose room is in a phase, that one is captured.
  else if (await list.isVisible()) await list.selectOption(phase);
  else await expect(room).toContainText(phase);
  if (row !== undefined) {
    const select = page.locator('main').getByRole('combobox').last();
    const option = await select.locator('option', { hasText: row }).first().getAttribute('value');
    await select.selectOption(option);
  }
};

/** Reads a table by its caption: for each row, the texts of its bullets, cell by cell. */
export const readTable = (page: Page, caption: string): Promise<string[][][]> =>
  page
    .getByRole('table', { name: caption })
    .evaluate((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.querySelectorAll('th, td')].map((cell) =>
          [...cell.querySelectorAll('li')].map((item) => item.querySelector('[dir]')?.textContent ?? ''),
        ),
      ),
    );

/** Lets what a file brings be merged into the workshop that is here already. */
export const agreeToMerge = async (page: Page): Promise<void> => {
  const question = page.getByRole('dialog', { name: 'Avant de réunir' });
  await question.getByRole('button', { name: 'Réunir', exact: true }).click();
  await expect(question).toHaveCount(0);
};
