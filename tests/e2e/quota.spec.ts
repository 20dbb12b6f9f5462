import { readFile } from 'node:fs/promises';
import { expect, test, type JSHandle, type Page } from '@playwright/test';
import { readBoard } from '#board/board.ts';
import { openBoardDoc } from '#board/document.ts';
import { openBundle } from '#sync/bundle.ts';
import { fillDisk, openBesideApp } from './device-storage.ts';
import { createWorkshop, expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

test('[SV18] with the quota used up the banner comes, the file has the unsaved note, and saving resumes by itself', async ({
  page,
  context,
}) => {
  test.setTimeout(90_000);
  // From the first on: Chromium remembers for half a minute how much room it has found.
  await page.goto('/logo.svg');
  const { origin } = new URL(page.url());
  const storage = await context.newCDPSession(page);
  await storage.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 30_000_000 });
  await openWorkshop(page);
  const beside = await openBesideApp(page);
  expect(await fillDisk(beside)).toBeGreaterThan(1_000_000);
  await beside.close();

  await page.getByRole('textbox', { name: 'Note' }).fill('Pendant que le disque est plein');
  const shownAfter = await stickAndTime(page);
  await expect(banner(page)).toBeVisible();
  const measured = await shownAfter.evaluate(({ milliseconds }) => milliseconds);
  console.log(`« Non enregistré » ${Math.round(measured)} ms after the click`);

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

const openWorkshop = async (page: Page): Promise<void> => {
  await openApp(page);
  await createWorkshop(page, 'Disque plein');
  await goTo(page, 'Capture');
  await stickNote(page, 'Avant');
  await expectSaved(page);
};

const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Non enregistré' });

/** Sticks what is typed; what it gives will tell the milliseconds from the click to the banner. */
const stickAndTime = (page: Page): Promise<JSHandle<{ readonly milliseconds: Promise<number> }>> =>
  page.getByRole('button', { name: 'Coller la note' }).evaluateHandle((button) => {
    const milliseconds = new Promise<number>((resolve) => {
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
    });
    return { milliseconds };
  });

const notesInFile = async (path: string): Promise<string[]> => {
  const opened = openBundle(new Uint8Array(await readFile(path)));
  if (!opened.ok) throw new Error(`refused: ${opened.error.type}`);
  return [...readBoard(openBoardDoc(opened.value.doc)).notes.values()].map(({ text }) => text);
};
