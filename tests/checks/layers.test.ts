import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cruiseLayers, type LayerReport } from './cruise-layers.ts';

const root = join(import.meta.dirname, '../..');

/** An empty answer is as good as no answer: the tool sees nothing when it can't read TypeScript. */
const unseen = (tracked: readonly string[], files: readonly string[]): string[] =>
  tracked.filter((file) => !files.includes(file));

// Every component is compiled on the way: on a busy machine that takes its time.
describe('layers', () => {
  let report: LayerReport;
  beforeAll(async () => {
    report = await cruiseLayers(root);
  }, 60_000);

  test('no file looks where its layer may not', () => {
    expect(report.violations).toEqual([]);
  });

  test('the check has seen every TypeScript file of src that git knows', () => {
    const tracked = execFileSync('git', ['ls-files', 'src/**/*.ts', 'src/*/*.ts'], {
      cwd: root,
      encoding: 'utf8',
    })
      .trim()
      .split('\n');
    expect(tracked.length).toBeGreaterThan(0);
    expect(unseen(tracked, report.files)).toEqual([]);
  });
});

describe('the check of layers itself', { timeout: 60_000 }, () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** A house of these files only. */
  const houseOf = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'grappe-layers-'));
    folders.push(folder);
    for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(folder, name));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'src'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  };

  const target = {
    'src/ui/screen.ts': 'export const screen = 1;\nexport type Screen = number;\n',
    'src/board/commands.ts': 'export const addNote = 1;\n',
  };

  test.for([
    [
      'a layer below looks up',
      'src/core/a.ts',
      "import { screen } from '#ui/screen.ts';\nconsole.log(screen);\n",
      'core may not look at ui',
    ],
    [
      'it takes only a type',
      'src/core/a.ts',
      "import type { Screen } from '#ui/screen.ts';\nexport type A = Screen;\n",
      'core may not look at ui',
    ],
    [
      'a crossing hides in a relative path',
      'src/cli/a.ts',
      "import { screen } from '../ui/screen.ts';\nconsole.log(screen);\n",
      'layers are crossed by their names (#core/…)',
    ],
    [
      'the interface takes up Yjs',
      'src/ui/a.ts',
      "import * as Y from 'yjs';\nconsole.log(Y);\n",
      'ui may not look at yjs',
    ],
    [
      'the interface changes the board by itself',
      'src/ui/a.ts',
      "import { addNote } from '#board/commands.ts';\nconsole.log(addNote);\n",
      'ui may not look at board',
    ],
    [
      'the board reads files',
      'src/board/a.ts',
      "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync);\n",
      'board may not look at node:',
    ],
    [
      'an import leads nowhere',
      'src/ui/a.ts',
      "import { gone } from './gone.ts';\nconsole.log(gone);\n",
      'every import leads somewhere',
    ],
    [
      'a file lies in no layer',
      'src/utils/a.ts',
      "import { screen } from '#ui/screen.ts';\nconsole.log(screen);\n",
      'every file of src lies in a layer',
    ],
  ] as const)('it speaks up when %s', async ([, file, text, rule]) => {
    const { violations } = await cruiseLayers(houseOf({ ...target, [file]: text }));
    expect(violations.map((violation) => violation.slice(violation.indexOf(': ') + 2))).toContain(rule);
  });

  test('it is content with imports that go down', async () => {
    const house = houseOf({
      'src/core/result.ts': 'export const ok = 1;\n',
      'src/board/a.ts':
        "import { ok } from '#core/result.ts';\nexport const a = ok;\nexport type A = number;\n",
      'src/ui/b.ts': "import type { A } from '#board/a.ts';\nexport const b: A = 1;\n",
      'src/board/select.ts': 'export const liveNotes = 1;\n',
      'src/ui/c.ts': "import { liveNotes } from '#board/select.ts';\nexport const c = liveNotes;\n",
    });
    const { files, violations } = await cruiseLayers(house);
    expect(violations).toEqual([]);
    expect(files).toHaveLength(5);
  });

  test('a cruise that saw nothing is not taken for a clean house', async () => {
    const { files } = await cruiseLayers(houseOf({ 'tests/a.ts': 'export const a = 1;\n' }));
    expect(unseen(['src/core/result.ts'], files)).toEqual(['src/core/result.ts']);
  });
});
