import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const grappe = (args: readonly string[]) =>
  spawnSync('npm', ['run', '--silent', 'grappe', '--', ...args], { cwd: root, encoding: 'utf8' });

test('[CL1] the command, as built, takes the seed’s workshop in and gives it back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grappe-command-'));
  try {
    const file = join(folder, 'seed.grappe');
    const fixture = join(root, 'tests/fixtures/egn-theme-1.json');
    expect(grappe(['import', fixture, '-o', file])).toMatchObject({ status: 0, stdout: '' });
    expect(grappe(['verify', file])).toMatchObject({ status: 0, stderr: '' });
    const exported = grappe(['export', file, '--format', 'json']);
    const {
      source: _source,
      notes: _notes,
      ...tables
    } = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, unknown>;
    expect(JSON.parse(exported.stdout)).toEqual(tables);
    expect(grappe(['verify', fixture])).toMatchObject({ status: 1, stdout: '' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
