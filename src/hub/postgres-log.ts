/** The log of a board in PostgreSQL, to which other hubs append as well. */

import type { Pool } from 'pg';
import * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { hasRoomFor, isOverlong, isSlack, type BoardLog, type BoardUnreadable } from './board-log.ts';
import { inTransaction } from './postgres.ts';
import { asBuffer, type PostgresWriter } from './postgres-writer.ts';
import type { BoardAbout } from './rows.ts';
import { clocksOf, otherHub } from './updates.ts';

export interface SharedLog extends BoardLog {
  /** Whatever is of an older transaction than this has been seen. */
  readonly since: string;
  /** Takes in what another hub has written to the log. Throws for what is no update. */
  take(update: Uint8Array): void;
  hasSeen(row: string): boolean;
  /** Takes in rows that were read. */
  takeRows(rows: readonly LogRow[], since: string): void;
}

export interface LogRow {
  readonly row: string;
  readonly isState: boolean;
  readonly update: Uint8Array;
}

export interface LogContext {
  readonly pool: Pool;
  readonly writer: PostgresWriter;
  readonly clock: Clock;
  /** Which hub this is. */
  readonly node: string;
  /** What this hub has just written. */
  readonly onKept: (board: BoardId, update: Uint8Array) => void;
  /** Somebody else’s token came first to a board that was new. */
  readonly onOusted: (board: BoardId) => void;
}

/** Reads all rows of a board into an empty document. Errors: `BoardUnreadable`; never a document that lacks something. */
export const loadSharedLog = async (
  context: LogContext,
  board: BoardId,
  about: BoardAbout,
  doc: Y.Doc,
): Promise<Result<SharedLog, BoardUnreadable>> => {
  try {
    const { rows } = await context.pool.query<{ since: string } & (LogRow | { row: null })>(reading, [board]);
    const log = createSharedLog(context, board, about, doc);
    const read = rows.filter((row): row is { since: string } & LogRow => row.row !== null);
    log.takeRows(read, rows[0]?.since ?? '0');
    return ok(log);
  } catch {
    return err({ type: 'BoardUnreadable' });
  }
};

const reading = `
  with now as (select pg_snapshot_xmin(pg_current_snapshot())::text as since)
  select since, row::text as row, is_state as "isState", update
  from now left join grappe_log on board = $1 order by grappe_log.row`;

/** Between tries of what the database has refused. */
const pauseMs = 500;

