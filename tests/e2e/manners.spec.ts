import { expect, test, type Page } from '@playwright/test';
import { createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

const offer = (page: Page) => page.getByRole('complementary', { name: 'Installer Grappe' });

/** Chromium asks only over https and of people who stay a while: the event is made here, the rest is real. */
const offerByBrowser = async (page: Page, outcome: 'accepted' | 'dismissed'): Promise<void> => {
  await page.addInitScript((answer) => {
    const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
      prompt: () => Promise.resolve({ outcome: answer }),
    });
    // Not before the app listens.
    new MutationObserver((_, observer) => {
      if (!document.querySelector('#app > *')) return;
      observer.disconnect();
      dispatchEvent(event);
      Object.assign(window, { isHeldBack: event.defaultPrevented });
    }).observe(document, { childList: true, subtree: true });
  }, outcome);
};

test('[FU6] the app is offered to be installed where a workshop is taken away, and not again after a no', async ({
  page,
}) => {
  await offerByBrowser(page, 'dismissed');
  await openApp(page);
  // Whoever looks at the example has nothing to keep yet.
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page.getByText('Ceci est un exemple')).toBeVisible();
  await expect(page.getByRole('table').first()).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
  await page.goto('/#/');
  expect(await page.evaluate(() => (window as { isHeldBack?: boolean }).isHeldBack)).toBe(true);
  await createWorkshop(page, 'Rien encore');
  await goTo(page, 'Réunir');
  await expect(page.getByRole('button', { name: 'Enregistrer le fichier' })).toBeVisible();
  await goTo(page, 'Capture');
  await stickNote(page, 'Une première note');
  await goTo(page, 'Mur');
  await expect(page.getByText('Une première note').first()).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
  await goTo(page, 'Réunir');
  await offer(page).getByRole('button', { name: 'Installer' }).click();
  // The browser’s own question was answered with no.
  await expect(offer(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Enregistrer le fichier' })).toBeVisible();
  await goTo(page, 'Synthèse');
  await expect(page.getByRole('table').first()).toBeVisible();
  await expect(offer(page)).toHaveCount(0);
  // Whoever looks for it finds it.
  await page.getByRole('button', { name: 'Réglages' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Installer' })).toBeVisible();
});

test.describe('on an iPhone', () => {
  test.use({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  });

  test('[FU6] where the browser asks nothing, words say how to install the app', async ({ page }) => {
    await openApp(page);
    await createWorkshop(page, 'Sur un iPhone');
    await goTo(page, 'Capture');
    await stickNote(page, 'Une note');
    await goTo(page, 'Synthèse');
    await expect(offer(page)).toContainText('Sur l’écran d’accueil');
    await offer(page).getByRole('button', { name: 'Non merci' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await goTo(page, 'Réunir');
    await expect(page.getByRole('button', { name: 'Enregistrer le fichier' })).toBeVisible();
    await expect(offer(page)).toHaveCount(0);
  });
});

test('[FU7] the icon tells how many notes of this device stand nowhere else, until a file is saved', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'setAppBadge', {
      value: (count: number) => {
        Object.assign(window, { badge: count });
        return Promise.resolve();
      },
    });
  });
  const badge = () => page.evaluate(() => (window as { badge?: number }).badge);
  await openApp(page);
  await createWorkshop(page, 'À envoyer');
  await goTo(page, 'Capture');
  await stickNote(page, 'Un');
  await stickNote(page, 'Deux');
  await expect.poll(badge).toBe(2);
  await expectSaved(page);
  await goTo(page, 'Réunir');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer le fichier' }).click();
  await download;
  await expect.poll(badge).toBe(0);
  await goTo(page, 'Capture');
  await stickNote(page, 'Trois');
  await expect.poll(badge).toBe(1);
  // What is written for practice is for nobody.
  await page.goto('/#/');
  await page.getByRole('button', { name: 'Découvrir en deux minutes' }).click();
  await stickNote(page, 'Essai');
  await page.goto('/#/');
  await page.getByRole('link', { name: 'À envoyer' }).click();
  await stickNote(page, 'Quatre');
  await expect.poll(badge).toBe(2);
});

test('[FU8] going back, or pulling the page down, loses nothing of what is being written', async ({
  page,
}) => {
  await openApp(page);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).overscrollBehaviorY)).toBe(
    'contain',
  );
  await createWorkshop(page, 'Brouillons');
  const base = page.url().replace(/[^/]*$/, '');
  const home = page.getByRole('button', { name: 'Nouvel atelier' });
  await goTo(page, 'Capture');
  await stickNote(page, 'Déjà là');
  await page.goto('/#/');
  await page.goto(`${base}capture`);
  await page.getByRole('textbox', { name: 'Note' }).fill('En train d’écrire');
  await page.goBack();
  await expect(home).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('En train d’écrire');
  // Where one adds to a list, what was typed is added.
  for (const [path, kind] of [
    ['phase/diagnostic', 'Irritant'],
    ['plus-tard', 'Idée pour plus tard'],
  ] as const) {
    await page.goto('/#/');
    await page.goto(base + path);
    await page
      .getByRole('button', { name: `Ajouter\u202f: ${kind}` })
      .first()
      .click();
    await page.keyboard.type(`Pas encore ajouté (${kind})`);
    await page.goBack();
    await expect(home).toBeVisible();
    await page.goForward();
    await expect(page.getByText(`Pas encore ajouté (${kind})`, { exact: true }), path).toBeVisible();
  }
});

