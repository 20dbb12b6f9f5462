/** Where Chromium may be on this machine; used by the test runners' settings, so plain JavaScript. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Finds a Chromium: `$CHROMIUM`, then the system's, then the one Playwright has downloaded.
 * @returns {string | undefined}
 */
export const findChromium = () =>
  [process.env['CHROMIUM'], ...systemPaths, playwrightChromium()].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );

const playwrightChromium = () => {
  try {
    /** @type {typeof import('playwright-core')} */
    const playwright = createRequire(import.meta.url)('playwright-core');
    return playwright.chromium.executablePath();
  } catch {
    return undefined;
  }
};

/**
 * How the tests start Chromium: nothing that asks the network for something of its own, and no sandbox for
 * root, for whom Chromium would refuse to start.
 */
export const chromiumLaunchOptions = () => {
  const executablePath = findChromium();
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
};
