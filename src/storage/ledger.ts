/**
 * The ledger: one Dexie database for all boards, the first of the two copies of everything.
 *
 * | table           | key              | row                                                                |
 * | --------------- | ---------------- | ------------------------------------------------------------------ |
 * | `boards`        | `id`             | catalogue: when made, opened, changed, exported; a summary for lists |
 * | `journal`       | `seq`            | one V2 update (or several, merged) of a board, with its CRC-32     |
 * | `restorePoints` | `id`             | a board's full V2 state at a moment, with its CRC-32               |
 * | `quarantine`    | `id`             | a row, as it was found, that could not be decoded                  |
 * | `attachments`   | `[boardId+hash]` | what notes carry beside their text: bytes by their SHA-256         |
 * | `keys`          | `id`             | keys of sealed boards                                              |
 * | `entries`       | `[scope+key]`    | small values: settings (scope `''`) and drafts (scope: board id)   |
 *
 * All transactions ask for strict durability: on a tablet with a dying battery, "saved" must mean on disk.
 */

import { Dexie, type Table } from 'dexie';
import type { AttachmentHash } from '#core/attachments.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { NewerDatabase, readFailure, storageUnavailable, type StorageUnavailable } from './failure.ts';
import { createSignal } from './signal.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import { within } from './within.ts';

/** What lists show of a board, without opening it. Times in milliseconds since 1970. */
export interface BoardRow {
  readonly id: BoardId;
  readonly createdAt: number;
  readonly openedAt: number;
  readonly changedAt: number;
  readonly exportedAt?: number;
  /** Whatever the layer above wants to show in a list; storage never looks inside. */
  readonly summary: unknown;
}

export interface JournalRow {
  readonly seq?: number;
  readonly boardId: BoardId;
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly checksum: number;
}

/**
 * Why a full state was kept: before a merge, before the board is raised to a newer schema, each hour of work, on
 * leaving, before going back to another one. `compaction` is storage's own.
 */
export type RestoreReason = 'merge' | 'schema' | 'hourly' | 'leaving' | 'return' | 'asked' | 'compaction';

export interface RestorePointRow {
  readonly id?: number;
  readonly boardId: BoardId;
  readonly at: number;
  readonly reason: RestoreReason;
  readonly bytes: Uint8Array;
  readonly checksum: number;
}

export type RowSource = 'journal' | 'restorePoint' | 'workingCopy';

export interface QuarantineRow {
  readonly id?: number;
  readonly boardId: BoardId;
  readonly source: RowSource;
  /** The row's value as it was found: not even being bytes is a way to be damaged. */
  readonly bytes: unknown;
  readonly reason: string;
  readonly at: number;
}

export interface AttachmentRow {
  readonly boardId: BoardId;
  readonly hash: AttachmentHash;
  readonly bytes: Uint8Array;
}

interface KeyRow {
  readonly id: string;
  readonly boardId: BoardId;
  readonly value: unknown;
}

interface EntryRow {
  readonly scope: BoardId | '';
  readonly key: string;
  readonly value: unknown;
}

export type LedgerDatabase = Dexie & {
  readonly boards: Table<BoardRow, string>;
  readonly journal: Table<JournalRow, number>;
  readonly restorePoints: Table<RestorePointRow, number>;
  readonly quarantine: Table<QuarantineRow, number>;
  readonly attachments: Table<AttachmentRow, [string, string]>;
  readonly keys: Table<KeyRow, string>;
  readonly entries: Table<EntryRow, [string, string]>;
};

export interface Ledger {
  readonly name: string;
  readonly db: LedgerDatabase;
  readonly timer: Timer;
  /** Does work on the tables, reopening the database if it was closed; bounded in time; never throws. */
  readonly attempt: <T>(
    work: (db: LedgerDatabase) => PromiseLike<T>,
  ) => Promise<Result<T, StorageUnavailable>>;
  /** Calls back when the connection was lost, perhaps with all the data: what must stay is to be written again. */
  readonly observeLoss: (callback: () => void) => () => void;
  /**
   * Calls back when a newer version of the application, in another tab, is about to upgrade the database: the last
   * moment to write. It waits for what is returned, one callback after the other, for a while.
   */
  readonly observeUpgrade: (finish: () => Promise<unknown>) => () => void;
  readonly close: () => void;
}

export interface LedgerOptions {
  readonly name?: string;
  readonly timer?: Timer;
}

/** Dexie multiplies it by ten for IndexedDB, leaving room for its own repairs. */
export const ledgerVersion = 1;

/**
 * Longest wait for one answer of the database. Strict writes on a slow tablet take tenths of a second;
 * a database that is silent for five has hung.
 */
export const answerLimitMs = 5000;

/**
 * Pause before a lost connection is opened again: what Chromium is asked while it still closes connections by
 * force is refused, or never answered (seen up to 4 ms later, 2026-11).
 */
const calmMs = 100;

/** Longest wait for the list of databases, without which the ledger opens as well. */
const listLimitMs = 1000;

/** How long a newer version waits, at most, until each part of this one has written its last words. */
const upgradeLimitMs = 2000;

