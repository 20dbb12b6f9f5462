/**
 * `npm run bench:direct`: how quick devices are that are linked without a server, and what they send, in pages of a real
 * Chromium on one machine; beside the same devices in a star.
 */

import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { headlessLaunchOptions } from '../../tests/find-browsers.js';

/** @typedef {import('./page.ts').DirectBench} DirectBench */
/** @typedef {import('playwright').Page} Page */

/** Notes, one each quarter of a second, by each device in turn: 240 a minute, as a busy room. */
const notes = process.argv.includes('--quick') ? 40 : 160;
const pauseMs = 250;
const text = 'La connexion coupe dès que trois classes se connectent ensemble, surtout le matin.';
const goals = { p95: 100, ratio: 2, scans: 3 };

/**
 * @template {keyof DirectBench} Name
 * @param {Page} page
 * @param {Name} name
 * @param {Parameters<DirectBench[Name]>} words
 * @returns {Promise<Awaited<ReturnType<DirectBench[Name]>>>}
 */
const ask = (page, name, ...words) =>
  page.evaluate(
    ({ name, words }) => /** @type {any} */ (globalThis).directBench[name](...words),
    /** @type {any} */ ({ name, words }),
  );

/**
 * @param {() => Promise<boolean>} holds
 * @param {string} what
 */
const until = async (holds, what) => {
  for (const end = performance.now() + 120_000; !(await holds()); await wait(100))
    if (performance.now() > end) throw new Error(`not within two minutes: ${what}`);
};
/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Opens devices, and pairs each with one that is there; in a star with the first.
 * @param {import('playwright').Browser} browser
 * @param {string} url
 * @param {number} count
 * @param {boolean} isStar
 */
const openDevices = async (browser, url, count, isStar) => {
  const context = await browser.newContext({ permissions: ['camera'] });
  /** @type {Page[]} */
  const pages = [];
  let scans = 0;
  const begun = performance.now();
  for (let index = 0; index < count; index++) {
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'directBench' in globalThis);
    await ask(page, 'start', index, isStar);
    if (index > 0) {
      const host = pages[isStar ? 0 : (index * 7) % pages.length];
      if (!host) throw new Error('nobody is there');
      const answer = await ask(page, 'answer', await ask(host, 'offer'));
      if (!(await ask(host, 'take', answer))) throw new Error('not paired');
      scans += 2;
    }
    pages.push(page);
  }
  const wanted = isStar ? undefined : Math.min(4, count - 1);
  for (const page of pages) {
    await until(
      async () =>
        (await ask(page, 'here')) === count - 1 && (!wanted || (await ask(page, 'links')) === wanted),
      'the room is whole',
    );
  }
  return { context, pages, scans, seconds: (performance.now() - begun) / 1_000 };
};

/** @param {readonly Page[]} pages */
const sentBytes = async (pages) =>
  (await Promise.all(pages.map((page) => ask(page, 'sentBytes')))).reduce((sum, bytes) => sum + bytes, 0);

/** @param {readonly Page[]} pages */
const work = async (pages) => {
  /** @type {Map<string, number>} */
  const written = new Map();
  const write = async (/** @type {number} */ index) => {
    const page = pages[index % pages.length];
    if (!page) return;
    const { id, at } = await ask(page, 'write', `${text} ${String(index)}`);
    written.set(id, at);
  };
  // The first ones find the tree.
  for (let index = 0; index < 2 * pages.length; index++) {
    await write(index);
    await wait(pauseMs);
  }
  await wait(2_000);
  written.clear();
  const before = await sentBytes(pages);
  for (let index = 0; index < notes; index++) {
    const next = wait(pauseMs);
    await write(index);
    await next;
  }
  await wait(2_000);
  const bytes = (await sentBytes(pages)) - before;
  const delays = [];
  for (const page of pages) {
    for (const [id, at] of await ask(page, 'came')) {
      const since = written.get(id);
      if (since !== undefined) delays.push(at - since);
    }
  }
  if (delays.length !== notes * pages.length)
    throw new Error(`${delays.length} of ${notes * pages.length} came`);
  // A note is with its writer at once.
  const others = delays.sort((a, b) => a - b).slice(notes);
  const at = (/** @type {number} */ share) => others[Math.floor(share * (others.length - 1))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), most: at(1), bytes: bytes / notes / pages.length };
};

const main = async () => {
  const root = import.meta.dirname;
  const outDir = join(root, '../../.reports/bench-direct');
  const shared = /** @type {const} */ ({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  await build({ ...shared, build: { ...shared.build, target: 'es2022' } });
  const server = await preview({ ...shared, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls?.local[0] ?? '';
  const browser = await chromium.launch(headlessLaunchOptions());
  const [cpu] = cpus();
  console.log(`\n${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${process.platform}`);
  console.log(
    `${cpus().length} × ${cpu?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB; ${notes} notes\n`,
  );
  console.log(
    '| devices      | scans each | whole after s | median ms | p95 ms | most ms | bytes a note and device |',
  );
  console.log(
    '| ------------ | ---------: | ------------: | --------: | -----: | ------: | ----------------------: |',
  );
  const missed = [];
  try {
    /** @type {Record<string, { p95: number, bytes: number }>} */
    const seen = {};
    for (const [name, count, isStar] of /** @type {const} */ ([
      ['8, a star', 8, true],
      ['8, a room', 8, false],
      ['20, a room', 20, false],
    ])) {
      const { context, pages, scans, seconds } = await openDevices(browser, url, count, isStar);
      const result = await work(pages);
      seen[name] = result;
      const each = scans / count;
      const cells = [
        name.padEnd(12),
        each.toFixed(2).padStart(10),
        seconds.toFixed(1).padStart(13),
        result.median.toFixed(1).padStart(9),
        result.p95.toFixed(1).padStart(6),
        result.most.toFixed(1).padStart(7),
        result.bytes.toFixed(0).padStart(23),
      ];
      console.log(`| ${cells.join(' | ')} |`);
      if (each > goals.scans) missed.push(`${name}: more than ${goals.scans} scans each`);
      await context.close();
    }
    const [star, room] = [seen['8, a star'], seen['8, a room']];
    if (!star || !room) throw new Error('nothing was seen');
    console.log(`\nbytes beside the star's: ${(room.bytes / star.bytes).toFixed(2)}`);
    if (room.p95 > goals.p95) missed.push(`8, a room: p95 above ${goals.p95} ms`);
    if (room.bytes > goals.ratio * star.bytes)
      missed.push(`8, a room: more than ${goals.ratio} times a star's bytes`);
    console.log(missed.length === 0 ? 'every goal is met' : `MISSED: ${missed.join('; ')}`);
    process.exitCode = missed.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await server.close();
  }
};

await main();
