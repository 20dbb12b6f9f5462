/**
 * The working copy: y-indexeddb, one database per board, the second of the two copies of everything.
 *
 * By itself y-indexeddb lets a failed write pass unseen, throws into the edit that caused it, and never
 * reopens a database that was closed. So its transactions are asked for strict durability and listened to,
 * and at the first trouble it is let go and attached anew, which writes the whole state.
 */

import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import { within } from './within.ts';
import { copyLimitMs, deleteWorkingCopy, prepareWorkingCopy, type CopyPlace } from './working-copy-rows.ts';

/** `level`: holds all that the document holds; `behind`: in trouble, to be attached again after a while. */
export type WorkingCopyState = 'attaching' | 'level' | 'behind';

export interface WorkingCopy {
  readonly state: () => WorkingCopyState;
  /** Tries at once to attach a copy that is behind. */
  readonly retry: () => void;
  /** Begins at once where it has not yet begun; resolves when the present attaching has ended, well or badly. */
  readonly settle: () => Promise<void>;
  /** Makes one row of all its rows. */
  readonly blend: () => Promise<void>;
  readonly detach: () => Promise<void>;
}

export interface AttachOptions extends CopyPlace {
  readonly doc: Y.Doc;
  /**
   * The highest key of its rows, when these were just checked and united with the document, so that y-indexeddb may be let
   * in and need not read them again; undefined when they were not.
   */
  readonly readUpTo: number | undefined;
  /** Whether the ledger holds everything, so that a copy that can't be read may be deleted and made anew. */
  readonly mayRebuild: () => boolean;
}

const firstRetryMs = 1000;
const longestRetryMs = 60_000;

/**
 * So long after an opening a copy that was just read is attached, or with the first change: it begins by writing the whole
 * state, and the screen comes first.
 */
export const attachDelayMs = 2000;

/** A copy that can be read but fails at each writing is made anew after so many times. */
const rebuildAfter = 3;

/** Each opening adds a row with the whole state, and y-indexeddb itself only tidies at 500 rows. */
const tidyAtRows = 12;

/** Joining updates takes time that grows with the square of their number: 25,000 took 17 s (2026-11). */
const joinLimit = 200;

export const attachWorkingCopy = (options: AttachOptions): WorkingCopy => {
  const { name, doc, timer } = options;
  let state: WorkingCopyState = 'attaching';
  let current: OpenedPersistence | undefined;
  let failures = 0;
  let detached = false;
  let cancelRetry = (): void => undefined;

  const attach = async (readUpTo?: number): Promise<void> => {
    state = 'attaching';
    if (readUpTo === undefined && !(await prepareAgain(options, failures >= rebuildAfter)))
      return fallBehind();
    if (detached) return;
    let giveUp = (): void => undefined;
    const trouble = new Promise<void>((resolve) => (giveUp = resolve));
    const opened = openPersistence(name, doc, () => {
      if (current === opened) fallBehind();
      giveUp();
    });
    current = opened;
    const { persistence, written } = opened;
    if (readUpTo !== undefined) persistence._dbref = readUpTo + 1;
    // It says `synced` before what it has written is on the disk.
    const synced = persistence.whenSynced.then(written);
    const attached = await within(Promise.race([synced, trouble]), copyLimitMs, timer);
    if (current !== opened) return;
    if (!attached.ok) return fallBehind();
    state = 'level';
    failures = 0;
    // Its failure is heard as an aborted transaction.
    if (persistence._dbsize >= tidyAtRows) await storeState(persistence, true).catch(() => undefined);
  };

  const fallBehind = (): void => {
    // What it could not write comes with the whole state when it is attached again.
    letGo()
      ?.persistence.destroy()
      .catch(() => undefined);
    if (detached) return;
    state = 'behind';
    cancelRetry = timer.after(Math.min(firstRetryMs * 2 ** failures, longestRetryMs), retry);
    failures += 1;
  };

  const letGo = (): OpenedPersistence | undefined => {
    const opened = current;
    current = undefined;
    return opened;
  };

  const retry = (): void => {
    if (state !== 'behind' || detached) return;
    cancelRetry();
    attaching = attach();
  };

  const mayWait = options.readUpTo !== undefined;
  let begin = (): void => undefined;
  let attaching = mayWait
    ? new Promise<void>((resolve) => (begin = resolve)).then(() => attach(options.readUpTo))
    : attach();
  const cancelBegin = mayWait ? timer.after(attachDelayMs, begin) : begin;
  doc.once('update', begin);
  const settle = (): Promise<void> => {
    cancelBegin();
    begin();
    return attaching;
  };
  return {
    state: () => state,
    retry,
    settle,
    blend: async () => {
      await settle();
      const opened = current;
      if (state !== 'level' || opened === undefined) return;
      await opened.settled();
      // Its failure is heard as an aborted transaction.
      await storeState(opened.persistence, true).catch(() => undefined);
      await opened.written();
    },
    detach: async () => {
      detached = true;
      cancelRetry();
      void settle();
      // A database that never opens is never closed either.
      await within(letGo()?.finish() ?? Promise.resolve(), copyLimitMs, timer);
    },
  };
};

