import { expect, test, type Page } from '@playwright/test';
import { expectHighContrast, expectNoFault, findSmall } from './faults.ts';

// One of the screens tells whether the app is kept for offline use.
test.use({ serviceWorkers: 'allow' });

const words = {
  'fr-FR': {
    example: 'Voir un exemple',
    title: 'Titre de l’atelier',
    create: 'Créer l’atelier',
    settings: 'Réglages',
    invite: 'Inviter',
    template: 'Enregistrer comme modèle',
    keepTemplate: 'Garder sur cet appareil',
    newVote: 'Ouvrir un vote',
    openVote: 'Ouvrir le vote',
    castVote: 'Voter',
    closeVote: 'Clore le vote',
    openPhase: 'Ouvrir cette phase',
    leadAlone: 'Garder l’animation sur cet appareil',
    leadToo: 'Animer aussi depuis un autre appareil',
    room: 'Dans la salle',
    passStart: 'Lancer le mode tablette partagée',
    passVote: 'Voter à mon tour',
    passNoVote: 'Passer sans voter',
    passWrite: 'Écrire une note',
  },
  'en-GB': {
    example: 'See an example',
    title: 'Workshop title',
    create: 'Create the workshop',
    settings: 'Settings',
    invite: 'Invite',
    template: 'Save as a template',
    keepTemplate: 'Keep on this device',
    newVote: 'Open a vote',
    openVote: 'Open the vote',
    castVote: 'Vote',
    closeVote: 'Close the vote',
    openPhase: 'Open this phase',
    leadAlone: 'Keep the lead on this device',
    leadToo: 'Lead from another device too',
    room: 'In the room',
    passStart: 'Start the shared tablet mode',
    passVote: 'Vote, it is my turn',
    passNoVote: 'Pass on without voting',
    passWrite: 'Write a note',
  },
} as const;

const outside = [
  '',
  'rejoindre',
  'rejoindre/un-lien-coupe',
  'nouveau',
  'pret',
  'consolider',
  'accessibilite',
  'nulle/part',
];
const inside = [
  'preparer',
  'animer',
  'capture',
  'mur',
  'voter',
  'phase/diagnostic',
  'phase/projections',
  'phase/actionPlan',
  'synthese',
  'reunir',
  'kit',
  'corbeille',
  'plus-tard',
  'transcrire',
  'sauvegardes',
  'pleniere',
];

const arrive = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  // The checks before a workshop start a second app.
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0, { timeout: 40_000 });
};

/** Opens the example and gives the address that its screens' paths are put behind. */
const openExample = async (page: Page, name: string): Promise<string> => {
  await arrive(page, '/#/');
  await page.getByRole('button', { name }).click();
  await expect(page).toHaveURL(/atelier/);
  return page.url().replace(/[^/]*$/, '');
};

