import { expect, test, type Page } from '@playwright/test';
import { expectDraft } from './stored-drafts.ts';
import { chooseCapture, createWorkshop, expectSaved, goTo, stickNote } from './workshop-steps.ts';

const startCapture = async (page: Page, title = 'Un atelier'): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, title);
  await goTo(page, 'Capture');
};

const note = (page: Page) => page.getByRole('textbox', { name: 'Note' });
const recent = (page: Page) => page.getByRole('complementary', { name: 'Dernières notes' });
const submit = (page: Page) => page.getByRole('button', { name: 'Coller la note' });

test(
  '[CA1] a stuck note leaves the field empty and focused, and the choices as they were',
  {
    tag: ['@tablet', '@phone'],
  },
  async ({ page }) => {
    await startCapture(page);
    await page.getByRole('radio', { name: 'Point fort' }).check();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Qu’est-ce qui a bien fonctionné/);
    await page.getByRole('radio', { name: 'Parent' }).check();
    await note(page).fill('Tablettes 4G');
    await submit(page).click();
    await expect(note(page)).toHaveValue('');
    await expect(note(page)).toBeFocused();
    await expect(page.getByRole('radio', { name: 'Point fort' })).toBeChecked();
    await expect(page.getByRole('radio', { name: 'Parent' })).toBeChecked();
    await expect(recent(page).getByRole('listitem')).toContainText(['Tablettes 4G']);
    await expectSaved(page);
  },
);

test('[CA2] every kind of every phase can be written', { tag: ['@tablet'] }, async ({ page }) => {
  await startCapture(page);
  const kinds = {
    'Retour d’expérience': ['Irritant', 'Point fort'],
    Projections: ['Besoin', 'Levier'],
    'Plan d’action': ['Action', 'Acteur', 'Temporalité', 'Indicateur'],
  };
  for (const [phase, names] of Object.entries(kinds)) {
    await chooseCapture(page, phase);
    await expect(page.getByRole('radiogroup', { name: 'Type de note' }).getByRole('radio')).toHaveCount(
      names.length,
    );
    for (const kind of names) {
      await stickNote(page, `Une note : ${kind}`, kind);
      await expect(recent(page).getByRole('listitem').first()).toContainText(`Une note : ${kind}`);
    }
  }
});

test('[CA3] Enter is a line break and Ctrl+Enter sticks', async ({ page }) => {
  await startCapture(page);
  await note(page).focus();
  await page.keyboard.type('une ligne');
  await page.keyboard.press('Enter');
  await page.keyboard.type('et une autre');
  await expect(note(page)).toHaveValue('une ligne\net une autre');
  await page.keyboard.press('Control+Enter');
  await expect(note(page)).toHaveValue('');
  await expect(recent(page).getByText('une ligne\net une autre')).toBeVisible();
});

test('[CA4] a blank note is refused in words, and nothing is stuck', async ({ page }) => {
  await startCapture(page);
  await note(page).fill('   ');
  await submit(page).click();
  await expect(note(page)).toHaveAccessibleDescription(/La note est vide/);
  await expect(recent(page).getByRole('listitem')).toHaveCount(0);
});

test('[CA5] a pasted list that is too long for a note becomes one note per line', async ({ page }) => {
  await startCapture(page);
  const lines = Array.from({ length: 5 }, (_, i) => `${String(i + 1)} ${'mot '.repeat(40).trim()}`);
  await note(page).fill(lines.join('\n\n'));
  await submit(page).click();
  await expect(note(page)).toHaveAccessibleDescription(/limite est 600/);
  await expect(note(page)).toHaveValue(lines.join('\n\n'));
  await page.getByRole('button', { name: 'Découper en 5 notes' }).click();
  await expect(note(page)).toHaveValue('');
  await expect(recent(page).getByRole('listitem')).toHaveCount(5);
});

