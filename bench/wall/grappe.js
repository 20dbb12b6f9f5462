/** Grappe, built and served as `npm start` does it. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { patience } from './app.js';
import { makeNotes } from './notes.js';
import { untilStill } from './stillness.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('playwright').Page} Page */

const root = join(import.meta.dirname, '../..');
const outDir = join(root, '.reports/bench-wall/board-file');

/** @returns {Promise<{ grappe: App, stop: () => Promise<void> }>} */
export const startGrappe = async () => {
  const makeBoardFile = await buildBoardFile();
  const { url, stop } = await serve();
  const wallUrl = (/** @type {number} */ count) => `${url}#/atelier/${boardId(count)}/mur`;
  return {
    grappe: {
      name: 'grappe',
      version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
      url: wallUrl,
      seed: async (page, count) => {
        await page.goto(url);
        const chooser = page.waitForEvent('filechooser');
        await page.getByRole('button', { name: 'Ouvrir un fichier' }).click();
        const buffer = Buffer.from(makeBoardFile(boardId(count), makeNotes(count)));
        await (await chooser).setFiles({ name: 'mur.grappe', mimeType: '', buffer });
        await page.waitForURL(wallUrl(count), { timeout: patience });
        await page
          .getByRole('status')
          .filter({ hasText: 'Enregistré sur cet appareil' })
          .first()
          .waitFor({ timeout: patience });
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        return true;
      },
      whenOpen: (page) => wallOf(page).waitFor({ timeout: patience }),
      fit: (page) => wallOf(page).press('0'),
      actualSize: async (page) => {
        await wallOf(page).press('0');
        // It glides there.
        await untilStill(page);
        await wallOf(page).press('1');
        await untilStill(page);
      },
      pointOnNote: (page) =>
        wallOf(page).evaluate((wall) => {
          const middleOf = (/** @type {Element} */ element) => {
            const { left, top, width, height } = element.getBoundingClientRect();
            return { x: left + width / 2, y: top + height / 2 };
          };
          const middle = middleOf(wall);
          const [first] = [...wall.querySelectorAll('[data-note]')]
            .map(middleOf)
            .map((at) => ({ at, far: Math.hypot(at.x - middle.x, at.y - middle.y) }))
            .sort((a, b) => a.far - b.far);
          if (first === undefined) throw new Error('no note to drag');
          return first.at;
        }),
      addNote: async (page, { text }, point) => {
        await page.mouse.dblclick(point.x, point.y);
        await page.keyboard.insertText(text);
        const painted = page.evaluate(
          (appearance) =>
            Reflect.get(window, 'bench').untilPainted(appearance, (/** @type {() => void} */ begin) =>
              addEventListener('keydown', begin, { capture: true, once: true }),
            ),
          { text, element: '[data-note]', point },
        );
        await page.keyboard.press('Enter');
        return painted;
      },
    },
    stop,
  };
};

/** @param {number} count */
const boardId = (count) => `bench-wall-${String(count)}`;

/** @param {Page} page */
const wallOf = (page) => page.locator('[data-wall]');

/** The board's own code makes the file: Node 20 reads no TypeScript. */
const buildBoardFile = async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(import.meta.dirname, 'board-file.ts'), outDir, emptyOutDir: true },
  });
  /** @type {typeof import('./board-file.ts')} */
  const { makeBoardFile } = await import(pathToFileURL(join(outDir, 'board-file.js')).href);
  return makeBoardFile;
};

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
const serve = async () => {
  const launcher = join(root, 'src/cli/launch.js');
  const child = spawn(process.execPath, [launcher, 'serve', '--port', '0', '--host', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /http:\/\/localhost:(\d+)/.exec(line) ?? [];
    if (port === undefined) continue;
    const stop = async () => {
      child.kill();
      await exit;
    };
    return { url: `http://127.0.0.1:${port}/`, stop };
  }
  throw new Error('Grappe does not serve.');
};
