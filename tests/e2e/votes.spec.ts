import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectSaved, goTo, readTable } from './workshop-steps.ts';

const texts = ['Zones blanches', 'Débit', 'Tablettes lentes', 'Prises', 'Trop courte', 'Mots de passe'];

/** A workshop with three clusters and a note in none, at its votes. */
const workshop = {
  title: 'Atelier du vote',
  diagnostic: [{ retex: null, irritants: texts, strengths: [] }],
  clusters: [
    { title: 'Réseau', notes: ['/diagnostic/0/irritants/0', '/diagnostic/0/irritants/1'] },
    { title: 'Matériel', notes: ['/diagnostic/0/irritants/2', '/diagnostic/0/irritants/3'] },
    { title: 'Formation', notes: ['/diagnostic/0/irritants/4'] },
  ],
};

const openVotes = async (page: Page): Promise<void> => {
  await page.goto('/');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  const buffer = Buffer.from(JSON.stringify(workshop));
  await (await chooser).setFiles({ name: 'vote.json', mimeType: 'application/json', buffer });
  await expect(page).toHaveURL(/atelier/);
  await goTo(page, 'Voter');
};

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const left = (page: Page, count: number): Locator =>
  page.getByText(`${String(count)} gommette${count > 1 ? 's' : ''} restante${count > 1 ? 's' : ''}`, {
    exact: true,
  });

const openRound = async (page: Page, { budget = 3, several = true } = {}): Promise<void> => {
  await button(page, 'Ouvrir un vote').click();
  const dialog = page.getByRole('dialog', { name: 'Ouvrir un vote' });
  await dialog.getByRole('combobox', { name: 'Gommettes par personne' }).selectOption(String(budget));
  await dialog.getByRole('checkbox').setChecked(several);
  await dialog.getByRole('button', { name: 'Ouvrir le vote' }).click();
  await expect(left(page, budget)).toBeVisible();
};

/** The ranking as it is read: rank, name, marks, figure. */
const readRanking = (page: Page): Promise<string[]> =>
  page
    .getByRole('list', { name: 'Classement' })
    .getByRole('listitem')
    .evaluateAll((items) =>
      items.map((item) =>
        [...item.querySelectorAll('.rank, .written, .mark, .doubts, .figure')]
          .map((part) => (part.textContent ?? '').replace(/\s+/g, ' ').trim())
          .filter((text) => text !== '')
          .join(' | '),
      ),
    );

const exportAs = async (page: Page, name: string): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()]);
  return readFileSync(await download.path(), 'utf8');
};

const exportsOf = async (page: Page): Promise<string[]> => {
  await goTo(page, 'Synthèse');
  const texts: string[] = [];
  for (const name of ['Markdown', 'CSV', 'JSON']) texts.push(await exportAs(page, name));
  await goTo(page, 'Voter');
  return texts;
};

