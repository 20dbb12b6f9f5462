/** PostgreSQL and Redis of a test's own, on free ports, which can be stopped and started again. */

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTo, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { findPostgres, findRedis } from '../find-servers.js';
import { until } from './hub-steps.ts';

const [postgresFolder, redisPath] = [findPostgres(), findRedis()];
const isThere = postgresFolder !== undefined && redisPath !== undefined;
if (!isThere) {
  const words = 'PostgreSQL and Redis: `apt-get install postgresql redis-server`';
  if (process.env['CI'] !== undefined) throw new Error(`missing ${words}`);
  console.warn(`NOT TESTED: several hubs, for want of ${words}`);
}

/** Left out, loudly, where there are no servers; never in CI. */
export const describeWithServers = describe.skipIf(!isThere);

export interface TestServer {
  readonly url: string;
  start(): Promise<void>;
  /** At once, with whoever is connected. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const account = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (kind: string): number =>
    Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }).trim());
  return { uid: idOf('-u'), gid: idOf('-g') };
};

/** One for the tests of a file. */
export const usePostgres = (): TestServer => {
  let folder = '';
  let port = 0;
  const url = (): string => `postgres://grappe@127.0.0.1:${String(port)}/postgres`;
  const server = createTestServer(
    () => answersQueries(url()),
    () =>
      spawn(
        join(postgresFolder ?? '', 'postgres'),
        ['-D', folder, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', 'max_connections=60'],
        { stdio: 'ignore', ...account() },
      ),
    // “Immediate”: without a checkpoint, as after a crash.
    'SIGQUIT',
  );
  beforeAll(async () => {
    if (!isThere) return;
    const owner = account();
    folder = mkdtempSync(join(tmpdir(), 'grappe-postgres-'));
    if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
    execFileSync(
      join(postgresFolder, 'initdb'),
      ['-D', folder, '-U', 'grappe', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'],
      { stdio: 'pipe', cwd: folder, ...owner },
    );
    port = await freePort();
    await server.start();
  });
  afterAll(async () => {
    await server.stop();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });
  return {
    ...server,
    get url() {
      return url();
    },
  };
};

/** One for the tests of a file. */
export const useRedis = (): TestServer => {
  let port = 0;
  const server = createTestServer(
    () => isListening(port),
    () =>
      spawn(
        redisPath ?? '',
        ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
        {
          stdio: 'ignore',
          cwd: tmpdir(),
        },
      ),
    'SIGKILL',
  );
  beforeAll(async () => {
    if (!isThere) return;
    port = await freePort();
    await server.start();
  });
  afterAll(() => server.stop());
  return {
    ...server,
    get url() {
      return `redis://127.0.0.1:${String(port)}`;
    },
  };
};

const createTestServer = (
  answers: () => Promise<boolean>,
  run: () => ChildProcess,
  ending: NodeJS.Signals,
): Pick<TestServer, 'start' | 'stop'> => {
  let child: ChildProcess | undefined;
  return {
    start: async () => {
      child = run();
      await until('the server answers', answers);
    },
    stop: async () => {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(ending);
      await ended;
    },
  };
};

const answersQueries = async (connectionString: string): Promise<boolean> => {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connectTo({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