for (const locale of ['fr-FR', 'en-GB'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${locale}, ${colorScheme}`, () => {
      // A note in flight is half transparent; what stands still is what is judged.
      test.use({ locale, colorScheme, contextOptions: { reducedMotion: 'reduce' } });
      const { example, title, create, settings, newVote, openVote, castVote, closeVote } = words[locale];
      const { invite, template, keepTemplate } = words[locale];
      const { openPhase, leadAlone, leadToo, room } = words[locale];
      const { passStart, passVote, passNoVote, passWrite } = words[locale];

      test(
        `[AX1] axe finds nothing on any screen (${locale}, ${colorScheme})`,
        { tag: (locale === 'fr-FR') === (colorScheme === 'light') ? ['@phone'] : [] },
        async ({ page }) => {
          test.setTimeout(480_000);
          for (const path of outside) {
            await arrive(page, `/#/${path}`);
            await expectNoFault(page, path);
          }
          await arrive(page, '/#/nouveau');
          await page.getByRole('button', { name: create }).click();
          await expect(page.getByRole('textbox', { name: title })).toHaveAttribute('aria-invalid', 'true');
          await expectNoFault(page, 'a workshop without a title');

          const base = await openExample(page, example);
          for (const path of inside) {
            await arrive(page, base + path);
            await expectNoFault(page, path);
          }
          await arrive(page, `${base}preparer`);
          await page.getByRole('button', { name: invite }).click();
          await expect(page.getByRole('dialog')).toBeVisible();
          await expectNoFault(page, 'the invitation');
          await page.keyboard.press('Escape');
          await page.getByRole('button', { name: template }).click();
          await expect(page.getByRole('dialog')).toBeVisible();
          await expectNoFault(page, 'a template to be kept');
          await page.getByRole('button', { name: keepTemplate }).click();
          await expect(page.getByRole('dialog')).toBeHidden();
          // A toast is no part of the screen that it lies over.
          await page.reload();
          await arrive(page, '/#/nouveau');
          await page.getByRole('radiogroup').first().getByRole('radio').nth(1).check({ force: true });
          await expectNoFault(page, 'a workshop from a template');
          await arrive(page, `${base}kit`);
          await page.getByRole('checkbox').nth(2).check();
          await expectNoFault(page, 'the notes on paper');
          await arrive(page, `${base}capture`);
          await page.getByRole('textbox', { name: 'Note' }).fill('x'.repeat(700));
          // To its end: what is under the bar of buttons otherwise is scrolled from under it.
          await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
          await expectNoFault(page, 'a note that is too long');
          await arrive(page, `${base}mur`);
          await page.getByRole('article').first().getByRole('checkbox').check();
          await expectNoFault(page, 'a selection on the wall');
          await arrive(page, `${base}voter`);
          await page.getByRole('button', { name: newVote }).click();
          await expectNoFault(page, 'a vote to be opened');
          await page.getByRole('button', { name: openVote, exact: true }).click();
          await page.locator('[data-choice] button').first().click();
          await expectNoFault(page, 'a vote that is open');
          await page.getByRole('button', { name: castVote, exact: true }).click();
          await expectNoFault(page, 'a ballot that was cast');
          await page.getByRole('button', { name: closeVote }).click();
          await expectNoFault(page, 'the results of a vote');
          await page.getByRole('radio', { name: 'Impact × effort' }).check({ force: true });
          await page.locator('[data-thing]').first().press('ArrowUp');
          await page.locator('[data-thing]').last().click();
          await expectNoFault(page, 'the matrix');
          await arrive(page, `${base}phase/actionPlan`);
          await page.locator('td [data-note] .text').first().press('Enter');
          await expectNoFault(page, 'a note opened in a table');
          await arrive(page, `${base}animer`);
          await page.getByRole('article').first().getByRole('button', { name: openPhase }).click();
          await page.getByRole('button', { name: leadAlone }).click();
          await page.getByRole('button', { name: leadToo }).click();
          await expect(page.getByRole('dialog')).toBeVisible();
          await expectNoFault(page, 'the facilitator’s link');
          await arrive(page, `${base}capture`);
          await expect(page.getByRole('region', { name: room })).toBeVisible();
          await expectNoFault(page, 'capture in a room that is led');
          await arrive(page, '/#/');
          await page.getByRole('button', { name: settings }).click();
          await expect(page.getByRole('dialog', { name: settings })).toBeVisible();
          await expectNoFault(page, 'the settings, and the list of workshops');
          await page.locator('[name][value=simple]').check({ force: true });
          await arrive(page, `${base}capture`);
          await expectNoFault(page, 'the simple mode');
          // The text that is too long waits since then.
          await page.locator('.actions button').first().click();
          await expectNoFault(page, 'a note that is too long in the simple mode');
          await page.locator('.actions button').last().click();
          await expectNoFault(page, 'a question of the simple mode');
          await page.locator('.answers button').first().click();
          await page.getByRole('textbox', { name: 'Note' }).fill('Zones blanches');
          await page.locator('.actions button').first().click();
          await expectNoFault(page, 'who speaks');
          await page.locator('.answers button').first().click();
          await expectNoFault(page, 'a note that is ready');
          await page.locator('.actions button').first().click();
          await expect(page.locator('.actions button')).toHaveCount(3);
          await expectNoFault(page, 'a note that is stuck');
          await arrive(page, `${base}voter`);
          await page.getByRole('button', { name: newVote }).click();
          await page.getByRole('button', { name: openVote, exact: true }).click();
          await expect(page.locator('[data-choice]')).toHaveCount(1);
          await expectNoFault(page, 'a vote, one choice a screen');
          await arrive(page, `${base}preparer`);
          await page.getByRole('button', { name: passStart }).click();
          await expect(page.getByRole('button', { name: passVote })).toBeVisible();
          await expectNoFault(page, 'whose turn it is');
          await page.getByRole('button', { name: passVote }).click();
          await expectNoFault(page, 'the shared tablet, voting');
          await page.getByRole('button', { name: passNoVote }).click();
          await page.getByRole('button', { name: passWrite }).click();
          await expect(page.getByRole('textbox', { name: 'Note' })).toBeVisible();
          await expectNoFault(page, 'a turn on a tablet that is passed round');
        },
      );
    });
  }
}

