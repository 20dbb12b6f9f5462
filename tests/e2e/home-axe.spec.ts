import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const expectNoFault = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
};

const languages = {
  'fr-FR': {
    create: 'Nouvel atelier',
    title: 'Titre de l’atelier',
    submit: 'Créer l’atelier',
    add: 'Ajouter une carte RETEX',
    settings: 'Réglages',
  },
  'en-GB': {
    create: 'New workshop',
    title: 'Workshop title',
    submit: 'Create the workshop',
    add: 'Add a case card',
    settings: 'Settings',
  },
};

for (const [locale, words] of Object.entries(languages)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${locale}, ${colorScheme}`, () => {
      // A note in flight is half transparent; what stands still is what is judged.
      test.use({ locale, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test(
        `[AX1] axe finds nothing on the screens before and at capture (${locale}, ${colorScheme})`,
        {
          tag: ['@phone'],
        },
        async ({ page }) => {
          await page.goto('/');
          await expect(page.getByRole('button', { name: words.create })).toBeVisible();
          await expectNoFault(page);
          await page.goto('/#/rejoindre');
          await expect(page.getByRole('listitem').first()).toBeVisible();
          await expectNoFault(page);
          await page.goto('/#/nouveau');
          await page.getByRole('button', { name: words.submit }).click();
          await expect(page.getByRole('textbox', { name: words.title })).toHaveAttribute(
            'aria-invalid',
            'true',
          );
          await expectNoFault(page);
          await page.getByRole('textbox', { name: words.title }).fill('Un atelier');
          await page.getByRole('button', { name: words.submit }).click();
          await page.getByRole('button', { name: words.add }).click();
          await expectNoFault(page);
          const workshop = page.url().replace(/[^/]*$/, '');
          await page.goto(`${workshop}capture`);
          await page.getByRole('textbox', { name: 'Note' }).fill('x'.repeat(700));
          await expectNoFault(page);
          await page.goto(`${workshop}reunir`);
          await page.getByRole('button', { name: words.settings }).click();
          await expect(page.getByRole('dialog', { name: words.settings })).toBeVisible();
          await expectNoFault(page);
          await page.keyboard.press('Escape');
          await expectNoFault(page);
        },
      );
    });
  }
}

test('[AX2] nothing is cut off or scrolls sideways at 320 px, nor with wide text spacing', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/#/nouveau');
  await page
    .getByRole('textbox', { name: 'Titre de l’atelier' })
    .fill('Un atelier au titre anticonstitutionnellement long');
  await page.getByRole('button', { name: 'Créer l’atelier' }).click();
  await page.getByRole('button', { name: 'Ajouter une carte RETEX' }).click();
  const workshop = page.url().replace(/[^/]*$/, '');
  for (const address of [
    '/#/',
    '/#/rejoindre',
    '/#/nouveau',
    `${workshop}preparer`,
    `${workshop}capture`,
    `${workshop}reunir`,
  ]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // The values of WCAG 2.2, 1.4.12.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.insertRule(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }',
      );
      document.adoptedStyleSheets = [sheet];
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, address).toBeLessThanOrEqual(0);
  }
});

test(
  '[AX3] every control is at least 46 px high and wide enough for a finger',
  { tag: ['@phone'] },
  async ({ page }) => {
    await page.goto('/#/nouveau');
    await page.getByRole('textbox', { name: 'Titre de l’atelier' }).fill('Un atelier');
    await page.getByRole('button', { name: 'Créer l’atelier' }).click();
    await page.getByRole('button', { name: 'Ajouter une carte RETEX' }).click();
    const workshop = page.url().replace(/[^/]*$/, '');
    for (const address of [
      '/#/',
      '/#/nouveau',
      `${workshop}preparer`,
      `${workshop}capture`,
      `${workshop}reunir`,
    ]) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, a, input, select, textarea, summary')]
          .filter((control) => control.checkVisibility())
          .map((control) => ({ control, box: control.getBoundingClientRect() }))
          // A link that fills its card is as large as the card.
          .filter(
            ({ control, box }) =>
              box.height < 45.5 && getComputedStyle(control, '::after').position !== 'absolute',
          )
          .map(({ control }) => control.outerHTML.slice(0, 120)),
      );
      expect(small, address).toEqual([]);
    }
  },
);
