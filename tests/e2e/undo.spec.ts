import { expect, test } from '@playwright/test';
import { createWorkshop, goTo, openApp, stickNote } from './workshop-steps.ts';

test('[UN3] undo and redo outlive a change of screen, and put a note into the trash and back', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
  await stickNote(page, 'Zones blanches');
  await goTo(page, 'Mur');
  const note = page.getByRole('region', { name: 'Mur' }).getByRole('article', { name: 'Zones blanches' });
  await expect(note).toBeVisible();
  await page.getByRole('button', { name: 'Défaire' }).click();
  await expect(note).toHaveCount(0);
  await goTo(page, 'Synthèse');
  await page.keyboard.press('Control+Shift+Z');
  await goTo(page, 'Mur');
  await expect(note).toBeVisible();
});

test('[UN4] a toast takes back what it says, or nothing', async ({ page }) => {
  await openApp(page);
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
  await stickNote(page, 'un');
  await stickNote(page, 'deux');
  await goTo(page, 'Mur');
  const wall = page.getByRole('region', { name: 'Mur' });
  await wall.getByRole('checkbox', { name: 'un' }).press('Delete');
  await wall.getByRole('checkbox', { name: 'deux' }).press('Enter');
  await page.getByRole('textbox', { name: 'Texte de la note' }).fill('deux corrigé');
  await page.getByRole('textbox', { name: 'Texte de la note' }).press('Enter');
  const cancel = page.getByRole('button', { name: 'Annuler', exact: true });
  await expect(cancel).toHaveCount(0);
  await expect(wall.getByRole('article', { name: 'deux corrigé' })).toBeVisible();
});

test('[GR5] a cluster’s name being typed is kept when one goes back', async ({ page }) => {
  await openApp(page);
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
  await stickNote(page, 'un');
  await goTo(page, 'Mur');
  const wall = page.getByRole('region', { name: 'Mur' });
  await wall.getByRole('checkbox', { name: 'un' }).press('g');
  await page.getByRole('textbox', { name: 'Nom de la grappe' }).fill('Réseau');
  await page.goBack();
  await goTo(page, 'Mur');
  await expect(wall.getByRole('group', { name: 'Réseau' })).toBeVisible();

  await page.getByRole('button', { name: 'Réseau', exact: true }).click();
  await page.getByRole('textbox', { name: 'Nom de la grappe' }).fill('Autre');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Réseau', exact: true })).toBeFocused();
});
