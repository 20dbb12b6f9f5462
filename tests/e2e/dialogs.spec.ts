import { readFileSync } from 'node:fs';
import { expect, test, type Locator } from '@playwright/test';
import { expectNoFault, findSmall } from './faults.ts';

// Those that it takes several devices or a file to see are looked at where they are tested.
for (const [locale, colorScheme] of [
  ['fr', 'light'],
  ['en', 'dark'],
] as const) {
  test.describe(`${locale}, ${colorScheme}`, () => {
    test.use({ locale, colorScheme, contextOptions: { reducedMotion: 'reduce' } });
    const words = JSON.parse(
      readFileSync(new URL(`../../src/app/words/${locale}.json`, import.meta.url), 'utf8'),
    ) as Record<string, string>;

    test(
      `[AX1] [AX3] axe finds nothing in the dialogs of a workshop, and a finger hits all in them (${locale}, ${colorScheme})`,
      { tag: ['@phone', '@not-desktop'] },
      async ({ page }) => {
        const button = (key: string): Locator =>
          page.getByRole('button', { name: words[key] as string, exact: true });
        const dialog = page.locator('dialog[open]');
        const look = async (where: string): Promise<void> => {
          await expect(dialog, where).toBeVisible();
          await expectNoFault(page, where);
          expect.soft(await findSmall(page), where).toEqual([]);
        };
        const lookAt = async (opener: Locator, where: string): Promise<void> => {
          await opener.click();
          await look(where);
          await page.keyboard.press('Escape');
          await expect(dialog, where).toHaveCount(0);
        };

        await page.goto('/');
        await button('home_example').click();
        await expect(page).toHaveURL(/atelier/);
        const base = page.url().replace(/[^/]*$/, '');
        const goTo = async (path: string): Promise<void> => {
          await page.goto(base + path);
          await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
        };

        await goTo('mur');
        await lookAt(button('wall_help'), 'the keys of the wall');
        await lookAt(button('wall_filters'), 'filters');
        await lookAt(page.locator('[data-cluster] [aria-haspopup=dialog]').first(), 'a cluster');
        // Of several levers one action may come, or as many.
        await page.getByRole('combobox').first().selectOption({ index: 1 });
        const boxes = page.locator('article[data-hue=yellow] input[type=checkbox]');
        await boxes.nth(0).press('Space');
        await lookAt(button('notes_move'), 'where a note is moved to');
        await boxes.nth(1).press('Space');
        await lookAt(page.locator('.selection-bar [data-wide]'), 'how several notes are promoted');
        await button('wall_stack').click();
        await lookAt(page.locator('.under').first(), 'a pile');

        await goTo('phase/actionPlan');
        await lookAt(button('notes_origin').first(), 'where an action comes from');
        await lookAt(
          page.locator('th .about [aria-haspopup=dialog]:not(.quiet:not(.icon))').first(),
          'a row',
        );
        await page.locator('td [data-note] .text').first().tap();
        await lookAt(button('phase_more'), 'what else becomes of a note');

        await goTo('voter');
        await button('votes_new').click();
        await button('votes_open_it').click();
        await lookAt(button('votes_tally'), 'a show of hands');

        await goTo('reunir');
        await lookAt(button('hub_connect'), 'the address of a hub');

        await page.goto('/#/');
        const menu = page.locator('li [aria-haspopup=dialog]').first();
        await lookAt(menu, 'a workshop of the list');
        await menu.click();
        await dialog.getByRole('button', { name: words['home_rename'] as string }).click();
        await look('another name');
        await page.keyboard.press('Escape');
        await menu.click();
        await dialog.getByRole('button', { name: words['home_erase'] as string }).click();
        await look('a workshop to be erased');
        await dialog.getByRole('button', { name: words['home_erase'] as string, exact: true }).click();
        await expect(dialog.getByRole('list')).toBeVisible();
        await look('what was erased');
      },
    );
  });
}
