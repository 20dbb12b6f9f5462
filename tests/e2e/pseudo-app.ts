/**
 * The app in a language that nobody speaks: English, accented, longer by two fifths, in brackets. What is shown without brackets
 * was not taken from the words; what is cut would be so in German.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, loadConfigFromFile, type Plugin, type UserConfig } from 'vite';

const root = join(import.meta.dirname, '../..');

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ů',
  y: 'ÿ',
  c: 'ç',
  n: 'ñ',
};

/** A text as this language has it: « See an example » → « ⟦Séé áñ éxámplé ×××× ××⟧ ». */
export const pseudo = (text: string): string => {
  const longer = Math.ceil(text.length * 0.4);
  const padding = Array.from({ length: longer }, (_, at) => (at % 6 === 0 ? ' ' : '×')).join('');
  return `⟦${text.replace(/[aeiouycn]/g, (letter) => accents[letter] ?? letter)}${padding}⟧`;
};

/** Of a template’s source, so that what is filled in stays as it is. */
const pseudoTemplate = (template: string): string => {
  const holes: string[] = [];
  const text = template.replace(/\$\{[^}]*\}/g, (hole) => {
    holes.push(hole);
    return '\0';
  });
  return pseudo(text).replaceAll('\0', () => holes.shift() ?? '');
};

const pseudoWords: Plugin = {
  name: 'pseudo-words',
  enforce: 'pre',
  transform: {
    filter: { id: /\/words\/messages\/messages\/[^_].*\.js$|\/board\/methods\/.*\.json$/ },
    handler: (code, id) => ({
      code: id.endsWith('.json')
        ? code.replace(/("en": )("(?:[^"\\]|\\.)*")/g, (_whole, key: string, text: string) => {
            return `${key}${JSON.stringify(pseudo(JSON.parse(text) as string))}`;
          })
        : code.replace(/const en_[^]*?(?=\n\/\*\*|\nexport )/g, (english) =>
            english.replace(/`([^`]*)`/g, (_whole, text: string) => `\`${pseudoTemplate(text)}\``),
          ),
      map: null,
    }),
  },
};

/** Builds it, without what makes it work offline; gives its folder. */
export const buildPseudoApp = async (): Promise<string> => {
  const outDir = join(root, '.reports/app-pseudo');
  const loaded = await loadConfigFromFile(
    { command: 'build', mode: 'production' },
    join(root, 'vite.config.ts'),
  );
  const config = loaded?.config as UserConfig;
  const plugins = (config.plugins ?? []).flat(2) as Plugin[];
  await build({
    ...config,
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      pseudoWords,
      ...plugins.filter(({ name }) => !/^(vite-plugin-pwa|grappe-compressed|grappe-words)/.test(name)),
    ],
    build: { ...config.build, outDir, minify: false, sourcemap: false, manifest: false },
  });
  return outDir;
};

/** What people wrote in the example, which is in its own language. */
export const exampleTexts = (): readonly string[] => {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(JSON.parse(readFileSync(join(root, 'src/app/example.json'), 'utf8')));
  return found.sort((a, b) => b.length - a.length);
};
