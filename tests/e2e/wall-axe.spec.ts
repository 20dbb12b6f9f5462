import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const expectNoFault = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};

const screens = ['mur', 'phase/diagnostic', 'phase/projections', 'phase/actionPlan', 'synthese', 'corbeille'];
const example = { 'fr-FR': 'Voir un exemple', 'en-GB': 'See an example' };

for (const [locale, name] of Object.entries(example)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${locale}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test(
        `[AX1] axe finds nothing on the wall, the tables, the synthesis and the trash (${locale}, ${colorScheme})`,
        { tag: ['@phone'] },
        async ({ page }) => {
          // Eight whole pages are judged, the wall with all its notes.
          test.slow();
          await page.goto('/');
          await page.getByRole('button', { name }).click();
          await expect(page).toHaveURL(/atelier/);
          const workshop = /^.*atelier\/[^/]+\//.exec(page.url())?.[0] ?? '';
          for (const screen of screens) {
            await page.goto(workshop + screen);
            await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
            await expectNoFault(page);
            if (screen === 'mur') {
              await page.getByRole('article').first().getByRole('checkbox').check();
              await expectNoFault(page);
            }
            if (screen === 'phase/actionPlan') {
              await page.locator('td [data-note] .text').first().press('Enter');
              await expectNoFault(page);
            }
          }
        },
      );
    });
  }
}

test('[AX2] the tables and the wall don’t scroll sideways at 320 px', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/');
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page).toHaveURL(/atelier/);
  const workshop = /^.*atelier\/[^/]+\//.exec(page.url())?.[0] ?? '';
  for (const screen of screens) {
    await page.goto(workshop + screen);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, screen).toBeLessThanOrEqual(0);
  }
});

test(
  '[AX3] every control of the wall and the tables fits a finger',
  { tag: ['@phone'] },
  async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Voir un exemple' }).click();
    await expect(page).toHaveURL(/atelier/);
    const workshop = /^.*atelier\/[^/]+\//.exec(page.url())?.[0] ?? '';
    for (const screen of screens.filter((path) => path !== 'synthese')) {
      await page.goto(workshop + screen);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main :is(button, a, select, textarea, summary)')]
          .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 45.5)
          .map((control) => control.outerHTML.slice(0, 120)),
      );
      expect(small, screen).toEqual([]);
    }
  },
);
