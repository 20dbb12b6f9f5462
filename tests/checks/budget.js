/**
 * Weighs what was built. Bytes are not noisy, so this is a test: an old tablet on a slow line is the reference.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const web = join(import.meta.dirname, '../../dist/web');

/** HTML, JavaScript and CSS until a note can be typed; fonts don't hold it up. About 4 s on a slow 3G line. */
export const firstLoadLimit = 130 * 1024;

/**
 * All that is kept for offline use, as it travels. Later parts load on demand but are kept too; this is the most for ever. 1 MB
 * was the limit until the reader of QR codes came, 413 KB of WebAssembly (docs/decisions/0031).
 */
const precacheLimit = 1.5 * 1024 * 1024;

/** What is loaded on demand on the way to the capture screen, besides what index.html names and what both import. */
const onTheWay = ['src/app/create-grappe.svelte.ts', 'src/ui/shell/WorkshopShell.svelte'];

/** Prints the figures; tells whether they hold. */
export const measureBudget = () => {
  const first = firstLoad();
  for (const { file, bytes } of first) console.log(`  ${kilobytes(bytes)}  ${file}`);
  const firstBytes = total(first);
  console.log(
    `${kilobytes(firstBytes)} of ${kilobytes(firstLoadLimit)} until the capture screen can be used (gzip)`,
  );

  const kept = precached();
  const keptBytes = total(kept);
  console.log(
    `${kilobytes(keptBytes)} of ${kilobytes(precacheLimit)} kept for offline use, in ${String(kept.length)} files`,
  );
  return firstBytes <= firstLoadLimit && keptBytes <= precacheLimit;
};

/** @typedef {{ file: string, bytes: number }} Weight */
/** @typedef {{ file: string, imports?: string[], css?: string[] }} Chunk */

/** @returns {Weight[]} */
const firstLoad = () => {
  /** @type {Record<string, Chunk>} */
  const chunks = JSON.parse(readFileSync(join(web, '.vite/manifest.json'), 'utf8'));
  const files = new Set(['index.html']);
  const seen = new Set();
  const follow = (/** @type {string} */ key) => {
    const chunk = chunks[key];
    if (chunk === undefined || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) follow(imported);
  };
  const page = readFileSync(join(web, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file);
  if (named.length === 0) throw new Error('index.html loads nothing: the budget can’t be measured.');
  for (const [key, { file }] of Object.entries(chunks)) if (named.includes(file)) follow(key);
  for (const key of onTheWay) {
    const part = Object.entries(chunks).find(([name, { file }]) => name === key || isMadeOf(file, key));
    if (part === undefined) throw new Error(`The build has no part ${key}: the budget can’t be measured.`);
    follow(part[0]);
  }
  return [...files].map((file) => ({ file, bytes: gzipped(file) })).sort((a, b) => b.bytes - a.bytes);
};

/**
 * Whether a source went into a built file.
 * @param {string} file
 * @param {string} source
 */
const isMadeOf = (file, source) => {
  const map = join(web, `${file}.map`);
  /** @type {{ sources: string[] }} */
  const { sources } = existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')) : { sources: [] };
  return sources.some((each) => each.endsWith(source));
};

/** @returns {Weight[]} */
const precached = () => {
  const worker = readFileSync(join(web, 'sw.js'), 'utf8');
  const urls = [...worker.matchAll(/\burl:\s*["'`]([^"'`]+)["'`]|"url":\s*"([^"]+)"/g)].map(
    ([, plain, quoted]) => plain ?? quoted ?? '',
  );
  if (!urls.includes('index.html'))
    throw new Error('The service worker keeps no index.html: the budget can’t be measured.');
  return [...new Set(urls)].map((file) => ({ file, bytes: gzipped(file) }));
};

/** Fonts and pictures are compressed already and travel as they are.
 * @param {string} file
 */
const gzipped = (file) => {
  const bytes = readFileSync(join(web, file));
  return /\.(woff2|png)$/.test(file) ? bytes.length : gzipSync(bytes, { level: 9 }).length;
};

/** @param {Weight[]} weights */
const total = (weights) => weights.reduce((sum, { bytes }) => sum + bytes, 0);

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
