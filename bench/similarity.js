/** `npm run bench:similarity`: how many of the labelled pairs are suggested, and how many suggestions are right. */

import { cpus } from 'node:os';
import { join } from 'node:path';
import { runnerImport } from 'vite';

/** @typedef {import('./similarity-figures.ts')} Figures */

const main = async () => {
  const rules = await importFigures();
  const withoutSubjects = await importFigures([emptySubjects]);
  for (const half of /** @type {const} */ (['tune', 'aside'])) {
    console.log(`\n${half.padEnd(18)} duplicates          clusters            joins`);
    console.log(`${''.padEnd(18)} ${'prec. recall F1    '.repeat(3)}`);
    print('rules', rules.measure(half));
    print('  without subjects', withoutSubjects.measure(half));
    print('naive', rules.measureNaive(half));
  }
  // The first runs compile.
  rules.timeSuggestions(500);
  console.log(`\nNode ${process.version}, ${cpus()[0]?.model ?? '?'}`);
  for (const count of [150, 1_000, 5_000]) {
    const runs = [1, 2, 3].map(() => rules.timeSuggestions(count)).sort((a, b) => a - b);
    console.log(`${String(count).padStart(5)} notes: ${runs.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  }
};

/**
 * Imports the figures as TypeScript.
 * @param {import('vite').Plugin[]} plugins
 * @returns {Promise<Figures>}
 */
const importFigures = async (plugins = []) => {
  const { module } = await runnerImport(join(import.meta.dirname, 'similarity-figures.ts'), {
    root: join(import.meta.dirname, '..'),
    configFile: false,
    logLevel: 'warn',
    plugins,
  });
  return /** @type {Figures} */ (module);
};

/** What the rules are worth when no word is known to be of a subject. @type {import('vite').Plugin} */
const emptySubjects = {
  name: 'empty-subjects',
  enforce: 'pre',
  load: (id) => (id.endsWith('/similarity/subjects.ts') ? 'export const subjects = [];' : null),
};

/**
 * @param {string} name
 * @param {import('./similarity-figures.ts').Measured} measured
 */
const print = (name, { duplicates, clusters, joins }) => {
  const columns = [duplicates, clusters, joins].map(({ precision, recall, f1 }) =>
    [precision, recall, f1].map((figure) => figure.toFixed(2).padEnd(6)).join(''),
  );
  console.log(`${name.padEnd(18)} ${columns.map((column) => column.padEnd(19)).join(' ')}`);
};

await main();
