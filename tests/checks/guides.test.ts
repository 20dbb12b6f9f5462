import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const papers = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The anchor that a heading gets where the papers are read (GitHub, GitLab): letters, digits, hyphens. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (paper: string): ReadonlySet<string> =>
  new Set([...paper.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));

/** Code says what it likes between brackets. */
const withoutCode = (paper: string): string => paper.replace(/```[^]*?```|`[^`\n]*`/g, '');

test('[FU11] every picture and anchor that a paper of the house links to is there', () => {
  const missing: string[] = [];
  let links = 0;
  for (const file of papers) {
    for (const [, target = ''] of withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?|mailto):/.test(target)) continue;
      links += 1;
      const [path = '', anchor] = target.split('#');
      const other = path === '' ? file : join(dirname(file), path);
      if (!existsSync(join(root, other))) missing.push(`${file}: ${target}`);
      else if (anchor !== undefined && !anchorsOf(read(other)).has(anchor))
        missing.push(`${file}: ${target}`);
    }
  }
  expect(links).toBeGreaterThan(50);
  expect(missing).toEqual([]);
});

describe('the guides', () => {
  const guides = { fr: read('docs/guide.fr.md'), en: read('docs/guide.en.md') };
  const pictures = (guide: string) =>
    [...guide.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = '', path = '']) => ({ alt, path }));

  test('[FU11] show the same pictures in both languages, each described, and none heavier than 150 KB', () => {
    expect(pictures(guides.fr).map(({ path }) => path)).toEqual(pictures(guides.en).map(({ path }) => path));
    for (const { alt, path } of pictures(guides.fr)) {
      expect(alt, path).not.toBe('');
      expect(statSync(join(root, 'docs', path)).size, path).toBeLessThan(150 * 1024);
    }
  });

  test.for(['fr', 'en'] as const)(
    '[FU11] what the guide in %s prints in bold is said by some screen',
    (locale) => {
      const plain = (text: string): string => text.replace(/[\s\u00a0\u202f]+/g, ' ').toLowerCase();
      const said = plain(
        read(`src/app/words/${locale}.json`) + read('src/board/methods/etats-generaux.json'),
      );
      const names = [...guides[locale].matchAll(/\*\*([^*]+)\*\*/g)]
        .flatMap(([, bold = '']) => bold.split(/ → |, /))
        .map((name) => plain(name).replace(/[.…]$/, ''));
      expect(names.length).toBeGreaterThan(60);
      expect(names.filter((name) => !said.includes(name))).toEqual([]);
    },
  );
});