test(
  '[VS1] two people vote on one tablet, blind, and the first become main irritants',
  { tag: ['@tablet', '@phone'] },
  async ({ page }) => {
    await openVotes(page);
    await openRound(page);
    await expect(page.getByText('0 bulletin', { exact: true })).toBeVisible();

    await button(page, 'Réseau').click();
    await button(page, 'Réseau').click();
    await button(page, 'Matériel').click();
    await expect(left(page, 0)).toBeVisible();
    await button(page, 'Formation').click();
    await expect(page.locator('[data-votes-foot]')).toContainText(
      'Plus de gommette : reprenez-en une d’abord',
    );
    await button(page, 'Reprendre une gommette : Réseau').click();
    await expect(left(page, 1)).toBeVisible();
    await button(page, 'Réseau').click();
    await button(page, 'À clarifier, ou je m’y oppose : Formation').click();
    await button(page, 'Voter et passer').click();

    await expect(page.getByRole('heading', { name: 'Votre vote est compté' })).toBeFocused();
    await expect(page.getByText('1 bulletin', { exact: true })).toBeVisible();
    await expect(button(page, 'Changer mon vote')).toHaveCount(0);
    await button(page, 'Personne suivante').click();
    await expect(left(page, 3)).toBeVisible();
    await expect(button(page, 'Reprendre une gommette : Réseau')).toHaveCount(0);
    await expect(button(page, 'À clarifier, ou je m’y oppose : Formation')).toHaveAttribute(
      'aria-pressed',
      'false',
    );
    for (const name of ['Matériel', 'Matériel', 'Réseau']) await button(page, name).click();
    await button(page, 'Voter et passer').click();
    await expect(page.getByText('2 bulletins', { exact: true })).toBeVisible();

    await button(page, 'Clore le vote').click();
    await expect(page.getByText('2 bulletins · 6 gommettes')).toBeVisible();
    expect(await readRanking(page)).toEqual([
      'Rang 1 | Réseau | ex æquo | 3 voix',
      'Rang 1 | Matériel | ex æquo | 3 voix',
      'Formation | 1 à clarifier | 0 voix',
    ]);
    await page.getByRole('combobox', { name: 'Ce qui passe à la suite' }).selectOption('1');
    await expect(page.getByText('1 ex æquo vient aussi')).toBeVisible();
    await button(page, 'Promouvoir en irritant principal').click();
    await expect(page.getByText('Elles sont déjà promues.')).toBeVisible();
    await goTo(page, 'Projections');
    const rows = await readTable(page, 'Projections');
    expect(rows.map(([head]) => head)).toEqual([['Réseau'], ['Matériel']]);
  },
);

test('[VS2] a vote is opened, cast, closed and promoted from with the keyboard alone', async ({ page }) => {
  await openVotes(page);
  const keys = page.keyboard;
  const tabTo = async (target: Locator): Promise<void> => {
    await expect(target).toBeAttached();
    for (let presses = 0; presses < 150; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await keys.press('Tab');
    }
    throw new Error(`Tab never reached ${String(target)}`);
  };
  const press = async (target: Locator, key = 'Enter'): Promise<void> => {
    await tabTo(target);
    await keys.press(key);
  };

  await press(button(page, 'Ouvrir un vote'));
  const dialog = page.getByRole('dialog', { name: 'Ouvrir un vote' });
  await press(dialog.getByRole('checkbox'), 'Space');
  await press(dialog.getByRole('button', { name: 'Ouvrir le vote' }));
  await expect(left(page, 3)).toBeVisible();
  await press(button(page, 'Matériel'), '+');
  await press(button(page, 'Formation'), 'Space');
  await expect(left(page, 1)).toBeVisible();
  await keys.press('Backspace');
  await expect(left(page, 2)).toBeVisible();
  await expect(button(page, 'Formation')).toHaveAccessibleDescription('0 gommette');
  await press(button(page, 'À clarifier, ou je m’y oppose : Formation'), 'Space');
  await expect(button(page, 'Formation')).toHaveAccessibleDescription('0 gommette, À clarifier');
  await press(button(page, 'Voter'));
  await expect(page.getByRole('heading', { name: 'Votre vote est compté' })).toBeFocused();
  await press(button(page, 'Changer mon vote'));
  await expect(left(page, 2)).toBeVisible();
  await press(button(page, 'Réseau'), 'Enter');
  await press(button(page, 'Voter à nouveau'));
  await expect(page.getByText('1 bulletin', { exact: true })).toBeVisible();
  await press(button(page, 'Clore le vote'));
  await expect(page.getByRole('list', { name: 'Classement' })).toBeVisible();
  expect(await readRanking(page)).toEqual([
    'Rang 1 | Réseau | ex æquo | 1 voix',
    'Rang 1 | Matériel | ex æquo | 1 voix',
    'Formation | 1 à clarifier | 0 voix',
  ]);
  await press(button(page, 'Promouvoir en irritant principal'));
  await expect(page.getByText('Elles sont déjà promues.')).toBeVisible();
});

