import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { atOtherHost } from '../find-browsers.js';
import { openFile, openPlenary, phaseCard, showView, shownOf, workshop } from './plenary-steps.ts';
import { joinByFile, saveGrappe } from './room-steps.ts';
import { showAs } from './wall-steps.ts';
import { createWorkshop, goTo, openApp, stickNote } from './workshop-steps.ts';

/** What is read from 8 metres, in hundredths of the width of the screen, and what stands beside it: see docs/decisions/0029. */
const readSize = 3.5;
const asideSize = 2.8;
/** Metres; degrees of the angle at which capitals are read with ease, and at least. */
const room = { distance: 8, picture: 2, ease: 20 / 60, least: 16 / 60 };

const textOf = (screen: Page): Promise<string> => screen.locator('main').innerText();

test('[PL1] the plenary screen follows the phase, the instruction, the timer and the counts, and thanks', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Atelier en salle');
  const screen = await openPlenary(page);
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Atelier en salle');
  await expect(screen.locator('main')).toContainText('L’atelier va commencer');

  await phaseCard(page)
    .getByRole('textbox', { name: /Consigne/ })
    .fill('**Trois** notes chacun\n- en silence');
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Retour d’expérience');
  await expect(screen.locator('strong')).toHaveText('Trois');
  await expect(screen.locator('main')).toContainText('0 note');
  await page.getByRole('button', { name: '10 minutes' }).click();
  await expect(screen.getByRole('timer')).toContainText(/10:00|9:5\d/);
  await goTo(page, 'Capture');
  await page.getByRole('button', { name: 'J’ai fini' }).click();
  await expect(screen.locator('main')).toContainText('1 a fini');
  await stickNote(page, 'Une note', 'Irritant');
  await expect(screen.locator('main')).toContainText('1 note');

  await goTo(page, 'Animer');
  await page.getByRole('button', { name: 'Terminer et remercier' }).click();
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText(/Merci/);
});

test('[PL2] what it shows is chosen on « Animer », in its own bar or by keys', async ({ page }) => {
  await openFile(page);
  const screen = await openPlenary(page);
  const bar = screen.getByRole('toolbar');
  await showView(page, 'Grappe par grappe');
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Réseau');
  await page.getByRole('button', { name: 'Suivant' }).click();
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Matériel');
  // The bar has gone meanwhile, where that took long.
  await screen.mouse.move(300, 300);
  await bar.getByRole('button', { name: 'Résultats' }).click();
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Aucun vote pour l’instant');
  await expect(shownOf(page).getByRole('radio', { name: 'Résultats' })).toBeChecked();
  await screen.keyboard.press('2');
  await expect(screen.getByRole('img', { name: /^Mur, / })).toBeVisible();
  await expect(shownOf(page).getByRole('radio', { name: 'Mur' })).toBeChecked();
  // Whoever leaves is not waited for.
  await screen.close();
  await expect(shownOf(page)).toHaveCount(0);
});

/** Names of clusters that are read on the wall. */
const namesOn = (screen: Page): Promise<string[]> => screen.locator('.label').allTextContents();

test('[PL3] its wall follows where whoever leads looks; on another device all of the wall is seen', async ({
  page,
  browser,
}) => {
  const few = {
    ...workshop,
    diagnostic: workshop.diagnostic.map((card) => ({ ...card, irritants: card.irritants.slice(0, 6) })),
    clusters: workshop.clusters.slice(0, 2),
  };
  await openFile(page, few);
  const screen = await openPlenary(page);
  // Two windows of one browser without a screen each: the one behind gets no frames to glide in.
  for (const each of [page, screen]) await each.emulateMedia({ reducedMotion: 'reduce' });
  await showView(page, 'Mur');
  await screen.setViewportSize({ width: 1024, height: 768 });
  await expect.poll(() => namesOn(screen)).toEqual(expect.arrayContaining(['Matériel', 'Réseau']));

  await goTo(page, 'Mur');
  const wall = page.locator('[data-wall]');
  await expect(page.getByRole('group', { name: 'Matériel', exact: true })).toBeVisible();
  await page.getByRole('article', { name: 'Prises' }).getByRole('checkbox').check();
  await wall.focus();
  await page.keyboard.press('2');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('+');
  await expect.poll(() => namesOn(screen)).toEqual(['Matériel']);
  await wall.focus();
  await page.keyboard.press('0');
  await expect.poll(() => namesOn(screen)).toEqual(expect.arrayContaining(['Matériel', 'Réseau']));
  await expect(screen.getByRole('checkbox')).toHaveCount(0);

  const other = await (await browser.newContext()).newPage();
  await joinByFile(other, await saveGrappe(page));
  await other.goto(other.url().replace(/[^/]*$/, 'pleniere'));
  await expect(other.getByRole('toolbar')).toBeVisible();
  await other.keyboard.press('2');
  await expect.poll(() => namesOn(other)).toEqual(expect.arrayContaining(['Matériel', 'Réseau']));
  await other.context().close();
});

