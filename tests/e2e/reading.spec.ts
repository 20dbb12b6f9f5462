import { expect, test, type Page } from '@playwright/test';
import { expectDraft } from './stored-drafts.ts';
import { createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

/** Chooses in the settings, by the names of the radio buttons. */
const choose = async (page: Page, ...names: readonly string[]): Promise<void> => {
  await page.getByRole('button', { name: 'Réglages' }).click();
  const settings = page.getByRole('dialog', { name: 'Réglages' });
  for (const name of names) {
    await settings.getByRole('radio', { name, exact: true }).check({ force: true });
  }
  await page.keyboard.press('Escape');
  await expect(settings).toBeHidden();
};

/** Gives the device a voice, as browsers under test have none; what it says is kept in `said`. */
const giveVoice = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const voice = { lang: 'fr-FR', localService: true, default: true, name: 'own', voiceURI: 'own' };
    const said: string[] = [];
    const synth = Object.assign(new EventTarget(), {
      getVoices: () => [voice],
      speak: ({ text }: { text: string }) => said.push(text),
      cancel: () => said.splice(0),
    });
    class Utterance {
      constructor(readonly text: string) {}
    }
    Object.defineProperties(globalThis, {
      speechSynthesis: { value: synth },
      SpeechSynthesisUtterance: { value: Utterance },
      said: { value: said },
    });
  });
};
const saidBy = (page: Page) => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);

test('[AC2] text size, spacing and contrast hold on this device, before anything is drawn and on every screen', async ({
  page,
  context,
}) => {
  await page.addInitScript(() => {
    document.addEventListener('readystatechange', () => {
      const place = document.getElementById('app');
      if (!place || document.readyState !== 'interactive') return;
      new MutationObserver(() => {
        (globalThis as { firstLook?: unknown }).firstLook ??= { ...document.documentElement.dataset };
      }).observe(place, { childList: true });
    });
  });
  await openApp(page);
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await goTo(page, 'Mur');
  const wall = page.getByRole('region', { name: 'Mur' });
  const note = wall.getByText('Zones blanches', { exact: true }).first();
  await expect(note).toBeVisible();
  const lettersPx = (): Promise<number> =>
    note.evaluate(
      (element) =>
        (element.getBoundingClientRect().width / element.clientWidth) *
        Number.parseFloat(getComputedStyle(element).fontSize),
    );
  await page.getByRole('button', { name: 'Agrandir' }).click();
  await expect.poll(lettersPx).toBeGreaterThan(10);
  const before = await lettersPx();

  await choose(page, 'Très grande', 'Texte aéré', 'Renforcé');
  await expect.poll(async () => (await lettersPx()) / before).toBeGreaterThan(1.4);
  // Notes are as high as their text is laid out by now.
  const cut = await wall.getByRole('article').evaluateAll((notes) =>
    notes
      .filter((each) => each.parentElement!.offsetHeight > 1)
      .filter((each) => (each.firstElementChild?.scrollHeight ?? 0) > each.parentElement!.offsetHeight + 1)
      .map((each) => each.textContent),
  );
  expect(cut).toEqual([]);

  const plenary = await context.newPage();
  await plenary.goto(page.url().replace(/mur$/, 'pleniere'));
  const root = plenary.locator('html');
  await expect(root).toHaveAttribute('data-spacing', 'wide');
  await choose(page, 'Habituel');
  await expect(root).toHaveAttribute('data-spacing', 'normal');
  await choose(page, 'Texte aéré');

  await page.reload();
  await expect(note).toBeVisible();
  expect(await page.evaluate(() => (globalThis as { firstLook?: unknown }).firstLook)).toEqual({
    theme: 'light',
    contrast: 'high',
    text: 'largest',
    spacing: 'wide',
  });
  await expect(page.locator('body')).toHaveCSS('font-size', '25.504px');
  await expect(note).toHaveCSS('letter-spacing', '2.04px');
});

test('[AC2] a device that asks for more contrast gets it', async ({ page }) => {
  await page.emulateMedia({ contrast: 'more' });
  await openApp(page);
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'high');
  await page.emulateMedia({ contrast: 'no-preference' });
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'auto');
});

