/** `grappe serve` as a process that can be killed. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import { afterwards } from './hub-steps.ts';

const root = join(import.meta.dirname, '../..');
/** Inside the project, where its packages are found. */
const built = join(root, '.reports', `hub-process-${String(process.pid)}`);
/** Where any account may read it. */
let app = '';

/** Builds the process before the tests of a file. */
export const buildProcess = (): void => {
  beforeAll(async () => {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      publicDir: false,
      build: {
        ssr: join(import.meta.dirname, 'hub-process.ts'),
        outDir: built,
        emptyOutDir: true,
        target: 'node20.19',
      },
    });
    app = mkdtempSync(join(tmpdir(), 'grappe-app-'));
    chmodSync(app, 0o755);
    writeFileSync(join(app, 'index.html'), '<title>Grappe</title>');
  });
  afterAll(() => {
    for (const folder of [built, app]) rmSync(folder, { recursive: true, force: true });
  });
};

export interface HubProcess {
  readonly process: ChildProcess;
  readonly port: number;
  /** All that it has said so far. */
  readonly output: () => string;
  /** Ends it as a lost power supply would. */
  kill(): Promise<void>;
  /** Asks it to stop; its exit code. */
  stop(): Promise<number | null>;
}

export interface ProcessOptions {
  readonly data: string;
  readonly port?: number;
  readonly args?: readonly string[];
  /** The account that it runs as. */
  readonly uid?: number;
}

export const startProcess = async ({
  data,
  port = 0,
  args = [],
  uid,
}: ProcessOptions): Promise<HubProcess> => {
  const serving = ['--host', '127.0.0.1', '--port', String(port), '--data', data, ...args];
  const child = spawn(process.execPath, [join(built, 'hub-process.js'), app, ...serving], {
    env: {
      ...process.env,
      LC_ALL: 'en_GB.UTF-8',
      ...(uid !== undefined && { HUB_ACCOUNT: String(uid) }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  afterwards(kill);
  const found = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', () => {
      const [, at] = /http:\/\/localhost:(\d+)/.exec(output) ?? [];
      if (at !== undefined && output.includes('Ctrl+C')) resolve(Number(at));
    });
    child.once('close', () => reject(new Error(output)));
  });
  return {
    process: child,
    port: found,
    output: () => output,
    kill,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};
