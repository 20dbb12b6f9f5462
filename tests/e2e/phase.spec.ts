import { expect, test, type Page } from '@playwright/test';
import { createWorkshop, goTo, openApp, readTable } from './workshop-steps.ts';

const openPhase = async (page: Page, phase: string): Promise<void> => {
  await openApp(page);
  await createWorkshop(page, 'Atelier des tableaux');
  await goTo(page, phase);
};

/** Adds a row and one note in its first cell. */
const addRow = async (page: Page, head: string, need: string): Promise<void> => {
  await page.getByRole('button', { name: 'Ajouter : Irritant principal' }).last().click();
  await page.keyboard.type(head);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: head, exact: true }) });
  await row.getByRole('button', { name: 'Ajouter : Besoin' }).click();
  await page.keyboard.type(need);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
};

const cells = async (page: Page): Promise<string[][][]> => readTable(page, 'Projections');

test('a table is filled, put in order, stressed and undone with the keyboard', async ({ page }) => {
  await openPhase(page, 'Projections');
  await addRow(page, 'Zones blanches', 'Un réseau');
  await page.getByRole('button', { name: 'Ajouter : Besoin' }).click();
  await page.keyboard.type('Des antennes');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  expect(await cells(page)).toEqual([[['Zones blanches'], ['Un réseau', 'Des antennes'], []]]);

  await page.getByRole('button', { name: 'Des antennes' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('button', { name: 'Des antennes' })).toBeFocused();
  await expect.poll(() => cells(page)).toEqual([[['Zones blanches'], ['Des antennes', 'Un réseau'], []]]);
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => cells(page)).toEqual([[['Zones blanches'], ['Un réseau'], ['Des antennes']]]);

  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Souligner' }).click();
  await expect(page.getByRole('button', { name: 'Souligner' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await goTo(page, 'Synthèse');
  await expect(page.locator('strong', { hasText: 'Des antennes' })).toBeVisible();
});

test(
  '[PR2] a row goes to the trash with its notes, and comes back whole',
  { tag: ['@phone'] },
  async ({ page }) => {
    await openPhase(page, 'Projections');
    await addRow(page, 'Zones blanches', 'Un réseau');
    await page.getByRole('button', { name: 'Actions de la ligne : Zones blanches' }).click();
    await page.getByRole('button', { name: /^Mettre la ligne à la corbeille/ }).click();
    await expect(page.getByRole('rowheader')).toHaveCount(0);
    await page.getByRole('link', { name: 'Voir la corbeille' }).click();
    await page.getByRole('button', { name: 'Remettre : Zones blanches' }).click();
    await expect(page.getByText('La corbeille est vide')).toBeVisible();
    await goTo(page, 'Projections');
    await expect.poll(() => cells(page)).toEqual([[['Zones blanches'], ['Un réseau'], []]]);
  },
);

test('several levers become the axes of one row, which keep their origin', async ({ page }) => {
  await openPhase(page, 'Projections');
  await addRow(page, 'Zones blanches', 'Un réseau');
  await page.getByRole('button', { name: 'Ajouter : Levier' }).click();
  for (const lever of ['Des bornes', 'Un fonds']) {
    await page.keyboard.type(lever);
    await page.keyboard.press('Enter');
  }
  await goTo(page, 'Plan d’action');
  await page.getByRole('checkbox', { name: 'Des bornes' }).check();
  await page.getByRole('checkbox', { name: 'Un fonds' }).check();
  await page.getByRole('combobox', { name: 'Où ?' }).selectOption('Une seule nouvelle ligne pour tous');
  await page.getByRole('button', { name: 'Promouvoir', exact: true }).click();
  await expect
    .poll(() => readTable(page, 'Plan d’action'))
    .toEqual([[['Des bornes', 'Un fonds'], [], [], [], []]]);
  await page.getByRole('button', { name: 'D’où ça vient ?' }).first().click();
  await expect(page.getByRole('dialog').getByRole('link', { name: /Zones blanches/ })).toBeVisible();
});

test('what stands in an open field is added when the screen changes, even past the limit', async ({
  page,
}) => {
  await openPhase(page, 'Projections');
  await addRow(page, 'Zones blanches', 'Un réseau');
  await page.getByRole('button', { name: 'Ajouter : Besoin' }).click();
  await page.keyboard.type('Des antennes');
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Projections' })).toHaveCount(0);
  await goTo(page, 'Projections');
  await expect.poll(() => cells(page)).toEqual([[['Zones blanches'], ['Un réseau', 'Des antennes'], []]]);

  const [need, head] = ['long '.repeat(130).trim(), 'large '.repeat(110).trim()];
  await page.getByRole('button', { name: 'Ajouter : Besoin' }).click();
  await page.keyboard.insertText(need);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Besoin' })).toHaveValue(need);
  await goTo(page, 'Synthèse');
  await goTo(page, 'Projections');
  await page.getByRole('button', { name: 'Ajouter : Irritant principal' }).last().click();
  await page.keyboard.insertText(head);
  await page.getByRole('link', { name: 'Tous les ateliers' }).click();
  await page.getByRole('link', { name: /Atelier des tableaux/ }).click();
  await goTo(page, 'Projections');
  await expect
    .poll(() => cells(page))
    .toEqual([
      [['Zones blanches'], ['Un réseau', 'Des antennes', need], []],
      [[head], [], []],
    ]);
});
