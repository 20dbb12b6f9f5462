/**
 * Compiles the words (a file per language) into typed functions, in `messages/`, which git ignores.
 * Builds, type checks and tests need it; run by itself: `node src/app/words/compile.js`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '../../..');

/**
 * Compiles when the words changed since the last time. Files are replaced one by one, and only those that differ:
 * a test run beside this one never finds one missing.
 * @param {string} [words] The folder of the words.
 */
export const compileWords = async (words = import.meta.dirname) => {
  const messages = join(words, 'messages');
  const stampFile = join(messages, '.stamp');
  const locales = localesIn(words);
  const stamp = wordsStamp(words, locales);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  const { compile } = await import('@inlang/paraglide-js');
  const fresh = join(words, `messages-${String(process.pid)}`);
  try {
    await compile({
      project: writeProject(words, locales),
      outdir: fresh,
      strategy: ['globalVariable', 'baseLocale'],
      emitTsDeclarations: true,
      emitReadme: false,
      emitPrettierIgnore: false,
      // Cookies, address patterns and async storage are for servers that render pages.
      disableAsyncLocalStorage: true,
      additionalFiles: { 'languages.js': languagesModule(locales) },
    });
    replaceWith(fresh, messages);
    writeFileSync(stampFile, stamp);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
};

/**
 * A language is there when its file is. The order is that of the settings; English comes last, for what others do not say.
 * @param {string} words
 */
const localesIn = (words) => {
  const others = readdirSync(words)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((locale) => locale !== 'fr' && locale !== 'en')
    .sort();
  for (const locale of others) {
    const file = `${locale}.json`;
    if (!isLanguage(locale))
      throw new Error(`${file}: words are in a file named by their language: de.json, pt-BR.json.`);
    try {
      JSON.parse(readFileSync(join(words, file), 'utf8'));
    } catch (error) {
      // The compiler would not say in which file.
      throw new Error(`${file}: ${String(error)}`, { cause: error });
    }
  }
  return ['fr', ...others, 'en'];
};

/** @param {string} name */
const isLanguage = (name) => {
  try {
    return /^[a-z]{2,3}(-|$)/.test(name) && Intl.getCanonicalLocales(name)[0] === name;
  } catch {
    return false;
  }
};

/**
 * What the compiler wants to know, which is all in the folder.
 * @param {string} words
 * @param {readonly string[]} locales
 */
const writeProject = (words, locales) => {
  const project = join(words, 'project.inlang');
  const plugin = join(root, 'node_modules/@inlang/plugin-message-format/dist/index.js');
  const settingsFile = join(project, 'settings.json');
  const settings = {
    $schema: 'https://inlang.com/schema/project-settings',
    baseLocale: 'fr',
    locales,
    telemetry: 'off',
    modules: [relative(words, plugin).replaceAll('\\', '/')],
    'plugin.inlang.messageFormat': { pathPattern: './{locale}.json' },
  };
  const text = `${JSON.stringify(settings, null, 2)}\n`;
  mkdirSync(project, { recursive: true });
  if (!existsSync(settingsFile) || readFileSync(settingsFile, 'utf8') !== text)
    writeFileSync(settingsFile, text);
  return project;
};

/**
 * What every browser is to know of the languages, though it may not speak them.
 * @param {readonly string[]} locales
 */
const languagesModule = (locales) => {
  const names = locales.map((locale) => {
    // In French where Intl knows the language, but not its own words.
    const name = new Intl.DisplayNames([locale, 'fr'], { type: 'language' }).of(locale) ?? locale;
    return [locale, name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)];
  });
  const rightToLeft = locales.filter((locale) => directionOf(locale) === 'rtl');
  return [
    '/** Each language in its own words. */',
    `export const ownNames = ${JSON.stringify(Object.fromEntries(names))};`,
    `export const rightToLeft = /** @type {readonly string[]} */ (${JSON.stringify(rightToLeft)});`,
    '',
  ].join('\n');
};

/**
 * @param {string} locale
 * @returns {string | undefined}
 */
const directionOf = (locale) => {
  // A property in Node 20, a function later.
  const { textInfo, getTextInfo } = /** @type {any} */ (new Intl.Locale(locale));
  return (textInfo ?? getTextInfo?.call(new Intl.Locale(locale)))?.direction;
};

/**
 * @param {string} words
 * @param {readonly string[]} locales
 */
const wordsStamp = (words, locales) => {
  const hash = createHash('sha256').update(process.versions.icu ?? '');
  for (const locale of locales)
    hash.update(`\0${locale}\0`).update(readFileSync(join(words, `${locale}.json`)));
  hash.update(readFileSync(import.meta.filename));
  hash.update(readFileSync(join(root, 'node_modules/@inlang/paraglide-js/package.json')));
  return hash.digest('hex');
};

/**
 * @param {string} fresh
 * @param {string} messages
 */
const replaceWith = (fresh, messages) => {
  const wanted = new Set(filesIn(fresh));
  for (const file of wanted) {
    const target = join(messages, file);
    const text = inEnglish(readFileSync(join(fresh, file), 'utf8'));
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
    writeFileSync(join(fresh, file), text);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(fresh, file), target);
  }
  if (!existsSync(messages)) return;
  for (const file of filesIn(messages)) if (!wanted.has(file)) rmSync(join(messages, file), { force: true });
};

/**
 * What a language does not say is told in English, which comes last, where the compiler would take the base locale: and so it weighs nothing.
 * @param {string} code
 */
const inEnglish = (code) => {
  const unsaid = /^(?:\/\*\*.*\*\/\n)?const ((?!en_)\w+) = fr_\w+;\n+/gm;
  const names = [...code.matchAll(unsaid)].map(([, name]) => name);
  if (names.length === 0) return code;
  const asked = new RegExp(
    `^\\t+if \\(locale === ".*"\\) return (typeof )?(${names.join('|')})\\b.*\\n`,
    'gm',
  );
  return code.replace(unsaid, '').replace(asked, '');
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
export const setup = () => compileWords();

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileWords();
