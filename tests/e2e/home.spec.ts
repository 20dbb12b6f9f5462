import { expect, test, type Page } from '@playwright/test';
import { agreeToMerge, createWorkshop, expectSaved, goTo, stickNote } from './workshop-steps.ts';

const list = (page: Page) => page.getByRole('list', { name: 'Ateliers' });

test(
  '[HO1] a workshop needs no more than a title, and is then listed by it',
  {
    tag: ['@tablet', '@phone'],
  },
  async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Nouvel atelier' }).click();
    await page.getByRole('button', { name: 'Créer l’atelier' }).click();
    const title = page.getByRole('textbox', { name: 'Titre de l’atelier' });
    await expect(title).toBeFocused();
    await expect(title).toHaveAccessibleDescription(/Donnez un titre/);
    await title.fill('Égal accès au numérique');
    await title.press('Enter');
    await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
    await goTo(page, 'Capture');
    await stickNote(page, 'Zones blanches');
    await page.goto('/#/');
    await expect(list(page).getByRole('link')).toHaveText(['Égal accès au numérique']);
    await expect(list(page)).toContainText('1 note');
    await list(page).getByRole('link').click();
    await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
    await page.goBack();
    await expect(list(page)).toBeVisible();
  },
);

test('[HO2] erasing says what goes, asks, and says what went', async ({ page }) => {
  await page.goto('/');
  await createWorkshop(page, 'À effacer');
  await goTo(page, 'Capture');
  await stickNote(page, 'Une note');
  await page.goto('/#/');
  await expect(list(page)).toContainText('1 note');
  const menu = page.getByRole('button', { name: 'Actions pour À effacer' });
  await menu.click();
  await page.getByRole('button', { name: 'Effacer de cet appareil' }).click();
  const question = page.getByRole('alertdialog', { name: /Effacer cet atelier/ });
  await expect(question).toContainText('1 note');
  await expect(question).toContainText('jamais été enregistré dans un fichier');
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await expect(list(page).getByRole('link')).toHaveCount(1);
  await menu.click();
  await page.getByRole('button', { name: 'Effacer de cet appareil' }).click();
  await question.getByRole('button', { name: 'Effacer de cet appareil' }).click();
  await expect(page.getByText('Aucun atelier sur cet appareil')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/n’est pas sur cet appareil/);
});

test('[HO3] a workshop is renamed without being opened', async ({ page }) => {
  await page.goto('/');
  await createWorkshop(page, 'Premier nom');
  await page.goto('/#/');
  await page.getByRole('button', { name: 'Actions pour Premier nom' }).click();
  await page.getByRole('button', { name: 'Renommer' }).click();
  await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Second nom');
  await page.getByRole('button', { name: 'Renommer' }).click();
  await expect(list(page).getByRole('link')).toHaveText(['Second nom']);
});

test('[HO4] a file that is none of ours is refused in words, and the list stays', async ({ page }) => {
  await page.goto('/');
  await createWorkshop(page, 'Un atelier');
  await page.goto('/#/');
  for (const body of ['', 'bonjour', '{"title": 3}', 'PK\u0003\u0004 tronqué']) {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
    await (await chooser).setFiles({ name: 'essai.grappe', mimeType: '', buffer: Buffer.from(body) });
    const refusal = page.getByRole('alert');
    await expect(refusal).toContainText('Le fichier n’a pas pu être ouvert');
    await refusal.getByRole('button', { name: 'Fermer' }).click();
  }
  await expect(list(page).getByRole('link')).toHaveText(['Un atelier']);
});

test('[HO5] the language and the theme are chosen in the interface and kept', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Réglages' }).click();
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.reload();
  await expect(page.getByRole('button', { name: 'New workshop' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('[HO6] an address that leads nowhere says so and leads home', async ({ page }) => {
  await page.goto('/#/nulle/part');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cette page n’existe pas');
  await page.getByRole('link', { name: 'Tous les ateliers' }).click();
  await expect(page.getByRole('button', { name: 'Nouvel atelier' })).toBeVisible();
});

test('[HO7] a screen that replaces another gives its title the focus and names the tab', async ({ page }) => {
  await page.goto('/');
  await createWorkshop(page, 'Un atelier');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await goTo(page, 'Réunir');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle('Réunir · Un atelier · Grappe');
  await expect(page.getByRole('link', { name: 'Réunir', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('[HO8] two devices gather by files, none lost and none doubled', async ({ browser, page }) => {
  await page.goto('/');
  await createWorkshop(page, 'À réunir');
  await goTo(page, 'Capture');
  await stickNote(page, 'Du premier appareil');
  await goTo(page, 'Réunir');
  const save = async (from: Page): Promise<string> => {
    const download = from.waitForEvent('download');
    await from.getByRole('button', { name: 'Enregistrer le fichier' }).click();
    return (await download).path();
  };
  const open = async (to: Page, path: string): Promise<void> => {
    const chooser = to.waitForEvent('filechooser');
    await to.getByRole('button', { name: 'Ouvrir un fichier' }).click();
    await (await chooser).setFiles(path);
  };
  const first = await save(page);

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto('/#/rejoindre');
  await open(other, first);
  await expect(other.getByText('Atelier ouvert : 1 note.').first()).toBeVisible();
  await expect(other.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
  await goTo(other, 'Capture');
  await stickNote(other, 'Du second appareil');
  await goTo(other, 'Réunir');
  const second = await save(other);

  await open(page, second);
  await agreeToMerge(page);
  await expect(page.getByText('Fichier réuni : 1 note de plus.').first()).toBeVisible();
  await open(page, second);
  await expect(page.getByText('Ce fichier n’apporte rien de nouveau').first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '2 notes' })).toBeVisible();
  // A download is gone with its context.
  await context.close();
});

test('[HO9] a file dropped on the home page is opened', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Nouvel atelier' })).toBeVisible();
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['ce n’est pas un atelier'], 'essai.txt'));
    return transfer;
  });
  const veil = page.getByText('Déposez ici vos fichiers Grappe');
  // What listens for that comes after the first screen.
  await expect(async () => {
    await page.dispatchEvent('main', 'dragover', { dataTransfer: files });
    await expect(veil).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.dispatchEvent('main', 'drop', { dataTransfer: files });
  await expect(page.getByRole('alert')).toContainText('Le fichier n’a pas pu être ouvert');
  await expect(veil).toHaveCount(0);
});

test('[HO10] a screen that breaks says so and gives the notes out as a file', async ({ page }) => {
  await page.goto('/');
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
  await stickNote(page, 'Une note');
  // What says so comes later than the note, and would break too.
  await expectSaved(page);
  // What no browser should do, and the interface must survive.
  await page.evaluate(() => {
    const broken = (): never => {
      throw new Error('broken');
    };
    Object.assign(Intl.PluralRules.prototype as object, { select: broken });
  });
  await page.getByRole('link', { name: 'Mur', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cet écran s’est arrêté');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter maintenant' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.grappe$/);
  await page.getByRole('button', { name: 'Recharger la page' }).click();
  await expect(page.getByRole('region', { name: 'Mur' })).toContainText('Une note');
});

test('[HO12] over a slow line the logo comes first, in the light that the device has', async ({
  browser,
}) => {
  const context = await browser.newContext({ colorScheme: 'dark', serviceWorkers: 'block' });
  const page = await context.newPage();
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/assets\/start-[^/]+\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  const splash = page.locator('.splash');
  await expect(splash).toBeVisible();
  await expect
    .poll(() => splash.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'normal');
  letGo();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(splash).toHaveCount(0);
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  await context.close();
});
