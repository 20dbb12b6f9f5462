import { readFileSync } from 'node:fs';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { expectNoFault } from './faults.ts';
import { bringLevel, joinByFile, saveGrappe, takeGrappe, textsIn } from './room-steps.ts';
import { clusterOn, nameCluster, noteOn, showAs } from './wall-steps.ts';
import { createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

const phase = 'Retour d’expérience';

/** A device of its own: nothing is shared with the others but what is carried. */
const newDevice = async (browser: Browser, options: { aheadMs?: number } = {}): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  if (options.aheadMs !== undefined) await page.clock.install({ time: Date.now() + options.aheadMs });
  return page;
};

const begin = async (page: Page, title = 'Atelier en salle'): Promise<void> => {
  await openApp(page);
  await createWorkshop(page, title);
  await goTo(page, 'Capture');
};

const phaseCard = (page: Page, name = phase): Locator => page.getByRole('article', { name });

test('[LD9] whoever makes a workshop leads it; another device has no controls until it is given the key', async ({
  page,
  browser,
}) => {
  await begin(page);
  await goTo(page, 'Animer');
  await phaseCard(page)
    .getByRole('textbox', { name: /Consigne/ })
    .fill('**Trois** notes chacun\n- en silence');
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await expect(phaseCard(page)).toContainText('En cours');
  await page.getByRole('button', { name: 'Animer aussi depuis un autre appareil' }).click();
  const key = (await page.locator('.key code').textContent())?.trim() ?? '';
  await page.keyboard.press('Escape');
  const file = await saveGrappe(page);

  const other = await newDevice(browser);
  await joinByFile(other, file);
  const room = other.getByRole('region', { name: 'Dans la salle' });
  await expect(room).toContainText(phase);
  await expect(room.locator('strong')).toHaveText('Trois');
  const navigation = other.getByRole('navigation', { name: 'Atelier' });
  await expect(navigation.getByRole('link', { name: 'Animer' })).toHaveCount(0);
  await goTo(other, 'Voter');
  await expect(other.getByRole('button', { name: 'Ouvrir un vote' })).toHaveCount(0);

  await goTo(other, 'Préparer');
  await other.getByRole('link', { name: 'Animer' }).click();
  await expect(other.getByRole('heading', { name: 'Un autre appareil anime' })).toBeVisible();
  await other.getByRole('button', { name: 'La clé est perdue' }).click();
  await expect(other.getByRole('alertdialog', { name: 'Reprendre l’animation' })).toBeVisible();
  await expectNoFault(other, 'whether the lead is taken over');
  await other.keyboard.press('Escape');
  await other.getByRole('textbox', { name: 'Clé d’animation' }).fill('0123456789abcdef');
  await other.getByRole('button', { name: 'Animer', exact: true }).click();
  await expect(other.getByText('Ce n’est pas la clé de cet atelier').first()).toBeVisible();
  await other.getByRole('textbox', { name: 'Clé d’animation' }).fill(key);
  await other.getByRole('button', { name: 'Animer', exact: true }).click();
  await expect(phaseCard(other)).toBeVisible();
  await other.reload();
  await expect(phaseCard(other)).toBeVisible();
  await other.context().close();
});

test('[LD9] the facilitator’s link makes another device lead as soon as the workshop is there; a false one makes none, and takes the lead from none', async ({
  page,
  browser,
  baseURL,
}) => {
  await begin(page);
  await goTo(page, 'Animer');
  await page.getByRole('button', { name: 'Animer aussi depuis un autre appareil' }).click();
  const link = await page.getByRole('textbox', { name: 'Lien d’animation' }).inputValue();
  await page.keyboard.press('Escape');
  const file = await saveGrappe(page);
  const other = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { name: /Cet appareil animera/ })).toBeVisible();
  await other.getByRole('link', { name: 'Ouvrir le fichier' }).click();
  await takeGrappe(other, file);
  await goTo(other, 'Animer');
  await expect(phaseCard(other)).toBeVisible();

  // A link from a stranger, with another key.
  await other.goto('/');
  await other.goto(link.replace(/f=[\w-]+/, 'f=0123456789abcdef'));
  await expect(phaseCard(other)).toBeVisible();
  const third = await (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
  await third.goto(link.replace(/f=[\w-]+/, 'f=0123456789abcdef'));
  await takeGrappe(third, file);
  await goTo(third, 'Préparer');
  await third.getByRole('link', { name: 'Animer' }).click();
  await expect(third.getByRole('heading', { name: 'Un autre appareil anime' })).toBeVisible();
  await other.context().close();
  await third.context().close();
});

