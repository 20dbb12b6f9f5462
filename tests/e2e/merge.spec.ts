import { expect, test, type Browser, type Page } from '@playwright/test';
import { joinByFile, saveGrappe, textsIn } from './room-steps.ts';
import { agreeToMerge, createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

const phase = 'Retour d’expérience';
const question = (page: Page) => page.getByRole('dialog', { name: 'Avant de réunir' });

const choose = async (page: Page, path: string): Promise<void> => {
  await goTo(page, 'Réunir');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles(path);
};

/** A workshop here, and a second device that has gone on by itself. */
const apart = async (page: Page, browser: Browser): Promise<{ other: Page; old: string }> => {
  await openApp(page);
  await createWorkshop(page, 'Atelier de Limoges');
  await goTo(page, 'Capture');
  await stickNote(page, 'Débit', 'Irritant');
  await stickNote(page, 'Prises', 'Irritant');
  await expectSaved(page);
  const old = await saveGrappe(page);
  const other = await (await browser.newContext()).newPage();
  await joinByFile(other, old);
  await goTo(other, 'Capture');
  await stickNote(other, 'Formation', 'Point fort');
  await goTo(other, phase);
  await other.getByRole('button', { name: 'Débit', exact: true }).press('Enter');
  await other.locator('[data-note] textarea').fill('Débit trop faible');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('button', { name: 'Débit trop faible' })).toBeVisible();
  return { other, old };
};

test(
  '[BR1] [BR3] [BR4] what a file will do is shown before; it is turned away, or merged, seen, and taken back',
  { tag: ['@phone'] },
  async ({ page, browser }) => {
    const { other } = await apart(page, browser);
    const file = await saveGrappe(other);
    await choose(page, file);
    await expect(question(page).getByRole('listitem')).toHaveText([/^\+1 note$/, /1 note corrigée/]);
    await question(page).getByText('Voir le détail').click();
    await expect(question(page)).toContainText('Débit trop faible');
    await expect(question(page)).toContainText('Formation');
    await question(page).getByRole('button', { name: 'Annuler' }).click();
    await expect(question(page)).toHaveCount(0);
    expect(await textsIn(page, phase)).toEqual(['Débit', 'Prises']);

    await choose(page, file);
    await expect(question(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(question(page)).toHaveCount(0);
    await choose(page, file);
    await agreeToMerge(page);
    await expect(page.getByText('Fichier réuni : 1 note de plus.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Voir les notes nouvelles' }).click();
    await expect(page.getByRole('region', { name: 'Mur' })).toContainText('1 sur 3');

    expect(await textsIn(page, phase)).toEqual(['Débit trop faible', 'Formation', 'Prises']);
    await goTo(page, 'Capture');
    await stickNote(page, 'Écrite depuis', 'Irritant');
    await choose(page, file);
    await expect(page.getByText('Ce fichier est une copie plus ancienne').first()).toBeVisible();
    await other.context().close();
  },
);

test('[BR2] [BR3] a merge is taken back where it was made, and the file then says where its notes are', async ({
  page,
  browser,
}) => {
  const { other, old } = await apart(page, browser);
  const file = await saveGrappe(other);
  await choose(page, file);
  await agreeToMerge(page);
  await page.getByRole('button', { name: 'Défaire la réunion' }).click();
  await expect(page.getByText('Réunion défaite').first()).toBeVisible();
  expect(await textsIn(page, phase)).toEqual(['Débit', 'Prises']);
  await choose(page, file);
  await expect(page.getByText('1 de ses notes est ici à la corbeille.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Défaire', exact: true }).click();
  expect(await textsIn(page, phase)).toEqual(['Débit trop faible', 'Formation', 'Prises']);
  await choose(page, old);
  await expect(page.getByText('Ce fichier est une copie plus ancienne').first()).toBeVisible();
  // From the list of workshops it is asked just as well.
  await goTo(other, 'Capture');
  await stickNote(other, 'Encore une', 'Irritant');
  const newer = await saveGrappe(other);
  await page.goto('/#/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles(newer);
  await agreeToMerge(page);
  await expect(page.getByRole('region', { name: 'Mur' })).toContainText('Encore une');
  await page.getByRole('button', { name: 'Défaire la réunion' }).click();
  await expect(page.getByRole('region', { name: 'Mur' })).not.toContainText('Encore une');
  await other.context().close();
});

test('[BR5] the devices that have come are listed by what people call them, and a round tells which is missing', async ({
  page,
  browser,
}) => {
  const { other } = await apart(page, browser);
  await goTo(other, 'Réunir');
  await other.getByRole('textbox', { name: 'Nom de cet appareil' }).fill('Tablette 4');
  await other.getByRole('textbox', { name: 'Nom de cet appareil' }).blur();
  await choose(page, await saveGrappe(other));
  await agreeToMerge(page);
  const round = page.getByRole('region', { name: 'Réunir toutes les tablettes' });
  await expect(round.getByRole('listitem')).toContainText('Tablette 4');
  await round.getByRole('button', { name: 'Commencer un nouveau tour' }).click();
  await expect(round).toContainText('1 manque encore');
  // A round outlives the page.
  await page.reload();
  await expect(round.getByRole('listitem')).toContainText(/Tablette 4 — pas revu depuis/);
  await choose(page, await saveGrappe(other));
  await expect(round).toContainText('Tous les appareils sont réunis.');
  await other.context().close();
});
