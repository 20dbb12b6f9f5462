import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { oldestBrowsers } from './browsers.js';

const root = join(import.meta.dirname, '../..');

/** What the oldest browsers lack and neither the compiler nor the lint sees: a pattern, and who lacks it. */
const unknown: readonly (readonly [RegExp, string])[] = [
  [/\.(toReversed|toSorted|toSpliced)\(/, 'Chrome 109, Safari 15.4'],
  [/\.(isWellFormed|toWellFormed)\(/, 'Chrome 109, Firefox 115, Safari 15.4'],
  [/\(\?<[=!]/, 'Safari 15.4'],
  [/color-mix\(|light-dark\(|oklch\(/, 'Chrome 109, Safari 15.4'],
  [/^\s*&[\s.:[>]/m, 'nested rules: Chrome 109, Safari 15.4'],
];

/** What runs on the server and in the command alone. */
const elsewhere = /^src\/(cli|hub)\//;

test('[OB1] nothing is written that the oldest promised browsers lack', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'public'], { cwd: root })
    .toString()
    .split('\n')
    .filter((path) => /\.(ts|js|svelte|css|html)$/.test(path) && !elsewhere.test(path));
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return unknown.flatMap(([pattern, who]) => {
      const match = pattern.exec(text);
      return match ? [`${path}: ${match[0]} (${who})`] : [];
    });
  });
  expect(found).toEqual([]);
});

test('[OB1] the oldest browsers are those that the README promises', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const { name, version } of oldestBrowsers) {
    const said = { chrome: 'Chrome', firefox: 'Firefox', safari: 'Safari', ios_saf: 'iPadOS' }[name];
    expect(readme).toMatch(new RegExp(`${said}[^.]* ${version.replace('.', '\\.')}`));
  }
});
