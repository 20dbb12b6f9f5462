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
    grappe(['--version']);
    const ours = times(() => grappe(['merge', folder, '-o', `${out}-0`, '--force']));
    const hash = figures.hashOf(`${out}-0`);
    console.log(line('grappe merge, the whole command', ours));
    for (const [name, merge] of /** @type {const} */ ([
      ['V1 updates, one by one', figures.mergeV1],
      ['a fresh document for each file', figures.mergeFresh],
    ])) {
      console.log(
        line(
          name,
          times(() => merge(paths, `${out}-1`)),
        ),
      );
      if (figures.hashOf(`${out}-1`) !== hash) throw new Error(`${name}: another board`);
    }
    console.log(`\nthe same board each time: ${hash}`);
    const isFast = Math.max(...ours) <= limitMs;
    console.log(isFast ? `under ${limitMs} ms` : `OVER ${limitMs} ms`);
    process.exitCode = isFast ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** @param {string[]} args */
const grappe = (args) => {
  const { status } = spawnSync(process.execPath, [join(root, 'src/cli/launch.js'), ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`grappe ${args[0] ?? ''}: exit code ${status}`);
};

/**
 * @param {() => void} work
 * @returns {number[]} Milliseconds, shortest first.
 */
const times = (work) =>
  Array.from({ length: runs }, () => {
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
