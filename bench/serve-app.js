/** Grappe, served as `npm start` does it. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
export const serveApp = async () => {
  const launcher = join(root, 'src/cli/launch.js');
  const data = join(root, '.reports/bench-hub');
  const child = spawn(
    process.execPath,
    [launcher, 'serve', '--port', '0', '--host', '127.0.0.1', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exit = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port] = /http:\/\/localhost:(\d+)/.exec(line) ?? [];
    if (port === undefined) continue;
    const stop = async () => {
      child.kill();
      await exit;
    };
    return { url: `http://127.0.0.1:${port}/`, stop };
  }
  throw new Error('Grappe does not serve.');
};