/** Makes the ledger, which opens at the first attempt, and again whenever it is needed and was closed. */
export const createLedger = (options: LedgerOptions = {}): Ledger => {
  const { name = 'grappe', timer = systemTimer } = options;
  const engine = createEngine(name, timer);
  const { db } = engine;
  const loss = createSignal<void>();
  const finishers = new Set<() => Promise<unknown>>();
  let closing = false;
  let outdated = false;
  // Dexie says `close` for a failed opening too, which loses nothing.
  let connected = false;
  let calm = Promise.resolve();
  db.on('ready', () => void (connected = true), true);
  db.on('close', () => {
    const lost = connected && !closing && !outdated;
    connected = false;
    if (!lost) return;
    calm = new Promise((resolve) => timer.after(calmMs, resolve));
    loss.emit();
  });

  db.on('versionchange', ({ newVersion }) => {
    // Deleted, or repaired within this schema: that is Dexie's to answer, and the next attempt opens it again.
    if (newVersion === null || schemaOf(newVersion) <= ledgerVersion) return true;
    void makeWay();
    return false;
  });
  const makeWay = async (): Promise<void> => {
    for (const finish of finishers) {
      await within(finish(), upgradeLimitMs, timer).catch(() => undefined);
    }
    outdated = true;
    db.close();
  };

  const attempt: Ledger['attempt'] = async (work) => {
    if (closing) return err(storageUnavailable('closed', 'the ledger was closed'));
    if (outdated) return err(storageUnavailable('outdated', 'a newer version has upgraded the ledger'));
    if (typeof indexedDB === 'undefined') return err(storageUnavailable('missing', 'no indexedDB'));
    try {
      const answer = await within(
        calm.then(() => openThen(engine, work)),
        answerLimitMs,
        timer,
      );
      if (answer.ok) return answer;
      // Whatever hangs on this connection, the next attempt gets a new one.
      db.close({ disableAutoOpen: false });
      return err(storageUnavailable('blocked', `no answer within ${answerLimitMs} ms`));
    } catch (thrown) {
      return err(readFailure(thrown));
    }
  };

  return {
    name,
    db,
    timer,
    attempt,
    observeLoss: loss.observe,
    observeUpgrade: (finish) => {
      finishers.add(finish);
      return () => finishers.delete(finish);
    },
    close: () => {
      closing = true;
      db.close();
    },
  };
};

/**
 * Opens the ledger, making it if there is none.
 * Errors: `StorageUnavailable`, with `outdated` when a newer version of the application has upgraded it.
 */
export const openLedger = async (
  options: LedgerOptions = {},
): Promise<Result<Ledger, StorageUnavailable>> => {
  const ledger = createLedger(options);
  const opened = await ledger.attempt(() => Promise.resolve());
  if (opened.ok) return ok(ledger);
  ledger.close();
  return opened;
};

/** Dexie does not open by itself here: before each opening the version on the disk is looked at. */
const openThen = async <T>(
  { db, engine }: Engine,
  work: (db: LedgerDatabase) => PromiseLike<T>,
): Promise<T> => {
  if (!db.isOpen()) {
    await engine.lookAtVersion();
    await db.open();
  }
  return await work(db);
};

interface Engine {
  readonly db: LedgerDatabase;
  readonly engine: VersionedFactory;
}

const createEngine = (name: string, timer: Timer): Engine => {
  // On localhost Dexie prints each failure as it passes; ours are values.
  Dexie.debug = false;
  const engine = createVersionedFactory(name, timer);
  const db = new Dexie(name, {
    indexedDB: engine.factory,
    IDBKeyRange,
    autoOpen: false,
    chromeTransactionDurability: 'strict',
    // What is read back must come from the database.
    cache: 'disabled',
  }) as LedgerDatabase;
  db.version(ledgerVersion).stores({
    boards: 'id',
    journal: '++seq, boardId',
    restorePoints: '++id, boardId',
    quarantine: '++id, boardId',
    attachments: '[boardId+hash], boardId',
    keys: 'id, boardId',
    entries: '[scope+key], scope',
  });
  return { db, engine };
};

/** Dexie's versions on the disk are ten times the schema's, plus one for each repair. */
const schemaOf = (version: number): number => Math.floor(version / 10);

interface VersionedFactory {
  readonly factory: Pick<IDBFactory, 'open' | 'deleteDatabase' | 'databases' | 'cmp'>;
  readonly lookAtVersion: () => Promise<void>;
}

/**
 * Keeps Dexie from opening a database of a newer schema: after a `VersionError` it opens whatever version there
 * is and "repairs" it to its own schema, which would be old code writing into a newer database.
 */
const createVersionedFactory = (name: string, timer: Timer): VersionedFactory => {
  let found: number | undefined;
  return {
    lookAtVersion: async () => {
      const databases = await within(indexedDB.databases(), listLimitMs, timer);
      found = databases.ok ? databases.value.find((database) => database.name === name)?.version : undefined;
      const schema = schemaOf(found ?? 0);
      if (schema > ledgerVersion) throw new NewerDatabase(`schema ${schema}, known is ${ledgerVersion}`);
    },
    factory: {
      open: (database, version = found) =>
        version === undefined ? indexedDB.open(database) : indexedDB.open(database, version),
      deleteDatabase: (database) => indexedDB.deleteDatabase(database),
      databases: () => indexedDB.databases(),
      cmp: (a, b) => indexedDB.cmp(a, b),
    },
  };
};
