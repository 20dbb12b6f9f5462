/** tldraw and Excalidraw, built from the packages of `peers/`. */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { patience } from './app.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('playwright').Page} Page */

const root = join(import.meta.dirname, 'peers');
const outDir = join(import.meta.dirname, '../../.reports/bench-wall/peers');

/**
 * Installs, builds and serves both.
 * @returns {Promise<{ peers: App[], stop: () => Promise<void> }>}
 */
export const startPeers = async () => {
  install();
  /** @type {import('vite').InlineConfig} */
  const shared = { root, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } };
  const pages = ['tldraw', 'excalidraw'].map((name) => join(root, `${name}.html`));
  await build({
    ...shared,
    build: { ...shared.build, chunkSizeWarningLimit: Infinity, rolldownOptions: { input: pages } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  });
  cpSync(join(packageFolder('@excalidraw/excalidraw'), 'dist/prod/fonts'), join(outDir, 'fonts'), {
    recursive: true,
  });
  const server = await preview({
    ...shared,
    // Grappe opens from its service worker: so these must not ask the server either.
    preview: { host: '127.0.0.1', port: 0, headers: { 'Cache-Control': 'max-age=86400, immutable' } },
  });
  const url = server.resolvedUrls?.local[0] ?? '';
  return {
    peers: [
      peerApp(url, { name: 'tldraw', module: 'tldraw', element: '.tl-shape' }),
      peerApp(url, { name: 'excalidraw', module: '@excalidraw/excalidraw', element: null }),
    ],
    stop: () => server.close(),
  };
};

/** Gets the peers' packages, which the app itself never needs. */
const install = () => {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed) && packagesIn(installed) === packagesIn(join(root, 'package-lock.json'))) return;
  console.error('Installing tldraw and Excalidraw for the bench (npm ci in bench/wall/peers)…');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The peers could not be installed.');
};

/**
 * The versions that a lock names; what is for other machines is not installed everywhere.
 * @param {string} lock
 */
const packagesIn = (lock) => {
  /** @type {{ packages: Record<string, { version?: string, optional?: boolean }> }} */
  const { packages } = JSON.parse(readFileSync(lock, 'utf8'));
  return Object.entries(packages)
    .filter(([path, { optional }]) => path !== '' && optional !== true)
    .map(([path, { version = '' }]) => `${path}@${version}`)
    .sort()
    .join('\n');
};

/** @param {string} name */
const packageFolder = (name) => join(root, 'node_modules', name);

/**
 * @param {string} url
 * @param {{ name: 'tldraw' | 'excalidraw', module: string, element: string | null }} peer
 * @returns {App}
 */
const peerApp = (url, { name, module, element }) => ({
  name,
  version: JSON.parse(readFileSync(join(packageFolder(module), 'package.json'), 'utf8')).version,
  url: (count) => `${url}${name}.html?notes=${String(count)}`,
  seed: async (page) => {
    await page.waitForFunction(() => Reflect.get(window, 'wall') !== undefined, null, { timeout: patience });
    return ask(page, 'seed');
  },
  whenOpen: async (page) => {
    await page.waitForFunction(() => Reflect.get(window, 'wall')?.size() > 0, null, { timeout: patience });
  },
  fit: (page) => ask(page, 'fit'),
  actualSize: (page) => ask(page, 'actualSize'),
  pointOnNote: (page) => ask(page, 'pointOnNote'),
  addNote: (page, note, point) =>
    page.evaluate(
      ({ note, appearance }) =>
        Reflect.get(window, 'bench').untilPainted(appearance, (/** @type {() => void} */ begin) => {
          begin();
          Reflect.get(window, 'wall').addNote(note);
        }),
      { note, appearance: { text: note.text, element, point } },
    ),
});

/**
 * Calls one of the functions that a peer's page offers; what they give back may be without use, and unfit to travel.
 * @param {Page} page
 * @param {'seed' | 'fit' | 'actualSize' | 'pointOnNote'} name
 */
const ask = (page, name) =>
  page.evaluate(async (name) => {
    const answer = await Reflect.get(window, 'wall')[name]();
    return ['seed', 'pointOnNote'].includes(name) ? answer : undefined;
  }, name);
