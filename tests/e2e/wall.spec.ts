import { expect, test, type Locator, type Page } from '@playwright/test';
import { createWorkshop, goTo, openApp, stickNote } from './workshop-steps.ts';

const note = (page: Page, text: string): Locator => page.getByRole('article', { name: text, exact: true });

const select = async (page: Page, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts) await note(page, text).getByRole('checkbox').check();
};

const openWall = async (page: Page, ...texts: readonly string[]): Promise<void> => {
  await openApp(page);
  await createWorkshop(page, 'Atelier du mur');
  await goTo(page, 'Capture');
  for (const text of texts) await stickNote(page, text, 'Irritant');
  await goTo(page, 'Mur');
  await expect(page.getByRole('region', { name: 'Mur' })).toBeVisible();
};

test(
  'notes are grouped, named, moved out and back by taps',
  { tag: ['@tablet', '@phone'] },
  async ({ page }) => {
    await openWall(page, 'Zones blanches', 'Pas de réseau', 'Peu de tablettes');

    await select(page, 'Zones blanches', 'Pas de réseau');
    await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
    await page.getByRole('textbox', { name: 'Nom de la grappe' }).fill('Connexion');
    await page.keyboard.press('Enter');
    const cluster = page.getByRole('group', { name: 'Connexion', exact: true });
    await expect(cluster.getByRole('article')).toHaveCount(2);

    await select(page, 'Peu de tablettes');
    await page.getByRole('button', { name: 'Déplacer vers…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Connexion/ })
      .click();
    await expect(cluster.getByRole('article')).toHaveCount(3);

    await select(page, 'Peu de tablettes');
    await page.getByRole('button', { name: 'Sortir de la grappe' }).click();
    await expect(cluster.getByRole('article')).toHaveCount(2);

    await page.getByRole('button', { name: 'Annuler' }).click();
    await expect(cluster.getByRole('article')).toHaveCount(3);
  },
);

test('the wall is worked with the keyboard alone', async ({ page }) => {
  await openWall(page, 'Un', 'Deux', 'Trois');
  const focused = page.locator('article:has(:focus)');

  await note(page, 'Un').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(focused).toHaveAccessibleName('Deux');
  await page.keyboard.press('Space');
  await page.keyboard.press('g');
  await page.keyboard.type('Début');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Début' }).getByRole('article')).toHaveCount(2);

  await note(page, 'Trois').getByRole('checkbox').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type(' et plus');
  await page.keyboard.press('Enter');
  await expect(focused).toHaveAccessibleName('Trois et plus');
  await page.keyboard.press('Delete');
  await expect(note(page, 'Trois et plus')).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(note(page, 'Trois et plus')).toBeVisible();
});

test('a note dropped on another makes a cluster, and one emptied gets its text back', async ({ page }) => {
  await openWall(page, 'Premier', 'Second');
  const [from, to] = [await note(page, 'Premier').boundingBox(), await note(page, 'Second').boundingBox()];
  if (!from || !to) throw new Error('no notes to drag');
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 });
  await page.mouse.move(to.x + 30, to.y + 30, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press('Escape');
  const cluster = page.getByRole('group', { name: 'Grappe sans nom' });
  await expect(cluster.getByRole('article')).toHaveCount(2);

  await note(page, 'Premier').getByRole('checkbox').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Texte de la note' }).fill('');
  await page.keyboard.press('Enter');
  await expect(note(page, 'Premier')).toBeVisible();
});

test('a promoted cluster leads back from the table to its notes', async ({ page }) => {
  await openWall(page, 'Zones blanches', 'Pas de réseau');
  await select(page, 'Zones blanches', 'Pas de réseau');
  await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
  await page.keyboard.type('Connexion');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Actions : Connexion' }).click();
  await page.getByRole('button', { name: 'Promouvoir en irritant principal' }).click();
  await goTo(page, 'Projections');
  await page.getByRole('button', { name: 'D’où ça vient ?' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('link', { name: /Pas de réseau/ })).toBeVisible();
  await expect(dialog.getByRole('link', { name: /Zones blanches/ })).toBeVisible();
});
