import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

const choice = (page: Page) => page.getByRole('radiogroup', { name: 'Nouvel atelier à partir d’un modèle' });

const prepare = async (page: Page): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, 'Thème 1');
  await page.getByRole('button', { name: 'Ajouter une carte RETEX' }).click();
  await page.getByRole('article').getByRole('textbox', { name: 'Titre' }).fill('Des ordinateurs pour tous');
  await page.getByRole('article').getByRole('textbox', { name: 'Titre' }).blur();
  await goTo(page, 'Capture');
  await stickNote(page, 'Une note de la salle');
  await goTo(page, 'Préparer');
  await page.getByRole('button', { name: 'Enregistrer comme modèle' }).click();
};

const begin = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Créer l’atelier' }).click();
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
  await expect(page.getByRole('article').getByRole('textbox', { name: 'Titre' })).toHaveValue(
    'Des ordinateurs pour tous',
  );
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /^.*0 note/ })
      .first(),
  ).toBeVisible();
};

test(
  '[TP2] a workshop begins from a template of this device, which is removed with a way back',
  { tag: ['@phone'] },
  async ({ page }) => {
    await prepare(page);
    const dialog = page.getByRole('dialog', { name: 'Enregistrer comme modèle' });
    await expect(dialog).toContainText('1 carte RETEX');
    await dialog.getByRole('textbox', { name: 'Nom du modèle' }).fill('');
    await dialog.getByRole('button', { name: 'Garder sur cet appareil' }).click();
    await expect(dialog.getByRole('textbox')).toHaveAccessibleDescription(/Donnez un nom/);
    await dialog.getByRole('textbox', { name: 'Nom du modèle' }).fill('Notre modèle');
    await dialog.getByRole('button', { name: 'Garder sur cet appareil' }).click();
    await expect(dialog).toBeHidden();

    await page.goto('/#/nouveau');
    await page.reload();
    await choice(page).getByRole('radio', { name: 'Notre modèle' }).check({ force: true });
    await expect(page.getByRole('textbox', { name: 'Titre de l’atelier' })).toHaveValue('Notre modèle');
    await expect(page.getByRole('radiogroup', { name: 'Méthode' })).toHaveCount(0);
    await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Thème 1, bis');
    await choice(page).getByRole('radio', { name: 'Sans modèle' }).check({ force: true });
    await expect(page.getByRole('textbox', { name: 'Titre de l’atelier' })).toHaveValue('Thème 1, bis');
    await choice(page).getByRole('radio', { name: 'Notre modèle' }).check({ force: true });
    await begin(page);

    await page.goto('/#/nouveau');
    await choice(page).getByRole('radio', { name: 'Notre modèle' }).check({ force: true });
    await page.getByRole('button', { name: 'Retirer ce modèle' }).click();
    await expect(choice(page)).toHaveCount(0);
    await page.getByRole('button', { name: 'Annuler' }).click();
    await expect(choice(page).getByRole('radio', { name: 'Notre modèle' })).toBeAttached();
    await choice(page).getByRole('radio', { name: 'Notre modèle' }).check({ force: true });
    await page.getByRole('button', { name: 'Retirer ce modèle' }).click();
    await expect(choice(page)).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('radiogroup', { name: 'Méthode' })).toBeVisible();
    await expect(choice(page)).toHaveCount(0);
  },
);

test('[TP3] a template’s file offers a new workshop on another device', async ({
  page,
  browser,
  baseURL,
}) => {
  await prepare(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer le fichier du modèle' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^theme-1-.*\.modele\.json$/);
  const buffer = await readFile(await file.path());
  expect(buffer.toString()).not.toContain('Une note de la salle');

  const other = await (await browser.newContext({ baseURL: baseURL ?? '', locale: 'fr-FR' })).newPage();
  await other.goto('/');
  for (let time = 0; time < 2; time++) {
    const chooser = other.waitForEvent('filechooser');
    await other.getByRole('button', { name: 'Ouvrir un fichier' }).click();
    await (await chooser).setFiles({ name: 'sans-fin-parlante', mimeType: '', buffer });
    await expect(other.getByRole('textbox', { name: 'Titre de l’atelier' })).toHaveValue('Thème 1');
    // Opened twice, it is there once.
    await expect(choice(other).getByRole('radio')).toHaveCount(2);
    await expect(choice(other).getByRole('radio', { name: 'Thème 1' })).toBeChecked();
    if (time === 0) await other.goto('/#/');
  }
  await begin(other);
  await other.context().close();
});

test('[TP4] a template that is wrong is refused in words, and what is here stays', async ({ page }) => {
  await page.goto('/');
  const bodies = [
    ['{"format":"grappe-modele","version":1}', 'à l’endroit « /name »'],
    ['{"format":"grappe-modele","version":9,"name":"x"}', 'version plus récente'],
    ['{"format":"grappe-modele","version":1,"name":"x","method":"inconnue"}', '« /method »'],
    ['{"format":"grappe-modele",', 'mal écrit'],
  ] as const;
  for (const [body, words] of bodies) {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
    await (await chooser).setFiles({ name: 'm.json', mimeType: '', buffer: Buffer.from(body) });
    await expect(page.getByRole('alert')).toContainText(words);
    await page.getByRole('alert').getByRole('button', { name: 'Fermer' }).click();
  }
  await page.goto('/#/nouveau');
  await expect(page.getByRole('radiogroup', { name: 'Méthode' })).toBeVisible();
  await expect(choice(page)).toHaveCount(0);
});
