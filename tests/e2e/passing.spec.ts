import { expect, test, type Page } from '@playwright/test';
import { expectNoFault } from './faults.ts';
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
