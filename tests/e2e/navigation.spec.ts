import { expect, test } from '@playwright/test';
import { createWorkshop, openApp } from './workshop-steps.ts';

test(
  '[HO11] the bar of screens stays where the finger has put it while the workshop changes',
  { tag: ['@phone', '@not-desktop'] },
  async ({ page }) => {
    await openApp(page);
    await createWorkshop(page, 'Un atelier');
    const place = page.getByRole('textbox', { name: 'Lieu' });
    await place.fill('Nantes');
    await page.getByRole('navigation', { name: 'Atelier' }).getByRole('link', { name: 'Réunir' }).tap();
    await expect(page.getByRole('heading', { level: 1, name: 'Réunir les appareils' })).toBeVisible();
    await page.goBack();
    await expect(place).toHaveValue('Nantes');
  },
);