test('[AX2] nothing scrolls sideways at 320 px, with wide text spacing, nor with the largest text', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  // The options of the settings, all at once.
  await page.addInitScript(() => {
    localStorage.setItem('grappe.text', 'largest');
    localStorage.setItem('grappe.spacing', 'wide');
  });
  const base = await openExample(page, words['fr-FR'].example);
  for (const address of [...outside.map((path) => `/#/${path}`), ...inside.map((path) => base + path)]) {
    await arrive(page, address);
    const overflow = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
      Object.assign(document.documentElement.dataset, { text: 'largest', spacing: 'wide' });
    });
    await expect(page.locator('body')).toHaveCSS('font-size', '25.504px');
    expect.soft(await overflow(), `${address} with the largest text`).toBeLessThanOrEqual(0);
    // The values of WCAG 2.2, 1.4.12. The content policy refuses style elements, as it should.
    await page.evaluate(() => {
      Object.assign(document.documentElement.dataset, { text: 'normal', spacing: 'normal' });
      const spacing = new CSSStyleSheet();
      spacing.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
      );
      document.adoptedStyleSheets = [spacing];
    });
    expect.soft(await overflow(), address).toBeLessThanOrEqual(0);
  }
});

for (const { name, width, options, size } of [
  { name: 'forced colours at 320 px', width: 320, options: { forcedColors: 'active' }, size: '100%' },
  { name: 'text at twice its size and high contrast', width: 640, options: {}, size: '200%' },
] as const) {
  test(`[AX5] axe finds nothing, and nothing scrolls sideways, with ${name}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width, height: 640 });
    await page.emulateMedia({ reducedMotion: 'reduce', ...options });
    // As chosen in the settings.
    const isHigh = size === '200%';
    if (isHigh) await page.addInitScript(() => localStorage.setItem('grappe.contrast', 'high'));
    const base = await openExample(page, words['fr-FR'].example);
    for (const address of [...outside.map((path) => `/#/${path}`), ...inside.map((path) => base + path)]) {
      await arrive(page, address);
      // As a browser’s setting would.
      await page.evaluate((fontSize) => (document.documentElement.style.fontSize = fontSize), size);
      await expectNoFault(page, address);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, address).toBeLessThanOrEqual(0);
      if (!isHigh) continue;
      // Of large text less is asked.
      await page.evaluate(() => (document.documentElement.style.fontSize = ''));
      await expectHighContrast(page, address);
    }
  });
}

test(
  '[AX3] every control is large enough for a finger',
  { tag: ['@phone', '@tablet', '@not-desktop'] },
  async ({ page }) => {
    const base = await openExample(page, words['fr-FR'].example);
    for (const address of [...outside.map((path) => `/#/${path}`), ...inside.map((path) => base + path)]) {
      await arrive(page, address);
      expect.soft(await findSmall(page), address).toEqual([]);
    }
    await arrive(page, `${base}mur`);
    await page.getByRole('article').first().getByRole('checkbox').press('Space');
    expect.soft(await findSmall(page), 'a selection on the wall').toEqual([]);
    await page.getByRole('button', { name: words['fr-FR'].settings }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await findSmall(page), 'the settings').toEqual([]);
    await page.locator('[name][value=simple]').check({ force: true });
    await arrive(page, `${base}capture`);
    expect.soft(await findSmall(page), 'the simple mode').toEqual([]);
  },
);

test('[AX4] every screen has one main heading, a title of its own and the language of its words', async ({
  page,
}) => {
  await openExample(page, words['fr-FR'].example);
  const titles = new Set<string>();
  const links = page.getByRole('navigation', { name: 'Atelier' }).getByRole('link');
  const names = [
    'Préparer',
    'Animer',
    'Capture',
    'Mur',
    'Voter',
    'Retour d’expérience',
    'Projections',
    'Plan d’action',
    'Synthèse',
    'Réunir',
  ];
  await expect(links).toHaveText(names);
  for (const link of await links.all()) {
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    titles.add(await page.title());
  }
  expect(titles.size).toBe(names.length);
});
