/** What the tests of storage stand on: a device of their own, time in their hands, boards to write on. */

import * as Y from 'yjs';
import type { BoardId } from '#core/ids.ts';
import { createId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import { openBoardStore, type BoardStore, type BoardStoreOptions } from '#storage/board-store.ts';
import { workingCopyName } from '#storage/catalogue.ts';
import { ledgerVersion, openLedger, type Ledger } from '#storage/ledger.ts';
import type { SaveState } from '#storage/saver.ts';
import { systemTimer, type Timer } from '#core/timer.ts';

export interface World {
  readonly boardId: BoardId;
  readonly clock: { time: number; now(): number };
  readonly timer: HandTimer;
  /** Opens another connection to this world's ledger. */
  readonly ledger: () => Promise<Ledger>;
  /** Opens the world's board, on a connection of its own unless one is given. */
  readonly open: (options?: Partial<BoardStoreOptions>) => Promise<BoardStore>;
  readonly deleteLedger: () => Promise<void>;
  readonly deleteWorkingCopy: () => Promise<void>;
  readonly workingCopyName: string;
  /** Closes and deletes all that was opened. */
  readonly end: () => Promise<void>;
}

export const createWorld = (): World => {
  const name = `grappe-test-${createId()}`;
  const boardId = createId<BoardId>();
  const clock = { time: 1_000_000, now: () => clock.time };
  const timer = createHandTimer();
  const ledgers: Ledger[] = [];
  const stores: BoardStore[] = [];
  const copyName = workingCopyName(name, boardId);
  const world: World = {
    boardId,
    clock,
    timer,
    workingCopyName: copyName,
    ledger: async () => {
      const ledger = take(await openLedger({ name, timer }));
      ledgers.push(ledger);
      return ledger;
    },
    open: async (options) => {
      const ledger = options?.ledger ?? (await world.ledger());
      const store = take(await openBoardStore({ boardId, clock, ...options, ledger }));
      stores.push(store);
      return store;
    },
    deleteLedger: () => deleteDatabase(name),
    deleteWorkingCopy: () => deleteDatabase(copyName),
    end: async () => {
      for (const store of stores) await store.close();
      for (const ledger of ledgers) ledger.close();
      await deleteDatabase(name);
      await deleteDatabase(copyName);
    },
  };
  return world;
};

/** Unwraps what a test takes for granted. */
export const take = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
};

export interface HandTimer extends Timer {
  /** Lets time pass, calling what falls due. */
  readonly advance: (ms: number) => void;
  /** Resolves when something waits for just so long. */
  readonly untilAsked: (delayMs: number) => Promise<void>;
}

/** Pauses this short pass by themselves: they let an engine finish what no event tells of. */
const shortMs = 100;

export const createHandTimer = (): HandTimer => {
  let now = 0;
  const waiting = new Set<{ due: number; delayMs: number; callback: () => void }>();
  const askers = new Set<() => void>();
  return {
    after: (delayMs, callback) => {
      if (delayMs <= shortMs) return systemTimer.after(delayMs, callback);
      const entry = { due: now + delayMs, delayMs, callback };
      waiting.add(entry);
      for (const asker of [...askers]) asker();
      return () => waiting.delete(entry);
    },
    advance: (ms) => {
      now += ms;
      for (const entry of [...waiting]) {
        if (entry.due <= now && waiting.delete(entry)) entry.callback();
      }
    },
    untilAsked: (delayMs) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (![...waiting].some((entry) => entry.delayMs === delayMs)) return;
          askers.delete(check);
          resolve();
        };
        askers.add(check);
        check();
      }),
  };
};

export const write = (doc: Y.Doc, key: string, value = `text of ${key}`): void => {
  doc.transact(() => doc.getMap('notes').set(key, value), { type: 'localEdit' });
};

export const read = (doc: Y.Doc): Record<string, unknown> => doc.getMap('notes').toJSON();

