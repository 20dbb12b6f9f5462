/**
 * Keeps boards together with other hubs: PostgreSQL has the log, from which every hub reads each second what the others have
 * written; Redis, where there is one, is faster, and brings presence.
 */

import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { applyAwarenessUpdate, encodeAwarenessUpdate, type Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { openFanOut, type FanOut, type FanOutMessage } from './fan-out.ts';
import type { Keeper } from './keeper.ts';
import { createPostgresAttachments } from './postgres-attachments.ts';
import { openPostgresCodes } from './postgres-codes.ts';
import { loadSharedLog, type LogContext, type LogRow, type SharedLog } from './postgres-log.ts';
import { createPostgresWriter, type PostgresWriter } from './postgres-writer.ts';
import { openPostgres, type PostgresError } from './postgres.ts';
import type { BoardAbout } from './rows.ts';
import { eraseUnusedShared, readSharedAbout, touchShared } from './shared-boards.ts';
import type { StoreListener } from './store.ts';
import { otherHub } from './updates.ts';

export interface SharedPlaces {
  /** As in `postgres://user:password@host/name`. */
  readonly postgres: string;
  /** As in `redis://:password@host`. */
  readonly redis?: string | undefined;
  /** Redis is away, or there again. */
  readonly onRedis?: (isThere: boolean) => void;
}

export interface SharedListener extends StoreListener {
  /** Somebody else’s token came first to a board that was new, at another hub. */
  onOusted(board: BoardId): void;
}

interface OpenBoard {
  readonly log: SharedLog;
  readonly awareness: Awareness | undefined;
}

const catchUpMs = 1_000;
const hourMs = 3_600_000;

/** Errors: those of `openPostgres`. */
export const openShared = async (
  { postgres, redis, onRedis }: SharedPlaces,
  listener: SharedListener,
  clock: Clock,
): Promise<Result<Keeper, PostgresError>> => {
  const opened = await openPostgres(postgres);
  if (!opened.ok) return opened;
  const pool = opened.value;
  const codes = await openPostgresCodes(pool, clock);
  if (!codes.ok) {
    await pool.end();
    return codes;
  }
  const node = randomUUID();
  const writer = createPostgresWriter(pool, node, listener);
  const open = new Map<BoardId, OpenBoard>();
  const context: LogContext = {
    ...{ pool, writer, clock, node },
    onKept: (board, bytes) => fanOut?.send(board, { type: 'update', bytes }),
    onOusted: (board) => listener.onOusted(board),
  };

  const catchUp = (): Promise<void> => readOthers(pool, node, open).catch(() => writer.probe());

  const fanOut: FanOut | undefined =
    redis === undefined
      ? undefined
      : openFanOut(redis, node, {
          onMessage: (board, message) => {
            const known = open.get(board);
            if (known !== undefined) take(known, message, (bytes) => sendPresence(board, bytes));
          },
          onJoined: (boards) => {
            void catchUp();
            for (const board of boards) {
              fanOut?.send(board, { type: 'who-is-there' });
              const awareness = open.get(board)?.awareness;
              if (awareness !== undefined) sendPresence(board, everybodyIn(awareness));
            }
          },
          onReach: (isThere) => onRedis?.(isThere),
        });
  const sendPresence = (board: BoardId, bytes: Uint8Array): void =>
    fanOut?.send(board, { type: 'awareness', bytes });

  const touch = (boards: readonly BoardId[]): Promise<void> =>
    touchShared(pool, boards, clock.now()).catch(() => undefined);

  const loadLog = async (board: BoardId, about: BoardAbout, doc: Y.Doc & { awareness?: Awareness }) => {
    const log = await loadSharedLog(context, board, about, doc);
    if (!log.ok) return log;
    const { awareness } = doc;
    open.set(board, { log: log.value, awareness });
    awareness?.on('update', ({ added, updated, removed }: PresenceChange, origin: unknown) => {
      if (origin !== otherHub)
        sendPresence(board, encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed]));
    });
    fanOut?.join(board);
    if (clock.now() - about.usedAt > hourMs) void touch([board]);
    return log;
  };

  const timers = [
    setInterval(() => void catchUp(), catchUpMs),
    setInterval(() => void touch([...open.keys()]), hourMs),
  ];

  return ok({
    get trouble() {
      return writer.trouble;
    },
    attachments: createPostgresAttachments(pool, clock),
    codes: codes.value,
    readAbout: (board) => readSharedAbout(pool, board),
    loadLog,
    release: (board) => {
      if (open.delete(board)) fanOut?.leave(board);
    },
    eraseUnused: async (beforeMs, isOpen) => {
      await touch([...open.keys()]);
      return eraseUnusedShared(pool, beforeMs, isOpen);
    },
    freeBytes: () => Promise.resolve(undefined),
    close: async (patienceMs) => closeAll(timers, fanOut, writer, pool, patienceMs),
  });
};

