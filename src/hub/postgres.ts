/**
 * The database that several hubs share: PostgreSQL 13 or newer.
 *
 * | table               | what                                                                                            |
 * | ------------------- | ----------------------------------------------------------------------------------------------- |
 * | `grappe_format`     | one number; one that this version does not know keeps it from starting                           |
 * | `grappe_boards`     | what is known of a board: `BoardAbout`                                                           |
 * | `grappe_log`        | rows of boards, only ever added: a Yjs update, or the state of rows that went with the same transaction |
 * | `grappe_attachments` | sealed attachments, whole or as far as they have come                                          |
 * | `grappe_codes`, `grappe_code_salt` | sealed invitations for whoever types a code, outside of the database’s own log    |
 *
 * `node` says which hub wrote a row. `tx` is its transaction: what a reader has not seen yet is of no older transaction than the
 * oldest one that was under way when it last read, so nothing is missed though transactions end in any order.
 */

import { Pool, type PoolClient } from 'pg';
import { err, ok, type Result } from '#core/result.ts';
import { formatNumber } from './rows.ts';
import type { Trouble } from './store.ts';

export type PostgresError =
  /** Written by a newer version. */
  { readonly type: 'DatabaseNewer' } | { readonly type: 'DatabaseFailed'; readonly reason: string };

const tables = `
  create table if not exists grappe_format (number integer not null);
  create table if not exists grappe_boards (
    board text primary key,
    verifier text not null,
    created_at bigint not null,
    used_at bigint not null
  );
  create table if not exists grappe_log (
    row bigint generated always as identity primary key,
    board text not null references grappe_boards on delete cascade,
    is_state boolean not null,
    update bytea not null,
    node uuid not null,
    tx xid8 not null default pg_current_xact_id()
  );
  create index if not exists grappe_log_board on grappe_log (board, tx);
  alter table grappe_log alter column update set storage external;
  create table if not exists grappe_attachments (
    board text not null references grappe_boards on delete cascade,
    name text not null,
    bytes bytea not null,
    is_whole boolean not null,
    primary key (board, name)
  );
  alter table grappe_attachments alter column bytes set storage external;
  create unlogged table if not exists grappe_codes (
    address text primary key,
    board text not null,
    sealed bytea not null,
    until bigint not null,
    number bigint generated always as identity
  );
  create table if not exists grappe_code_salt (is_only boolean primary key default true check (is_only), salt text not null);
`;

/** One number for whoever makes the tables; any other program of the database has another. */
const tablesLock = 7_163_002_811;

/**
 * Connects to the database at `url` (`postgres://user:password@host/name`) and makes the tables that are not there.
 * Errors: `DatabaseNewer`, else `DatabaseFailed`.
 */
export const openPostgres = async (url: string): Promise<Result<Pool, PostgresError>> => {
  const pool = new Pool({
    connectionString: url,
    application_name: 'grappe',
    max: 8,
    connectionTimeoutMillis: 5_000,
    query_timeout: 20_000,
    keepAlive: true,
    // What is said to be durable is on the disk, whatever the database does for others.
    options: '-c synchronous_commit=on',
  });
  // A connection that breaks while nobody uses it is no trouble: the next gets another.
  pool.on('error', () => undefined);
  try {
    const format = await inTransaction(pool, async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [tablesLock]);
      await client.query(tables);
      await client.query('insert into grappe_format select $1 where not exists (select from grappe_format)', [
        formatNumber,
      ]);
      const { rows } = await client.query<{ number: number }>('select number from grappe_format');
      return rows[0]?.number;
    });
    if (format === formatNumber) return ok(pool);
    await pool.end();
    return err({ type: 'DatabaseNewer' });
  } catch (error) {
    await pool.end();
    return err({ type: 'DatabaseFailed', reason: error instanceof Error ? reasonOf(error) : String(error) });
  }
};

/** Several addresses of one name that all refuse come as an error without words. */
const reasonOf = (error: Error): string =>
  error.message || (error as NodeJS.ErrnoException).code || error.name;

/** Does work as one transaction; throws what it throws, nothing being done. */
export const inTransaction = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    // A connection on which something failed is not used again: it ends, and the transaction with it.
    client.release(failure);
  }
};

/** By PostgreSQL’s codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const troubleOfPostgres = (error: unknown): Trouble => {
  switch ((error as { code?: string } | undefined)?.code) {
    case '53100':
      return 'disk-full';
    case '25006':
      return 'disk-read-only';
    default:
      return 'disk-failed';
  }
};
