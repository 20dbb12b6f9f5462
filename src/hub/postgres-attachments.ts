/** Sealed attachments of boards in PostgreSQL. */

import type { Pool } from 'pg';
import type { Clock } from '#core/clock.ts';
import { err, ok } from '#core/result.ts';
import { hubLimits } from '#sync/hub-protocol.ts';
import { filesLimit, type Attachments, type FileState } from './attachments.ts';
import { register } from './postgres-log.ts';
import { asBuffer } from './postgres-writer.ts';

export const createPostgresAttachments = (pool: Pool, clock: Clock): Attachments => {
  const state: Attachments['state'] = async (board, name) => {
    const { rows } = await pool.query<FileState>(
      'select is_whole as "isWhole", octet_length(bytes) as kept from grappe_attachments where board = $1 and name = $2',
      [board, name],
    );
    return rows[0] ?? { isWhole: false, kept: 0 };
  };

  const read: Attachments['read'] = async (board, name) => {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      'select bytes from grappe_attachments where board = $1 and name = $2 and is_whole',
      [board, name],
    );
    return rows[0]?.bytes;
  };

  const expect: Attachments['expect'] = async (board, name, { offset, total }) => {
    if (total > hubLimits.attachmentBytes) return err({ type: 'TooLarge' } as const);
    const { kept } = await state(board, name);
    if (offset !== 0 && offset !== kept) return err({ type: 'OffsetWrong', kept } as const);
    const { rows } = await pool.query<{ count: number; bytes: number }>(
      `select count(*)::integer as count, coalesce(sum(octet_length(bytes)), 0)::float8 as bytes
       from grappe_attachments where board = $1 and name <> $2`,
      [board, name],
    );
    const { count = 0, bytes = 0 } = rows[0] ?? {};
    return count + 1 > filesLimit || bytes + total > hubLimits.attachmentsBytes
      ? err({ type: 'BoardFull' } as const)
      : ok();
  };

  const keep: Attachments['keep'] = async (board, about, name, { offset, total }, bytes) => {
    try {
      // Somebody else’s board by now: nothing of it is told.
      if (!(await register(pool, board, about, clock))) return err({ type: 'NotKept' });
      const { rows } = await pool.query<FileState>(offset === 0 ? beginning : continuation, [
        ...[board, name, asBuffer(bytes), total],
        ...(offset === 0 ? [] : [offset]),
      ]);
      const kept = rows[0] ?? (await state(board, name));
      const isExpected = rows[0] !== undefined || kept.isWhole;
      return isExpected ? ok(kept) : err({ type: 'OffsetWrong', kept: kept.kept });
    } catch {
      return err({ type: 'NotKept' });
    }
  };

  return { state, read, expect, keep };
};

const returning = 'returning is_whole as "isWhole", octet_length(bytes) as kept';

const beginning = `
  insert into grappe_attachments as a (board, name, bytes, is_whole) values ($1, $2, $3::bytea, octet_length($3::bytea) = $4::integer)
  on conflict (board, name) do update set bytes = excluded.bytes, is_whole = excluded.is_whole where not a.is_whole
  ${returning}`;

/** One that went on elsewhere meanwhile is left alone. */
const continuation = `
  update grappe_attachments set bytes = bytes || $3::bytea, is_whole = octet_length(bytes) + octet_length($3::bytea) = $4::integer
  where board = $1 and name = $2 and not is_whole and octet_length(bytes) = $5::integer
  ${returning}`;
