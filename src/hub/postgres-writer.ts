/**
 * Writes rows to PostgreSQL. What comes in while it is busy, of all boards, goes to it in one statement. While it refuses, what
 * was to be written waits, in order, and is tried again; written twice it does no harm, since Yjs knows it again.
 */

import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { BoardId } from '#core/ids.ts';
import { troubleOfPostgres } from './postgres.ts';
import type { BoardAbout } from './rows.ts';
import type { StoreListener, Trouble } from './store.ts';

export type Written =
  | 'kept'
  /** The board is not in the database, or under another token. */
  | 'unknown-board'
  /** The writer was closed before. */
  | 'closed';

export interface PostgresWriter {
  readonly trouble: Trouble | undefined;
  readonly isClosed: boolean;
  append(board: BoardId, about: BoardAbout, update: Uint8Array): Promise<Written>;
  /** Makes sure that the database answers; while it does not, there is trouble. */
  probe(): void;
  /** Writes what waits, if that is done within `patienceMs`; true when nothing was left. */
  close(patienceMs: number): Promise<boolean>;
}

interface Job {
  readonly board: BoardId;
  readonly verifier: string;
  readonly update: Uint8Array;
  readonly done: (written: Written) => void;
}

/** Bytes that go in one statement at most; as text, it has twice as many. */
const batchBytes = 8_000_000;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

export const createPostgresWriter = (pool: Pool, node: string, listener: StoreListener): PostgresWriter => {
  const queue: Job[] = [];
  const closing = new AbortController();
  let trouble: Trouble | undefined;
  let work: Promise<void> | undefined;
  let isLeft = false;

  const run = async (): Promise<void> => {
    // What else comes in this turn goes along.
    await Promise.resolve();
    do {
      const jobs = takeBatch(queue);
      const known = await commit(jobs);
      isLeft ||= known === undefined && jobs.length > 0;
      for (const job of jobs) {
        if (known === undefined) job.done('closed');
        else job.done(known.has(keyOf(job)) ? 'kept' : 'unknown-board');
      }
    } while (queue.length > 0);
    work = undefined;
  };

  /** The boards whose rows were kept; undefined when the writer was closed before. */
  const commit = async (jobs: readonly Job[]): Promise<ReadonlySet<string> | undefined> => {
    for (
      let pauseMs = firstPauseMs;
      !closing.signal.aborted;
      pauseMs = Math.min(2 * pauseMs, longestPauseMs)
    ) {
      try {
        const { rows } = await pool.query<{ board: string; verifier: string }>(insertion, [
          jobs.map(({ board }) => board),
          jobs.map(({ verifier }) => verifier),
          jobs.map(({ update }) => asBuffer(update)),
          node,
        ]);
        if (trouble !== undefined) {
          trouble = undefined;
          listener.onRecovery();
        }
        return new Set(rows.map(keyOf));
      } catch (error) {
        const found = troubleOfPostgres(error);
        // A connection that broke is no trouble yet: the next one may do.
        if (trouble !== found && pauseMs > firstPauseMs) {
          trouble = found;
          listener.onTrouble(found);
        }
      }
      await wait(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
    return undefined;
  };

  const start = (): void => void (work ??= run());

  return {
    get trouble() {
      return trouble;
    },
    get isClosed() {
      return closing.signal.aborted;
    },
    append: (board, { verifier }, update) =>
      new Promise((done) => {
        if (closing.signal.aborted) return done('closed');
        queue.push({ board, verifier, update, done });
        start();
      }),
    probe: () => {
      if (!closing.signal.aborted) start();
    },
    close: async (patienceMs) => {
      const patience = setTimeout(() => closing.abort(), patienceMs);
      await work;
      clearTimeout(patience);
      closing.abort();
      return !isLeft;
    },
  };
};

/** Of a board that is erased meanwhile, either all of it is done before, or nothing after. */
const insertion = `
  with arriving as (
    select * from unnest($1::text[], $2::text[], $3::bytea[]) with ordinality as a (board, verifier, update, place)
  ), known as (
    select board, verifier from grappe_boards where board = any ($1) for key share
  ), kept as (
    insert into grappe_log (board, is_state, update, node)
    select a.board, false, a.update, $4 from arriving a join known using (board, verifier) order by a.place
  )
  select board, verifier from known`;

const keyOf = ({ board, verifier }: { board: string; verifier: string }): string => `${board}/${verifier}`;

export const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

const takeBatch = (queue: Job[]): Job[] => {
  let count = 0;
  for (let bytes = 0; count < queue.length && (count === 0 || bytes < batchBytes); count++) {
    bytes += queue[count]?.update.length ?? 0;
  }
  return queue.splice(0, count);
};
