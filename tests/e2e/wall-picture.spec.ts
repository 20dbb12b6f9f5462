/** The picture of a large wall that is kept on the device, and seen while the workshop is read. */

import { expect, test, type Page } from '@playwright/test';
import { makeBundle } from '#app/make-bundle.ts';
import { readBoard } from '#board/board.ts';
import { addNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { partOf } from './app-host.ts';
import { expectSaved, goTo, openApp, stickNote } from './workshop-steps.ts';

const largeWorkshop = (id: BoardId): Buffer => {
  const board = createBoardDoc();
  startWorkshop(board, { title: 'Grand mur', method: defaultMethod.id });
  for (let n = 0; n < 320; n++)
    addNote(board, { id: createId<NoteId>(), kind: 'irritant' as KindId, text: `Note ${String(n)}`, at: 0 });
  const source = { id, state: encodeBoard(board), board: readBoard(board), method: defaultMethod, now: 0 };
  return Buffer.from(makeBundle(source));
};

/** Whether a picture came while there was no wall yet, and is gone now that there is. */
const sawPicture = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { seen } = window as unknown as { seen: readonly string[] };
    return seen.join() === 'picture,wall' && document.querySelector('.kept-picture') === null;
  });

/** Writes down, in each page, what is seen first. */
const watch = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = (): void => {
      for (const [name, selector] of [
        ['picture', '.kept-picture'],
        ['wall', '[data-wall]'],
      ] as const)
        if (!seen.includes(name) && document.querySelector(selector)) seen.push(name);
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });

/** When the board last changed, of which a picture is kept; null: none is. */
const keptOf = (page: Page): Promise<number | null> =>
  page.evaluate(
    () =>
      new Promise<number | null>((resolve, reject) => {
        const opening = indexedDB.open('grappe');
        opening.onerror = () => reject(opening.error ?? new Error('not opened'));
        opening.onsuccess = () => {
          const rows = opening.result.transaction('entries').objectStore('entries').getAll();
          rows.onsuccess = () => {
            opening.result.close();
            const found = (rows.result as readonly { key: string; value: { changedAt: number } }[]).find(
              ({ key }) => key === 'wall-picture',
            );
            resolve(found?.value.changedAt ?? null);
          };
        };
      }),
  );

const openAnew = async (page: Page, address: string): Promise<void> => {
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.locator('[data-wall]')).toBeVisible();
  await expect(page.locator('.kept-picture')).toHaveCount(0);
};

/** A large wall whose picture is kept; gives its address. */
const keepPicture = async (page: Page): Promise<string> => {
  await openApp(page);
  const id = createId<BoardId>();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
  await (await chooser).setFiles({ name: 'grand.grappe', mimeType: '', buffer: largeWorkshop(id) });
  await expectSaved(page);
  await goTo(page, 'Mur');
  await expect.poll(() => keptOf(page)).not.toBeNull();
  return page.url();
};

test('[WF10] a large wall is seen as it was left while its workshop is read, and nothing that was changed or hidden since', async ({
  page,
}) => {
  await watch(page);
  const address = await keepPicture(page);
  const first = await keptOf(page);
  await openAnew(page, address);
  expect(await sawPicture(page)).toBe(true);

  // Of another state nothing is shown; of that one, once it is at rest.
  await goTo(page, 'Capture');
  await stickNote(page, 'Une de plus', 'Irritant');
  await expectSaved(page);
  await openAnew(page, address);
  expect(await sawPicture(page)).toBe(false);
  await expect.poll(() => keptOf(page)).not.toBe(first);
  await openAnew(page, address);
  expect(await sawPicture(page)).toBe(true);

  await goTo(page, 'Animer');
  const phase = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: 'Ouvrir cette phase' }) });
  await phase.first().getByRole('button', { name: 'Ouvrir cette phase' }).click();
  await page.getByRole('button', { name: 'Écrire en silence' }).first().click();
  await expectSaved(page);
  await openAnew(page, address);
  expect(await sawPicture(page)).toBe(false);
  await expect.poll(() => keptOf(page)).toBeNull();
});

test('[WF13] what is kept of the wall does not cover that the plane can’t be had, nor the list', async ({
  page,
}) => {
  await watch(page);
  const address = await keepPicture(page);
  await page.route(partOf('plane'), (route) => route.abort());
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Cet écran n’a pas pu être chargé' })).toBeVisible();
  // At once, and not only after the time for which one stays at most.
  expect(await page.locator('.kept-picture').count()).toBe(0);
  expect(await page.evaluate(() => (window as unknown as { seen: readonly string[] }).seen)).toEqual([
    'picture',
  ]);
  await page.getByRole('button', { name: 'Liste' }).click();
  await expect(page.getByRole('article')).toHaveCount(320);
});
