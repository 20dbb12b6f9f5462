import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { makeCrowd } from './crowd.ts';

const pictures = join(import.meta.dirname, '../../docs/pictures');

/** Takes a picture once nothing moves and the letters are there. */
const take = async (page: Page, name: string): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  // They come behind the first screen.
  await page.waitForFunction(() => document.fonts.size > 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Those that stand still hold the wall where it is.
    const running = document.getAnimations().filter(({ playState }) => playState === 'running');
    await Promise.all(running.map(({ finished }) => finished));
  });
  const path = join(pictures, `${name}-${test.info().project.name}.jpg`);
  await page.screenshot({ path, type: 'jpeg', quality: 82 });
};

test('pictures of the example, in the order of an afternoon', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/');
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page).toHaveURL(/atelier/);
  const base = page.url().replace(/[^/]*$/, '');
  await page.getByRole('button', { name: 'Ne plus proposer' }).click();
  await take(page, 'synthese');
  for (const [path, name] of [
    ['mur', 'mur'],
    ['phase/actionPlan', 'plan'],
    ['preparer', 'preparer'],
  ] as const) {
    await page.goto(base + path);
    await take(page, name);
  }
  await page.goto(`${base}capture`);
  await page
    .getByRole('textbox', { name: 'Note' })
    .fill('Le prêt d’ordinateurs ne suffit pas : à la maison il n’y a pas de connexion');
  await take(page, 'capture');
  await page.goto('/#/');
  await take(page, 'accueil');
});

const elsewhere = 'http://grappe.example';

test('pictures of the guided example, on a phone, and of the sheets to remember by, on a tablet', async ({
  page,
  baseURL,
}) => {
  const { name } = test.info().project;
  test.skip(name === 'desktop');
  if (name === 'phone') {
    await page.goto('/');
    await page.getByRole('button', { name: 'Découvrir en deux minutes' }).click();
    await expect(page.getByRole('complementary', { name: 'Découvrir' })).toContainText('Étape 1');
    await page.getByRole('textbox', { name: 'Note' }).fill('Pas de réseau dans la vallée');
    await page.evaluate(() => scrollTo(0, 0));
    await take(page, 'decouvrir');
    return;
  }
  // The code stands on the sheets where the address leads to other devices.
  await page.context().route(`${elsewhere}/**`, async (route) => {
    const url = route
      .request()
      .url()
      .replace(elsewhere, baseURL ?? '');
    await route.fulfill({ response: await route.fetch({ url }) });
  });
  await page.goto(elsewhere);
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page).toHaveURL(/atelier/);
  await page.goto(page.url().replace(/[^/]*$/, 'kit'));
  for (const part of ['Affiche', 'Notes vierges']) await page.getByRole('checkbox', { name: part }).uncheck();
  for (const sheet of await page.getByRole('checkbox', { name: 'Aide-mémoire' }).all()) await sheet.check();
  await expect(page.getByRole('article').getByRole('img')).toHaveCount(2);
  await page.getByRole('heading', { name: 'Aperçu' }).evaluate((heading) => heading.scrollIntoView());
  // What is said of plain http is not what the picture is about.
  const close = page.getByRole('button', { name: 'Fermer' });
  if (await close.isVisible()) await close.click();
  await take(page, 'kit');
});

const walls = [12, 120, 1200].flatMap((count) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ count, colorScheme })),
);

for (const { count, colorScheme } of walls) {
  test.describe(`${count} notes, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test(`pictures of the wall with ${count} notes, ${colorScheme}`, async ({ page }) => {
      await page.goto('/');
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
      await (await chooser).setFiles({ name: 'mur.grappe', mimeType: '', buffer: makeCrowd(count) });
      await expect(page).toHaveURL(/atelier/);
      await page.goto(page.url().replace(/[^/]*$/, 'mur'));
      await expect(page.getByRole('region', { name: 'Mur' })).toBeVisible();
      // On a phone the list comes first; here it is the plane that is to be seen.
      await page.getByRole('radio', { name: 'Plan', exact: true }).check({ force: true });
      await expect(page.locator('[data-wall]')).toBeVisible();
      await page.getByRole('button', { name: 'Fermer' }).click();
      await take(page, `mur-${count}-${colorScheme}`);
    });
  });
}