test('[AC3] a note is read aloud from the wall, and stopped; nothing is offered without a voice', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Une classe');
  await goTo(page, 'Capture');
  await stickNote(page, 'Zones blanches');
  await expectSaved(page);
  const select = async (): Promise<void> => {
    await goTo(page, 'Mur');
    const note = page.getByRole('region', { name: 'Mur' }).getByRole('checkbox', { name: 'Zones blanches' });
    await note.check({ force: true });
    await expect(page.getByRole('button', { name: 'Regrouper', exact: true })).toBeVisible();
  };
  await select();
  await expect(page.getByRole('button', { name: /^Lire à voix haute/ })).toHaveCount(0);

  await giveVoice(page);
  await page.reload();
  await select();
  await page.getByRole('button', { name: /^Lire à voix haute/ }).click();
  expect(await saidBy(page)).toEqual(['Zones blanches']);
  await page.getByRole('button', { name: /^Arrêter la lecture/ }).click();
  expect(await saidBy(page)).toEqual([]);
  await page.getByRole('button', { name: /^Lire à voix haute/ }).click();
  // What is out of sight is out of ear.
  await goTo(page, 'Capture');
  expect(await saidBy(page)).toEqual([]);
});

test(
  '[AC4] in the simple mode a note is written and a vote is cast, one question a screen',
  { tag: ['@phone', '@not-desktop'] },
  async ({ page }) => {
    await openApp(page);
    await createWorkshop(page, 'Une classe');
    await goTo(page, 'Capture');
    await choose(page, 'Mode simplifié');
    const heading = page.getByRole('heading', { level: 1 });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const links = page.getByRole('navigation', { name: 'Atelier' }).getByRole('link');
    await expect(links).toHaveText(['Capture', 'Voter']);

    await expect(heading).toHaveText('Pour quelle partie de l’atelier ?');
    await press('Retour d’expérience');
    await expect(heading).toHaveText('Quelle sorte de note ?');
    await expect(heading).toBeFocused();
    await press('Point fort ce qui a bien marché');
    await press('Retour');
    await page.getByRole('button', { name: /^Point fort.*Choisi$/ }).click();
    await press('Continuer');
    await expect(page.locator('main').getByText('La note est vide')).toBeVisible();
    await page.getByRole('textbox', { name: 'Note' }).fill('Tablettes 4G');
    await press('Continuer');
    await expect(heading).toHaveText('Qui parle ?');
    await expectDraft(page, 'Tablettes 4G');
    await page.reload();
    await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Tablettes 4G');
    await press('Continuer');
    await press('Parent');
    await expect(heading).toHaveText('Votre note est prête');
    await expect(page.locator('main')).toContainText('Tablettes 4G');
    await press('Coller ma note');
    await expect(heading).toHaveText('C’est collé. Une autre ?');
    await expectSaved(page);

    await press('Reprendre ma note');
    await page.getByRole('textbox', { name: 'Note' }).fill('Tablettes 5G');
    await press('Continuer');
    // Who speaks is asked once.
    await press('Coller ma note');
    await press('Oui, une autre note');
    await page.getByRole('button', { name: /^Point fort/ }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('Le prêt de matériel');
    await press('Continuer');
    await press('Coller ma note');
    await press('Passer l’appareil à quelqu’un');
    await expect(heading).toHaveText('Pour quelle partie de l’atelier ?');

    await goTo(page, 'Voter');
    await press('Ouvrir un vote');
    await page.getByRole('button', { name: 'Ouvrir le vote', exact: true }).click();
    const choices = page.locator('[data-choice]');
    await expect(choices).toHaveCount(1);
    await expect(page.getByText('Choix 1 sur 2', { exact: true })).toBeVisible();
    await press('Suivant');
    await expect(page.getByText('Choix 2 sur 2', { exact: true })).toBeVisible();
    await choices.getByRole('button', { name: 'Le prêt de matériel', exact: true }).click();
    await press('Voter');
    await expect(page.getByRole('heading', { name: /compté/ })).toBeVisible();

    await press('Quitter le mode simplifié');
    await expect(links).toHaveCount(10);
    await goTo(page, 'Mur');
    await expect(page.getByRole('region', { name: 'Mur' }).getByRole('checkbox')).toHaveCount(2);
  },
);
