/** `npm run bench:qr`: how fast a workshop goes from screen to camera, in a real Chromium with a film as its camera. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumLaunchOptions } from '../../tests/find-browsers.js';
import { slowDown } from './slow-down.js';

/** @typedef {import('./page.ts').FilmSettings} FilmSettings */
/** @typedef {import('./page.ts').Reception} Reception */
/**
 * `pictures`: of the camera for each code, in turn, at 30 a second. `slow`: by which the page and its workers are slowed down.
 * @typedef {FilmSettings & {
 *   name: string, pictures: readonly number[], loss: number, slow?: number, goal?: { rate?: number, seconds?: number }
 * }} Setting
 */

const runs = process.argv.includes('--quick') ? 1 : 3;
/** Only what is called so, where a name is given. */
const only = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';

const hd = { width: 1280, height: 720 };
const fullHd = { width: 1920, height: 1080 };
/** Codes of version 25 hold 5 symbols, of version 30 hold 7. */
const tenASecond = [3];
const twelveASecond = [3, 2];
const one = { ...hd, columns: 1, rows: 1, symbols: 5, pictures: tenASecond };
const two = { ...fullHd, columns: 2, rows: 1, symbols: 7, pictures: tenASecond };
const four = { ...fullHd, columns: 2, rows: 2, symbols: 5, pictures: twelveASecond };
const fullFour = { ...four, symbols: 7, pictures: tenASecond };

/** @type {Setting[]} */
const settings = [
  { ...one, name: 'one code', payload: 'random', turns: 90, loss: 0, goal: { rate: 12 } },
  { ...one, name: 'one code', payload: 'random', turns: 130, loss: 50, goal: { rate: 9 } },
  { ...one, name: 'carousel, one code', payload: 'random', turns: 100, loss: 0, carousel: true },
  { ...one, name: 'carousel, one code', payload: 'random', turns: 300, loss: 50, carousel: true },
  { ...two, name: 'two codes, v30', payload: 'random', turns: 50, loss: 0, goal: { rate: 25 } },
  { ...four, name: 'four codes, v25', payload: 'random', turns: 40, loss: 0, goal: { rate: 50 } },
  { ...fullFour, name: 'four codes, v30', payload: 'random', turns: 30, loss: 0, goal: { rate: 50 } },
  { ...one, name: 'board of 200 notes', payload: 'whole', turns: 60, loss: 0, goal: { seconds: 2.5 } },
  { ...one, name: 'the last 20 of them', payload: 'part', turns: 20, loss: 0, goal: { seconds: 0.5 } },
  { ...one, name: 'slow: one code', payload: 'random', turns: 90, loss: 0, slow: 4, goal: { rate: 12 } },
  { ...two, name: 'slow: two codes', payload: 'random', turns: 60, loss: 0, slow: 4, goal: { rate: 25 } },
  { ...four, name: 'slow: four codes', payload: 'random', turns: 60, loss: 0, slow: 4 },
];

