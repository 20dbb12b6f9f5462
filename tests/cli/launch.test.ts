import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const launcher = join(root, 'src/cli/launch.js');

describe('an old Node', () => {
  test.for(['18.20.8', '20.18.3', '8.17.0'])(
    '[HS4] %s is told what is needed, in both languages',
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
      expect(stderr).toContain(
        `Grappe a besoin de Node 20.19 ou plus récent\u202f; celui-ci est ${version}.`,
      );
      expect(stderr).toContain(`Grappe needs Node 20.19 or newer; this is ${version}.`);
    },
  );

  test('[HS4] can read the launcher far enough to be told', () => {
    const text = readFileSync(launcher, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    // What came with ES2015 and later, `import()` apart: that one is only met, not run.
    expect(text).not.toMatch(/\b(const|let|class|async|await|export)\b|=>|`|\?\.|\?\?|^import\s/m);
  });
});

describe('a fresh clone', () => {
  let house: string;

  /** The launcher in a small house of its own, whose command says what it is asked to say. */
  beforeEach(() => {
    house = mkdtempSync(join(tmpdir(), 'grappe-launch-'));
    for (const folder of ['src/cli', 'public']) mkdirSync(join(house, folder), { recursive: true });
    const scripts = ['launch.js', 'launch-words.js', 'prepare.js'].map((name) => `src/cli/${name}`);
    for (const name of [
      ...scripts,
      'package.json',
      'package-lock.json',
      'svelte.config.js',
      'tsconfig.json',
    ]) {
      cpSync(join(root, name), join(house, name));
    }
    symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
    writeFileSync(join(house, 'index.html'), '<title>Grappe</title>');
    writeFileSync(
      join(house, 'vite.config.ts'),
      `export default { build: { ssr: 'src/cli/main.ts', outDir: 'dist/node',
        rolldownOptions: { output: { entryFileNames: 'grappe.js' } } } };`,
    );
    saying('first');
  });

  afterEach(() => {
    rmSync(house, { recursive: true });
  });

  const saying = (word: string): void => {
    writeFileSync(join(house, 'src/cli/main.ts'), `console.log('${word}', process.argv.slice(2).join(' '));`);
  };

  const grappe = async (args: readonly string[], env: Record<string, string> = {}) => {
    const run = spawn(process.execPath, [join(house, 'src/cli/launch.js'), ...args], {
      env: { ...process.env, LC_ALL: 'en_GB.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    run.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    run.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const [code] = (await once(run, 'close')) as [number | null];
    return { code, stdout, stderr };
  };

  test('[HS6] is built by the first command, whose own words alone are on stdout', async () => {
    const first = await grappe(['verify', 'a file']);
    expect(first).toEqual({
      code: 0,
      stdout: 'first verify a file\n',
      stderr: 'Building the grappe command…\n',
    });
  });

  test('[HS6] is built again when a source changed, and only then', async () => {
    await grappe([]);
    expect((await grappe([])).stderr).toBe('');
    saying('second');
    expect(await grappe([])).toEqual({
      code: 0,
      stdout: 'second \n',
      stderr: 'Building the grappe command…\n',
    });
  });

  test('[HS6] is built once for two commands that start together', async () => {
    const both = await Promise.all([grappe(['a']), grappe(['b'])]);
    expect(both.map(({ stdout }) => stdout)).toEqual(['first a\n', 'first b\n']);
    expect(both.map(({ stderr }) => stderr).sort()).toEqual(['', 'Building the grappe command…\n']);
  });

  test('[HS6] whose build was killed is built all the same', async () => {
    mkdirSync(join(house, 'dist'));
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(join(house, 'dist/building.lock'), String(pid));
    expect((await grappe(['a'])).stdout).toBe('first a\n');
  });

  test('[HS4] says that building failed, with what failed', async () => {
    writeFileSync(join(house, 'src/cli/main.ts'), "import './gone.ts';");
    const { code, stdout, stderr } = await grappe([]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('./gone.ts');
    expect(stderr).toMatch(/Building failed \(see above\)\.\n$/);
  });

  test('[HS6] installs what the lock says when it is not what is there, and says when it can’t', async () => {
    // The real npm would empty the node_modules that this house borrows.
    const npm = join(house, 'npm.cjs');
    writeFileSync(npm, "console.log('npm', ...process.argv.slice(2)); process.exitCode = 1;");
    const lockFile = join(house, 'package-lock.json');
    const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    lock.packages['node_modules/yjs'] = { version: '0.0.1' };
    writeFileSync(lockFile, JSON.stringify(lock));
    const { code, stdout, stderr } = await grappe([], { npm_execpath: npm });
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('npm ci --include=dev');
    expect(stderr).toContain('Installing failed (see above).');
  });
});
