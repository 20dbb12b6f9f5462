/** All boards of a database that hubs share, open or not. */

import type { Pool } from 'pg';
import type { BoardId } from '#core/ids.ts';
import { err, ok } from '#core/result.ts';
import type { Keeper } from './keeper.ts';
import type { KeptBoard } from './kept-boards.ts';
import type { BoardAbout } from './rows.ts';

export const readSharedAbout: (pool: Pool, board: BoardId) => ReturnType<Keeper['readAbout']> = async (
  pool,
  board,
) => {
  try {
    const { rows } = await pool.query<BoardAbout>(
      'select verifier, created_at::float8 as "createdAt", used_at::float8 as "usedAt" from grappe_boards where board = $1',
      [board],
    );
    return ok(rows[0]);
  } catch {
    return err('unreadable');
  }
};

/** Lists the boards by their ids. Throws when the database can’t be read. */
export const listSharedBoards = async (pool: Pool): Promise<readonly KeptBoard[]> => {
  const { rows } = await pool.query<KeptBoard>(
    `select board, used_at::float8 as "usedAt", (
       (select coalesce(sum(octet_length(update)), 0) from grappe_log l where l.board = b.board) +
       (select coalesce(sum(octet_length(bytes)), 0) from grappe_attachments a where a.board = b.board)
     )::float8 as bytes
     from grappe_boards b order by board`,
  );
  return rows;
};

/** Erases a board with its attachments; false when there is none. Throws when the database refuses. */
export const eraseSharedBoard = async (pool: Pool, board: BoardId): Promise<boolean> => {
  const { rowCount } = await pool.query('delete from grappe_boards where board = $1', [board]);
  return rowCount === 1;
};

/** Says that boards are used now. Throws when the database refuses. */
export const touchShared = async (pool: Pool, boards: readonly BoardId[], now: number): Promise<void> => {
  if (boards.length === 0) return;
  await pool.query('update grappe_boards set used_at = $2 where board = any ($1)', [boards, Math.floor(now)]);
};

/** Erases boards that were last used before, other than those that are open; gives how many. Throws when the database refuses. */
export const eraseUnusedShared = async (
  pool: Pool,
  beforeMs: number,
  isOpen: (board: BoardId) => boolean,
): Promise<number> => {
  const before = Math.floor(beforeMs);
  const { rows } = await pool.query<{ board: BoardId }>(
    'select board from grappe_boards where used_at < $1',
    [before],
  );
  const unused = rows.map(({ board }) => board).filter((board) => !isOpen(board));
  // Another hub may have begun to use one meanwhile.
  const { rowCount } = await pool.query('delete from grappe_boards where board = any ($1) and used_at < $2', [
    unused,
    before,
  ]);
  return rowCount ?? 0;
};
