/** Opens this device's storage and gives the screens their workshops. */

import { createSubscriber } from 'svelte/reactivity';
import { observeBoard } from '#board/board.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, mergeBoard, openBoardDoc, type BoardDoc } from '#board/document.ts';
import { findKind } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import { systemClock } from '#core/clock.ts';
import { createId, isId, type BoardId, type DeviceId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { openBoardStore, type BoardStore } from '#storage/board-store.ts';
import {
  observeBoards,
  putBoard,
  readBoard as readBoardRow,
  recoverCatalogue,
  touchBoard,
} from '#storage/catalogue.ts';
import { readDraft, readSetting, writeDraft, writeSetting, type Json } from '#storage/entries.ts';
import { eraseBoard } from '#storage/erase.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import { openLedger, type BoardRow, type Ledger } from '#storage/ledger.ts';
import { readPersistence, requestPersistence } from '#storage/permission.ts';
import type { Grappe, OpenWorkshop, StorageError, WorkshopCard } from './grappe.ts';
import type { OpenedFile } from './open-file.ts';
import { createWorkshop, type Workshop } from './workshop.svelte.ts';

/** How long after a change the home page's line on a workshop is rewritten: not at every keystroke. */
const summaryDelayMs = 1_000;

/** Where an incoming file's update comes from, as every transaction names its origin. */
const fromFile = Object.freeze({ type: 'file' });

/** A workshop that is open, and how many screens hold it. */
interface Opened {
  readonly store: BoardStore;
  readonly board: BoardDoc;
  readonly workshop: Workshop;
  holders: number;
  stop(): void;
}

export const createGrappe = async (): Promise<Grappe> => {
  const clock = systemClock;
  const ledgerResult = await openLedger();
  let workshops = $state.raw<readonly WorkshopCard[]>();
  const storageError: StorageError | null = ledgerResult.ok ? null : ledgerResult.error;
  let persistence = $state<Grappe['persistence']>('unasked');
  const opened = new Map<BoardId, Promise<Result<Opened, StorageUnavailable>>>();

  if (ledgerResult.ok) {
    observeBoards(ledgerResult.value, (rows) => {
      workshops = rows.map(readCard);
    });
    void relist(ledgerResult.value);
    void readPersistence().then((answer) => {
      if (answer === 'granted') persistence = answer;
    });
  }
  const device = ledgerResult.ok ? await readDevice(ledgerResult.value) : createId<DeviceId>();

  const withLedger = <T, E>(
    work: (ledger: Ledger) => Promise<Result<T, E | StorageUnavailable>>,
  ): Promise<Result<T, E | StorageUnavailable>> => {
    if (!ledgerResult.ok) return Promise.resolve(ledgerResult);
    return work(ledgerResult.value);
  };

  /** Boards whose line was lost with the ledger are opened once, to be listed by their title again. */
  async function relist(ledger: Ledger): Promise<void> {
    const lost = await recoverCatalogue(ledger, clock);
    if (!lost.ok) return;
    for (const id of lost.value) {
      const held = await hold(ledger, id);
      if (held.ok) await release(id);
    }
  }

  /** Opens a board, or takes part in its opening: one window has one document per board. */
  const hold = async (ledger: Ledger, id: BoardId): Promise<Result<Opened, StorageUnavailable>> => {
    const pending = opened.get(id) ?? openBoard(ledger, id);
    opened.set(id, pending);
    const result = await pending;
    if (result.ok) result.value.holders += 1;
    else opened.delete(id);
    return result;
  };

  const openBoard = async (ledger: Ledger, id: BoardId): Promise<Result<Opened, StorageUnavailable>> => {
    const result = await openBoardStore({ ledger, boardId: id, clock });
    if (!result.ok) return result;
    const store = result.value;
    const board = openBoardDoc(store.doc);
    const workshop = createWorkshop({ id, board, device, clock });
    const stopSummary = followSummary(ledger, board, workshop);
    const stop = (): void => {
      stopSummary();
      workshop.close();
    };
    return ok({ store, board, workshop, holders: 0, stop });
  };

  const release = async (id: BoardId): Promise<void> => {
    const result = await opened.get(id);
    if (!result?.ok) return;
    const board = result.value;
    board.holders -= 1;
    if (board.holders > 0) return;
    opened.delete(id);
    board.stop();
    await board.store.close();
  };

  /** Keeps the home page's line on a workshop true, and asks to keep the data once there is some. */
  const followSummary = (ledger: Ledger, board: BoardDoc, workshop: Workshop): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = (): void => {
      timer = undefined;
      void touchBoard(ledger, workshop.id, { summary: summarise(workshop) });
    };
    const onUpdate = (): void => {
      timer ??= setTimeout(write, summaryDelayMs);
      if (persistence === 'unasked' && liveNotes(workshop.board).length > 0) void askToKeep();
    };
    const stop = observeBoard(board, onUpdate);
    write();
    return () => {
      stop();
      if (timer === undefined) return;
      clearTimeout(timer);
      write();
    };
  };

  let asking = false;
  const askToKeep = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    persistence = await requestPersistence();
  };

  /** Puts a document among the workshops, or merges it into the one that is there. */
  const take = (id: BoardId, state: Uint8Array): Promise<Result<OpenedFile, StorageUnavailable>> =>
    withLedger(async (ledger) => {
      const row = await readBoardRow(ledger, id);
      if (!row.ok) return row;
      const isNew = row.value === undefined;
      if (isNew) {
        const put = await putBoard(ledger, newRow(id, clock.now()));
        if (!put.ok) return put;
      }
      const held = await hold(ledger, id);
      if (!held.ok) return held;
      const { store, board, workshop } = held.value;
      if (!isNew) await store.addRestorePoint('merge');
      const before = liveNotes(workshop.board).length;
      mergeBoard(board, state, fromFile);
      await store.flush();
      const saved = store.saveState();
      const added = liveNotes(workshop.board).length - before;
      await release(id);
      if (saved.type === 'failed') {
        return err({ type: 'StorageUnavailable', reason: saved.reason, detail: saved.detail });
      }
      return ok({ id, isNew, added });
    });

  return {
    get workshops() {
      return workshops;
    },
    get storageError() {
      return storageError;
    },
    get persistence() {
      return persistence;
    },

    create: (draft) =>
      withLedger(async () => {
        const id = createId<BoardId>();
        const board = createBoardDoc();
        const started = startWorkshop(board, draft);
        if (!started.ok) return started;
        const taken = await take(id, encodeBoard(board));
        return taken.ok ? ok(id) : taken;
      }),

    open: (id) =>
      withLedger(async (ledger): Promise<Result<OpenWorkshop, StorageError>> => {
        const row = await readBoardRow(ledger, id);
        if (!row.ok) return row;
        if (row.value === undefined) return err({ type: 'WorkshopMissing' });
        const held = await hold(ledger, id);
        if (!held.ok) return held;
        void touchBoard(ledger, id, { openedAt: clock.now() });
        void writeSetting(ledger, 'lastWorkshop', id);
        return ok(showOpen(held.value, () => release(id)));
      }),

    openFile: async (file) => {
      const { openFile } = await import('./open-file.ts');
      const read = await openFile(file);
      return read.ok ? take(read.value.boardId, read.value.state) : read;
    },

    openExample: () =>
      withLedger(async (ledger) => {
        const known = await readSetting(ledger, 'example');
        if (known.ok && isId(known.value)) {
          const row = await readBoardRow(ledger, known.value as BoardId);
          if (row.ok && row.value) return ok(row.value.id);
        }
        const { readExample } = await import('./example.ts');
        const { boardId, state } = readExample();
        const taken = await take(boardId, state);
        if (!taken.ok) return taken;
        await writeSetting(ledger, 'example', boardId);
        return ok(boardId);
      }),

    lastWorkshop: async () => {
      const last = await withLedger((ledger) => readSetting(ledger, 'lastWorkshop'));
      return last.ok && isId(last.value) ? (last.value as BoardId) : null;
    },

    erase: (id) =>
      withLedger(async (ledger) => {
        const held = await opened.get(id);
        if (held?.ok) {
          held.value.holders = 1;
          await release(id);
        }
        const erased = await eraseBoard(ledger, id);
        return erased.ok ? ok() : erased;
      }),

    exportFile: async (workshop, format) => {
      const { makeExport } = await import('./export-file.ts');
      const { id, board, method } = workshop;
      const file = makeExport({ id, state: workshop.encode(), board, method, format, now: clock.now() });
      if (format === 'grappe' && ledgerResult.ok) {
        void touchBoard(ledgerResult.value, workshop.id, { exportedAt: clock.now() });
      }
      return file;
    },

    readDraft: async (key) => {
      const [id, name] = splitDraftKey(key);
      const draft = await withLedger((ledger) => readDraft(ledger, id, name));
      return draft.ok ? draft.value : undefined;
    },
    writeDraft: (key, value) => {
      const [id, name] = splitDraftKey(key);
      if (ledgerResult.ok) void writeDraft(ledgerResult.value, id, name, value as Json | undefined);
    },
  };
};

