import { expect, test, type Page } from '@playwright/test';
import { createWorkshop, expectSaved, goTo } from './workshop-steps.ts';

const card = (page: Page, number: number) => page.getByRole('article', { name: `RETEX ${String(number)}` });
const add = (page: Page) => page.getByRole('button', { name: 'Ajouter une carte RETEX' }).click();

const startPreparing = async (page: Page): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Préparer');
};

test('[PP1] what is prepared is saved as it is typed', { tag: ['@tablet', '@phone'] }, async ({ page }) => {
  await startPreparing(page);
  await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Garantir un égal accès');
  await page.getByRole('textbox', { name: 'Lieu' }).fill('Nantes');
  await page.getByLabel('Date').fill('2020-10-14');
  await page.getByRole('combobox', { name: 'Thème de l’atelier' }).selectOption('1');
  await add(page);
  await expect(card(page, 1).getByRole('textbox', { name: 'Titre' })).toBeFocused();
  await card(page, 1).getByRole('textbox', { name: 'Titre' }).fill('Des ordinateurs pour tous');
  await card(page, 1).getByRole('textbox', { name: 'Portée' }).fill('Loire-Atlantique');
  await card(page, 1)
    .getByRole('textbox', { name: 'En deux ou trois lignes' })
    .fill('Situé en REP+…\nAppui sur l’ENT.');
  await card(page, 1)
    .getByRole('textbox', { name: 'Liens' })
    .fill('https://exemple.fr/a\nhttps://exemple.fr/b');
  await card(page, 1).getByRole('heading').click();
  await expectSaved(page);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Titre de l’atelier' })).toHaveValue(
    'Garantir un égal accès',
  );
  await expect(page.getByRole('textbox', { name: 'Lieu' })).toHaveValue('Nantes');
  await expect(page.getByLabel('Date')).toHaveValue('2020-10-14');
  await expect(page.getByRole('combobox', { name: 'Thème de l’atelier' })).toHaveValue('1');
  await expect(card(page, 1).getByRole('textbox', { name: 'Titre' })).toHaveValue(
    'Des ordinateurs pour tous',
  );
  await expect(card(page, 1).getByRole('textbox', { name: 'En deux ou trois lignes' })).toHaveValue(
    'Situé en REP+…\nAppui sur l’ENT.',
  );
  await expect(card(page, 1).getByRole('textbox', { name: 'Liens' })).toHaveValue(
    'https://exemple.fr/a\nhttps://exemple.fr/b',
  );
  await goTo(page, 'Capture');
  await page
    .getByRole('combobox', { name: 'RETEX' })
    .selectOption({ label: 'RETEX 1 · Des ordinateurs pour tous' });
});

test('[PP1] the number of a card can be changed, and is a number', async ({ page }) => {
  await startPreparing(page);
  await add(page);
  const number = card(page, 1).getByRole('spinbutton', { name: 'Numéro' });
  await number.fill('');
  await number.fill('7');
  await number.press('Tab');
  await expect(card(page, 7)).toBeVisible();
  await expectSaved(page);
  await page.reload();
  await expect(card(page, 7).getByRole('spinbutton', { name: 'Numéro' })).toHaveValue('7');
});

test('[PP2] a link that is none is refused in words and stays to be mended', async ({ page }) => {
  await startPreparing(page);
  await add(page);
  const links = card(page, 1).getByRole('textbox', { name: 'Liens' });
  await links.fill('javascript:alert(1)');
  await links.blur();
  await expect(links).toHaveAccessibleDescription(/n’est pas une adresse web/);
  await expect(links).toHaveValue('javascript:alert(1)');
  await links.fill('https://exemple.fr');
  await links.blur();
  await expect(links).toHaveAccessibleDescription(/^Un par ligne/);
});

test('[PP3] a workshop keeps its title when the field is left empty', async ({ page }) => {
  await startPreparing(page);
  const title = page.getByRole('textbox', { name: 'Titre de l’atelier' });
  await title.fill('');
  await title.blur();
  await expect(title).toHaveValue('Un atelier');
  await expect(title).toHaveAccessibleDescription(/Donnez un titre/);
});

test('[PP4] cards are put in order by buttons, thrown away and brought back', async ({ page }) => {
  await startPreparing(page);
  for (const title of ['Premier', 'Second', 'Troisième']) {
    await add(page);
    await page.getByRole('article').last().getByRole('textbox', { name: 'Titre' }).fill(title);
  }
  const titles = () => page.getByRole('article').getByRole('textbox', { name: 'Titre' });
  const expectOrder = async (order: readonly string[]): Promise<void> => {
    await expect(titles()).toHaveCount(order.length);
    for (const [i, title] of order.entries()) await expect(titles().nth(i)).toHaveValue(title);
  };
  const up = page.getByRole('button', { name: 'Monter RETEX 3' });
  await up.click();
  await expectOrder(['Premier', 'Troisième', 'Second']);
  await expect(up).toBeFocused();
  await up.press('Enter');
  await expectOrder(['Troisième', 'Premier', 'Second']);
  await page.getByRole('button', { name: 'Descendre RETEX 3' }).click();
  await expectOrder(['Premier', 'Troisième', 'Second']);
  await page.getByRole('button', { name: 'Mettre RETEX 1 à la corbeille' }).click();
  await expectOrder(['Troisième', 'Second']);
  await page.getByRole('button', { name: 'Annuler' }).click();
  await expectOrder(['Premier', 'Troisième', 'Second']);
});

test('[PP5] what another tab changes flows into a field that nobody types in', async ({ page, context }) => {
  await startPreparing(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole('textbox', { name: 'Lieu' }).fill('Saint-Nazaire');
  await other.getByRole('textbox', { name: 'Lieu' }).blur();
  await expect(page.getByRole('textbox', { name: 'Lieu' })).toHaveValue('Saint-Nazaire');
});

test('[PP6] the list of themes is the workshop’s own once it is changed', async ({ page }) => {
  await startPreparing(page);
  await page.getByText('Modifier la liste des thèmes').click();
  await page.getByRole('button', { name: 'Ajouter un thème' }).click();
  await page.getByRole('textbox', { name: 'Thème 6' }).fill('Un sixième thème');
  await page.getByRole('textbox', { name: 'Thème 6' }).blur();
  await page
    .getByRole('combobox', { name: 'Thème de l’atelier' })
    .selectOption({ label: '6 · Un sixième thème' });
  await page.getByRole('button', { name: 'Retirer le thème 2' }).click();
  await expect(page.getByRole('textbox', { name: 'Thème 2' })).toHaveCount(0);
});