const main = async () => {
  const root = import.meta.dirname;
  const outDir = join(root, '../../.reports/bench-qr');
  const shared = /** @type {const} */ ({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  await build({ ...shared, build: { ...shared.build, target: 'es2022', assetsInlineLimit: 0 } });
  const server = await preview({ ...shared, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls?.local[0] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'grappe-bench-qr-'));
  const [cpu] = cpus();
  let missed = 0;
  console.log(`\n${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${process.platform}`);
  console.log(
    `${cpus().length} × ${cpu?.model ?? '?'}, ${Math.round(totalmem() / 2 ** 30)} GB; ${runs} runs, medians\n`,
  );
  console.log(
    '| what                | camera | lost | bytes | KB/s | seconds | pictures/s | read/s | read ms |',
  );
  console.log(
    '| ------------------- | ------ | ---: | ----: | ---: | ------: | ---------: | -----: | ------: |',
  );
  try {
    // One page makes all films, so that all are of the same payloads; so it receives them too.
    for (const setting of settings.filter(({ name }) => name.startsWith(only))) {
      const film = join(folder, 'film.mjpeg');
      const options = chromiumLaunchOptions();
      const browser = await chromium.launch({
        ...options,
        args: [
          ...options.args,
          '--use-fake-ui-for-media-stream',
          '--use-fake-device-for-media-stream',
          `--use-file-for-fake-video-capture=${film}`,
        ],
      });
      try {
        const page = await browser.newPage();
        await page.goto(url);
        await page.waitForFunction(() => 'qrBench' in globalThis);
        /** @type {Reception[]} */
        const receptions = [];
        const pictures = await page.evaluate(
          (wanted) => /** @type {any} */ (globalThis).qrBench.film(wanted),
          setting,
        );
        const usual = await page.evaluate(() => /** @type {any} */ (globalThis).qrBench.work());
        const letGo = setting.slow && (await slowDown(await renderers(browser), setting.slow));
        for (let run = 0; run < runs; run += 1) {
          writeFileSync(film, filmOf(pictures, setting, run));
          receptions.push(
            await page.evaluate(
              ([payload, width, height]) =>
                /** @type {any} */ (globalThis).qrBench.receive(payload, width, height),
              /** @type {const} */ ([setting.payload, setting.width, setting.height]),
            ),
          );
        }
        if (letGo) {
          const slow = await page.evaluate(() => /** @type {any} */ (globalThis).qrBench.work());
          await letGo();
          console.log(
            `  slower by ${(slow / usual).toFixed(1)} in a worker (${usual.toFixed(0)} → ${slow.toFixed(0)} ms):`,
          );
        }
        const isGood = report(setting, receptions);
        if (!isGood) missed += 1;
      } finally {
        await browser.close();
      }
    }
    console.log(missed === 0 ? '\nevery goal is met' : `\n${missed} goals MISSED`);
    process.exitCode = missed === 0 ? 0 : 1;
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** @param {import('playwright').Browser} browser */
const renderers = async (browser) => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []));
};

/**
 * @param {string[]} pictures The last one is of a hand.
 * @param {Setting} setting
 * @param {number} seed
 */
const filmOf = (pictures, { loss, pictures: each }, seed) => {
  const hand = pictures.at(-1) ?? '';
  let state = seed + 1;
  const chance = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return ((state ^ (state >>> 13)) >>> 0) % 100;
  };
  const frames = pictures
    .slice(0, -1)
    .flatMap((picture, turn) =>
      Array.from({ length: each[turn % each.length] ?? 1 }, () => (chance() < loss ? hand : picture)),
    );
  return Buffer.concat(frames.map((frame) => Buffer.from(frame, 'base64')));
};

/**
 * @param {Setting} setting
 * @param {Reception[]} receptions
 */
const report = ({ name, loss, width, goal }, receptions) => {
  const middle = (/** @type {(reception: Reception) => number} */ of) =>
    receptions.map(of).sort((a, b) => a - b)[receptions.length >> 1] ?? Number.NaN;
  const seconds = middle((reception) => reception.seconds);
  const rate = middle(({ bytes, seconds }) => bytes / seconds / 1000);
  const met =
    (goal?.rate === undefined || rate >= goal.rate) &&
    (goal?.seconds === undefined || seconds <= goal.seconds);
  const cells = [
    name.padEnd(19),
    `${width === 1280 ? '720p' : '1080p'}`.padEnd(6),
    `${loss} %`.padStart(4),
    String(receptions[0]?.bytes ?? 0).padStart(5),
    rate.toFixed(1).padStart(4),
    seconds.toFixed(2).padStart(7),
    middle(({ pictures, seconds }) => pictures / seconds)
      .toFixed(1)
      .padStart(10),
    middle(({ looks, seconds }) => looks / seconds)
      .toFixed(1)
      .padStart(6),
    middle(({ look }) => look)
      .toFixed(1)
      .padStart(7),
  ];
  const wanted = goal?.rate === undefined ? `${goal?.seconds} s at most` : `${goal.rate} KB/s at least`;
  console.log(`| ${cells.join(' | ')} |${met ? '' : ` MISSED: ${wanted}`}`);
  return met;
};

await main();