/** Two documents are equal when neither holds anything that the other lacks. */
export const fingerprint = (doc: Y.Doc): string => {
  const snapshot = Y.snapshot(doc);
  const clocks = [...snapshot.sv].sort(([a], [b]) => a - b);
  return JSON.stringify([clocks, Object.entries(read(doc)).sort(([a], [b]) => (a < b ? -1 : 1))]);
};

export const untilState = (store: BoardStore, type: SaveState['type']): Promise<SaveState> =>
  new Promise((resolve) => {
    const state = store.saveState();
    if (state.type === type) {
      resolve(state);
      return;
    }
    const undo = store.observeSaveState((next) => {
      if (next.type !== type) return;
      undo();
      resolve(next);
    });
  });

/** Resolves when the document satisfies the condition, checked now and at each update. */
export const untilDoc = (doc: Y.Doc, condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => {
      if (!condition()) return;
      doc.off('afterTransaction', check);
      resolve();
    };
    doc.on('afterTransaction', check);
    check();
  });

/** Makes the next additions to a table fail as a full disk would; returns the cure. */
export const fillDisk = (
  ledger: Ledger,
  table: 'journal' | 'restorePoints' | 'quarantine' | 'attachments',
): (() => void) => {
  const refuse = (): never => {
    throw new DOMException('disk full', 'QuotaExceededError');
  };
  const hook = ledger.db.table(table).hook('creating');
  hook.subscribe(refuse);
  return () => hook.unsubscribe(refuse);
};

/**
 * Kills whoever uses a database at the request of this number, counted from now: the transaction is rolled
 * back, as when a process ends, and nothing more is taken. `end` tells whether it came to that.
 */
export const cutAtRequest = (database: string, at: number): { readonly end: () => boolean } => {
  let count = 0;
  const undos = [IDBObjectStore.prototype, IDBIndex.prototype].flatMap((prototype) =>
    ['add', 'count', 'delete', 'get', 'getAll', 'getAllKeys', 'openCursor', 'openKeyCursor', 'put'].flatMap(
      (name) => {
        const whole = Object.getOwnPropertyDescriptor(prototype, name);
        if (whole === undefined) return [];
        const request = whole.value as (...args: unknown[]) => unknown;
        Object.defineProperty(prototype, name, {
          ...whole,
          value: function (this: IDBObjectStore | IDBIndex, ...args: unknown[]): unknown {
            const { transaction } = 'objectStore' in this ? this.objectStore : this;
            if (transaction.db.name === database && (count += 1) > at) {
              transaction.abort();
              throw new DOMException('killed', 'AbortError');
            }
            return request.apply(this, args);
          },
        });
        return [() => Object.defineProperty(prototype, name, whole)];
      },
    ),
  );
  return {
    end: () => {
      for (const undo of undos) undo();
      return count > at;
    },
  };
};

export const flipBit = (bytes: Uint8Array, at: number): Uint8Array => {
  const damaged = bytes.slice();
  damaged[at] = (damaged[at] ?? 0) ^ 0x10;
  return damaged;
};

export const openRaw = (name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('not opened'));
  });

/** Does something to the rows of a working copy, behind everybody's back. */
export const editRaw = async (name: string, edit: (table: IDBObjectStore) => void): Promise<void> => {
  const db = await openRaw(name);
  await new Promise<void>((resolve, reject) => {
    const transaction = db.transaction('updates', 'readwrite');
    edit(transaction.objectStore('updates'));
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
  db.close();
};

/** What a newer version does in another tab: opens the ledger under a higher schema. */
export const upgradeLedger = (ledger: Ledger): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(ledger.name, (ledgerVersion + 1) * 10);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
    request.onerror = () => reject(request.error ?? new Error('not opened'));
  });

/** Reads all rows of a table, past everybody. */
export const readRaw = async (name: string, table: string): Promise<unknown[]> => {
  const db = await openRaw(name);
  const request: IDBRequest<unknown[]> = db.transaction(table).objectStore(table).getAll();
  await new Promise((resolve) => (request.onsuccess = resolve));
  db.close();
  return request.result;
};

export const deleteDatabase = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('not deleted'));
  });
