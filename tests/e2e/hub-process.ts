/** A hub of its own for one test, as `npm start` runs it: it can be stopped, killed, and started again on the same folder. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { lanAddresses } from '#cli/serve.ts';

const root = join(import.meta.dirname, '../..');

export interface HubProcess {
  /** As this computer opens it: a secure context. */
  readonly here: string;
  /** As the room opens it, over plain http; null: this machine has no address but its own. */
  readonly room: string | null;
  readonly data: string;
  kill(): Promise<void>;
  /** Starts again, on the same port and folder. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  end(): Promise<void>;
}

export const startHub = (...args: string[]): Promise<HubProcess> => startHubBy([], ...args);

/** `before`: the command that it is run by, as in `ip netns exec…`. */
export const startHubBy = async (before: readonly string[], ...args: string[]): Promise<HubProcess> => {
  const data = mkdtempSync(join(tmpdir(), 'grappe-hub-'));
  let child: ChildProcess | undefined;
  let port = 0;

  const start = async (): Promise<void> => {
    const serving = ['serve', '--port', String(port), '--data', data, ...args];
    const [program = '', ...rest] = [
      ...before,
      process.execPath,
      join(root, 'src/cli/launch.js'),
      ...serving,
    ];
    const started = spawn(program, rest, {
      cwd: root,
      env: { ...process.env, LC_ALL: 'fr_FR.UTF-8' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let output = '';
    started.stderr.on('data', (text: Buffer) => (output += text.toString()));
    port = await new Promise<number>((resolve, reject) => {
      started.stdout.on('data', (text: Buffer) => {
        output += text.toString();
        const [, found] = /https?:\/\/localhost:(\d+)/.exec(output) ?? [];
        if (found !== undefined) resolve(Number(found));
      });
      started.once('exit', () => reject(new Error(`The hub ended: ${output}`)));
    });
  };

  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  await start();
  const [address] = lanAddresses(networkInterfaces());
  return {
    here: `http://127.0.0.1:${String(port)}`,
    room: address === undefined ? null : `http://${address}:${String(port)}`,
    data,
    kill,
    start,
    end: async () => {
      await kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
};

/** Whether any file of a folder holds a text, as UTF-8. */
export const folderHolds = (folder: string, text: string): boolean =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text));
