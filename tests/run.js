/**
 * Runs every check and test, one step after the other, and ends with the one line `N passed, N failed`.
 * A step that fails doesn't stop those after it, unless they stand on it. Started by `npm test` (all of it),
 * `npm run verify` (`--static`: what needs neither a build nor a browser) and `npm run test:engines` (`--engines`:
 * what runs in Firefox and in WebKitGTK).
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { compileWords } from '../src/app/words/compile.js';
import { measureBudget } from './checks/budget.js';
import { findChromium, findFirefox, findWebKit } from './find-browsers.js';
import { findPostgres, findRedis } from './find-servers.js';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** @typedef {{ name: string, seconds: number, tally: Tally }} Step */

const root = join(import.meta.dirname, '..');
const vitestReport = join(root, '.reports/vitest.json');
const playwrightReport = join(root, '.reports/playwright.json');

/**
 * @param {string[]} args
 * @param {() => Promise<void>} ensureBuilt
 * @returns {Promise<number>} The exit code.
 */
export const runTests = async (args, ensureBuilt) => {
  // What the launcher has just prepared, and what one's own shell says, must not colour what the tests see.
  delete process.env['NODE_ENV'];
  /** @type {Step[]} */
  const steps = [];
  /**
   * @param {string} name
   * @param {() => Promise<Tally> | Tally} work
   */
  const step = async (name, work) => {
    console.log(`\n== ${name}`);
    const start = performance.now();
    const tally = await outcome(work);
    const seconds = (performance.now() - start) / 1000;
    console.log(`== ${name}: ${isGood(tally) ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`);
    steps.push({ name, seconds, tally });
    return isGood(tally);
  };

  if (args.includes('--engines')) {
    await step('firefox', provideFirefox);
    await step('webkit', provideWebKit);
    const built = await step('build', async () => {
      await ensureBuilt();
      return aPass;
    });
    if (findFirefox() !== undefined)
      await step('unit tests in Firefox', () => vitest(['--project', 'firefox']));
    if (built && findWebKit() !== undefined) await step('WebKit', () => vitest(['--project', 'webkit']));
    if (built && findFirefox() !== undefined)
      await step('Firefox', () => playwright(['--project', 'firefox']));
    return sum(steps);
  }

  await step('words', async () => {
    await compileWords();
    return aPass;
  });
  // The longest of what needs one core only: the next steps run beside it.
  const linting = hushed('eslint/bin/eslint.js', ['.', '--max-warnings', '0']);
  await step('types', () => command('typescript/bin/tsc', ['--noEmit', '-p', '.']));
  await step('types of the service worker', () =>
    command('typescript/bin/tsc', ['--noEmit', '-p', 'src/app/service-worker']),
  );
  await step('types of components', () =>
    command('svelte-check/bin/svelte-check', ['--fail-on-warnings', '--output', 'human']),
  );
  await step('format', () => command('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']));
  await step('dead code', () => command('knip/bin/knip.js', []));
  await step('lint', async () => {
    const { code, said } = await linting;
    process.stdout.write(said);
    return code === 0 ? aPass : aFailure;
  });
  if (args.includes('--static')) {
    await step('layers, promises', () => vitest(['--project', 'node', 'tests/checks']));
    return sum(steps);
  }

  const chromium = await step('chromium', provideChromium);
  await step('firefox', provideFirefox);
  await step('webkit', provideWebKit);
  await step('PostgreSQL and Redis', provideServers);
  const built = await step('build', async () => {
    await ensureBuilt();
    return aPass;
  });
  if (built) await step('budget', () => (measureBudget() ? aPass : aFailure));
  await step('unit tests', () =>
    vitest(chromium ? ['--project', '!webkit'] : ['--project', 'node', '--project', 'firefox']),
  );
  if (built && findWebKit() !== undefined) await step('WebKit', () => vitest(['--project', 'webkit']));
  if (built && chromium) await step('end-to-end tests', () => playwright([]));
  return sum(steps);
};

/** @type {Tally} */
const aPass = { passed: 1, failed: 0, skipped: 0 };
/** @type {Tally} */
const aFailure = { passed: 0, failed: 1, skipped: 0 };
/** @type {Tally} */
const nothing = { passed: 0, failed: 0, skipped: 0 };

/** @param {Tally} tally */
const isGood = ({ failed }) => failed === 0;

/**
 * @param {() => Promise<Tally> | Tally} work
 * @returns {Promise<Tally>}
 */
const outcome = async (work) => {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return aFailure;
  }
};

/**
 * @param {Step[]} steps
 * @returns {number}
 */
