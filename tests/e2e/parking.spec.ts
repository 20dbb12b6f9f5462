import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { createWorkshop, goTo, openApp, readTable, stickNote } from './workshop-steps.ts';

test(
  '[PK1] a note is kept for later from a table, goes back to it, and is told in the synthesis meanwhile',
  { tag: ['@phone'] },
  async ({ page }) => {
    await openApp(page);
    await createWorkshop(page, 'Atelier');
    await goTo(page, 'Capture');
    await stickNote(page, 'Débit', 'Irritant');
    await stickNote(page, 'La cantine est trop chère', 'Irritant');
    const phase = 'Retour d’expérience';
    await goTo(page, phase);
    await page.getByRole('button', { name: 'La cantine est trop chère' }).click();
    await page.getByRole('button', { name: 'Autres actions' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pour plus tard' }).click();
    await expect.poll(() => readTable(page, phase)).toEqual([[[], ['Débit'], []]]);
    await expect(page.getByRole('button', { name: 'Débit' })).toBeFocused();

    await goTo(page, 'Synthèse');
    await expect(page.getByRole('region', { name: 'Pour plus tard' })).toContainText(
      'La cantine est trop chère',
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'JSON' }).click(),
    ]);
    const told = JSON.parse(readFileSync(await download.path(), 'utf8')) as { readonly parked: unknown };
    expect(told.parked).toEqual([{ kind: 'irritant', text: 'La cantine est trop chère' }]);

    await goTo(page, phase);
    await page.getByRole('link', { name: 'Voir ce qui est pour plus tard' }).click();
    await page.getByRole('button', { name: 'Remettre : La cantine est trop chère' }).click();
    await expect(page.getByText('Rien pour plus tard')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await goTo(page, phase);
    await expect
      .poll(() => readTable(page, phase))
      .toEqual([[[], ['Débit', 'La cantine est trop chère'], []]]);
  },
);

test('[PK2] whoever leads writes into it straight from where the room is led, with the keyboard', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Atelier');
  await goTo(page, 'Animer');
  await page.getByRole('link', { name: 'Voir ce qui est pour plus tard' }).press('Enter');
  await page.getByRole('button', { name: 'Ajouter : Idée pour plus tard' }).press('Enter');
  await page.keyboard.type('Revoir les horaires de bus');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const list = page.getByRole('list', { name: 'Pour plus tard' });
  await expect(list.getByRole('listitem')).toHaveText(/Revoir les horaires de bus/);
  await goTo(page, 'Mur');
  await expect(page.getByRole('main').getByText('Revoir les horaires de bus')).toHaveCount(0);
  await page.getByRole('link', { name: 'Voir la corbeille' }).click();
  await expect(page.getByText('La corbeille est vide')).toBeVisible();
});

test('[PK1] on the wall, T keeps the selected notes for later, and undo brings them back', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Atelier');
  await goTo(page, 'Capture');
  await stickNote(page, 'Débit', 'Irritant');
  await stickNote(page, 'Cantine', 'Irritant');
  await goTo(page, 'Mur');
  await page.getByRole('radio', { name: 'Liste' }).check({ force: true });
  const wall = page.getByRole('region', { name: 'Mur' });
  await wall.getByRole('checkbox', { name: 'Cantine' }).press('Space');
  await page.getByRole('button', { name: 'Pour plus tard' }).click();
  await expect(wall.getByText('Cantine')).toHaveCount(0);
  await page.getByRole('button', { name: 'Annuler' }).click();
  await expect(wall.getByText('Cantine')).toBeVisible();
  await wall.getByRole('checkbox', { name: 'Cantine' }).press('t');
  await expect(wall.getByText('Cantine')).toHaveCount(0);
});
