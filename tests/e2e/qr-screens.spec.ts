import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { dialog, showQr } from './qr-steps.ts';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

/** The screens of the animated QR, in a browser that has no camera to give. */

const startGather = async (page: Page, notes = 1): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, 'Un atelier');
  await goTo(page, 'Capture');
  for (let i = 0; i < notes; i++) await stickNote(page, `Une note, la ${String(i)}`);
  await goTo(page, 'Réunir');
};

const openExample = async (page: Page): Promise<void> => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await goTo(page, 'Réunir');
};

for (const [name, sentence] of [
  ['NotAllowedError', /appareil photo est refusé/],
  ['NotFoundError', /pas d’appareil photo/],
  ['NotReadableError', /appareil photo ne répond pas/],
] as const) {
  test(`[QR7] ${name}: the camera says what to do, and photos and the file are offered`, async ({ page }) => {
    await startGather(page, 0);
    await page.evaluate((error) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', error));
    }, name);
    await page.getByRole('button', { name: 'Lire le QR animé' }).click();
    await expect(dialog(page)).toContainText(sentence);
    await expect(dialog(page)).toContainText('passez par le fichier');
    await expect(page.getByRole('button', { name: 'Lire des photos du code' })).toBeVisible();
  });
}

test('[QR7] where the page gets no camera, photos of the code bring the workshop', async ({
  page,
  browser,
}) => {
  await startGather(page, 2);
  await showQr(page);
  const photo = await page.screenshot();
  await page.getByRole('button', { name: 'Fermer' }).click();
  const nothing = await page.screenshot();

  const context = await browser.newContext();
  await context.addInitScript(() => {
    // As on a page of plain http.
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
  });
  const other = await context.newPage();
  await other.goto('/#/rejoindre');
  await other.getByRole('button', { name: 'Lire le QR animé' }).click();
  await expect(dialog(other)).toContainText('ne donne pas l’appareil photo');
  const choose = async (...files: readonly Buffer[]): Promise<void> => {
    const chooser = other.waitForEvent('filechooser');
    await other.getByRole('button', { name: 'Lire des photos du code' }).click();
    await (
      await chooser
    ).setFiles(
      files.map((buffer, index) => ({ name: `${String(index)}.png`, mimeType: 'image/png', buffer })),
    );
  };
  await choose(Buffer.from('no picture'));
  await expect(dialog(other).getByRole('status')).toHaveText('Ces photos ne s’ouvrent pas ici.');
  await choose(nothing);
  await expect(dialog(other).getByRole('status')).toHaveText(/Rien de nouveau/);
  await choose(nothing, photo);
  await expect(dialog(other).getByRole('status')).toHaveText(/Atelier ouvert\s: 2 notes/);
  await context.close();
});

test('[QR8] a warning comes before the first code that flickers, and what was chosen is kept', async ({
  page,
}) => {
  await openExample(page);
  await page.getByRole('button', { name: 'Montrer le QR animé' }).click();
  await expect(dialog(page)).toContainText('épilepsie');
  await expect(dialog(page).locator('canvas')).toHaveCount(0);
  await page.getByRole('button', { name: 'Montrer lentement' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Plus lent' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Plus rapide' })).toBeEnabled();
  await page.getByRole('button', { name: 'Fermer' }).click();
  await page.getByRole('button', { name: 'Montrer le QR animé' }).click();
  await expect(dialog(page).locator('canvas')).toHaveAttribute('data-turn', /./);
  await expect(page.getByRole('button', { name: 'Plus lent' })).toBeDisabled();
});

test('[QR13] the pace that was chosen, and how many codes, are kept on the device', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await openExample(page);
  await showQr(page);
  const canvas = dialog(page).locator('canvas');
  await page.getByRole('button', { name: 'Quatre codes' }).click();
  await expect(canvas).toHaveCount(4);
  await page.getByRole('button', { name: 'Plus rapide' }).click();
  await expect(page.getByRole('button', { name: 'Plus rapide' })).toBeDisabled();
  // The codes are even, apart by their own white edges, and all of them are to be seen.
  const boxes = await Promise.all([0, 1, 2, 3].map((index) => canvas.nth(index).boundingBox()));
  for (const box of boxes) {
    expect(box?.width).toBeGreaterThan(240);
    expect(box?.width).toBe(box?.height);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(768);
  }
  await page.reload();
  await page.getByRole('button', { name: 'Montrer le QR animé' }).click();
  await expect(canvas).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Plus rapide' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Quatre codes' })).toHaveAttribute('aria-pressed', 'true');
  // A screen that is too small for four shows one.
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(canvas).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Quatre codes' })).toHaveCount(0);
});

test(
  '[QR9] the QR is shown, paused and left with the keyboard alone, by Escape or the back button',
  { tag: ['@tablet', '@phone'] },
  async ({ page }) => {
    await openExample(page);
    const show = page.getByRole('button', { name: 'Montrer le QR animé' });
    const address = page.url();
    await show.focus();
    await page.keyboard.press('Enter');
    const quick = page.getByRole('button', { name: 'Montrer à vitesse normale' });
    await quick.focus();
    await page.keyboard.press('Enter');
    const pause = page.getByRole('button', { name: 'Pause' });
    await pause.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Reprendre' })).toBeVisible();
    const canvas = dialog(page).locator('canvas');
    // As large as there is room for, and nothing to scroll to.
    const box = await canvas.boundingBox();
    const screen = page.viewportSize();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(
      0.55 * Math.min(screen?.width ?? 0, screen?.height ?? 0),
    );
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toHaveCount(0);
    await expect(show).toBeFocused();
    expect(page.url()).toBe(address);

    await page.getByRole('button', { name: 'Lire le QR animé' }).click();
    await expect(dialog(page)).toBeVisible();
    await page.goBack();
    await expect(dialog(page)).toHaveCount(0);
    expect(page.url()).toBe(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  },
);

test(
  '[QR9] axe finds nothing on the screens of the QR, light and dark',
  { tag: '@phone' },
  async ({ page }) => {
    await openExample(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.getByRole('button', { name: 'Montrer le QR animé' }).click();
      const quick = page.getByRole('button', { name: 'Montrer à vitesse normale' });
      if (colorScheme === 'light') {
        expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
        await quick.click();
      }
      await page.getByRole('button', { name: 'Pause' }).click();
      expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
      await page.getByRole('button', { name: /à moi de lire/ }).click();
      await expect(dialog(page)).toContainText('appareil photo');
      expect((await new AxeBuilder({ page }).include('dialog').analyze()).violations).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog(page)).toHaveCount(0);
    }
  },
);