/** What of the notes is on the page that is seen now. */
const visibleText = (screen: Page): Promise<string> =>
  screen.evaluate(() => {
    const frame = document.querySelector('main .frame')?.getBoundingClientRect();
    if (!frame) return '';
    // As far as it is seen beyond its edge.
    const margin = innerWidth * 0.005;
    let seen = '';
    const walker = document.createTreeWalker(
      document.querySelector('main .frame') ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const range = document.createRange();
      for (const { index, 0: word } of (node.textContent ?? '').matchAll(/\S+/g)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const boxes = [...range.getClientRects()];
        const isWhole = boxes.every(
          (box) =>
            box.left >= frame.left - 1 &&
            box.right <= frame.right + 1 &&
            box.top >= frame.top - margin &&
            box.bottom <= frame.bottom + margin,
        );
        if (boxes.length > 0 && isWhole) seen += ` ${word}`;
      }
    }
    return seen;
  });

/** Turns all pages, from the first one on, and gives the words that were seen whole. */
const readPages = async (screen: Page): Promise<string[]> => {
  const pages = Number(/Page 1 sur (\d+)/.exec(await textOf(screen))?.[1] ?? 1);
  let read = await visibleText(screen);
  for (let number = 2; number <= pages; number += 1) {
    await screen.keyboard.press('PageDown');
    await expect(screen.locator('main')).toContainText(`Page ${String(number)} sur`);
    read += await visibleText(screen);
  }
  return read.trim().split(/\s+/);
};

test('[PL4] a cluster is sent from the wall and read page by page, and no word is cut', async ({ page }) => {
  await openFile(page);
  await goTo(page, 'Mur');
  await showAs(page, 'Liste');
  await page.getByRole('button', { name: 'Actions : Longues' }).press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Montrer en plénière' })).toHaveCount(0);
  await page.keyboard.press('Escape');

  const screen = await openPlenary(page);
  await goTo(page, 'Mur');
  await page.getByRole('button', { name: 'Actions : Longues' }).press('Enter');
  await page.getByRole('button', { name: 'Montrer en plénière' }).click();
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Longues');
  await expect(screen.locator('main')).toContainText('8 notes');
  await expect(screen.locator('main')).toContainText('Grappe 4 sur 4');
  await expect(screen.locator('main')).toContainText(/Page 1 sur \d/);

  const pages = Number(/Page 1 sur (\d+)/.exec(await textOf(screen))?.[1]);
  const read = await readPages(screen);
  const written = workshop.diagnostic[0]?.irritants.slice(6).join(' ').split(/\s+/) ?? [];
  expect(read.filter((word) => written.includes(word))).toEqual(written);

  // Back through the pages, then to the end of the cluster before.
  for (let number = pages; number > 1; number -= 1) await screen.keyboard.press('ArrowLeft');
  await screen.mouse.click(20, 300);
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Formation');
  await screen.mouse.click(900, 300);
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Longues');
});

