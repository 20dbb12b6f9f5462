/**
 * The hub's database: LevelDB in the data folder. What is written is on the disk (`sync`) before it is said to be; all that
 * comes in while the disk is busy goes to it in one batch.
 *
 * A disk that refuses ends nothing: what was to be written waits, in order, and is tried again. After a refusal LevelDB's
 * log may end in half a record, and what follows one is dropped when it is next read; so the database is opened anew
 * before anything else is written.
 */

import { randomBytes } from 'node:crypto';
import { mkdir, open as openFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import { err, ok, type Result } from '#core/result.ts';
import { formatKey, formatNumber } from './rows.ts';

export type Trouble = 'disk-full' | 'disk-read-only' | 'disk-failed';

export type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: string };

export interface KeyRange {
  readonly gt: string;
  readonly lt: string;
}

export interface Store {
  readonly folder: string;
  /** Why the disk takes nothing for now. */
  readonly trouble: Trouble | undefined;
  /** Resolves to true once all of it is on the disk, however long that takes; to false when the store is closed before. */
  write(operations: readonly Operation[]): Promise<boolean>;
  /** Throws when the disk can't be read. */
  read(key: string): Promise<Buffer | undefined>;
  /** Gives keys and values in order; throws when the disk can't be read. */
  entries(range: KeyRange): AsyncIterable<[string, Buffer]>;
  keys(range: KeyRange): AsyncIterable<string>;
  /** Has LevelDB let go of the bytes of what was deleted. */
  compact(range: KeyRange): Promise<void>;
  /** Writes what waits, if the disk takes it within `patienceMs`, and lets go of the folder; true when nothing was left. */
  close(patienceMs: number): Promise<boolean>;
}

export type StoreError =
  /** Another hub is at work in the folder. */
  | { readonly type: 'DataFolderTaken'; readonly folder: string }
  | { readonly type: 'DataFolderForbidden'; readonly folder: string }
  | { readonly type: 'DataFolderFull'; readonly folder: string }
  /** Written by a newer version. */
  | { readonly type: 'DataFolderNewer'; readonly folder: string }
  | { readonly type: 'DataFolderFailed'; readonly folder: string; readonly reason: string };

export interface StoreListener {
  onTrouble(trouble: Trouble): void;
  onRecovery(): void;
}

type Database = ClassicLevel<string, Buffer>;

/**
 * Opens the database in `folder`, which is made when it is not there, for this account alone.
 * Errors: `DataFolderTaken`, `DataFolderForbidden`, `DataFolderFull`, `DataFolderNewer`, else `DataFolderFailed`.
 */
export const openStore = async (
  folder: string,
  listener: StoreListener,
): Promise<Result<Store, StoreError>> => {
  const db: Database = new ClassicLevel(join(folder, 'db'), { valueEncoding: 'buffer' });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await db.open();
    const format = await db.get(formatKey);
    if (format === undefined) await db.put(formatKey, Buffer.from(String(formatNumber)), { sync: true });
    else if (format.toString() !== String(formatNumber)) {
      await db.close();
      return err({ type: 'DataFolderNewer', folder });
    }
  } catch (error) {
    await db.close().catch(() => undefined);
    return err(openError(error, folder));
  }
  return ok(createStore(db, folder, listener));
};

const openError = (error: unknown, folder: string): StoreError => {
  if (causeOf(error).code === 'LEVEL_LOCKED') return { type: 'DataFolderTaken', folder };
  switch (troubleOf(error)) {
    case 'disk-full':
      return { type: 'DataFolderFull', folder };
    case 'disk-read-only':
      return { type: 'DataFolderForbidden', folder };
    case 'disk-failed':
      return { type: 'DataFolderFailed', folder, reason: causeOf(error).message };
  }
};

/** Bytes that go to the disk in one batch at most. */
const batchBytes = 16_000_000;

interface Job {
  readonly operations: readonly Operation[];
  readonly done: (isKept: boolean) => void;
}

