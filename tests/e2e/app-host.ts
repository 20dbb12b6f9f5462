import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAppServer, listen, readAppFiles, type AppFile } from '#hub/app-server.ts';

const root = join(import.meta.dirname, '../..');

/** The app as `npm start` built it. */
export const builtApp = join(root, 'dist/web');

/** Where a part of it lies, as an address to route: `engine`, `wall`, `plane`, or a dynamic import by its file’s name. */
export const partOf = (part: string): string => {
  const list = readFileSync(join(builtApp, '.vite/manifest.json'), 'utf8');
  const parts = Object.values(JSON.parse(list) as Record<string, { name?: string; file: string }>);
  const found = parts.find(({ name }) => name === part);
  if (!found) throw new Error(`the build has no part ${part}`);
  return `**/${found.file}`;
};

/** Builds the app once more, under another version. */
export const buildVersion = (version: string): string => {
  const folder = join(root, `.reports/app-${version}`);
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', GRAPPE_OUT_DIR: folder, GRAPPE_VERSION: version },
  });
  return folder;
};

/** A server of its own for one test, which can change to another version, go away and come back. */
export interface AppHost {
  readonly url: string;
  /** Hands out what lies in `folder` from now on. */
  deploy(folder: string): void;
  stop(): Promise<void>;
}

/** `at`: where the app stands on the host, as on a static host that has other things too. */
export const startAppHost = async (folder: string, at = '/'): Promise<AppHost> => {
  const files = new Map<string, AppFile>();
  const deploy = (from: string): void => {
    const read = readAppFiles(from);
    if (!read.ok) throw new Error(`No app in ${from}: npm run build`);
    files.clear();
    for (const [path, file] of read.value) {
      files.set(at + path.slice(1), file);
      if (path === '/index.html') files.set(at, file);
    }
  };
  deploy(folder);
  const server = createAppServer(files);
  const listening = await listen(server, { port: 0, host: '127.0.0.1' });
  if (!listening.ok) throw new Error(listening.error.type);
  return { url: `http://127.0.0.1:${String(listening.value.port)}${at}`, deploy, stop: () => stop(server) };
};

const stop = async (server: Server): Promise<void> => {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
};
