import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { openBundle } from '#sync/bundle.ts';
import { openBesideApp, storedBytes } from './device-storage.ts';
import { createWorkshop, expectSaved, goTo, stickNote } from './workshop-steps.ts';

/** Ten minutes at the 60 moves a second that a screen shows. */
const moves = 36_000;
const movesPerDrag = 600;
const growthLimit = 50_000;

// All of it in sight: near an edge the page would scroll along.
test.use({ viewport: { width: 1400, height: 1500 } });

test('[SV17] ten minutes of dragging notes add less than 50 KB to the board and to what the device keeps of it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openWall(page);
  const before = await weigh(page);
  let drags = 0;
  for (; drags * movesPerDrag < moves; drags += 1) {
    await drag(page, drags, movesPerDrag);
    await expectSaved(page);
  }
  const after = await weigh(page);
  console.log(
    `${drags * movesPerDrag} pointer moves, ${drags} stored moves: the board grew by ${after.board - before.board} ` +
      `bytes to ${after.board}, both copies by ${after.stored - before.stored} to ${after.stored}`,
  );
  expect(after.board).toBeGreaterThan(before.board);
  expect(after.board - before.board).toBeLessThan(growthLimit);
  expect(after.stored - before.stored).toBeLessThan(growthLimit);
});

/** A wall with two clusters of two notes and four notes in their tray. */
const openWall = async (page: Page): Promise<void> => {
  await page.goto('/');
  await createWorkshop(page, 'Atelier du mur');
  await goTo(page, 'Capture');
  for (let at = 1; at <= 8; at += 1) await stickNote(page, `Note ${at}`, 'Irritant');
  await goTo(page, 'Mur');
  for (const [first, second, name] of [
    ['Note 1', 'Note 2', 'Une'],
    ['Note 3', 'Note 4', 'Autre'],
  ] as const) {
    for (const text of [first, second])
      await page.getByRole('article', { name: text, exact: true }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Regrouper', exact: true }).click();
    await page.getByRole('textbox', { name: 'Nom de la grappe' }).fill(name);
    await page.keyboard.press('Enter');
  }
  await expectSaved(page);
};

/**
 * Drags a note about and drops it elsewhere: on a cluster, into the other one, beside everything, into its tray, in turn.
 * The events are the page's own, at the same elements and places as those of a mouse.
 */
const drag = (page: Page, round: number, steps: number): Promise<void> =>
  page.evaluate(
    async ({ round, steps }) => {
      const one = <T>(found: T | null | undefined): T => {
        if (found === null || found === undefined) throw new Error('not on the wall');
        return found;
      };
      const middle = (element: Element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      };
      const send = (element: Element, type: string, at: { x: number; y: number }): boolean =>
        element.dispatchEvent(
          new PointerEvent(type, {
            bubbles: true,
            cancelable: true,
            isPrimary: true,
            pointerId: 7,
            pointerType: 'mouse',
            button: 0,
            clientX: at.x,
            clientY: at.y,
          }),
        );
      const name = `Note ${5 + ((round >> 2) % 4)}`;
      const find = (text: string): Element =>
        one(document.querySelector(`[aria-label="${text}"][data-note]`));
      const homeOf = (element: Element): string =>
        element.closest('[data-cluster]')?.getAttribute('aria-label') ??
        (element.closest('.tray') ? 'tray' : 'placed');
      const note = find(name);
      const tray = one(document.querySelector('.tray'));
      const wall = one(document.querySelector('[data-wall]'));
      const beside = (): { x: number; y: number } => {
        // At the right: trays stand left of all that was placed, and would go ever further out.
        const { right, top } = wall.getBoundingClientRect();
        return { x: right - 280 - (round % 40) * 4, y: top + 160 };
      };
      const [to, home] = [
        [middle(find('Note 1')), 'Une'],
        [middle(find('Note 3')), 'Autre'],
        [beside(), 'placed'],
        [{ x: middle(tray).x, y: tray.getBoundingClientRect().bottom - 8 }, 'tray'],
      ][round % 4] as [{ x: number; y: number }, string];
      const from = middle(note);
      send(note, 'pointerdown', from);
      for (let step = 1; step < steps; step += 1) {
        // Round and round, as people do who are looking for a place.
        const [part, turn] = [step / steps, step / 20];
        send(document.body, 'pointermove', {
          x: from.x + (to.x - from.x) * part + Math.sin(turn) * 80 * (1 - part),
          y: from.y + (to.y - from.y) * part + Math.cos(turn) * 80 * (1 - part),
        });
      }
      send(document.body, 'pointermove', to);
      send(document.body, 'pointerup', to);
      await new Promise(requestAnimationFrame);
      const now = homeOf(find(name));
      if (now !== home) throw new Error(`drag ${round} brought the note to ${now} instead of ${home}`);
    },
    { round, steps },
  );

/** The board's state as it travels, and all that the device keeps, with the app closed in between. */
const weigh = async (page: Page): Promise<{ board: number; stored: number }> => {
  await goTo(page, 'Synthèse');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Fichier Grappe' }).click();
  const opened = openBundle(new Uint8Array(await readFile(await (await download).path())));
  if (!opened.ok) throw new Error(`refused: ${opened.error.type}`);
  await goTo(page, 'Mur');
  const beside = await openBesideApp(page);
  const stored = await storedBytes(beside);
  await beside.close();
  return { board: opened.value.state.length, stored };
};