const createStore = (db: Database, folder: string, listener: StoreListener): Store => {
  const queue: Job[] = [];
  const closing = new AbortController();
  let trouble: Trouble | undefined;
  let work: Promise<void> | undefined;
  let isLeft = false;

  const run = async (): Promise<void> => {
    // What else comes in this turn goes along.
    await Promise.resolve();
    while (queue.length > 0) {
      const jobs = takeBatch(queue);
      const isKept = await commit(jobs.flatMap(({ operations }) => operations));
      isLeft ||= !isKept;
      for (const { done } of jobs) done(isKept);
    }
    work = undefined;
  };

  const commit = async (operations: Operation[]): Promise<boolean> => {
    for (
      let pauseMs = firstPauseMs;
      !closing.signal.aborted;
      pauseMs = Math.min(2 * pauseMs, longestPauseMs)
    ) {
      try {
        if (db.status !== 'open') await db.open();
        await db.batch(operations, { sync: true });
        if (trouble !== undefined) {
          trouble = undefined;
          listener.onRecovery();
        }
        return true;
      } catch (error) {
        const found = (await probe(folder, sizeOf(operations))) ?? troubleOf(error);
        if (trouble !== found) {
          trouble = found;
          listener.onTrouble(found);
        }
      }
      await recover(sizeOf(operations), pauseMs);
    }
    return false;
  };

  /** Waits, then closes the database if the disk seems to take something again; open, it can still be read. */
  const recover = async (needed: number, pauseMs: number): Promise<void> => {
    await wait(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
    if ((await probe(folder, needed)) === undefined) await db.close().catch(() => undefined);
  };

  return {
    folder,
    get trouble() {
      return trouble;
    },
    write: (operations) =>
      new Promise((done) => {
        if (closing.signal.aborted) return done(false);
        queue.push({ operations, done });
        work ??= run();
      }),
    read: (key) => db.get(key),
    entries: (range) => db.iterator(range),
    keys: (range) => db.keys(range),
    compact: ({ gt, lt }) => db.compactRange(gt, lt),
    close: async (patienceMs) => {
      const patience = setTimeout(() => closing.abort(), patienceMs);
      await work;
      clearTimeout(patience);
      closing.abort();
      await db.close().catch(() => undefined);
      return !isLeft;
    },
  };
};

const firstPauseMs = 250;
const longestPauseMs = 5_000;

const takeBatch = (queue: Job[]): Job[] => {
  let count = 0;
  for (let bytes = 0; count < queue.length && (count === 0 || bytes < batchBytes); count++) {
    bytes += sizeOf(queue[count]?.operations ?? []);
  }
  return queue.splice(0, count);
};

const sizeOf = (operations: readonly Operation[]): number =>
  operations.reduce((sum, operation) => sum + (operation.type === 'put' ? operation.value.length : 0), 0);

/** What LevelDB writes besides when it opens: its log as a table, 4 MB at most. */
const openingBytes = 5_000_000;

/** Tries whether the folder takes a file as large as what waits. */
const probe = async (folder: string, bytes: number): Promise<Trouble | undefined> => {
  const path = join(folder, 'probe');
  try {
    const file = await openFile(path, 'w', 0o600);
    try {
      await file.writeFile(randomBytes(bytes + openingBytes));
      await file.sync();
    } finally {
      await file.close();
    }
    return undefined;
  } catch (error) {
    return troubleOf(error);
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
};

/** By the code of Node's errors, and by the words of LevelDB's, which have no better. */
const troubleOf = (error: unknown): Trouble => {
  const { code, message } = causeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || /No space left|quota exceeded/i.test(message))
    return 'disk-full';
  if (['EROFS', 'EACCES', 'EPERM'].includes(code) || /Read-only file system|Permission denied/i.test(message))
    return 'disk-read-only';
  return 'disk-failed';
};

/** The innermost reason: LevelDB's stands within one that says that it is not open. */
const causeOf = (error: unknown): { code: string; message: string } => {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  if (error.cause instanceof Error) return causeOf(error.cause);
  return { code: String((error as NodeJS.ErrnoException).code ?? ''), message: error.message };
};
