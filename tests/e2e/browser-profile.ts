/** A browser with a profile of its own on the disk, that can be killed and opened again. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserType } from '@playwright/test';
import { chromiumLaunchOptions, firefoxLaunchOptions } from '../find-browsers.js';

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
    ? pidsInProc(profile)
    : execFileSync('pgrep', ['-f', profile], { encoding: 'utf8' }).trim().split('\n').map(Number);

/** Those that name the profile, and their children: those of Firefox do not name it. */
const pidsInProc = (profile: string): readonly number[] => {
  const processes = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        // Behind the name, which may hold anything: the state, then the parent.
        const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').split(' ')[2];
        return [{ pid, parent, names: words.some((word) => word.endsWith(profile)) }];
      } catch {
        return [];
      }
    });
  const found = new Set(processes.filter(({ names }) => names).map(({ pid }) => pid));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { pid, parent = '' } of processes) if (found.has(parent)) found.add(pid);
  }
  return [...found].map(Number);
};
