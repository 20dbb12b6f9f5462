/** A browser with a profile of its own on the disk, that can be killed and opened again. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserType } from '@playwright/test';
import { chromiumLaunchOptions, firefoxLaunchOptions } from '../find-browsers.js';
import { withDescendants } from '../support/processes.ts';

export interface BrowserProfile {
  readonly open: () => Promise<BrowserContext>;
  /** Makes ready to kill, at once when called, every process of the browser: no goodbye, no last write. */
  readonly readyToKill: (context: BrowserContext) => () => Promise<void>;
  readonly remove: () => void;
}

export const createBrowserProfile = (browser: BrowserType): BrowserProfile => {
  const folder = mkdtempSync(join(tmpdir(), 'grappe-profile-'));
  const options = browser.name() === 'firefox' ? firefoxLaunchOptions() : chromiumLaunchOptions();
  return {
    open: () => browser.launchPersistentContext(folder, { ...options, headless: true, locale: 'fr-FR' }),
    readyToKill: (context) => {
      const pids = browserPids(folder);
      if (pids.length === 0) throw new Error('no process of this browser was found');
      return async () => {
        const closed = context.waitForEvent('close');
        for (const pid of pids) process.kill(pid, 'SIGKILL');
        await closed;
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
};

/** Every process of the browser that uses this profile, which no other browser does. */
const browserPids = (profile: string): readonly number[] =>
  existsSync('/proc')
    ? // Those that name the profile, and their children: those of Firefox do not name it.
      withDescendants(({ words }) => words.some((word) => word.endsWith(profile)))
    : execFileSync('pgrep', ['-f', profile], { encoding: 'utf8' }).trim().split('\n').map(Number);