const sum = (steps) => {
  console.log('');
  for (const { name, seconds, tally } of steps) {
    console.log(`${isGood(tally) ? ' ok ' : 'FAIL'}  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  }
  const total = (/** @type {keyof Tally} */ key) => steps.reduce((count, { tally }) => count + tally[key], 0);
  const skipped = total('skipped') > 0 ? `, ${String(total('skipped'))} skipped` : '';
  console.log(`\n${String(total('passed'))} passed, ${String(total('failed'))} failed${skipped}`);
  return total('failed') === 0 ? 0 : 1;
};

/**
 * Runs a tool of node_modules; its exit code says whether it passed.
 * @param {string} script
 * @param {string[]} args
 */
const command = async (script, args) => ((await exitCode(script, args)) === 0 ? aPass : aFailure);

/**
 * Runs a tool of node_modules beside others; what it says is for later.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<{ code: number, said: string }>}
 */
const hushed = (script, args) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (said += String(text)));
    }
    child.once('error', (error) => resolve({ code: 1, said: `${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
  });

/**
 * @param {string} script
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>}
 */
const exitCode = (script, args, env = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

/**
 * Unit, property and browser tests, or those named.
 * @param {string[]} args
 * @returns {Promise<Tally>}
 */
const vitest = async (args) => {
  rmSync(vitestReport, { force: true });
  const code = await exitCode('vitest/vitest.mjs', [
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ]);
  if (!existsSync(vitestReport)) return aFailure;
  /**
   * @type {{
   *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
   *   testResults: { name: string, assertionResults: unknown[] }[],
   * }}
   */
  const report = JSON.parse(readFileSync(vitestReport, 'utf8'));
  const forEngines = report.testResults.filter(({ name }) => name.endsWith('.engine.test.ts'));
  const leftOut = leftOutOfFirefox(forEngines.flatMap(({ assertionResults }) => assertionResults).length);
  return tallyOf(
    report.numPassedTests,
    report.numFailedTests,
    report.numPendingTests + report.numTodoTests + leftOut,
    code,
  );
};

/**
 * Where there is no Firefox, the tests that would have run in it count as skipped.
 * @param {number} count
 */
const leftOutOfFirefox = (count) => (findFirefox() === undefined ? count : 0);

/**
 * End-to-end tests, or those named.
 * @param {string[]} args
 * @returns {Promise<Tally>}
 */
const playwright = async (args) => {
  rmSync(playwrightReport, { force: true });
  const code = await exitCode('@playwright/test/cli.js', ['test', ...args], {
    GRAPPE_TEST_PORT: String(await freePort()),
  });
  if (!existsSync(playwrightReport)) return aFailure;
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, suites: Suite[] }} */
  const { stats, suites } = JSON.parse(readFileSync(playwrightReport, 'utf8'));
  const leftOut = leftOutOfFirefox(specsOf(suites).filter(({ tags }) => tags.includes('firefox')).length);
  return tallyOf(stats.expected + stats.flaky, stats.unexpected, stats.skipped + leftOut, code);
};

/** @typedef {{ specs: { tags: string[] }[], suites?: Suite[] }} Suite */

/**
 * @param {Suite[]} suites
 * @returns {Suite['specs']}
 */
const specsOf = (suites) => suites.flatMap((suite) => [...suite.specs, ...specsOf(suite.suites ?? [])]);

/**
 * A runner may fail without a failing test (a file that doesn't load, an error outside of any test): that counts as one.
 * @param {number} passed
 * @param {number} failed
 * @param {number} skipped
 * @param {number} code
 * @returns {Tally}
 */
const tallyOf = (passed, failed, skipped, code) => ({
  passed,
  failed: code !== 0 && failed === 0 ? 1 : failed,
  skipped,
});

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** Finds Chromium, or gets it: without it nothing of the interface can be tested. */
const provideChromium = async () => {
  await provide('chromium', findChromium, 'chromium');
  const found = findChromium();
  if (found === undefined) {
    throw new Error(
      'No Chromium: install it, or name one in the variable CHROMIUM, then run the tests again.',
    );
  }
  console.log(found);
  return aPass;
};

/** Finds Firefox, or gets it: the second engine that the storage is tested in. */
const provideFirefox = async () => {
  await provide('firefox', findFirefox, 'firefox-esr');
  const found = findFirefox();
  if (found !== undefined) {
    console.log(found);
    return aPass;
  }
  console.log(
    'No Firefox, so the storage is not tested in it: install one, or name it in the variable FIREFOX.',
  );
  return nothing;
};

/** Finds what leads WebKitGTK, or gets it: the third engine, the nearest to Safari that runs anywhere. */
const provideWebKit = () => {
  for (const name of ['webkit2gtk-driver', 'gjs', 'gir1.2-webkit2-4.1', 'xvfb'])
    if (findWebKit() === undefined) installPackage(name);
  const found = findWebKit();
  if (found !== undefined) {
    console.log(found.driver);
    return aPass;
  }
  console.log(
    'No WebKitGTK, so nothing is tested in it: on Debian, install webkit2gtk-driver, gjs, gir1.2-webkit2-4.1 and xvfb.',
  );
  return nothing;
};

/** Finds PostgreSQL and Redis, or gets them: what several hubs share. */
const provideServers = () => {
  if (findPostgres() === undefined) installPackage('postgresql');
  if (findRedis() === undefined) installPackage('redis-server');
  const [postgres, redis] = [findPostgres(), findRedis()];
  if (postgres !== undefined && redis !== undefined) {
    console.log(`${postgres}\n${redis}`);
    return aPass;
  }
  const words = 'No PostgreSQL or no Redis, so several hubs together are not tested: install both.';
  if (process.env['CI'] !== undefined) throw new Error(words);
  console.log(words);
  return nothing;
};

/**
 * Gets a browser that is not there: Playwright's, else, for root, the system's.
 * @param {string} browser
 * @param {() => string | undefined} find
 * @param {string} systemPackage
 */
const provide = async (browser, find, systemPackage) => {
  if (find() === undefined) {
    await exitCode('playwright/cli.js', ['install', browser], {
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000',
    });
  }
  if (find() === undefined) installPackage(systemPackage);
};

/**
 * Gets a package of the system, for root.
 * @param {string} name
 */
const installPackage = (name) => {
  if (process.getuid?.() !== 0) return;
  const options = {
    stdio: /** @type {const} */ ('inherit'),
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['-qq', 'update'], options);
  spawnSync('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', name], options);
};