/** Drafts belong to a workshop (`<id>/<name>`), so that erasing it erases them. */
const splitDraftKey = (key: string): readonly [BoardId, string] => {
  const slash = key.indexOf('/');
  return [key.slice(0, slash) as BoardId, key.slice(slash + 1)];
};

const showOpen = ({ store, workshop }: Opened, close: () => Promise<void>): OpenWorkshop => {
  const subscribe = createSubscriber((update) => store.observeSaveState(update));
  return {
    workshop,
    get saveState() {
      subscribe();
      return store.saveState();
    },
    whenSaved: () => store.whenSaved(),
    retrySave: () => void store.flush(),
    close,
  };
};

const newRow = (id: BoardId, now: number): BoardRow => ({
  id,
  createdAt: now,
  openedAt: now,
  changedAt: now,
  summary: null,
});

/** A random id of this device, for colours and counts; it says nothing about who holds it. */
const readDevice = async (ledger: Ledger): Promise<DeviceId> => {
  const known = await readSetting(ledger, 'device');
  if (known.ok && isId(known.value)) return known.value as DeviceId;
  const device = createId<DeviceId>();
  await writeSetting(ledger, 'device', device);
  return device;
};

type Summary = Omit<WorkshopCard, 'id' | 'changedAt' | 'exportedAt'>;

const summarise = ({ board }: Workshop): Summary => {
  const method = findMethod(board.meta.method.value);
  const notes = liveNotes(board);
  return {
    title: board.meta.title.value,
    place: board.meta.place.value,
    date: board.meta.date.value,
    noteCount: notes.length,
    clusterCount: liveClusters(board).length,
    hues: [...new Set(notes.map((note) => findKind(method, note.kind)?.kind.hue ?? 'paper'))].slice(0, 3),
  };
};

/** Storage keeps the summary without looking inside; an older version may have written another one. */
const readCard = ({ id, changedAt, exportedAt, summary }: BoardRow): WorkshopCard => {
  const { title, place, date, noteCount, clusterCount, hues } = (summary ?? {}) as Partial<Summary>;
  return {
    id,
    title: title ?? '',
    place: place ?? '',
    date: date ?? '',
    noteCount: noteCount ?? 0,
    clusterCount: clusterCount ?? 0,
    hues: Array.isArray(hues) ? hues : [],
    changedAt,
    exportedAt: exportedAt ?? null,
  };
};