const prepareAgain = async (options: AttachOptions, isHopeless: boolean): Promise<boolean> => {
  const prepared = await prepareWorkingCopy(options);
  if (prepared.ok && !(isHopeless && options.mayRebuild())) return true;
  // Hung is not broken; and what only this copy holds must not be deleted.
  if (!prepared.ok && (prepared.error.reason === 'blocked' || !options.mayRebuild())) return false;
  const deleted = await deleteWorkingCopy(options.name, options.timer);
  return deleted.ok && (await prepareWorkingCopy(options)).ok;
};

interface OpenedPersistence {
  readonly persistence: IndexeddbPersistence;
  /** Resolves when the last transaction begun so far is over. */
  readonly written: () => Promise<void>;
  /** Resolves when nothing waits to be written. */
  readonly settled: () => Promise<void>;
  /** Writes what waits and lets go; resolves when the connection is told to close, which it does after its writes. */
  readonly finish: () => Promise<void>;
}

/** Opens y-indexeddb with its database in our hands from the first transaction on. */
const openPersistence = (name: string, doc: Y.Doc, onTrouble: () => void): OpenedPersistence => {
  const persistence = new IndexeddbPersistence(name, doc);

  // It puts its database here just before it reads and writes for the first time.
  let db: IDBDatabase | null = null;
  let last: Promise<void> = Promise.resolve();
  Object.defineProperty(persistence, 'db', {
    get: () => db,
    set: (opened: IDBDatabase | null) => {
      if (opened !== null)
        watchDatabase(opened, onTrouble, (transaction) => {
          last = over(transaction);
        });
      db = opened;
    },
  });

  // One row a transaction: a burst of edits would queue strict writes for minutes. What arrives during one
  // write goes together into the next.
  const storeUpdate = persistence._storeUpdate;
  let waiting: Uint8Array[] = [];
  let writing = false;
  const writeWaiting = (): void => {
    if (waiting.length === 0) return;
    const update = waiting.length > joinLimit ? Y.encodeStateAsUpdate(doc) : Y.mergeUpdates(waiting);
    waiting = [];
    writing = true;
    try {
      storeUpdate(update, undefined);
    } catch {
      // Thrown on, it would break the edit that is just being made.
      onTrouble();
      return;
    }
    void last.then(() => {
      writing = false;
      writeWaiting();
    });
  };
  doc.off('update', storeUpdate);
  persistence._storeUpdate = (update: Uint8Array, origin: unknown) => {
    // Before its database is open nothing need be told: it begins by writing the whole state.
    if (db === null || origin === persistence) return;
    waiting.push(update);
    if (!writing) writeWaiting();
  };
  doc.on('update', persistence._storeUpdate);
  return {
    persistence,
    written: () => last,
    settled: async () => {
      while (writing) await last;
    },
    finish: () => {
      writeWaiting();
      return persistence.destroy().catch(() => undefined);
    },
  };
};

const over = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => resolve());
  });

const watchDatabase = (
  db: IDBDatabase,
  onTrouble: () => void,
  onBegin: (transaction: IDBTransaction) => void,
): void => {
  db.addEventListener('close', onTrouble);
  db.addEventListener('versionchange', onTrouble);
  const begin = db.transaction.bind(db);
  db.transaction = (names, mode, options) => {
    const transaction = begin(names, mode, { durability: 'strict', ...options });
    transaction.addEventListener('abort', onTrouble);
    onBegin(transaction);
    const open = transaction.objectStore.bind(transaction);
    transaction.objectStore = (table) => withQuietRequests(open(table));
    return transaction;
  };
};

/**
 * Makes a table whose failed requests reject nothing: y-indexeddb does not wait for its own writes, so their
 * rejections would reach the window as unhandled. The transaction's `abort` tells of the failure.
 */
const withQuietRequests = (table: IDBObjectStore): IDBObjectStore =>
  new Proxy(table, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const request: unknown = Reflect.apply(value, target, args);
        if (request instanceof IDBRequest) Object.defineProperty(request, 'onerror', deaf);
        return request;
      };
    },
  });

const deaf: PropertyDescriptor = { get: () => null, set: () => undefined };
