/** Where browsers may be on this machine; used by the test runners' settings, so plain JavaScript. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const chromiumPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Chromium without a window: a browser of a fraction of the size, made for tests. Playwright's is found by itself. */
const headlessPaths = ['/usr/bin/chromium-headless-shell'];

const firefoxPaths = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/**
 * Finds a Chromium: `$CHROMIUM`, then the system's, then the one Playwright has downloaded.
 * @returns {string | undefined}
 */
export const findChromium = () =>
  firstThere([process.env['CHROMIUM'], ...chromiumPaths, playwrightBrowser('chromium')]);

/**
 * Finds the Chromium that most tests run in: `$CHROMIUM`, then one without a window, then any.
 * @returns {string | undefined}
 */
const findHeadless = () => firstThere([process.env['CHROMIUM'], ...headlessPaths]) ?? findChromium();

/**
 * Finds a Firefox: `$FIREFOX`, then the system's, then the one Playwright has downloaded.
 * @returns {string | undefined}
 */
export const findFirefox = () =>
  firstThere([process.env['FIREFOX'], ...firefoxPaths, playwrightBrowser('firefox')]);

/**
 * Finds what drives WebKitGTK: its driver, gjs for a window of it, and a screen that nobody sees.
 * @returns {{ driver: string, gjs: string, xvfb: string } | undefined}
 */
export const findWebKit = () => {
  const [driver, gjs, xvfb] = ['WebKitWebDriver', 'gjs', 'Xvfb'].map((name) =>
    firstThere([`/usr/bin/${name}`]),
  );
  const bindings = firstThere(webKitBindings());
  return driver && gjs && xvfb && bindings ? { driver, gjs, xvfb } : undefined;
};

/** Where Debian and its kin keep what gjs knows of WebKitGTK: in a folder per machine. */
const webKitBindings = () =>
  existsSync('/usr/lib')
    ? readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/girepository-1.0/WebKit2-4.1.typelib`)
    : [];

/** @param {(string | undefined)[]} paths */
const firstThere = (paths) => paths.find((path) => path !== undefined && path !== '' && existsSync(path));

/** @param {'chromium' | 'firefox'} name */
const playwrightBrowser = (name) => {
  try {
    /** @type {typeof import('playwright-core')} */
    const playwright = createRequire(import.meta.url)('playwright-core');
    return playwright[name].executablePath();
  } catch {
    return undefined;
  }
};

/** A name that leads to this machine in the browsers of the tests alone, as the name of a server in a room would. */
const otherHost = 'salle.test';

/**
 * The same server by that name, which does not lead every device to itself.
 * @param {string} [url]
 */
export const atOtherHost = (url = '') => url.replace('127.0.0.1', otherHost);

/** How the tests start the whole Chromium, as people have it. */
export const chromiumLaunchOptions = () => launchOptions(findChromium());

/** How the tests start Chromium where it need not be the whole of it. */
export const headlessLaunchOptions = () => launchOptions(findHeadless());

/**
 * Nothing that asks the network for something of its own, and no sandbox for root, for whom Chromium would refuse to start.
 * @param {string | undefined} executablePath
 */
const launchOptions = (executablePath) => {
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
      // Another name of this machine: one that does not lead every device to itself.
      `--host-resolver-rules=MAP ${otherHost} 127.0.0.1`,
    ],
  };
};

/** How the tests start Firefox: anybody's is spoken to in another way than the one Playwright has built. */
export const firefoxLaunchOptions = () => {
  const executablePath = findFirefox();
  if (executablePath === undefined) return {};
  return executablePath === playwrightBrowser('firefox')
    ? { executablePath }
    : { executablePath, channel: 'moz-firefox' };
};
