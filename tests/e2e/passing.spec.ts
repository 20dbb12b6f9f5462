import { expect, test, type Page } from '@playwright/test';
import { expectNoFault } from './faults.ts';
import { openFile, phaseCard } from './plenary-steps.ts';
import { expectDraft } from './stored-drafts.ts';
import { readTable, createWorkshop, goTo, openApp, stickNote } from './workshop-steps.ts';

const start = async (page: Page, { pin = '', quota = '' } = {}): Promise<void> => {
  await goTo(page, 'Préparer');
  if (quota !== '') await page.getByRole('combobox', { name: 'Notes par personne' }).selectOption(quota);
  await page.getByRole('textbox', { name: 'Code de sortie' }).fill(pin);
  await page.getByRole('button', { name: 'Lancer le mode tablette partagée' }).click();
};

const field = (page: Page) => page.getByRole('textbox', { name: 'Note' });
const takeTurn = (page: Page) => page.getByRole('button', { name: 'C’est mon tour' }).click();
const pass = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Coller et passer' }).click();
  await expect(page.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
};

test(
  '[PT1] a tablet goes from hand to hand: the next person sees nothing of the one before',
  { tag: ['@tablet', '@phone'] },
  async ({ page }) => {
    await openApp(page);
    await createWorkshop(page, 'Classe de 4e');
    await goTo(page, 'Capture');
    await stickNote(page, 'Écrite avant');
    await start(page, { pin: '2468' });
    await expect(page.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
    await expect(page.getByRole('navigation')).toHaveCount(0);

    await takeTurn(page);
    await field(page).fill('Ma première');
    await page.getByRole('radio', { name: 'Élève' }).check({ force: true });
    await page.getByRole('button', { name: 'Coller la note' }).click();
    await expect(page.getByText('Ma première')).toBeVisible();
    await field(page).fill('Ma seconde');
    await pass(page);
    await expect(page.locator('body')).not.toContainText(/Ma (première|seconde)|Écrite avant/);

    await takeTurn(page);
    await expect(field(page)).toHaveValue('');
    await expect(page.getByRole('radio', { name: 'Élève' })).not.toBeChecked();
    await expect(page.locator('body')).not.toContainText(/Ma (première|seconde)|Écrite avant/);
    await field(page).fill('D’une autre');
    await pass(page);

    // Ways round the screen lead back to it.
    await page.goto('#/');
    await page.reload();
    await expect(page.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
    await page.keyboard.press('Control+z');

    await page.getByRole('button', { name: 'Sortir' }).click();
    await page.getByLabel('Code de sortie').fill('1111');
    await page.getByRole('dialog').getByRole('button', { name: 'Sortir', exact: true }).click();
    await expect(page.getByText('Ce n’est pas le bon code').first()).toBeVisible();
    await expectNoFault(page, 'the way out, with a wrong code');
    await page.getByLabel('Code de sortie').fill('2468');
    await page.getByRole('dialog').getByRole('button', { name: 'Sortir', exact: true }).click();
    await goTo(page, 'Retour d’expérience');
    expect((await readTable(page, 'Retour d’expérience')).flat(2).sort()).toEqual([
      'D’une autre',
      'Ma première',
      'Ma seconde',
      'Écrite avant',
    ]);
  },
);

test('[PT2] a turn ends after its last note, and taking a note back gives it another', async ({ page }) => {
  await openApp(page);
  await createWorkshop(page, 'Deux chacun');
  await start(page, { quota: '2' });
  await takeTurn(page);
  await expect(page.getByText('Encore 2 notes pour vous.')).toBeVisible();
  await field(page).fill('Une');
  await page.getByRole('button', { name: 'Coller la note' }).click();
  await expect(page.getByRole('button', { name: 'Coller la note' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Annuler' }).click();
  await expect(page.getByText('Encore 2 notes pour vous.')).toBeVisible();
  await field(page).fill('Deux');
  await page.getByRole('button', { name: 'Coller la note' }).click();
  await field(page).fill('Trois');
  await field(page).press('Control+Enter');
  await expect(page.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
});

test('[PT3] what was being written when the tablet went off is the writer’s to go on with, and nobody else’s to read', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Batterie vide');
  await start(page);
  await takeTurn(page);
  await field(page).fill('Je n’ai pas fin');
  await expectDraft(page, 'Je n’ai pas fin');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Reprendre ma note commencée' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Je n’ai pas fin');
  await page.getByRole('button', { name: 'Reprendre ma note commencée' }).click();
  await expect(field(page)).toHaveValue('Je n’ai pas fin');
  await expectDraft(page, 'Je n’ai pas fin');
  await page.reload();
  await takeTurn(page);
  await expect(field(page)).toHaveValue('');
  await pass(page);
  await page.getByRole('button', { name: 'Sortir' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sortir', exact: true }).click();
  await goTo(page, 'Retour d’expérience');
  expect((await readTable(page, 'Retour d’expérience')).flat(2)).toEqual(['Je n’ai pas fin']);
});

test('[PT4] whoever has forgotten the code waits a minute', async ({ page }) => {
  await page.clock.install({ time: Date.now() });
  await openApp(page);
  await createWorkshop(page, 'Code oublié');
  await start(page, { pin: '12345678' });
  await page.getByRole('button', { name: 'Sortir' }).click();
  await page.getByRole('button', { name: 'Code oublié' }).click();
  await expect(page.getByText(/Patientez/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sortir sans code' })).toHaveCount(0);
  await page.clock.fastForward('01:00');
  await page.getByRole('button', { name: 'Sortir sans code' }).click();
  await expect(page.getByRole('navigation', { name: 'Atelier' })).toBeVisible();
});

/** Another tab of the tablet, which leads: as another device would, live. */
const alsoOpen = async (page: Page): Promise<Page> => {
  const tablet = await page.context().newPage();
  await tablet.goto(page.url());
  await start(tablet);
  return tablet;
};

test('[PT5] a vote that is open is voted on in turn, by each with the whole budget, and with no trace of the one before', async ({
  page,
}) => {
  await openFile(page);
  const tablet = await alsoOpen(page);
  await goTo(page, 'Voter');
  await page.getByRole('button', { name: 'Ouvrir un vote' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le vote' }).click();
  const vote = async (): Promise<void> => {
    await tablet.getByRole('button', { name: 'Voter à mon tour' }).click();
    await expect(tablet.getByText(/3 gommettes restantes/).first()).toBeVisible();
    await tablet.getByRole('button', { name: 'Réseau', exact: true }).click();
    await expect(tablet.getByText(/2 gommettes restantes/).first()).toBeVisible();
  };
  for (const count of ['1 bulletin', '2 bulletins']) {
    await vote();
    await tablet.getByRole('button', { name: 'Voter et passer' }).click();
    await expect(tablet.getByRole('heading', { name: /À qui le tour/ })).toBeVisible();
    await expect(page.getByText(count, { exact: true })).toBeVisible();
  }
  // What was begun is nobody's: neither after the tablet went off, nor after it was passed on.
  await vote();
  await tablet.reload();
  await vote();
  await expectNoFault(tablet, 'a vote on a tablet that is passed round');
  await tablet.getByRole('button', { name: 'Passer sans voter' }).click();
  await vote();
  await page.getByRole('button', { name: 'Clore le vote' }).click();
  await expect(tablet.getByRole('button', { name: 'C’est mon tour' })).toBeVisible();
  await expect(page.getByText('2 bulletins · 2 gommettes')).toBeVisible();
});

test('[PT6] a tablet that is passed round follows the room, but not in the middle of a note', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'La salle avance');
  const tablet = await alsoOpen(page);
  await goTo(page, 'Animer');
  // Somebody had chosen a phase while the room was in none.
  await takeTurn(tablet);
  await tablet.getByRole('combobox', { name: 'Phase' }).selectOption('Plan d’action');
  await field(tablet).fill('Une action');
  await phaseCard(page).getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await expect(tablet.getByRole('combobox', { name: 'Phase' })).toHaveCount(0);
  await expect(tablet.getByRole('radio', { name: 'Action' })).toBeChecked();
  await pass(tablet);
  await takeTurn(tablet);
  await expect(tablet.getByRole('radio', { name: 'Irritant' })).toBeChecked();
  await field(tablet).fill('Un irritant');
  await phaseCard(page, 'Projections').getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await expect(page.getByRole('article', { name: 'Projections' })).toContainText('En cours');
  await expect(tablet.getByRole('radio', { name: 'Irritant' })).toBeChecked();
  await tablet.getByRole('button', { name: 'Coller la note' }).click();
  await expect(tablet.getByRole('radio', { name: 'Besoin' })).toBeChecked();
  await pass(tablet);
  await tablet.getByRole('button', { name: 'Sur cette tablette, tout le monde a fini' }).click();
  await goTo(page, 'Capture');
  await expect(page.getByRole('region', { name: 'Dans la salle' })).toContainText('1 a fini');
  await goTo(page, 'Animer');
  await page.getByRole('button', { name: 'Terminer et remercier' }).click();
  await expect(tablet.getByRole('heading', { name: /Merci/ })).toBeVisible();
  await goTo(page, 'Retour d’expérience');
  await expect
    .poll(async () => (await readTable(page, 'Retour d’expérience')).flat(2))
    .toEqual(['Un irritant']);
});

/** What lies in every database of this origin about a workshop: strings of bytes, in the order of their keys. */
const readStorage = (page: Page): Promise<{ journal: number; compactions: number; working: number }> =>
  page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const count = async (name: string, table: string, keep: (row: unknown) => boolean): Promise<number> => {
      const db = await settled(indexedDB.open(name));
      const rows = await settled(db.transaction(table).objectStore(table).getAll());
      db.close();
      return rows.filter(keep).length;
    };
    const names = (await indexedDB.databases()).map(({ name = '' }) => name);
    const copy = names.find((name) => name.startsWith('grappe') && name !== 'grappe') ?? '';
    const reason = (row: unknown): unknown => (row as { reason?: unknown }).reason;
    return {
      journal: await count('grappe', 'journal', () => true),
      compactions: await count('grappe', 'restorePoints', (row) => reason(row) === 'compaction'),
      working: await count(copy, 'updates', () => true),
    };
  });

test('[SF5] after each turn the tablet’s disk holds one state, which does not tell what came when', async ({
  page,
}) => {
  await openApp(page);
  await createWorkshop(page, 'Disque muet');
  await start(page);
  for (const text of ['a', 'b', 'a', 'b', 'b', 'a']) {
    await takeTurn(page);
    await field(page).fill(text);
    await pass(page);
  }
  await expect.poll(() => readStorage(page)).toEqual({ journal: 0, compactions: 1, working: 1 });
});
