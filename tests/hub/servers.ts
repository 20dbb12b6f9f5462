/** PostgreSQL and Redis for the tests of a file, which can be stopped and started again. */

import { afterAll, beforeAll, describe } from 'vitest';
import { createPostgres, createRedis, haveServers, type OwnServer } from '../start-servers.js';

const isThere = haveServers();
if (!isThere) {
  const words = 'PostgreSQL and Redis: `apt-get install postgresql redis-server`';
  if (process.env['CI'] !== undefined) throw new Error(`missing ${words}`);
  console.warn(`NOT TESTED: several hubs, for want of ${words}`);
}

/** Left out, loudly, where there are no servers; never in CI. */
export const describeWithServers = describe.skipIf(!isThere);

export const usePostgres = (): Omit<OwnServer, 'remove'> => useServer(createPostgres);

export const useRedis = (): Omit<OwnServer, 'remove'> => useServer(createRedis);

/** A limit for what hangs: a new database takes seconds on a busy machine. */
const startLimitMs = 60_000;

const useServer = (create: () => Promise<OwnServer>): Omit<OwnServer, 'remove'> => {
  let server: OwnServer | undefined;
  const there = (): OwnServer => {
    if (server === undefined) throw new Error('asked for before the tests began');
    return server;
  };
  beforeAll(async () => {
    if (!isThere) return;
    server = await create();
    await server.start();
  }, startLimitMs);
  afterAll(async () => {
    await server?.remove();
  });
  return {
    get url() {
      return there().url;
    },
    start: () => there().start(),
    stop: () => there().stop(),
  };
};
