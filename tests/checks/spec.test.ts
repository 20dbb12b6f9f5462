import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Ids of promised behaviours: items of a list that begin with their id in brackets. */
const promised = [...readFileSync(join(root, 'SPEC.md'), 'utf8').matchAll(/^- \[([A-Z]{2,3}\d+)\]/gm)].map(
  ([, id = '']) => id,
);

/** Ids with which titles of tests begin, in brackets; one title may carry several. */
const proven = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(test|spec|contract)\.ts$/.test(name))
  .map((name) => readFileSync(join(root, 'tests', name), 'utf8'))
  .flatMap((text) => [...text.matchAll(/['"`]((?:\[[A-Z]{2,3}\d+\]\s*)+)/g)])
  .flatMap(([, ids = '']) => [...ids.matchAll(/\[([A-Z]{2,3}\d+)\]/g)])
  .map(([, id = '']) => id);

test('every behaviour that SPEC.md promises has a test whose title carries its id', () => {
  expect(promised).not.toEqual([]);
  expect(promised.filter((id) => !proven.includes(id))).toEqual([]);
});

test('every id in a test’s title stands in SPEC.md', () => {
  expect([...new Set(proven)].filter((id) => !promised.includes(id))).toEqual([]);
});

test('SPEC.md gives each id once', () => {
  expect(promised.filter((id, index) => promised.indexOf(id) !== index)).toEqual([]);
});
