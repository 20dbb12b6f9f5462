/** PostgreSQL and Redis of one's own, on free ports, which can be stopped and started again: for tests and measures, so plain JavaScript. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { findPostgres, findRedis } from './find-servers.js';

/**
 * `start` resolves when the server answers; `stop` ends it at once, with whoever is connected; `remove` takes away what it kept.
 * @typedef {{
 *   readonly url: string, start: () => Promise<void>, stop: () => Promise<void>, remove: () => Promise<void>
 * }} OwnServer
 */

export const haveServers = () => findPostgres() !== undefined && findRedis() !== undefined;

/** @returns {Promise<OwnServer>} A new, empty database. */
export const createPostgres = async () => {
  const programs = findPostgres() ?? '';
  const owner = account();
  const folder = mkdtempSync(join(tmpdir(), 'grappe-postgres-'));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  execFileSync(
    join(programs, 'initdb'),
    ['-D', folder, '-U', 'grappe', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'],
    { stdio: 'pipe', cwd: folder, ...owner },
  );
  const port = await freePort();
  const url = `postgres://grappe@127.0.0.1:${String(port)}/postgres`;
  const args = [
    '-D',
    folder,
    '-p',
    String(port),
    '-k',
    folder,
    '-h',
    '127.0.0.1',
    '-c',
    'max_connections=60',
  ];
  const { start, stop } = control(
    () => answersQueries(url),
    () => spawn(join(programs, 'postgres'), args, { stdio: 'ignore', ...owner }),
    // “Immediate”: without a checkpoint, as after a crash.
    'SIGQUIT',
  );
  const remove = async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, start, stop, remove };
};

/** @returns {Promise<OwnServer>} A Redis that keeps nothing on the disk. */
export const createRedis = async () => {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const { start, stop } = control(
    () => isListening(port),
    () => spawn(findRedis() ?? '', args, { stdio: 'ignore', cwd: tmpdir() }),
    'SIGKILL',
  );
  return { url: `redis://127.0.0.1:${String(port)}`, start, stop, remove: stop };
};

/**
 * @param {() => Promise<boolean>} answers
 * @param {() => import('node:child_process').ChildProcess} run
 * @param {NodeJS.Signals} ending
 */
const control = (answers, run, ending) => {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  return {
    start: async () => {
      child = run();
      for (const end = Date.now() + 60_000; !(await answers()); await wait(20))
        if (Date.now() > end) throw new Error('the server does not answer');
    },
    stop: async () => {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(ending);
      await ended;
    },
  };
};

/** PostgreSQL refuses to run as root. */
const account = () => {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (/** @type {string} */ kind) =>
    Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }).trim());
  return { uid: idOf('-u'), gid: idOf('-g') };
};

/** @param {string} connectionString */
const answersQueries = async (connectionString) => {
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

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
const isListening = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