test('[VS3] what was begun or cast is there after a reload, and what was passed on is not', async ({
  page,
}) => {
  await openVotes(page);
  await openRound(page, { budget: 2, several: false });
  await button(page, 'Réseau').click();
  await button(page, 'Réseau').click();
  await expect(left(page, 2)).toBeVisible();
  await button(page, 'Réseau').click();
  await button(page, 'Matériel').click();
  await expectSaved(page);
  await page.reload();
  await expect(left(page, 0)).toBeVisible();
  await button(page, 'Voter').click();
  await expectSaved(page);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Votre vote est compté' })).toBeVisible();
  await expect(button(page, 'Reprendre une gommette : Réseau')).toHaveCount(0);

  await button(page, 'Personne suivante').click();
  await button(page, 'Formation').click();
  await button(page, 'Voter et passer').click();
  await expectSaved(page);
  await page.reload();
  await expect(left(page, 2)).toBeVisible();
  await expect(page.getByText('2 bulletins', { exact: true })).toBeVisible();

  await button(page, 'Matériel').click();
  await button(page, 'Clore le vote').click();
  await expect(page.getByText('Un bulletin commencé sur cet appareil n’a pas été déposé.')).toBeVisible();
  await button(page, 'Rouvrir le vote').click();
  await expect(left(page, 1)).toBeVisible();
});