test('[WF11] in silence a cluster whose notes are hidden says so, and not that it is empty', async ({
  page,
  browser,
}) => {
  await begin(page);
  for (const text of ['Zones blanches', 'Pas de réseau']) await stickNote(page, text, 'Irritant');
  await goTo(page, 'Mur');
  for (const text of ['Zones blanches', 'Pas de réseau'])
    await noteOn(page, text).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
  await nameCluster(page, 'Connexion');
  await goTo(page, 'Animer');
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await phaseCard(page).getByRole('button', { name: 'Écrire en silence' }).click();
  const other = await newDevice(browser);
  await joinByFile(other, await saveGrappe(page));
  await goTo(other, 'Mur');
  for (const view of ['Plan', 'Liste'] as const) {
    await showAs(other, view);
    await expect(clusterOn(other, 'Connexion')).toContainText('Ses notes sont cachées pour l’instant.');
    await expect(clusterOn(other, 'Connexion')).not.toContainText(/vide|0 note/);
  }
  await other.context().close();
});

test('[SF4] in silence nothing of what others wrote is shown, told or exported; the reveal is one act', async ({
  page,
  browser,
}) => {
  await begin(page);
  await stickNote(page, 'Écrite par l’animation', 'Irritant');
  await goTo(page, 'Animer');
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await phaseCard(page).getByRole('button', { name: 'Écrire en silence' }).click();
  const other = await newDevice(browser);
  await joinByFile(other, await saveGrappe(page));
  await expect(other.getByRole('region', { name: 'Dans la salle' })).toContainText('En silence');
  await goTo(other, 'Capture');
  await stickNote(other, 'Écrite ailleurs', 'Irritant');
  await takeGrappe(page, await saveGrappe(other));

  for (const [device, own, foreign] of [
    [page, 'Écrite par l’animation', 'Écrite ailleurs'],
    [other, 'Écrite ailleurs', 'Écrite par l’animation'],
  ] as const) {
    expect(await textsIn(device, phase)).toEqual([own]);
    await goTo(device, 'Mur');
    await expect(device.getByRole('region', { name: 'Mur' })).toContainText(own);
    await device.getByRole('searchbox').fill('Écrite');
    await expect(device.getByRole('region', { name: 'Mur' })).not.toContainText(foreign);
    await device.getByRole('searchbox').fill('');
    await goTo(device, 'Synthèse');
    for (const name of ['Markdown', 'CSV', 'JSON']) {
      const [download] = await Promise.all([
        device.waitForEvent('download'),
        device.getByRole('button', { name, exact: true }).click(),
      ]);
      const text = readFileSync(await download.path(), 'utf8');
      expect([name, text.includes(own), text.includes(foreign)]).toEqual([name, true, false]);
    }
  }

  await goTo(page, 'Animer');
  await expect(phaseCard(page)).toContainText('2 notes');
  await phaseCard(page).getByRole('button', { name: 'Révéler les notes' }).click();
  await bringLevel(page, [other]);
  for (const device of [page, other]) {
    expect(await textsIn(device, phase)).toEqual(['Écrite ailleurs', 'Écrite par l’animation']);
  }
  await other.context().close();
});

test('[LD10] what is frozen is looked at on other devices, which may go on alone; the end thanks them', async ({
  page,
  browser,
}) => {
  await begin(page);
  await stickNote(page, 'Débit', 'Irritant');
  await goTo(page, 'Animer');
  await page.getByRole('button', { name: 'Figer' }).click();
  await goTo(page, 'Capture');
  await stickNote(page, 'L’animation écrit toujours');
  const other = await newDevice(browser);
  await joinByFile(other, await saveGrappe(page));
  await goTo(other, 'Capture');
  const field = other.getByRole('textbox', { name: 'Note' });
  await field.fill('Je n’ai pas fini');
  await other.getByRole('button', { name: 'Coller la note' }).click();
  await expect(other.getByText('Votre texte est gardé.').first()).toBeVisible();
  await expect(field).toHaveValue('Je n’ai pas fini');
  await other.getByRole('button', { name: 'Continuer seul sur cet appareil' }).click();
  await other.getByRole('button', { name: 'Coller la note' }).click();
  await expect(field).toHaveValue('');

  await goTo(page, 'Animer');
  await page.getByRole('button', { name: 'Ne plus figer' }).click();
  await page.getByRole('button', { name: 'Terminer et remercier' }).click();
  await takeGrappe(other, await saveGrappe(page));
  await expect(other.getByRole('heading', { name: /Merci/ })).toBeVisible();
  await other.getByRole('button', { name: 'Revenir à l’atelier' }).click();
  expect(await textsIn(other, phase)).toContain('Je n’ai pas fini');
  await other.context().close();
});

