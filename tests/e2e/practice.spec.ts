import { expect, test, type Page } from '@playwright/test';
import { expectNoFault } from './faults.ts';
import { expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

const guide = (page: Page) => page.getByRole('complementary', { name: 'Découvrir en deux minutes' });
const begin = (page: Page) => page.getByRole('button', { name: 'Découvrir en deux minutes' });

test(
  '[FU1] the guided example is walked by really doing it, from the first note to the synthesis',
  { tag: ['@phone'] },
  async ({ page }) => {
    await openApp(page);
    await begin(page).click();
    await expect(guide(page)).toContainText('Étape 1 sur 5');
    await expect(page.getByText('Essai\u202f: le numérique à l’école')).toBeVisible();
    // A press that does nothing is no step.
    await page.getByRole('button', { name: 'Coller la note' }).click();
    await expect(guide(page)).toContainText('Étape 1 sur 5');
    await stickNote(page, 'Pas de réseau dans la vallée');
    await expect(guide(page).getByRole('status')).toContainText('C’est fait. Allez au mur');
    await expect(guide(page)).toBeInViewport();

    await guide(page).getByRole('link', { name: 'Ouvrir «\u202fMur\u202f»' }).click();
    await expect(guide(page)).toContainText('Étape 3 sur 5');
    const wall = page.getByRole('region', { name: 'Mur' });
    await expect(wall.getByRole('checkbox', { name: 'Pas de réseau dans la vallée' })).toBeAttached();
    await wall.getByRole('checkbox', { name: 'Pas de connexion à la maison' }).press('Space');
    await wall.getByRole('checkbox', { name: 'la connexion est trop lente' }).press('Space');
    await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
    await page.getByRole('textbox', { name: 'Nom de la grappe' }).fill('Connexion');
    await page.getByRole('textbox', { name: 'Nom de la grappe' }).press('Enter');

    await guide(page).getByRole('link', { name: 'Ouvrir «\u202fVoter\u202f»' }).click();
    await page.locator('[data-choice] button').first().click();
    await expect(guide(page)).toContainText('Étape 4 sur 5');
    await page.getByRole('button', { name: 'Voter', exact: true }).click();

    await guide(page).getByRole('link', { name: 'Ouvrir «\u202fSynthèse\u202f»' }).click();
    await expect(guide(page)).toContainText('garder cet atelier d’essai');
    await expect(page.getByRole('table', { name: 'Retour d’expérience' })).toContainText('dans la vallée');

    await guide(page).getByRole('button', { name: 'Supprimer l’essai' }).click();
    await expectNoFault(page, 'whether the practice workshop goes');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer l’essai' }).click();
    await expect(page.getByText('Aucun atelier sur cet appareil')).toBeVisible();
  },
);

test('[FU2] the guided example is skipped, left and taken up again, after a reload too; what is kept is a workshop like any', async ({
  page,
}) => {
  await openApp(page);
  await begin(page).click();
  await guide(page).getByRole('button', { name: 'Passer cette étape' }).press('Enter');
  await expect(guide(page)).toContainText('Étape 2 sur 5');
  await guide(page).getByRole('button', { name: 'Quitter la découverte' }).press('Enter');
  // The button that was pressed is gone: the focus is on the way back.
  await expect(guide(page).getByRole('button', { name: 'Reprendre' })).toBeFocused();
  // Nothing is held up meanwhile.
  await goTo(page, 'Capture');
  await stickNote(page, 'Pendant la pause');
  await expectSaved(page);
  await page.reload();
  await expect(guide(page)).toContainText('Découverte en pause');
  await page.goto('/#/');
  await begin(page).click();
  await expect(page).toHaveURL(/\/mur$/);
  await expect(guide(page)).toContainText('Étape 3 sur 5');
  for (let step = 3; step <= 5; step++)
    await guide(page).getByRole('button', { name: 'Passer cette étape' }).click();
  await guide(page).getByRole('button', { name: 'Garder' }).click();
  await expect(guide(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.goto('/#/');
  await expect(page.getByRole('list', { name: 'Ateliers' }).getByRole('link')).toHaveCount(1);
  await begin(page).click();
  await expect(guide(page)).toContainText('Étape 1 sur 5');
  await page.goto('/#/');
  await expect(page.getByRole('list', { name: 'Ateliers' }).getByRole('link')).toHaveCount(2);
});

test('[FU3] the example offers the guided one, once, and no other workshop does', async ({ page }) => {
  await openApp(page);
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(guide(page)).toContainText('Ceci est un exemple');
  await goTo(page, 'Capture');
  await expect(guide(page)).toHaveCount(0);
  await goTo(page, 'Préparer');
  await guide(page).getByRole('button', { name: 'Ne plus proposer' }).click();
  await expect(guide(page)).toHaveCount(0);
  await page.reload();
  await goTo(page, 'Synthèse');
  await expect(page.getByRole('table', { name: 'Plan d’action' })).toBeVisible();
  await expect(guide(page)).toHaveCount(0);
});
