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