test('[PL5] of an open vote it tells the ballots alone; of a closed one the ranking with its ties', async ({
  page,
}) => {
  await openFile(page);
  const screen = await openPlenary(page);
  await screen.keyboard.press('4');
  await goTo(page, 'Voter');
  await page.getByRole('button', { name: 'Ouvrir un vote' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le vote' }).click();
  for (const name of ['Réseau', 'Matériel']) {
    await page.getByRole('button', { name, exact: true }).click();
  }
  await page.getByRole('button', { name: 'Voter', exact: true }).click();
  await expect(screen.locator('main')).toContainText('1 bulletin');
  await expect(screen.locator('main')).toContainText('Vote en cours');
  expect(await textOf(screen)).not.toMatch(/Réseau|Matériel/);

  await page.getByRole('button', { name: 'Clore le vote' }).click();
  const ranking = screen.getByRole('list', { name: 'Classement' }).getByRole('listitem');
  await expect(ranking).toHaveCount(2);
  for (const [index, name] of ['Réseau', 'Matériel'].entries()) {
    await expect(ranking.nth(index)).toContainText(name);
    await expect(ranking.nth(index)).toContainText('ex æquo');
    await expect(ranking.nth(index).locator('.rank')).toContainText('1');
  }
});

test('[PL6] of a hidden phase it shows no text, of notes written on its own device neither', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Atelier en silence');
  await goTo(page, 'Capture');
  for (const text of ['Secret un', 'Secret deux', 'Secret trois']) await stickNote(page, text, 'Irritant');
  await goTo(page, 'Mur');
  for (const text of ['Secret un', 'Secret deux']) {
    await page.getByRole('article', { name: text }).getByRole('checkbox').check();
  }
  await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
  await page.getByRole('textbox', { name: 'Nom de la grappe' }).fill('Secrète');
  await page.keyboard.press('Enter');
  await goTo(page, 'Voter');
  await page.getByRole('button', { name: 'Ouvrir un vote' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le vote' }).click();
  await page.getByRole('button', { name: 'Secrète', exact: true }).click();
  await page.getByRole('button', { name: 'Voter', exact: true }).click();
  await page.getByRole('button', { name: 'Clore le vote' }).click();

  const screen = await openPlenary(page);
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await screen.keyboard.press('3');
  await expect(screen.locator('main')).toContainText('Secret un');
  await phaseCard(page).getByRole('button', { name: 'Écrire en silence' }).click();
  for (const key of ['1', '2', '3', '4'] as const) {
    await screen.keyboard.press(key);
    await expect(screen.locator('main')).toContainText('En silence');
    await expect(screen.locator('main')).toContainText('3 notes');
    expect(await screen.content()).not.toMatch(/Secret|Secrète/);
    await expect(screen.locator('main canvas')).toHaveCount(0);
  }
  await phaseCard(page).getByRole('button', { name: 'Révéler les notes' }).click();
  await expect(screen.getByRole('list', { name: 'Classement' })).toContainText('Secrète');
});

test('[PL7] nothing but its bar can be focused or pressed, and the bar goes while nobody moves', async ({
  page,
}) => {
  await openFile(page);
  const screen = await openPlenary(page);
  const bar = screen.getByRole('toolbar');
  // With the focus in it the bar stays, however long a check takes.
  await screen.keyboard.press('Tab');
  await expect(bar.getByRole('button').first()).toBeFocused();
  for (const key of ['1', '2', '3', '4', '5']) {
    await screen.keyboard.press(key);
    await expect(bar.locator(`[aria-keyshortcuts="${key}"]`)).toHaveAttribute('aria-pressed', 'true');
    const outside = await screen.evaluate(() =>
      [
        ...document.querySelectorAll(
          'a, button, input, select, textarea, summary, [tabindex], [contenteditable]',
        ),
      ]
        .filter((element) => element.checkVisibility() && !element.closest('[data-bar], [inert]'))
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect.soft(outside, key).toEqual([]);
    await expect(bar).toHaveCSS('opacity', '1');
    const { violations } = await new AxeBuilder({ page: screen }).setLegacyMode(true).analyze();
    expect
      .soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`))
      .toEqual([]);
  }
  await screen.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect(bar).toHaveCSS('opacity', '0');
  await expect(bar).toHaveCSS('pointer-events', 'none');
  await screen.keyboard.press('Tab');
  await expect(bar).toHaveCSS('opacity', '1');
});

const shapes = [
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
] as const;

test('[PL4] an instruction is read from end to end at every length, with less motion too', async ({
  page,
}) => {
  await openFile(page);
  const screen = await openPlenary(page);
  await screen.emulateMedia({ reducedMotion: 'reduce' });
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await page.getByRole('button', { name: '10 minutes' }).click();
  const field = phaseCard(page).getByRole('textbox', { name: /Consigne/ });
  for (const times of [1, 2, 4, 9]) {
    const text = 'Écrivez une idée par note, en quelques mots, sans parler. '.repeat(times).trim();
    await field.fill(text);
    await field.blur();
    await expect(screen.locator('main .frame')).toHaveText(text);
    // The number of pages may change once, in the frame after it is first written.
    await expect(async () => {
      await screen.keyboard.press('2');
      await screen.keyboard.press('1');
      await expect(screen.locator('main .frame')).toBeVisible();
      expect(await readPages(screen)).toEqual(text.split(' '));
    }).toPass({ timeout: 15_000 });
  }
});

test('[PL8] what matters is large enough for 8 metres, and nothing scrolls, from 1024 × 768 to 4K', async ({
  page,
}) => {
  await openFile(page);
  const screen = await openPlenary(page);
  const field = phaseCard(page).getByRole('textbox', { name: /Consigne/ });
  await field.fill(`${'Écrivez une idée par note, en quelques mots, sans parler. '.repeat(9)}`);
  await field.blur();
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await page.getByRole('button', { name: '10 minutes' }).click();
  await goTo(page, 'Voter');
  await page.getByRole('button', { name: 'J’ai fini' }).click();
  await expect(screen.locator('main')).toContainText('1 a fini');
  await page.getByRole('button', { name: 'Ouvrir un vote' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le vote' }).click();
  for (const name of ['Réseau', 'Matériel']) await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Voter', exact: true }).click();
  await page.getByRole('button', { name: 'Clore le vote' }).click();

  await screen.waitForFunction(() => document.fonts.size > 0);
  const capital = await screen.evaluate(async () => {
    await document.fonts.ready;
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return 0;
    context.font = `1000px ${getComputedStyle(document.body).fontFamily}`;
    return context.measureText('H').actualBoundingBoxAscent / 1000;
  });
  const needed = (degrees: number): number => room.distance * Math.tan((degrees * Math.PI) / 180);
  expect((readSize / 100) * room.picture * capital).toBeGreaterThanOrEqual(needed(room.ease));
  expect((asideSize / 100) * room.picture * capital).toBeGreaterThanOrEqual(needed(room.least));

  for (const shape of shapes) {
    await screen.setViewportSize(shape);
    for (const key of ['1', '2', '3', '4', '5']) {
      await screen.keyboard.press(key);
      await expect(screen.locator(`[aria-keyshortcuts="${key}"]`)).toHaveAttribute('aria-pressed', 'true');
      await expect(screen.getByRole('heading', { level: 1 })).toBeVisible();
      const found = await screen.evaluate(
        ([read, aside]) => {
          const small: string[] = [];
          const outside: string[] = [];
          const walker = document.createTreeWalker(
            document.querySelector('main') ?? document.body,
            NodeFilter.SHOW_TEXT,
          );
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            const text = (node.textContent ?? '').trim();
            if (!element?.checkVisibility({ visibilityProperty: true }) || text === '') continue;
            if (element.closest('.heard, [data-bar]')) continue;
            const isAside = element.closest('.kind, .foot, .tied') !== null;
            const size = (Number.parseFloat(getComputedStyle(element).fontSize) / innerWidth) * 100;
            if (size < (isAside ? aside : read) - 0.02) small.push(`${size.toFixed(2)} vw: ${text}`);
            const box = element.getBoundingClientRect();
            const isPaged = element.closest('.frame') !== null;
            if (
              !isPaged &&
              (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
            )
              outside.push(text);
          }
          const { scrollWidth, scrollHeight } = document.documentElement;
          return { small, outside, scrolls: scrollWidth > innerWidth || scrollHeight > innerHeight };
        },
        [readSize, asideSize] as const,
      );
      expect
        .soft({ ...found, where: `${String(shape.width)}, view ${key}` })
        .toEqual({ small: [], outside: [], scrolls: false, where: `${String(shape.width)}, view ${key}` });
    }
  }
});

test('[PL11] what is for later is shown on request, none of a hidden phase, and by no kind', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Pour plus tard');
  const screen = await openPlenary(page);
  await showView(page, 'Pour plus tard');
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Rien pour plus tard');
  await page.getByRole('link', { name: 'Voir ce qui est pour plus tard' }).click();
  await page.getByRole('button', { name: 'Ajouter : Idée pour plus tard' }).click();
  await page.keyboard.type('Le transport scolaire');
  await page.keyboard.press('Enter');
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Pour plus tard');
  await expect(screen.locator('main')).toContainText('1 note');
  await expect(screen.getByRole('article')).toHaveText('Le transport scolaire');
  await goTo(page, 'Animer');
  await phaseCard(page).getByRole('button', { name: 'Écrire en silence' }).click();
  await expect(screen.locator('main')).not.toContainText('Le transport scolaire');
});

test('[PL10] phones join by the code on it, and none is shown where its address leads to no other device', async ({
  page,
  baseURL,
}) => {
  const code = (screen: Page) => screen.getByRole('img', { name: 'Pour participer' });
  await openFile(page);
  const here = await openPlenary(page);
  await expect(code(here)).toHaveCount(0);
  await here.close();

  await openFile(page, workshop, atOtherHost(baseURL));
  await goTo(page, 'Réunir');
  await page.getByRole('button', { name: 'Inviter' }).click();
  const invited = await page.getByRole('dialog').locator('svg path[fill="#000"]').getAttribute('d');
  await page.keyboard.press('Escape');
  const screen = await openPlenary(page);
  await expect(code(screen).locator('path')).toHaveAttribute('d', invited ?? '');
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Retour d’expérience');
  await expect(code(screen)).toBeVisible();
});
