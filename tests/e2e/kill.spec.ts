import { expect, test, type Page } from '@playwright/test';
import { builtApp, startAppHost } from './app-host.ts';
import { createBrowserProfile } from './browser-profile.ts';
import { createChance } from './chance.ts';
import { createWorkshop, expectSaved, stickNote } from './workshop-steps.ts';

// Each round is a browser of its own: its pictures would take longer than the round.
test.use({ screenshot: 'off', serviceWorkers: 'allow' });

const rounds = 10;

// In Chromium 50 rounds; Firefox takes several seconds to start.
for (const seed of [1, 2, 3, 4, 5]) {
  test(
    `[SV0] a browser killed ${rounds} times, at any moment after « Enregistré sur cet appareil », has every note announced so when it opens again, offline (seed ${seed})`,
    seed === 1 ? { tag: '@firefox' } : {},
    async ({ browserName, playwright }) => {
      // A limit for what hangs: Firefox takes several seconds to start.
      test.setTimeout(browserName === 'firefox' ? 600_000 : 300_000);
      const host = await startAppHost(builtApp);
      const profile = createBrowserProfile(playwright[browserName]);
      const chance = createChance(seed);
      const announced: string[] = [];
      let address = '';
      try {
        for (let round = 1; round <= rounds; round += 1) {
          const context = await profile.open();
          const page = context.pages()[0] ?? (await context.newPage());
          if (round === 1) {
            await page.goto(host.url);
            await page.evaluate(async () => {
              await navigator.serviceWorker.ready;
            });
            await createWorkshop(page, 'Un atelier');
            address = page.url().replace(/[^/]*$/, '');
            await host.stop();
          } else {
            await page.goto(`${address}mur`);
            await expectNotes(page, announced);
          }
          await page.goto(`${address}capture`);
          const texts = Array.from({ length: 1 + chance.below(3) }, (_, at) => `Tour ${round}, note ${at}`);
          for (const text of texts) {
            await stickNote(page, text);
            await expectSaved(page);
            announced.push(text);
          }
          // More is being written when it is killed, and was not announced.
          const kill = profile.readyToKill(context);
          await page.getByRole('textbox', { name: 'Note' }).fill(`Tour ${round}, en vol`);
          const flight = stick(page, chance.below(12)).catch(() => undefined);
          if (chance.below(2) === 0) await flight;
          await kill();
        }
        const context = await profile.open();
        const page = context.pages()[0] ?? (await context.newPage());
        await page.goto(`${address}mur`);
        await expectNotes(page, announced);
        const inFlight = (await notesOn(page)).filter((text) => text.endsWith('en vol')).length;
        console.log(
          `${browserName}: killed ${rounds} times, ${announced.length} notes announced as saved, 0 lost; ` +
            `${inFlight} of ${rounds} in flight were there as well`,
        );
        await context.close();
      } finally {
        await host.stop();
        profile.remove();
      }
    },
  );
}

/** Sticks what is typed and comes back some frames later, whatever has become of it. */
const stick = (page: Page, frames: number): Promise<void> =>
  page.getByRole('button', { name: 'Coller la note' }).evaluate(async (button, count) => {
    (button as HTMLElement).click();
    for (let frame = 0; frame < count; frame += 1) await new Promise(requestAnimationFrame);
  }, frames);

const expectNotes = (page: Page, texts: readonly string[]): Promise<void> =>
  expect
    .poll(
      async () => {
        const found = new Set(await notesOn(page));
        return texts.filter((text) => !found.has(text));
      },
      { intervals: [50] },
    )
    .toEqual([]);

const notesOn = (page: Page): Promise<string[]> =>
  page
    .getByRole('region', { name: 'Mur' })
    .getByRole('article')
    .evaluateAll((notes) => notes.map((note) => note.getAttribute('aria-label') ?? ''));
