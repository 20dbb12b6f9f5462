import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const launcher = join(import.meta.dirname, '../../src/cli/launch.js');

test.for(['18.20.8', '20.18.3', '8.17.0'])(
  '[HS4] on Node %s it says what it needs, in both languages',
  (version) => {
    const code = `
    Object.defineProperty(process.versions, 'node', { value: '${version}' });
    await import(${JSON.stringify(pathToFileURL(launcher).href)});
  `;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`Grappe a besoin de Node 20.19 ou plus récent\u202f; celui-ci est ${version}.`);
    expect(stderr).toContain(`Grappe needs Node 20.19 or newer; this is ${version}.`);
  },
);

test('[HS4] an old Node can read it far enough to say so', () => {
  const text = readFileSync(launcher, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  // What came with ES2015 and later, `import()` apart: that one is only met, not run.
  expect(text).not.toMatch(/\b(const|let|class|async|await|export)\b|=>|`|\?\.|\?\?|^import\s/m);
});
