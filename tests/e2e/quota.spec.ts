import { readFile } from 'node:fs/promises';
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import { readBoard } from '#board/board.ts';
import { openBoardDoc } from '#board/document.ts';
import { openBundle } from '#sync/bundle.ts';
import { createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

/** How long people may believe that something is safe which is not. */
const sayWithinMs = 1000;

test('[SV18] with the quota used up the banner comes within a second, the file has the unsaved note, and saving resumes by itself', async ({
  page,
  context,
}) => {
  test.setTimeout(90_000);
  const origin = await openWorkshop(page);
  const storage = await context.newCDPSession(page);
  await fillQuota(storage, origin);

  const shownAfter = await stickAndTime(page, 'Pendant que le disque est plein');
  console.log(`« Non enregistré » ${Math.round(shownAfter)} ms after the click`);
  await expect(banner(page)).toBeVisible({ timeout: sayWithinMs });
  expect(shownAfter).toBeLessThan(sayWithinMs);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Exporter maintenant' }).click();
  expect(await notesInFile(await (await download).path())).toEqual(
    expect.arrayContaining(['Avant', 'Pendant que le disque est plein']),
  );

  for (const screen of ['Capture', 'Mur', 'Projections', 'Synthèse', 'Préparer']) {
    await goTo(page, screen);
    await expect(banner(page)).toBeVisible();
  }

  await storage.send('Storage.overrideQuotaForOrigin', { origin });
  await expect(banner(page)).toHaveCount(0, { timeout: 40_000 });
  await expectSaved(page);
  await page.reload();
  await goTo(page, 'Mur');
  for (const text of ['Avant', 'Pendant que le disque est plein'])
    await expect(page.getByRole('article', { name: text, exact: true })).toBeVisible();
});

const openWorkshop = async (page: Page): Promise<string> => {
  await openApp(page);
  await createWorkshop(page, 'Disque plein');
  await goTo(page, 'Capture');
  await stickNote(page, 'Avant');
  await expectSaved(page);
  return new URL(page.url()).origin;
};

/** Leaves no room for another byte: all that the browser may keep of this origin is what it keeps already. */
const fillQuota = async (storage: CDPSession, origin: string): Promise<void> => {
  await storage.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
};

const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Non enregistré' });

/** Sticks a note and gives the milliseconds from the click to the banner. */
const stickAndTime = async (page: Page, text: string): Promise<number> => {
  await page.getByRole('textbox', { name: 'Note' }).fill(text);
  return page.getByRole('button', { name: 'Coller la note' }).evaluate(
    (button) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        const observer = new MutationObserver(() => {
          const isShown = [...document.querySelectorAll('[role=status]')].some((status) =>
            status.textContent.includes('Non enregistré'),
          );
          if (!isShown) return;
          observer.disconnect();
          resolve(performance.now() - start);
        });
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        (button as HTMLElement).click();
      }),
  );
};

const notesInFile = async (path: string): Promise<string[]> => {
  const opened = openBundle(new Uint8Array(await readFile(path)));
  if (!opened.ok) throw new Error(`refused: ${opened.error.type}`);
  return [...readBoard(openBoardDoc(opened.value.doc)).notes.values()].map(({ text }) => text);
};