test('[CA6] what was being written is there again after the page was lost', async ({ page }) => {
  await startCapture(page);
  await page.getByRole('radio', { name: 'Point fort' }).check();
  await page.getByRole('radio', { name: 'Agent' }).check();
  await note(page).fill('Une phrase à moitié écr');
  await expectDraft(page, 'Une phrase à moitié écr');
  await page.reload();
  await expect(note(page)).toHaveValue('Une phrase à moitié écr');
  await expect(page.getByRole('radio', { name: 'Point fort' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Agent' })).toBeChecked();
});

test(
  '[CA7] « Coller et passer » sticks the note and shows the next person an empty screen',
  {
    tag: ['@tablet', '@phone'],
  },
  async ({ page }) => {
    await startCapture(page);
    await stickNote(page, 'La première');
    await page.getByRole('radio', { name: 'Parent' }).check();
    await note(page).fill('La seconde');
    await page.getByRole('button', { name: 'Coller et passer' }).click();
    await expect(note(page)).toHaveValue('');
    await expect(recent(page).getByRole('listitem')).toHaveCount(0);
    await expect(page.getByRole('radio', { name: 'Parent' })).not.toBeChecked();
    await expect(page.getByRole('status').filter({ hasText: '2 notes' })).toBeVisible();
    await expect(page.getByText('La première')).toHaveCount(0);
  },
);

test('[CA8] a note just stuck can be taken back, and brought back by undo', async ({ page }) => {
  await startCapture(page);
  await stickNote(page, 'Trop vite');
  await recent(page).getByRole('button', { name: 'Annuler' }).click();
  await expect(recent(page).getByRole('listitem')).toHaveCount(0);
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('Control+z');
  await expect(recent(page).getByText('Trop vite')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(recent(page).getByRole('listitem')).toHaveCount(0);
});

test('[CA9] a chosen speaker can be taken back by tap and by button', async ({ page }) => {
  await startCapture(page);
  const parent = page.getByRole('radio', { name: 'Parent' });
  await parent.click();
  await expect(parent).toBeChecked();
  await parent.click();
  await expect(parent).not.toBeChecked();
  await parent.click();
  await page.getByRole('button', { name: 'Effacer le choix' }).click();
  await expect(parent).not.toBeChecked();
});

test('[CA10] markup and control characters in a note are shown as text', async ({ page }) => {
  await startCapture(page);
  const text = '<img src=x onerror="document.title=1"> \u202egauche & <b>gras</b>';
  await stickNote(page, text);
  await expect(recent(page).getByText(text)).toBeVisible();
  await expect(recent(page).locator('img, b')).toHaveCount(0);
});

test('[CA11] a paste of 100,000 characters keeps the screen usable and the board untouched', async ({
  page,
}) => {
  await startCapture(page);
  await note(page).fill('x'.repeat(100_000));
  await submit(page).click();
  await expect(note(page)).toHaveAccessibleDescription(/100.?000 caractères|100000 caractères/);
  await expect(page.getByRole('status').filter({ hasText: '0 note' })).toBeVisible();
  await note(page).fill('');
  await stickNote(page, 'courte');
});

test('[CA12] the whole capture works by keyboard alone', async ({ page }) => {
  await startCapture(page);
  await page.getByRole('radio', { name: 'Irritant' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Point fort' })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(note(page)).toBeFocused();
  await page.keyboard.type('Par le clavier');
  for (const name of ['Dessiner', 'Photo', 'Parler']) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name, exact: true })).toBeFocused();
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: 'Élève' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(submit(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(recent(page).getByText('Par le clavier')).toBeVisible();
});

test('[CA14] a note that the device refuses to keep is called unsaved at once, with the ways out', async ({
  page,
}) => {
  await startCapture(page);
  await stickNote(page, 'Gardée');
  await expectSaved(page);
  await page.evaluate(() => {
    const kept = Object.getOwnPropertyDescriptors(IDBObjectStore.prototype);
    const refuse = (): never => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };
    Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse });
    addEventListener('room-again', () => Object.defineProperties(IDBObjectStore.prototype, kept));
  });
  await stickNote(page, 'Pas encore gardée');
  const status = page.getByRole('status').filter({ hasText: 'Non enregistré' });
  await expect(status).toContainText('plus de place');
  await expect(recent(page).getByText('Pas encore gardée')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter maintenant' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.grappe$/);
  await page.evaluate(() => dispatchEvent(new Event('room-again')));
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expectSaved(page);
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: '2 notes' })).toBeVisible();
});

test('a note stuck while the disk is full does not come back into the field', async ({ page }) => {
  await startCapture(page);
  await note(page).fill('Zones blanches');
  await expectDraft(page, 'Zones blanches');
  await page.reload();
  await expect(note(page)).toHaveValue('Zones blanches');
  // The error a full disk gives, where it gives it; everything above is the app's own.
  await page.evaluate(() => {
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    Object.assign(IDBObjectStore.prototype, { add: full, put: full });
  });
  await submit(page).click();
  await expect(page.getByText('Non enregistré').first()).toBeVisible();
  await goTo(page, 'Mur');
  await expect(page.getByRole('article', { name: 'Zones blanches' })).toBeVisible();
  await goTo(page, 'Capture');
  await expect(note(page)).toHaveValue('');
  // The disk still has the text, since it has no note of it.
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await expect(note(page)).toHaveValue('Zones blanches');
});
