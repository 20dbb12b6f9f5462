/** `npm run bench:merge`: how long `grappe merge` takes for a congress, beside what comes to mind first. */

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { runnerImport } from 'vite';
import { compileWords } from '../src/app/words/compile.js';

/** @typedef {import('./merge-figures.ts')} Figures */

const fileCount = 350;
const noteCount = 100;
const limitMs = 10_000;
const runs = 3;
/** So many for the way that takes longer with each. */
const freshCount = 100;

const root = join(import.meta.dirname, '..');

const main = async () => {
  await compileWords();
  const { module } = await runnerImport(join(import.meta.dirname, 'merge-figures.ts'), {
    root,
    configFile: false,
    logLevel: 'warn',
    define: { __APP_VERSION__: '"bench"' },
  });
  const figures = /** @type {Figures} */ (module);
  const folder = mkdtempSync(join(tmpdir(), 'grappe-bench-merge-'));
  try {
    const paths = figures.writeFiles(folder, fileCount, noteCount);
    const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
    console.log(`\nNode ${process.version}, ${cpus()[0]?.model ?? '?'}`);
    console.log(`${fileCount} files of ${noteCount} notes, ${(bytes / 1e6).toFixed(1)} MB; ${runs} runs\n`);
    const out = join(folder, 'out');
    // Prepares the command, so that no run builds it.
    grappe(['verify', paths[0] ?? '']);
    const ours = times(() => grappe(['merge', folder, '-o', `${out}-0`, '--force']));
    const hash = figures.hashOf(`${out}-0`);
    console.log(line('grappe merge, the whole command', ours));
    const oneByOne = times(() => figures.mergeV1(paths, `${out}-1`));
    console.log(line('V1 updates, one by one', oneByOne));
    if (figures.hashOf(`${out}-1`) !== hash) throw new Error('one by one: another board');
    // Of each file alone the way is as long as of all before it: all of them take minutes.
    const few = paths.slice(0, freshCount);
    const fresh = times(() => figures.mergeFresh(few, `${out}-2`), 1);
    console.log(line(`a fresh document each, ${freshCount} files`, fresh));
    console.log(`\nthe same board both times: ${hash}`);
    const isFast = (ours[1] ?? Infinity) <= limitMs;
    console.log(isFast ? `under ${limitMs} ms` : `OVER ${limitMs} ms`);
    process.exitCode = isFast ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** @param {string[]} args */
const grappe = (args) => {
  const { status } = spawnSync(process.execPath, [join(root, 'src/cli/launch.js'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`grappe ${args[0] ?? ''}: exit code ${status}`);
};

/**
 * @param {() => void} work
 * @param {number} [count]
 * @returns {number[]} Milliseconds, shortest first.
 */
const times = (work, count = runs) =>
  Array.from({ length: count }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);

/**
 * @param {string} name
 * @param {number[]} milliseconds
 */
const line = (name, milliseconds) =>
  `${name.padEnd(34)} ${milliseconds.map((ms) => ms.toFixed(0).padStart(7)).join(' ')} ms`;

await main();
