import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';

const pictures = join(import.meta.dirname, '../../docs/pictures');

/** Takes a picture once nothing moves and the letters are there. */
const take = async (page: Page, name: string): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
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