const createSharedLog = (
  { pool, writer, clock, node, onKept, onOusted }: LogContext,
  board: BoardId,
  about: BoardAbout,
  doc: Y.Doc,
): SharedLog => {
  const durable = new Map<number, number>();
  const seen = new Set<string>();
  let since = '0';
  let [rowCount, bytes, stateBytes] = [0, 0, 0];
  let settled: Promise<boolean> = Promise.resolve(true);
  /** Appended so far; of these, the ones that a state written since holds. */
  let [appended, restored] = [0, 0];
  let isOusted = false;
  let isCompacting = false;

  const markDurable = (update: Uint8Array): void => {
    for (const [client, upTo] of clocksOf(update)) {
      // What stands on something that is not there yet is not claimed.
      const reached = Math.min(upTo, Y.getState(doc.store, client));
      durable.set(client, Math.max(reached, durable.get(client) ?? 0));
    }
  };

  const count = (length: number, isState: boolean): void => {
    if (isState) [rowCount, bytes, stateBytes] = [1, length, length];
    else [rowCount, bytes] = [rowCount + 1, bytes + length];
  };

  const append = (update: Uint8Array): Promise<boolean> => {
    const place = ++appended;
    const before = settled;
    const written = writer.append(board, about, update);
    count(update.length, false);
    return (settled = (async () => {
      const result = await written;
      const areOthersKept = await before;
      const isKept =
        result === 'kept' || (result === 'unknown-board' && (place <= restored || (await restore())));
      if (!isKept || !areOthersKept) return false;
      markDurable(update);
      onKept(board, update);
      if (isOverlong(rowCount, bytes, stateBytes)) void compact(isOverlong);
      return true;
    })());
  };

  /** The board is new to the database, or was erased in spite of being open: all of it goes there. */
  const restore = async (): Promise<boolean> => {
    while (!writer.isClosed && !isOusted) {
      try {
        if (!(await register(pool, board, about, clock))) {
          isOusted = true;
          onOusted(board);
          return false;
        }
        const upTo = appended;
        const state = Y.encodeStateAsUpdate(doc);
        const written = await writer.append(board, about, state);
        if (written === 'kept') {
          restored = upTo;
          return true;
        }
      } catch {
        writer.probe();
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
    return false;
  };

  /**
   * Makes one row of those that are there, in one transaction. A row of which this one does not know yet stays; of two hubs that do
   * it at once, the second finds the row of the first.
   */
  const compact = async (isWorthIt: typeof isOverlong): Promise<void> => {
    if (isCompacting) return;
    isCompacting = true;
    try {
      await inTransaction(pool, async (client) => {
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [board]);
        const { rows } = await client.query<LogRow>(
          'select row::text as row, is_state as "isState", update from grappe_log where board = $1 order by row',
          [board],
        );
        [rowCount, bytes, stateBytes] = [0, 0, 0];
        for (const { update, isState } of rows) {
          Y.applyUpdate(doc, update, otherHub);
          [rowCount, bytes] = [rowCount + 1, bytes + update.length];
          if (isState) stateBytes = Math.max(stateBytes, update.length);
        }
        if (!isWorthIt(rowCount, bytes, stateBytes)) return;
        const state = Y.encodeStateAsUpdate(doc);
        await client.query(
          'insert into grappe_log (board, is_state, update, node) values ($1, true, $2, $3)',
          [board, asBuffer(state), node],
        );
        await client.query('delete from grappe_log where row = any ($1::bigint[])', [
          rows.map(({ row }) => row),
        ]);
        count(state.length, true);
      });
    } catch {
      // As it was; the next row that comes tries again.
    } finally {
      isCompacting = false;
    }
  };

  const takeRows = (rows: readonly LogRow[], upTo: string): void => {
    for (const { row, update, isState } of rows) {
      if (seen.has(row)) continue;
      seen.add(row);
      count(update.length, isState);
      Y.applyUpdate(doc, update, otherHub);
      markDurable(update);
    }
    since = upTo;
  };

  const settle = async (): Promise<boolean> => (await settled) || isOusted;

  return {
    append,
    takeRows,
    take: (update) => {
      Y.applyUpdate(doc, update, otherHub);
      markDurable(update);
    },
    hasSeen: (row) => seen.has(row),
    durableClock: (client) => durable.get(client) ?? 0,
    hasRoomFor: (update) => hasRoomFor(doc, { bytes, changes: changesOf(doc) }, update),
    settle,
    leave: async () => {
      if (!(await settle())) return false;
      if (writer.trouble === undefined && isSlack(rowCount, bytes, stateBytes)) await compact(isSlack);
      return true;
    },
    get bytes() {
      return bytes;
    },
    get since() {
      return since;
    },
  };
};

const changesOf = (doc: Y.Doc): number => {
  let sum = 0;
  for (const client of doc.store.clients.keys()) sum += Y.getState(doc.store, client);
  return sum;
};

/** Enters a board that is new, unless somebody else’s came first: then false. Throws when the database refuses. */
export const register = async (
  pool: Pool,
  board: BoardId,
  { verifier, createdAt }: BoardAbout,
  clock: Clock,
): Promise<boolean> => {
  await pool.query(
    'insert into grappe_boards (board, verifier, created_at, used_at) values ($1, $2, $3, $4) on conflict (board) do nothing',
    [board, verifier, Math.floor(createdAt), Math.floor(clock.now())],
  );
  const { rows } = await pool.query<{ verifier: string }>(
    'select verifier from grappe_boards where board = $1',
    [board],
  );
  return rows[0]?.verifier === verifier;
};
