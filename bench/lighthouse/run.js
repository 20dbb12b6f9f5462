/** `npm run bench:lighthouse`: what Lighthouse says of home, capture and wall, on a phone and on a desktop. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from '../../tests/find-browsers.js';
import { serveApp } from '../serve-app.js';

/** @typedef {import('playwright').BrowserContext} BrowserContext */
/** @typedef {Record<string, { score: number, title: string, auditRefs: { id: string, weight: number }[] }>} Categories */
/** @typedef {{ id: string, title: string, score: number | null, displayValue?: string }} Audit */
/** @typedef {{ categories: Categories, audits: Record<string, Audit> }} Report */

const here = import.meta.dirname;
const reports = join(here, '../../.reports/lighthouse');
/** Odd: of each screen the run in the middle is told, since single ones differ by ten points. */
const rounds = 5;
/** Until a browser that was just started does nothing any more, in ms. */
const restMs = 5_000;
const categories = ['performance', 'accessibility', 'best-practices'];
/** Of a hundred. */
const goals = { performance: 95, accessibility: 100, 'best-practices': 100 };

const main = async () => {
  install();
  const { default: lighthouse, desktopConfig } = await import(
    join(here, 'node_modules/lighthouse/core/index.js')
  );
  const { url, stop } = await serveApp();
  const profile = mkdtempSync(join(tmpdir(), 'grappe-lighthouse-'));
  const port = await freePort();
  const options = chromiumLaunchOptions();
  const launch = () =>
    chromium.launchPersistentContext(profile, {
      ...options,
      args: [...options.args, `--remote-debugging-port=${String(port)}`],
      locale: 'fr-FR',
    });
  let context = await launch();
  mkdirSync(reports, { recursive: true });
  let isGood = true;
  try {
    const workshop = await openExample(context, url);
    const [cpu] = cpus();
    console.log(`\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model ?? '?'}`);
    console.log(`Chromium ${context.browser()?.version() ?? '?'}; load ${loadavg()[0]?.toFixed(1) ?? '?'}\n`);
    console.log(
      '| screen | device | performance | of all runs | accessibility | best practices | LCP | TBT | CLS |',
    );
    console.log(
      '| ------ | ------ | ----------: | ----------: | ------------: | -------------: | --: | --: | --: |',
    );
    /** @type {string[]} */
    const worse = [];
    for (const [screen, address] of Object.entries({
      home: url,
      capture: `${workshop}/capture`,
      wall: `${workshop}/mur`,
    })) {
      for (const device of ['phone', 'desktop']) {
        /** @type {Report[]} */
        const runs = [];
        while (runs.length < rounds) {
          await forgetFiles(context, url);
          // A browser of its own each time, as Lighthouse's own command has: one that has shown other pages first lists what is
          // left of them while this one opens, up to 200 ms of its time.
          await context.close();
          context = await launch();
          await sleep(restMs);
          const { lhr } = await lighthouse(
            address,
            { port, onlyCategories: categories, disableStorageReset: true, logLevel: 'error' },
            device === 'desktop' ? desktopConfig : undefined,
          );
          runs.push(lhr);
        }
        runs.sort((one, other) => performanceOf(one) - performanceOf(other));
        const report = runs[(rounds - 1) / 2];
        if (!report) throw new Error('Lighthouse did not run.');
        const range = [runs[0], runs.at(-1)].map((run) => (run ? performanceOf(run) : '?')).join('–');
        writeFileSync(join(reports, `${screen}-${device}.json`), JSON.stringify(report));
        const scores = categories.map((name) => Math.round((report.categories[name]?.score ?? 0) * 100));
        const marks = ['largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'].map(
          (id) => report.audits[id]?.displayValue ?? '?',
        );
        const [performance, ...others] = scores;
        console.log(`| ${[screen, device, performance, range, ...others, ...marks].join(' | ')} |`);
        categories.forEach((name, at) => {
          if ((scores[at] ?? 0) >= goals[/** @type {keyof typeof goals} */ (name)]) return;
          isGood = false;
          worse.push(...lostBy(report, name).map((lost) => `${screen}, ${device}: ${lost}`));
        });
      }
    }
    if (worse.length > 0) console.log(`\n${worse.join('\n')}`);
  } finally {
    await context.close();
    await stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  process.exitCode = isGood ? 0 : 1;
};

/**
 * Of a hundred.
 * @param {Report} report
 */
const performanceOf = (report) => Math.round((report.categories['performance']?.score ?? 0) * 100);

/**
 * The audits that cost a category points.
 * @param {Report} report
 * @param {string} category
 */
const lostBy = (report, category) =>
  (report.categories[category]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && (report.audits[id]?.score ?? 1) < 1)
    .map(({ id }) => `${id}: ${report.audits[id]?.title ?? ''} (${report.audits[id]?.displayValue ?? 'no'})`);

/**
 * Puts the example into the browser’s storage; gives the address of its workshop.
 * @param {BrowserContext} context
 * @param {string} url
 */
const openExample = async (context, url) => {
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'Voir un exemple' }).click();
  await page.getByRole('navigation', { name: 'Atelier' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Enregistré sur cet appareil' }).first().waitFor();
  const address = page.url().replace(/\/[^/]*$/, '');
  await page.close();
  return address;
};

/**
 * Leaves the browser its workshops and nothing of the app, which then comes over the line as at a first visit.
 * @param {BrowserContext} context
 * @param {string} url
 */
const forgetFiles = async (context, url) => {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(url).origin,
    storageTypes: 'service_workers,cache_storage',
  });
  await session.send('Network.clearBrowserCache');
  await page.close();
};

/** Gets Lighthouse, which the app itself never needs. */
const install = () => {
  if (existsSync(join(here, 'node_modules/lighthouse'))) return;
  console.error('Installing Lighthouse for the bench (npm ci in bench/lighthouse)…');
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: here,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error('Lighthouse could not be installed.');
};

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

await main();
