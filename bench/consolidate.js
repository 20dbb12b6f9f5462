/**
 * `npm run bench:consolidate`: how long `grappe consolidate` takes for hundreds and thousands of workshops, what memory it takes, and
 * how well it finds what is alike.
 */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { compileWords } from '../src/app/words/compile.js';

/** @typedef {import('./consolidate-files.ts')} Files */

const noteCount = 100;
const seed = 1;
const goal = { files: 350, ms: 8_000, megabytes: 700 };
const runs = 3;
const root = join(import.meta.dirname, '..');

const main = async () => {
  await compileWords();
  const { module } = await runnerImport(join(import.meta.dirname, 'consolidate-files.ts'), {
    root,
    configFile: false,
    logLevel: 'warn',
    define: { __APP_VERSION__: '"bench"' },
  });
  const files = /** @type {Files} */ (module);
  const folder = mkdtempSync(join(tmpdir(), 'grappe-bench-consolidate-'));
  try {
    console.log(
      `\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}\n`,
    );
    console.log('pairs of notes               precision  recall');
    for (const count of [20, goal.files]) {
      const { tuned, others } = files.measure(count, noteCount, seed);
      print(`${count} workshops, tuned on`, tuned);
      print(`${count} workshops, others`, others);
    }
    print('labelled notes, tune', files.measureLabelled('tune'));
    print('labelled notes, aside', files.measureLabelled('aside'));

    // Prepares the command, so that no run builds it.
    await grappe(['--version']);
    console.log(`\nworkshops of ${noteCount} notes   MB  format            ms (${runs} runs)   peak MB`);
    let isWithin = true;
    for (const count of [35, goal.files, 3_500]) {
      const own = join(folder, String(count));
      mkdirSync(own);
      const bytes = files.writeFiles(own, count, noteCount, seed);
      for (const format of ['grappe-consolidation', 'docx', 'json', 'csv', 'xlsx']) {
        const out = join(folder, `out.${format}`);
        const all = [];
        for (let run = 0; run < (count > 1_000 ? 1 : runs); run += 1) {
          all.push(await grappe(['consolidate', own, '-o', out, '--force']));
        }
        const ms = all.map((one) => one.ms).sort((a, b) => a - b);
        const peak = Math.max(...all.map(({ megabytes }) => megabytes));
        console.log(
          `${String(count).padStart(6)} ${(bytes / 1e6).toFixed(1).padStart(22)}  ${format.padEnd(20)} ${ms
            .map((one) => one.toFixed(0))
            .join(', ')
            .padStart(18)} ${peak.toFixed(0).padStart(8)}`,
        );
        if (
          count === goal.files &&
          ((ms[Math.floor(ms.length / 2)] ?? Infinity) > goal.ms || peak > goal.megabytes)
        )
          isWithin = false;
      }
      rmSync(own, { recursive: true });
    }
    console.log(
      isWithin ? `\n${goal.files}: within ${goal.ms} ms and ${goal.megabytes} MB` : '\nOVER the goal',
    );
    process.exitCode = isWithin ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * @param {string} name
 * @param {{ precision: number, recall: number }} figures
 */
const print = (name, { precision, recall }) =>
  console.log(`${name.padEnd(28)} ${precision.toFixed(2).padStart(9)} ${recall.toFixed(2).padStart(7)}`);

/**
 * Runs the command; gives its time and the most memory it had, as far as the system tells (Linux).
 * @param {string[]} args
 * @returns {Promise<{ ms: number, megabytes: number }>}
 */
const grappe = (args) =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [join(root, 'src/cli/launch.js'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (part) => (said += String(part)));
    let megabytes = 0;
    const look = () => {
      try {
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
        megabytes = Math.max(megabytes, Number(peak ?? 0) / 1_000);
      } catch {
        // It has ended, or the system tells nothing.
      }
    };
    const timer = setInterval(look, 50);
    child.on('close', (status) => {
      clearInterval(timer);
      const ms = performance.now() - start;
      if (status === 0) resolve({ ms, megabytes });
      else reject(new Error(`grappe ${args.join(' ')}: exit code ${status}\n${said}`));
    });
  });

await main();
