/**
 * Sealed invitations that hubs share, so that a code is good at any of them: in a table that PostgreSQL keeps out of its log, and so out
 * of its copies (`unlogged`). `pg_dump` has it unless told `--no-unlogged-table-data`.
 */

import type { Pool } from 'pg';
import type { Clock } from '#core/clock.ts';
import { err, ok, type Result } from '#core/result.ts';
import { hubLimits } from '#sync/hub-protocol.ts';
import { createCodeSalt, type Codes } from './codes.ts';
import { asBuffer } from './postgres-writer.ts';
import type { PostgresError } from './postgres.ts';

/** Errors: `DatabaseFailed`. */
export const openPostgresCodes = async (pool: Pool, clock: Clock): Promise<Result<Codes, PostgresError>> => {
  try {
    await pool.query('insert into grappe_code_salt (salt) values ($1) on conflict do nothing', [
      createCodeSalt(),
    ]);
    const { rows } = await pool.query<{ salt: string }>('select salt from grappe_code_salt');
    return ok(createPostgresCodes(pool, clock, rows[0]?.salt ?? ''));
  } catch (error) {
    return err({ type: 'DatabaseFailed', reason: error instanceof Error ? error.message : String(error) });
  }
};

const createPostgresCodes = (pool: Pool, clock: Clock, salt: string): Codes => ({
  salt,
  read: async (address) => {
    const { rows } = await pool.query<{ sealed: Buffer }>(
      'select sealed from grappe_codes where address = $1 and until > $2',
      [address, Math.floor(clock.now())],
    );
    return rows[0]?.sealed;
  },
  keep: async (board, address, sealed, seconds) => {
    const now = Math.floor(clock.now());
    await pool.query('delete from grappe_codes where until <= $1', [now]);
    await pool.query(makeRoom, [board, address, hubLimits.codesPerBoard - 1]);
    const { rows } = await pool.query<{ count: number }>(
      'select count(*)::integer as count from grappe_codes where address <> $1',
      [address],
    );
    if ((rows[0]?.count ?? 0) >= hubLimits.codes) return err({ type: 'CodesFull' });
    const { rowCount } = await pool.query(put, [address, board, asBuffer(sealed), now + 1_000 * seconds]);
    return rowCount === 1 ? ok() : err({ type: 'AddressTaken' });
  },
  remove: async (board, address) => {
    await pool.query('delete from grappe_codes where board = $1 and address = $2', [board, address]);
  },
});

const makeRoom = `
  delete from grappe_codes where address in (
    select address from grappe_codes where board = $1 and address <> $2 order by number desc offset $3
  )`;

const put = `
  insert into grappe_codes as c (address, board, sealed, until) values ($1, $2, $3, $4)
  on conflict (address) do update set sealed = excluded.sealed, until = excluded.until, number = default
  where c.board = excluded.board`;
