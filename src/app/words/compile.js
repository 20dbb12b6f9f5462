/**
 * Compiles the words (a file per language) into typed functions, in `messages/`, which git ignores.
 * Builds, type checks and tests need it; run by itself: `node src/app/words/compile.js`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const words = import.meta.dirname;
const root = join(words, '../../..');
const messages = join(words, 'messages');
const stampFile = join(messages, '.stamp');
const settingsFile = 'project.inlang/settings.json';
/** @type {{ locales: string[] }} */
const { locales } = JSON.parse(readFileSync(join(words, settingsFile), 'utf8'));

/**
 * Compiles when the words changed since the last time. Files are replaced one by one, and only those that differ:
 * a test run beside this one never finds one missing.
 */
export const compileWords = async () => {
  for (const locale of locales) {
    const file = join(words, `${locale}.json`);
    if (!existsSync(file)) writeFileSync(file, '{}\n');
  }
  const stamp = wordsStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  const { compile } = await import('@inlang/paraglide-js');
  const fresh = join(words, `messages-${String(process.pid)}`);
  try {
    await compile({
      project: join(words, 'project.inlang'),
      outdir: fresh,
      strategy: ['globalVariable', 'baseLocale'],
      emitTsDeclarations: true,
      emitReadme: false,
      emitPrettierIgnore: false,
      // Cookies, address patterns and async storage are for servers that render pages.
      disableAsyncLocalStorage: true,
    });
    replaceWith(fresh);
    writeFileSync(stampFile, stamp);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
};

const wordsStamp = () => {
  const hash = createHash('sha256');
  const paraglide = 'node_modules/@inlang/paraglide-js/package.json';
  for (const file of [...locales.map((locale) => `${locale}.json`), settingsFile, 'compile.js']) {
    hash.update(readFileSync(join(words, file)));
  }
  hash.update(readFileSync(join(root, paraglide)));
  return hash.digest('hex');
};

/** @param {string} fresh */
const replaceWith = (fresh) => {
  const wanted = new Set(filesIn(fresh));
  for (const file of wanted) {
    const target = join(messages, file);
    const bytes = readFileSync(join(fresh, file));
    if (existsSync(target) && readFileSync(target).equals(bytes)) continue;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(fresh, file), target);
  }
  if (!existsSync(messages)) return;
  for (const file of filesIn(messages)) if (!wanted.has(file)) rmSync(join(messages, file), { force: true });
};

/**
 * @param {string} folder
 * @returns {string[]}
 */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** What Vitest calls before the first test. */
export const setup = compileWords;

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileWords();
