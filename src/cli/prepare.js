/**
 * Makes a fresh clone ready, then runs what was asked: installs the locked dependencies when they are missing or others,
 * builds what is older than its sources. Says what it does on stderr: stdout belongs to the command that runs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchWords } from './launch-words.js';

const root = join(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const words = launchWords(process.env);

/** What can be built, with Vite's arguments for it. */
const builds = { web: ['build'], node: ['build', '--mode', 'node'] };
/** @typedef {keyof typeof builds} Build */

/**
 * `--test …` runs the tests, `--build` builds both parts afresh; anything else is given to the command.
 * @param {string[]} args
 */
export const launch = async (args) => {
  try {
    if (args[0] === '--test') {
      ensureInstalled({ alsoForDevelopment: true });
      const { runTests } = await import('../../tests/run.js');
      process.exitCode = await runTests(args.slice(1), () => ensureBuilt(['web', 'node']));
    } else if (args[0] === '--build') {
      await ensureBuilt(['web', 'node'], { afresh: true });
    } else {
      await ensureBuilt(args[0] === 'serve' ? ['web', 'node'] : ['node']);
      // npm runs scripts at the top of the project; the files named on the command line are where the person is.
      const { npm_lifecycle_event: script, INIT_CWD: startedIn } = process.env;
      if (script === 'grappe' && startedIn !== undefined && existsSync(startedIn)) process.chdir(startedIn);
      await import(pathToFileURL(join(dist, 'node/grappe.js')).href);
    }
  } catch (error) {
    if (!(error instanceof NotReady)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
};

/** Carries a sentence for the person. */
class NotReady extends Error {}

/**
 * Builds those parts whose sources changed since they were built.
 * @param {Build[]} wanted
 * @param {{ afresh?: boolean }} [how]
 */
const ensureBuilt = async (wanted, { afresh = false } = {}) => {
  const isStale = (/** @type {Build} */ part) => afresh || builtFrom(part) !== sourcesHash();
  if (!wanted.some(isStale)) {
    ensureInstalled({ alsoForDevelopment: false });
    return;
  }
  ensureInstalled({ alsoForDevelopment: true });
  await alone(() => {
    for (const part of wanted.filter(isStale)) build(part, afresh);
  });
};

/**
 * @param {Build} part
 * @param {boolean} loud Whether to show what Vite says even when all goes well.
 */
const build = (part, loud) => {
  const hash = sourcesHash();
  console.error(words.building(part));
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // Vite takes NODE_ENV as it finds it, and would build for development.
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, ...builds[part]], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (loud || status !== 0) process.stderr.write(Buffer.concat([stdout, stderr]));
  if (status !== 0) throw new NotReady(words.buildFailed);
  writeFileSync(stampOf(part), hash);
};

/** @param {Build} part */
const stampOf = (part) => join(dist, `${part}.stamp`);

/** @param {Build} part */
const builtFrom = (part) => (existsSync(stampOf(part)) ? readFileSync(stampOf(part), 'utf8') : undefined);

/** Hashes all that a build reads; dates would lie after a clone or a checkout. */
const sourcesHash = () => {
  const hash = createHash('sha256').update(process.versions.node);
  const tops = [
    'index.html',
    'package.json',
    'package-lock.json',
    'svelte.config.js',
    'tsconfig.json',
    'vite.config.ts',
  ];
  const files = [...tops, ...filesIn('public'), ...filesIn('src')].sort();
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

/**
 * @param {string} folder
 * @returns {string[]}
 */
const filesIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    // What the build itself puts among the words.
    .filter((file) => !/[\\/]words[\\/](messages|project\.inlang)/.test(file));

/**
 * Runs `npm ci` unless what is installed is what the lock says.
 * @param {{ alsoForDevelopment: boolean }} which
 */
const ensureInstalled = ({ alsoForDevelopment }) => {
  const wanted = lockedVersions(join(root, 'package-lock.json'), alsoForDevelopment);
  const installed = lockedVersions(join(root, 'node_modules/.package-lock.json'), true);
  if ([...wanted].every(([path, version]) => installed.get(path) === version)) return;

  ensureWritable(root);
  console.error(words.installing);
  // A NODE_ENV of `production` would leave out what builds need.
  const arguments_ = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const [command, ...before] = npm !== undefined && /\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  const { status } = spawnSync(command, [...before, ...arguments_], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // On Windows, npm is a script of the shell.
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) throw new NotReady(words.installFailed);
};

/**
 * Reads a lock: which version of which package stands where.
 * @param {string} file
 * @param {boolean} alsoForDevelopment
 * @returns {Map<string, string | undefined>}
 */
const lockedVersions = (file, alsoForDevelopment) => {
  if (!existsSync(file)) return new Map();
  /** @type {{ packages: Record<string, { version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean }> }} */
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(
    Object.entries(packages)
      // Optional ones are for other machines as often as not.
      .filter(([path, entry]) => path !== '' && entry.optional !== true && entry.devOptional !== true)
      .filter(([, entry]) => alsoForDevelopment || entry.dev !== true)
      .map(([path, entry]) => [path, entry.version]),
  );
};

/**
 * Two commands started together (`grappe … | grappe …`) must not build into the same folder: the second waits.
 * @param {() => void} work
 */
const alone = async (work) => {
  ensureWritable(root);
  mkdirSync(dist, { recursive: true });
  ensureWritable(dist);
  const lock = join(dist, 'building.lock');
  while (!take(lock)) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
};

/** @param {string} lock */
const take = (lock) => {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (!isRunning(lock)) rmSync(lock, { force: true });
    return false;
  }
};

/** @param {string} lock */
const isRunning = (lock) => {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    // Another account's process runs too; a lock that has just gone is for the next look.
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    return code === 'EPERM' || code === 'ENOENT';
  }
};

/** @param {string} folder */
const ensureWritable = (folder) => {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new NotReady(words.notWritable(folder));
  }
};
