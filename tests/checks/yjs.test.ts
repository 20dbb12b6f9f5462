import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('there is one copy of yjs: two would not know each other’s types', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: object };
  const copies = Object.keys(lock.packages).filter((path) => /(^|\/)node_modules\/yjs$/.test(path));
  expect(copies).toEqual(['node_modules/yjs']);
});

test('who stands on yjs finds that same copy', () => {
  const ours = createRequire(join(root, 'package.json'));
  const theirs = createRequire(ours.resolve('y-indexeddb'));
  expect(theirs.resolve('yjs')).toBe(ours.resolve('yjs'));
});
