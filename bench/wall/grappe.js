/** Grappe, built and served as `npm start` does it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { serveApp } from '../serve-app.js';
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
  const { url, stop } = await serveApp();
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
      whenOpen: async (page) => {
        await wallOf(page).waitFor({ timeout: patience });
        await page.locator('.kept-picture').waitFor({ state: 'detached', timeout: patience });
      },
      fit: (page) => wallOf(page).press('0'),
      actualSize: async (page) => {
        await wallOf(page).press('0');
        // It glides there.
        await untilStill(page);
        await wallOf(page).press('1');
        await untilStill(page);
      },
      pointOnNote: async (page) => (await middleNoteOf(page)).point,
      addNote: async (page) => {
        // The wall has no place to write a further note: one that was thrown away comes back.
        const { id, point } = await middleNoteOf(page);
        await page.mouse.click(point.x, point.y);
        await page.keyboard.press('Delete');
        await untilStill(page);
        const painted = page.evaluate(
          (appearance) =>
            Reflect.get(window, 'bench').untilPainted(appearance, (/** @type {() => void} */ begin) => {
              const keyed = (/** @type {KeyboardEvent} */ { key }) => {
                if (key === 'z') begin();
              };
              addEventListener('keydown', keyed, { capture: true });
            }),
          { text: '', element: `[data-note="${id}"]`, point },
        );
        await page.keyboard.press('Control+z');
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

/**
 * Finds the note nearest to the middle of what the wall shows.
 * @param {Page} page
 * @returns {Promise<{ id: string, point: import('./app.js').Point }>}
 */
const middleNoteOf = (page) =>
  wallOf(page).evaluate((wall) => {
    const middleOf = (/** @type {Element} */ element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    };
    const middle = middleOf(wall);
    const [nearest] = [...wall.querySelectorAll('[data-note]')]
      .map((note) => ({ id: note.getAttribute('data-note') ?? '', point: middleOf(note) }))
      .map((note) => ({ ...note, far: Math.hypot(note.point.x - middle.x, note.point.y - middle.y) }))
      .sort((a, b) => a.far - b.far);
    if (nearest === undefined) throw new Error('no note is near');
    return nearest;
  });

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
