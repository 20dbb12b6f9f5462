/** `npm run bench`: how long a large, old board takes to open and an edit to be saved, in a real Chromium. */

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumLaunchOptions } from '../tests/find-browsers.js';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').BrowserContext} BrowserContext */

const runs = 7;
const openLimitMs = 1500;

const main = async () => {
  const root = import.meta.dirname;
  const outDir = join(root, '../.reports/bench');
  const shared = /** @type {const} */ ({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  await build({ ...shared, build: { ...shared.build, target: 'es2022' } });
  const server = await preview({ ...shared, preview: { host: '127.0.0.1', port: 0 } });
  // A profile on the disk: other contexts keep their databases in memory.
  const profile = mkdtempSync(join(tmpdir(), 'grappe-bench-'));
  const context = await chromium.launchPersistentContext(profile, chromiumLaunchOptions());
  try {
    const url = server.resolvedUrls?.local[0] ?? '';
    await onPage(context, url, (page) => inPage(page, 'prepare'));
    /** @type {number[]} */
    const grappe = [];
    /** @type {number[]} */
    const plain = [];
    /** @type {number[]} */
    const grappeProcessor = [];
    /** @type {number[]} */
    const plainProcessor = [];
    /** @type {number[]} */
    const saves = [];
    let heap = 0;
    for (let run = 0; run < runs; run += 1) {
      saves.push(...(await onPage(context, url, (page) => inPage(page, 'work'))));
      const opened = await onPage(context, url, async (page) => {
        const opening = await timed(page, 'openGrappe');
        heap = await heapUsed(page);
        return opening;
      });
      const beside = await onPage(context, url, (page) => timed(page, 'openPlainBoard'));
      if (opened.notes !== beside.notes) throw new Error('the two boards are not the same');
      grappe.push(opened.milliseconds);
      plain.push(beside.milliseconds);
      grappeProcessor.push(opened.processor);
      plainProcessor.push(beside.processor);
    }
    const [cpu] = cpus();
    console.log(
      `\nChromium ${context.browser()?.version() ?? '?'}, Node ${process.version}, ${process.platform}`,
    );
    console.log(
      `${cpus().length} × ${cpu?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB; ${runs} runs\n`,
    );
    console.log(`| milliseconds                         | median |    p95 |`);
    console.log(`| ------------------------------------ | -----: | -----: |`);
    console.log(line('open 5,000 notes, 20,000 edits', grappe));
    console.log(line('  processor time of the page', grappeProcessor));
    console.log(line('the same with plain y-indexeddb', plain));
    console.log(line('  processor time of the page', plainProcessor));
    console.log(line('an edit until « saved »', saves));
    console.log(`\n${(heap / 2 ** 20).toFixed(1)} MB of JavaScript heap with the board open`);
    const isFast = quantile(grappe, 0.5) < openLimitMs;
    console.log(isFast ? `under ${openLimitMs} ms` : `OVER ${openLimitMs} ms`);
    process.exitCode = isFast ? 0 : 1;
  } finally {
    await context.close();
    await server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
};

/**
 * Each in a page of its own, as after a start of the app: nothing is warm but the disk.
 * @template T
 * @param {BrowserContext} context
 * @param {string} url
 * @param {(page: Page) => Promise<T>} work
 * @returns {Promise<T>}
 */
const onPage = async (context, url, work) => {
  const page = await context.newPage();
  await page.goto(url);
  const result = await work(page);
  await page.close();
  return result;
};

/**
 * Runs one of the functions of page.ts.
 * @template {keyof import('./page.ts').Bench} Name
 * @param {Page} page
 * @param {Name} name
 * @returns {Promise<Awaited<ReturnType<import('./page.ts').Bench[Name]>>>}
 */
const inPage = (page, name) => page.evaluate((work) => Reflect.get(window, 'bench')[work](), name);

/**
 * Opens, and tells besides what the page's main thread had to do for it: a busy machine makes that no longer.
 * @param {Page} page
 * @param {'openGrappe' | 'openPlainBoard'} name
 */
const timed = async (page, name) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const seconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? 0;
  };
  const start = await seconds();
  const opening = await inPage(page, name);
  return { ...opening, processor: ((await seconds()) - start) * 1000 };
};

/** @param {Page} page */
const heapUsed = async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
};

/**
 * @param {string} name
 * @param {readonly number[]} values
 */
const line = (name, values) =>
  `| ${name.padEnd(36)} | ${cell(quantile(values, 0.5))} | ${cell(quantile(values, 0.95))} |`;

/** @param {number} value */
const cell = (value) => value.toFixed(value < 100 ? 1 : 0).padStart(6);

/**
 * @param {readonly number[]} values
 * @param {number} part
 */
const quantile = (values, part) =>
  [...values].sort((a, b) => a - b)[Math.ceil(part * values.length) - 1] ?? 0;

await main();