test('[FU12] the wall and the tables print whole, with their title and without anything to press', async ({
  page,
}) => {
  await openApp(page);
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page).toHaveURL(/atelier/);
  const base = page.url().replace(/[^/]*$/, '');
  const pressable = page.locator('main').locator('.button, select, textarea').locator('visible=true');

  await page.goto(`${base}mur`);
  await page.getByRole('radio', { name: 'Plan', exact: true }).check({ force: true });
  await expect(page.locator('[data-wall]')).toBeVisible();
  const wall = page.getByRole('region', { name: 'Mur' });
  // What the browser does before it prints.
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('[data-wall]')).toBeHidden();
  for (const text of ['Zones blanches', 'La dynamique qui se poursuit', 'Garantir un égal accès'])
    await expect(wall.getByText(text).locator('visible=true').first()).toBeVisible();
  await expect(pressable).toHaveCount(0);
  await page.emulateMedia({ media: null });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(page.locator('[data-wall]')).toBeVisible();

  await page.goto(`${base}phase/actionPlan`);
  await expect(page.getByRole('table')).toBeVisible();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const sheets = Array.from(pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g), ([, width, height]) =>
    [width, height].map((side) => Math.round(Number(side))).join(' × '),
  );
  expect(new Set(sheets)).toEqual(new Set(['842 × 595']));
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('main').getByText('Garantir un égal accès')).toBeVisible();
  await expect(pressable).toHaveCount(0);
  await expect(page.getByRole('table').locator('button:not(.text)').locator('visible=true')).toHaveCount(0);
});

test('[FU13] where there is nothing yet, the screen leads to the first step', async ({ page }) => {
  await openApp(page);
  await expect(page.getByText('La première fois, Grappe vous guide')).toBeVisible();
  await createWorkshop(page, 'Encore vide');
  const write = page.locator('main').getByRole('link', { name: 'Écrire une note' });
  for (const screen of ['Mur', 'Synthèse']) {
    await goTo(page, screen);
    await expect(write, screen).toHaveAttribute('href', /capture$/);
  }
  await goTo(page, 'Voter');
  await page.getByRole('radio', { name: 'Impact × effort' }).check({ force: true });
  await write.click();
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
});

test(
  '[FU9] the button that sticks a note stays above a keyboard that is laid over the page',
  { tag: ['@phone', '@not-desktop'] },
  async ({ page }) => {
    // As Safari does it: what is seen gets lower, and the page does not.
    await page.addInitScript(() => {
      const sight = Object.assign(new EventTarget(), { height: 0, offsetTop: 0, scale: 1 });
      Object.defineProperty(window, 'visualViewport', { value: sight });
    });
    const seen = (height: number): Promise<void> =>
      page.evaluate((px) => {
        Object.assign(window.visualViewport as object, { height: px });
        window.visualViewport?.dispatchEvent(new Event('resize'));
      }, height);
    await openApp(page);
    await createWorkshop(page, 'Clavier');
    await goTo(page, 'Capture');
    const button = page.getByRole('button', { name: 'Coller la note' });
    const foot = async (): Promise<number> => {
      const box = await button.boundingBox();
      return (box?.y ?? 0) + (box?.height ?? 0);
    };
    const { height } = page.viewportSize() ?? { height: 0 };
    // What follows the first screen comes a moment later.
    await expect
      .poll(async () => {
        await seen(height - 300);
        return foot();
      })
      .toBeLessThanOrEqual(height - 300);
    await seen(height);
    expect(await foot()).toBeGreaterThan(height - 300);
  },
);

test('[FU10] nothing to press lies under the camera of a phone that lies', async ({ page }) => {
  await page.setViewportSize({ width: 740, height: 360 });
  await openApp(page);
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await expect(page).toHaveURL(/atelier/);
  const base = page.url().replace(/[^/]*$/, '');
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setSafeAreaInsetsOverride', { insets: { left: 48, right: 48, bottom: 21 } });
  for (const address of [
    ...['', 'nouveau', 'rejoindre', 'pret', 'consolider'].map((path) => `/#/${path}`),
    ...['preparer', 'animer', 'capture', 'voter', 'phase/retex', 'synthese', 'reunir', 'kit'].map(
      (path) => base + path,
    ),
  ]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const under = await page.evaluate(() =>
      [...document.querySelectorAll('button, a, input, select, textarea')]
        .filter((control) => control.checkVisibility() && !control.closest('nav, table'))
        .map((control) => ({ control, box: control.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 2 && (box.left < 48 || box.right > innerWidth - 48))
        .map(({ control }) => control.outerHTML.slice(0, 90)),
    );
    expect.soft(under, address).toEqual([]);
  }
});
