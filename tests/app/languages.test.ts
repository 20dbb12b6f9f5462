import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileWords } from '#app/words/compile.js';
import { pickLocale } from '#app/words/pick-locale.ts';
import { localized } from '#board/method.ts';
import { documentLanguage } from '#synthesis/document-language.ts';
import { typeset } from '#synthesis/typeset.ts';

type Words = Readonly<Record<string, unknown>>;
type Message = (inputs?: object, options?: { locale: string }) => string;

const folder = join(import.meta.dirname, '../../src/app/words');
const wordsOf = (locale: string): Words =>
  JSON.parse(readFileSync(join(folder, `${locale}.json`), 'utf8')) as Words;

describe('[LN4] a further file of words', () => {
  const few = ['home_empty_text', 'notes_promote', 'settings_title', 'time_just_now'];
  let words = '';
  beforeEach(() => {
    words = mkdtempSync(join(tmpdir(), 'grappe-words-'));
    for (const locale of ['fr', 'en'])
      write(locale, Object.fromEntries(few.map((key) => [key, wordsOf(locale)[key]])));
  });
  afterEach(() => rmSync(words, { recursive: true }));

  const write = (locale: string, said: Words): void =>
    writeFileSync(join(words, `${locale}.json`), JSON.stringify(said));
  const load = async <T>(file: string): Promise<T> =>
    (await import(/* @vite-ignore */ pathToFileURL(join(words, 'messages', file)).href)) as T;

  test('is all that makes a language: it is offered by its name, and what it lacks is told in English', async () => {
    write('de', { notes_promote: 'Aufwerten zu {label}', settings_title: 'Einstellungen' });
    write('ar', { settings_title: 'الإعدادات' });
    await compileWords(words);

    const { locales } = await load<{ locales: readonly string[] }>('runtime.js');
    expect(locales).toEqual(['fr', 'ar', 'de', 'en']);
    const { ownNames, rightToLeft } = await load<{
      ownNames: Readonly<Record<string, string>>;
      rightToLeft: readonly string[];
    }>('languages.js');
    expect(ownNames).toEqual({ fr: 'Français', en: 'English', ar: 'العربية', de: 'Deutsch' });
    expect(rightToLeft).toEqual(['ar']);
    expect(pickLocale(['de-AT', 'fr'], locales)).toBe('de');

    const messages = await load<Readonly<Record<string, Message>>>('messages.js');
    const say = (key: string, locale: string, inputs = {}): string => messages[key]!(inputs, { locale });
    expect(say('settings_title', 'de')).toBe('Einstellungen');
    expect(say('notes_promote', 'de', { label: 'Hebel' })).toBe('Aufwerten zu Hebel');
    expect(say('notes_promote', 'ar', { label: 'Lever' })).toBe('Promote to Lever');
    for (const locale of ['de', 'ar']) {
      expect(say('time_just_now', locale)).toBe(wordsOf('en')['time_just_now']);
      expect(say('home_empty_text', locale)).toBe(wordsOf('en')['home_empty_text']);
    }
    expect(say('time_just_now', 'fr')).toBe(wordsOf('fr')['time_just_now']);
  });

  test.each(['deutsch', 'DE', 'pt-br', 'words'])(
    'that no language is named like is refused: %s',
    async (name) => {
      write(name, {});
      await expect(compileWords(words)).rejects.toThrow(`${name}.json`);
    },
  );

  test('that cannot be read is refused, and said which', async () => {
    writeFileSync(join(words, 'de.json'), '{ "settings_title": "Einstellungen", }');
    await expect(compileWords(words)).rejects.toThrow('de.json');
  });
});

test.each([
  [['de'], 'de'],
  [['de-CH', 'en'], 'de'],
  [['nl', 'EN-us', 'de'], 'en'],
  [['pt-PT'], 'pt-BR'],
  [['zh-TW'], 'zh-TW'],
  [[null, 'fr-CA'], 'fr'],
  [['frp', '', 'nl'], undefined],
])('[LN4] of what is wanted, the first that is known speaks: %j', (wanted, picked) => {
  expect(pickLocale(wanted, ['fr', 'en', 'de', 'pt-BR', 'zh-CN', 'zh-TW'])).toBe(picked);
});

test('[LN4] methods speak English to a language that their file does not have', () => {
  const label = { fr: 'Levier', en: 'Lever', de: 'Hebel' };
  expect(['fr', 'en', 'de', 'nl'].map((locale) => localized(label, locale))).toEqual([
    ...['Levier', 'Lever', 'Hebel', 'Lever'],
  ]);
});

test('[LN4] documents name any language, and what every language has is set in it', () => {
  const tags = ['fr', 'en', 'de', 'pt-BR', 'ar', 'gcf', 'xx'].map((locale) => documentLanguage(locale).tag);
  expect(tags).toEqual(['fr-FR', 'en-GB', 'de-DE', 'pt-BR', 'ar-EG', 'gcf-GP', 'xx']);
  expect(documentLanguage('xx')).toEqual({ tag: 'xx', language: 'xx', country: 'none' });
  expect(typeset('Geht\'s "gut"? Ja...', 'de')).toBe('Geht’s "gut"? Ja…');
});

/** The values that are filled into a message: « {count} » of any of its forms. */
const inputsOf = (message: unknown): string =>
  [...new Set(JSON.stringify(message).match(/\{\w+\}|input \w+/g))].sort().join(' ');

describe('[LN5] files of words', () => {
  const french = wordsOf('fr');
  const others = readdirSync(folder).flatMap((file) => /^(?!fr)([\w-]+)\.json$/.exec(file)?.[1] ?? []);

  test('French and English say the same things', () => {
    expect(Object.keys(wordsOf('en'))).toEqual(Object.keys(french));
  });

  test.each(others)('%s says nothing that is shown nowhere, and fills in what the others do', (locale) => {
    const said = Object.entries(wordsOf(locale));
    expect(said.filter(([key]) => !(key in french)).map(([key]) => key)).toEqual([]);
    expect(said.filter(([key, text]) => inputsOf(text) !== inputsOf(french[key]))).toEqual([]);
  });
});
