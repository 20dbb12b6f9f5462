import { expect, test, type Browser, type Page } from '@playwright/test';
import { partOf } from './app-host.ts';
import { createWorkshop, stickNote } from './workshop-steps.ts';

/** The workshop's link, from a device of its own. */
const inviteFrom = async (browser: Browser, baseURL = ''): Promise<string> => {
  const context = await browser.newContext({ baseURL, locale: 'fr-FR', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto('/');
  await createWorkshop(page, 'Un égal accès');
  await page.getByRole('button', { name: 'Inviter' }).click();
  const link = await page.getByRole('textbox', { name: 'Lien de l’atelier' }).inputValue();
  await context.close();
  return link;
};

/** Holds back the half of the app that opens workshops, until it is let through or taken away. */
const holdEngine = async (page: Page): Promise<(end: 'continue' | 'abort') => void> => {
  let end = (_: 'continue' | 'abort'): void => undefined;
  const ended = new Promise<'continue' | 'abort'>((resolve) => (end = resolve));
  await page.route(partOf('engine'), async (route) => route[await ended]());
  return end;
};

const note = (page: Page) => page.getByRole('textbox', { name: 'Note' });

test(
  '[JN6] a note begun while the workshop is on its way goes on in it, with the caret where it was',
  { tag: ['@phone'] },
  async ({ page, browser, baseURL }) => {
    const link = await inviteFrom(browser, baseURL);
    const end = await holdEngine(page);
    await page.goto(link, { waitUntil: 'commit' });
    await expect(page.getByRole('status')).toContainText('L’atelier arrive');
    await expect(page.getByText('Un égal accès')).toBeVisible();
    await note(page).fill('Peu de prises');
    for (let letter = 0; letter < ' de prises'.length; letter += 1) await page.keyboard.press('ArrowLeft');
    // A tab that is lost meanwhile has it again.
    await page.reload({ waitUntil: 'commit' });
    await expect(note(page)).toHaveValue('Peu de prises');
    await note(page).focus();
    for (let letter = 0; letter < ' de prises'.length; letter += 1) await page.keyboard.press('ArrowLeft');

    end('continue');
    await expect(page.getByRole('button', { name: 'Coller la note' })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'L’atelier arrive' })).toHaveCount(0);
    await expect(note(page)).toBeFocused();
    await page.keyboard.type(' ou pas');
    await expect(note(page)).toHaveValue('Peu ou pas de prises');
    await page.getByRole('button', { name: 'Coller la note' }).click();
    await expect(note(page)).toHaveValue('');
    await expect(page.getByRole('main')).toContainText('Peu ou pas de prises');
    // It was taken over, and comes no second time.
    await page.reload();
    await expect(page.getByRole('button', { name: 'Coller la note' })).toBeVisible();
    await expect(note(page)).toHaveValue('');
  },
);

test('[JN7] where the rest of the app does not come, that is said, and what was begun waits', async ({
  page,
  browser,
  baseURL,
}) => {
  const link = await inviteFrom(browser, baseURL);
  const end = await holdEngine(page);
  await page.goto(link, { waitUntil: 'commit' });
  await note(page).fill('Une idée');
  end('abort');
  // The early note goes a moment after.
  await expect(page.getByRole('heading', { name: 'Cet écran n’a pas pu être chargé' })).toBeVisible();
  await page.unroute(partOf('engine'));
  await page.getByRole('button', { name: 'Recharger la page' }).click();
  await expect(page.getByRole('button', { name: 'Coller la note' })).toBeVisible();
  await expect(note(page)).toHaveValue('Une idée');
});

test('[JN8] nothing comes in between for whoever leads, nor on a link that leads nowhere', async ({
  page,
}) => {
  const end = await holdEngine(page);
  for (const link of [
    '/#/rejoindre/abcdefghijklmnop?t=A&m=etats-generaux&f=abcdefghijklmnop',
    '/#/rejoindre/abcdefghijklmnop?t=A&m=inconnue',
  ]) {
    // From elsewhere, so that the page is loaded anew: one that has only just come cannot be reloaded yet.
    await page.goto('about:blank');
    await page.goto(link, { waitUntil: 'commit' });
    await page.waitForFunction(() => performance.now() > 1500);
    await expect(note(page)).toHaveCount(0);
  }
  end('continue');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Rejoindre un atelier');
});

test('[JN9] what was being written before stays before what is begun on the way', async ({
  page,
  browser,
  baseURL,
}) => {
  const link = await inviteFrom(browser, baseURL);
  await page.goto(link);
  await stickNote(page, 'Une note');
  await note(page).fill('Commencée hier');
  await page.goto('/#/');
  await expect(page.getByRole('button', { name: 'Nouvel atelier' })).toBeVisible();
  // Another page: from one fragment to the next nothing would be loaded.
  await page.goto('about:blank');
  const end = await holdEngine(page);
  await page.goto(link, { waitUntil: 'commit' });
  await note(page).fill('Commencée ce matin');
  end('continue');
  await expect(page.getByRole('button', { name: 'Coller la note' })).toBeVisible();
  await expect(note(page)).toHaveValue('Commencée hier\nCommencée ce matin');
  await page.reload();
  await expect(note(page)).toHaveValue('Commencée hier\nCommencée ce matin');
});