interface PresenceChange {
  readonly added: number[];
  readonly updated: number[];
  readonly removed: number[];
}

const closeAll = async (
  timers: readonly NodeJS.Timeout[],
  fanOut: FanOut | undefined,
  writer: PostgresWriter,
  pool: Pool,
  patienceMs: number,
): Promise<boolean> => {
  for (const timer of timers) clearInterval(timer);
  const isKept = await writer.close(patienceMs);
  fanOut?.close();
  await Promise.race([pool.end(), new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
  return isKept;
};

/** Another hub’s word is taken as far as it can be read. */
const take = (
  { log, awareness }: OpenBoard,
  message: FanOutMessage,
  answer: (bytes: Uint8Array) => void,
): void => {
  try {
    if (message.type === 'update') log.take(message.bytes);
    else if (awareness === undefined) return;
    else if (message.type === 'awareness') applyAwarenessUpdate(awareness, message.bytes, otherHub);
    else if (awareness.getStates().size > 0) answer(everybodyIn(awareness));
  } catch {
    // Of a version with another form: the log has what counts.
  }
};

const everybodyIn = (awareness: Awareness): Uint8Array =>
  encodeAwarenessUpdate(awareness, [...awareness.getStates().keys()]);

/** Takes in what other hubs have written since. Throws when the database can’t be read. */
const readOthers = async (pool: Pool, node: string, open: ReadonlyMap<BoardId, OpenBoard>): Promise<void> => {
  if (open.size === 0) return;
  const asked = [...open];
  const { rows } = await pool.query<{ now: string; row: string | null; board: BoardId }>(newRows, [
    asked.map(([board]) => board),
    asked.map(([, { log }]) => log.since),
    node,
  ]);
  const unseen = rows.filter(({ row, board }) => row !== null && open.get(board)?.log.hasSeen(row) === false);
  const read = await readRows(
    pool,
    unseen.map(({ row }) => row ?? ''),
  );
  for (const [board, { log }] of asked) {
    if (open.get(board)?.log === log) log.takeRows(read.get(board) ?? [], rows[0]?.now ?? log.since);
  }
};

/** Without what is in them: while somebody’s long transaction is under way, the same ones come again and again. */
const newRows = `
  with now as (select pg_snapshot_xmin(pg_current_snapshot())::text as now)
  select now, row::text as row, board from now left join (
    select l.row, l.board from unnest($1::text[], $2::xid8[]) as o (board, since)
    join grappe_log l on l.board = o.board and l.tx >= o.since where l.node <> $3
  ) as others on true`;

/** One that has become part of a state meanwhile is not there; that state comes the next time. */
const readRows = async (pool: Pool, rows: readonly string[]): Promise<Map<BoardId, LogRow[]>> => {
  const byBoard = new Map<BoardId, LogRow[]>();
  if (rows.length === 0) return byBoard;
  const read = await pool.query<LogRow & { board: BoardId }>(
    'select board, row::text as row, is_state as "isState", update from grappe_log where row = any ($1::bigint[]) order by grappe_log.row',
    [rows],
  );
  for (const row of read.rows) byBoard.set(row.board, [...(byBoard.get(row.board) ?? []), row]);
  return byBoard;
};
