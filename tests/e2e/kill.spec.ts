import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test, type BrowserContext } from '@playwright/test';
import { chromiumLaunchOptions } from '../find-chromium.js';
import { builtApp, startAppHost } from './app-host.ts';
import { createWorkshop, expectSaved, stickNote } from './workshop-steps.ts';

/** Every process of the browser that uses this profile, which no other browser does. */
const browserPids = (profile: string): readonly string[] =>
  existsSync('/proc')
    ? pidsInProc(profile)
    : execFileSync('pgrep', ['-f', profile], { encoding: 'utf8' }).trim().split('\n');

const pidsInProc = (profile: string): readonly string[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
          .split('\0')
          .includes(`--user-data-dir=${profile}`);
      } catch {
        return false;
      }
    });

const launch = (profile: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, { ...chromiumLaunchOptions(), headless: true, locale: 'fr-FR' });

test('[SV0] a browser killed right after « Enregistré sur cet appareil » has the note when it opens again, offline', async () => {
  test.setTimeout(90_000);
  const host = await startAppHost(builtApp);
  const profile = mkdtempSync(join(tmpdir(), 'grappe-profile-'));
  try {
    const texts = ['Zones blanches', 'Durée d’exposition aux écrans', 'Maintenance du matériel emprunté'];
    let address = '';
    for (const [round, text] of texts.entries()) {
      const context = await launch(profile);
      const page = await context.newPage();
      if (round === 0) {
        await page.goto(host.url);
        await page.evaluate(async () => {
          await navigator.serviceWorker.ready;
        });
        await createWorkshop(page, 'Un atelier');
        address = page.url().replace(/[^/]*$/, 'capture');
        await host.stop();
      }
      await page.goto(address);
      await stickNote(page, text);
      await expectSaved(page);
      const pids = browserPids(profile);
      expect(pids.length).toBeGreaterThan(0);
      const closed = context.waitForEvent('close');
      execFileSync('kill', ['-9', ...pids]);
      await closed;
    }
    const context = await launch(profile);
    const page = await context.newPage();
    await page.goto(address.replace(/capture$/, 'mur'));
    for (const text of texts)
      await expect(page.getByRole('region', { name: 'Mur' }).getByText(text)).toBeVisible();
    await context.close();
  } finally {
    await host.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
