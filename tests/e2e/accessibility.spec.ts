import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const expectNothing = async (page: Page, where: string): Promise<void> => {
  // What moves in has come to rest: colours are measured as they stay.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
  expect.soft(found).toEqual([]);
};

for (const locale of ['fr-FR', 'en-GB'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${locale}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      test(
        `[AX1] axe finds nothing on any screen (${locale}, ${colorScheme})`,
        { tag: (locale === 'fr-FR') === (colorScheme === 'light') ? ['@phone'] : [] },
        async ({ page }) => {
          test.setTimeout(120_000);
          await page.goto('/');
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
          await expectNothing(page, 'home, empty');
          for (const path of ['nouveau', 'rejoindre', 'nulle/part']) {
            await page.goto(`/#/${path}`);
            await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
            await expectNothing(page, path);
          }

          await page.goto('/#/');
          await page
            .getByRole('button', { name: locale === 'fr-FR' ? 'Voir un exemple' : 'See an example' })
            .click();
          await expect(page).toHaveURL(/atelier/);
          const base = page.url().replace(/[^/]*$/, '');
          for (const path of [
            'preparer',
            'capture',
            'mur',
            'phase/diagnostic',
            'phase/projections',
            'phase/actionPlan',
            'synthese',
            'reunir',
            'corbeille',
          ]) {
            await page.goto(base + path);
            await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
            await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
            await expectNothing(page, path);
          }
          await page.goto('/#/');
          await expect(page.getByRole('link', { name: /Garantir/ })).toBeVisible();
          await expectNothing(page, 'home, with a workshop');
        },
      );
    });
  }
}

test('[AX2] every screen has one main heading, a title of its own and the language of its words', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page).toHaveURL(/atelier/);
  const titles = new Set<string>();
  const links = page.getByRole('navigation', { name: 'Atelier' }).getByRole('link');
  await expect(links).toHaveText([
    'Préparer',
    'Capture',
    'Mur',
    'Retour d’expérience',
    'Projections',
    'Plan d’action',
    'Synthèse',
    'Réunir',
  ]);
  for (const link of await links.all()) {
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(page).toHaveTitle(/Grappe/);
    titles.add(await page.title());
  }
  expect(titles.size).toBe(8);
});

test('[AX3] nothing is lost at 320 pixels and with wide text spacing', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/');
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page).toHaveURL(/atelier/);
  const base = page.url().replace(/[^/]*$/, '');
  for (const path of ['capture', 'mur', 'phase/actionPlan', 'preparer', 'reunir', 'corbeille', 'synthese']) {
    await page.goto(base + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
    // WCAG 1.4.12. The content policy refuses style elements, as it should.
    await page.evaluate(() => {
      const spacing = new CSSStyleSheet();
      spacing.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
      );
      document.adoptedStyleSheets = [spacing];
    });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect.soft(overflow, path).toBeLessThanOrEqual(0);
  }
});