test('[LD11] capture follows the room, but not away from what is being written; those who have finished are counted', async ({
  page,
}) => {
  await begin(page);
  await goTo(page, 'Animer');
  await phaseCard(page, 'Projections').getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await goTo(page, 'Capture');
  await expect(page.getByRole('radio', { name: 'Besoin' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Note' }).fill('Un besoin que je suis en train d’écr');
  await goTo(page, 'Animer');
  await phaseCard(page, 'Plan d’action').getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await phaseCard(page, 'Projections').getByRole('button', { name: 'Passer' }).click();
  await goTo(page, 'Capture');
  const note = page.getByRole('textbox', { name: 'Note' });
  await expect(note).toHaveValue('Un besoin que je suis en train d’écr');
  // It stays a need; the next note is one of the phase that the room is in.
  await expect(page.getByRole('radio', { name: 'Besoin' })).toBeChecked();
  await page.getByRole('button', { name: 'Coller la note' }).click();
  await expect(page.getByRole('radio', { name: 'Action', exact: true })).toBeChecked();
  await note.fill('Une action');
  await page.getByRole('button', { name: 'Coller la note' }).click();
  expect((await textsIn(page, 'Projections')).join()).toContain('en train d’écr');
  expect((await textsIn(page, 'Plan d’action')).join()).toContain('Une action');

  const room = page.getByRole('region', { name: 'Dans la salle' });
  await room.getByRole('button', { name: 'J’ai fini' }).click();
  await expect(room).toContainText('1 a fini');
  await expectSaved(page);
  await page.reload();
  await expect(room.getByRole('button', { name: 'J’ai fini' })).toHaveAttribute('aria-pressed', 'true');
  await room.getByRole('button', { name: 'J’ai fini' }).click();
  await expect(room).not.toContainText('a fini');
});

const secondsIn = async (page: Page): Promise<number> => {
  const text = (await page.getByRole('timer').locator('.figures').textContent()) ?? '';
  const [seconds = 0, minutes = 0] = text.split(':').map(Number).reverse();
  return minutes * 60 + seconds;
};

test('[LD12] a timer shows the same on two devices whose clocks are 7 minutes apart, also after a sleep', async ({
  page,
  browser,
}) => {
  await page.clock.install({ time: Date.now() });
  await begin(page);
  const other = await newDevice(browser, { aheadMs: 7 * 60_000 });
  await joinByFile(other, await saveGrappe(page));
  // They have met there and back, as devices in a room have.
  await takeGrappe(page, await saveGrappe(other));
  await goTo(page, 'Animer');
  await page.getByRole('textbox', { name: 'Autre durée, en minutes' }).fill('zéro');
  await page.getByRole('button', { name: 'Lancer', exact: true }).click();
  await expect(page.getByText('Écrivez un nombre de minutes').first()).toBeVisible();
  await page.getByRole('button', { name: '10 minutes' }).click();
  await takeGrappe(other, await saveGrappe(page));

  const apart = async (): Promise<number> => {
    const [here, there] = await Promise.all([secondsIn(page), secondsIn(other)]);
    return Math.abs(here - there);
  };
  await expect(other.getByRole('timer')).toBeVisible();
  expect(await secondsIn(page)).toBeGreaterThan(500);
  await expect.poll(apart).toBeLessThanOrEqual(1);

  // Both sleep for two minutes: timers stand still, clocks do not.
  const before = await secondsIn(page);
  await Promise.all([page.clock.fastForward('02:00'), other.clock.fastForward('02:00')]);
  await expect.poll(() => secondsIn(page)).toBeLessThanOrEqual(before - 120);
  await expect.poll(apart).toBeLessThanOrEqual(1);

  await goTo(page, 'Animer');
  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await secondsIn(page);
  await page.getByRole('button', { name: '+ 1 minute' }).click();
  await expect.poll(() => secondsIn(page)).toBe(paused + 60);
  await page.getByRole('button', { name: 'Reprendre' }).click();
  await page.clock.fastForward('09:00');
  await expect(page.getByRole('timer')).toContainText('C’est l’heure');
  await other.context().close();
});

test('[LD1] phases are put in another order, and back, with the keyboard', async ({ page }) => {
  await begin(page);
  await goTo(page, 'Animer');
  const titles = (): Promise<string[]> => page.getByRole('article').locator('h3').allTextContents();
  await expect(page.getByRole('article')).toHaveCount(3);
  const before = await titles();
  await page.getByRole('button', { name: 'Descendre : Retour d’expérience' }).press('Enter');
  await expect.poll(titles).toEqual([before[1], before[0], ...before.slice(2)]);
  await expectSaved(page);
  await page.reload();
  await expect(page.getByRole('article').first()).toContainText(before[1] ?? '');
  await page.getByRole('button', { name: 'Monter : Retour d’expérience' }).press('Enter');
  await expect.poll(titles).toEqual(before);
  await expectSaved(page);
});
