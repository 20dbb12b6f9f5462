/** Where Redis and PostgreSQL may be on this machine; used by the test runner as well, so plain JavaScript. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian keeps what belongs to PostgreSQL, by version: not in the PATH. */
const debianPostgres = '/usr/lib/postgresql';

/**
 * Finds the folder of PostgreSQL's programs, newest first: in `$POSTGRES_BIN`, Debian's place, the PATH.
 * @returns {string | undefined}
 */
export const findPostgres = () =>
  [process.env['POSTGRES_BIN'] ?? '', ...debianFolders(), ...pathFolders()].find(
    (folder) => folder !== '' && existsSync(join(folder, 'initdb')),
  );

/**
 * Finds Redis' server, or Valkey's: `$REDIS_SERVER`, then the PATH.
 * @returns {string | undefined}
 */
export const findRedis = () =>
  [
    process.env['REDIS_SERVER'] ?? '',
    ...['redis-server', 'valkey-server'].flatMap((name) => pathFolders().map((folder) => join(folder, name))),
  ].find((path) => path !== '' && existsSync(path));

const pathFolders = () => (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');

const debianFolders = () =>
  existsSync(debianPostgres)
    ? readdirSync(debianPostgres)
        .sort((one, other) => Number(other) - Number(one))
        .map((version) => join(debianPostgres, version, 'bin'))
    : [];