test('[VS4] a vote is reopened, thrown away and brought back, and raised hands are counted in', async ({
  page,
}) => {
  await openVotes(page);
  await openRound(page);
  await button(page, 'À main levée…').click();
  const dialog = page.getByRole('dialog', { name: 'À main levée, ou sur papier' });
  await dialog.getByRole('spinbutton', { name: 'Matériel' }).fill('-4');
  await dialog.getByRole('button', { name: 'Enregistrer le décompte' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Écrivez un nombre entier, 9999 au plus.');
  await dialog.getByRole('spinbutton', { name: 'Matériel' }).fill('14');
  await dialog.getByRole('button', { name: 'Enregistrer le décompte' }).click();
  await button(page, 'Réseau').click();
  await button(page, 'Voter').click();
  await button(page, 'Clore le vote').click();
  await expect(page.getByText('1 bulletin · 1 gommette · 14 mains levées')).toBeVisible();
  expect(await readRanking(page)).toEqual(['Rang 1 | Matériel | 14 voix', 'Rang 2 | Réseau | 1 voix']);

  await button(page, 'Rouvrir le vote').click();
  await expect(page.getByRole('list', { name: 'Classement' })).toHaveCount(0);
  await button(page, 'À main levée…').click();
  await expect(dialog.getByRole('spinbutton', { name: 'Matériel' })).toHaveValue('14');
  await dialog.getByRole('spinbutton', { name: 'Matériel' }).fill('0');
  await dialog.getByRole('button', { name: 'Enregistrer le décompte' }).click();
  await button(page, 'Clore le vote').click();
  expect(await readRanking(page)).toEqual(['Rang 1 | Réseau | 1 voix']);

  await button(page, 'Mettre ce vote à la corbeille').click();
  await expect(page.getByText('Aucun vote pour l’instant')).toBeVisible();
  await page.goto(page.url().replace('voter', 'corbeille'));
  await page.getByRole('button', { name: /^Remettre : Grappes/ }).click();
  await goTo(page, 'Voter');
  expect(await readRanking(page)).toEqual(['Rang 1 | Réseau | 1 voix']);
});

test('[VS5] things are put into the matrix by dragging, by tap, by keys and from a list', async ({
  page,
}) => {
  await openVotes(page);
  await page.getByRole('radio', { name: 'Impact × effort' }).check({ force: true });
  const cell = (impact: number, effort: number): Locator =>
    page.getByRole('group', { name: `Impact ${String(impact)} sur 4, effort ${String(effort)} sur 4` });

  await button(page, 'Réseau').click();
  await button(page, 'Poser ici : impact 4, effort 1').click();
  await expect(cell(4, 1).getByRole('button', { name: 'Réseau' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(cell(3, 2).getByRole('button', { name: 'Réseau' })).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(cell(3, 2).getByRole('button')).toHaveCount(0);
  await button(page, 'Réseau').press('ArrowUp');
  await expect(cell(3, 2).getByRole('button', { name: 'Réseau' })).toBeFocused();

  const [from, to] = [await button(page, 'Matériel').boundingBox(), await cell(4, 4).boundingBox()];
  if (!from || !to) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect(cell(4, 4).getByRole('button', { name: 'Matériel' })).toBeVisible();

  await page.getByRole('radio', { name: 'Liste' }).check({ force: true });
  const formation = page.getByRole('group', { name: 'Formation' });
  await formation.getByRole('combobox', { name: 'Impact' }).selectOption('4 · fort');
  await formation.getByRole('combobox', { name: 'Effort' }).selectOption('1 · faible');
  await expect(
    page.getByRole('group', { name: 'Réseau' }).getByRole('combobox', { name: 'Impact' }),
  ).toHaveValue('3');
  await page.getByRole('radio', { name: 'Grille' }).check({ force: true });
  await expect(cell(4, 1).getByRole('button', { name: 'Formation' })).toBeVisible();

  await page.getByRole('combobox', { name: 'Ce qui passe à la suite' }).selectOption('2');
  await button(page, 'Promouvoir en irritant principal').click();
  await goTo(page, 'Projections');
  const rows = await readTable(page, 'Projections');
  expect(rows.map(([head]) => head)).toEqual([['Formation'], ['Réseau']]);
});

test('[VS6] while a vote is open, neither the screen nor any export in words tells what was cast', async ({
  page,
}) => {
  await openVotes(page);
  await openRound(page);
  const screen = (): Promise<string> => page.locator('main').innerText();
  const [shown, told] = [await screen(), await exportsOf(page)];
  for (const name of ['Formation', 'Formation', 'Matériel']) await button(page, name).click();
  await button(page, 'Voter et passer').click();
  await button(page, 'Personne suivante').click();
  expect((await screen()).replace('1 bulletin', '0 bulletin')).toBe(shown);
  expect(await exportsOf(page)).toEqual(told);
  await button(page, 'Clore le vote').click();
  expect((await readRanking(page))[0]).toBe('Rang 1 | Formation | 2 voix');
});

test('[AX2] [AX3] a vote, its results and the matrix fit a small phone with wide text, and any finger', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await openVotes(page);
  const expectFit = async (where: string): Promise<void> => {
    // The values of WCAG 2.2, 1.4.12.
    await page.evaluate(() => {
      const spacing = new CSSStyleSheet();
      spacing.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
      );
      document.adoptedStyleSheets = [spacing];
    });
    const { overflow, small } = await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - innerWidth,
      small: [...document.querySelectorAll('main :is(button, select, summary)')]
        .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 47.5)
        .map((control) => control.outerHTML.slice(0, 120)),
    }));
    expect.soft([overflow, small], where).toEqual([0, []]);
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
    });
  };
  await openRound(page, { budget: 20 });
  for (let dots = 0; dots < 20; dots++) await button(page, 'Réseau').click();
  await expectFit('a ballot with twenty dots on one thing');
  await button(page, 'Voter').click();
  await expectFit('a ballot that was cast');
  await button(page, 'Clore le vote').click();
  await expectFit('the results');
  await page.getByRole('radio', { name: 'Impact × effort' }).check({ force: true });
  await button(page, 'Réseau').press('ArrowUp');
  await button(page, 'Matériel').click();
  await expectFit('the matrix');
  await page.getByRole('radio', { name: 'Liste' }).check({ force: true });
  await expectFit('the matrix as a list');
});
