/** Opens this device's storage and gives the screens their workshops. */

import { createSubscriber } from 'svelte/reactivity';
import { observeBoard } from '#board/board.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, mergeBoard } from '#board/document.ts';
import { findKind } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import { systemClock, type Clock } from '#core/clock.ts';
import { createId, isId, type BoardId, type DeviceId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
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
import type { Backups } from './backups/backups.svelte.ts';
import type { Grappe, OpenWorkshop, StorageError, WorkshopCard } from './grappe.ts';
import type { OpenedFile } from './open-file.ts';
import { createOpenBoards, type OpenBoard, type OpenBoards } from './open-boards.svelte.ts';
import type { Workshop } from './workshop.svelte.ts';

/** How long after a change the home page's line on a workshop is rewritten: not at every keystroke. */
const summaryDelayMs = 1_000;

/** Where an incoming file's update comes from, as every transaction names its origin. */
const fromFile = Object.freeze({ type: 'file' });

export const createGrappe = async (): Promise<Grappe> => {
  const clock = systemClock;
  let workshops = $state.raw<readonly WorkshopCard[]>();
  let persistence = $state<Grappe['persistence']>('unasked');

  const withStorage = <T, E>(
    work: (storage: Storage) => Promise<Result<T, E | StorageUnavailable>>,
  ): Promise<Result<T, E | StorageUnavailable>> =>
    storage.ok ? work(storage.value) : Promise.resolve(storage);

  /** Keeps the home page's line on a workshop true, and asks to keep the data once there is some. */
  const followSummary = (ledger: Ledger, { board, workshop }: OpenBoard): (() => void) => {
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
    withStorage(async ({ ledger, boards }) => {
      const row = await readBoardRow(ledger, id);
      if (!row.ok) return row;
      const isNew = row.value === undefined;
      if (isNew) {
        const put = await putBoard(ledger, newRow(id, clock.now()));
        if (!put.ok) return put;
      }
      const held = await boards.hold(id);
      if (!held.ok) return held;
      const { store, board, workshop } = held.value;
      if (!isNew) await store.addRestorePoint('merge');
      const before = liveNotes(workshop.board).length;
      mergeBoard(board, state, fromFile);
      await store.flush();
      const saved = store.saveState();
      const added = liveNotes(workshop.board).length - before;
      if (saved.type === 'failed') {
        // What could not be put among the workshops is not left there by half.
        if (isNew) await boards.drop(id).then(() => eraseBoard(ledger, id));
        else await boards.release(id);
        return err({ type: 'StorageUnavailable', reason: saved.reason, detail: saved.detail });
      }
      await boards.release(id);
      return ok({ id, isNew, added });
    });

  let backups: Promise<Backups> | undefined;
  const readBackups = (): Promise<Backups> =>
    (backups ??= import('./backups/backups.svelte.ts').then(({ createBackups }) =>
      createBackups({ ledger: storage.ok ? storage.value.ledger : undefined, clock }),
    ));

  /** Backups come with a part of their own, for which nothing waits: neither opening nor leaving. */
  const followBackups = (open: () => OpenWorkshop): (() => void) => {
    const following = readBackups().then(
      (loaded) => loaded.follow(open()),
      () => undefined,
    );
    return () => void following.then((leave) => leave?.());
  };

  const storage = await openStorage(clock, followSummary);
  if (storage.ok) {
    const { ledger, boards } = storage.value;
    observeBoards(ledger, (rows) => {
      workshops = rows.map(readCard);
    });
    void relist(ledger, boards, clock);
    void readPersistence().then((answer) => {
      if (answer === 'granted') persistence = answer;
    });
  }
  const storageError: StorageError | null = storage.ok ? null : storage.error;

  return {
    get unsaved() {
      return storage.ok ? storage.value.boards.unsaved : [];
    },
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
      withStorage(async () => {
        const id = createId<BoardId>();
        const board = createBoardDoc();
        const started = startWorkshop(board, draft);
        if (!started.ok) return started;
        const taken = await take(id, encodeBoard(board));
        return taken.ok ? ok(id) : taken;
      }),

    open: (id) =>
      withStorage(async ({ ledger, boards }): Promise<Result<OpenWorkshop, StorageError>> => {
        const row = await readBoardRow(ledger, id);
        if (!row.ok) return row;
        if (row.value === undefined) return err({ type: 'WorkshopMissing' });
        const held = await boards.hold(id);
        if (!held.ok) return held;
        void touchBoard(ledger, id, { openedAt: clock.now() });
        void writeSetting(ledger, 'lastWorkshop', id);
        const leave = followBackups(() => open);
        const open = showOpen(held.value, () => boards.release(id).then(leave));
        return ok(open);
      }),

    openFile: async (file) => {
      const { noteFileTime, openFile } = await import('./open-file.ts');
      const read = await openFile(file);
      if (!read.ok) return read;
      if (storage.ok) void noteFileTime(storage.value.ledger, read.value.created, clock.now());
      return take(read.value.boardId, read.value.state);
    },

    openExample: () =>
      withStorage(async ({ ledger }) => {
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
      const last = await withStorage(({ ledger }) => readSetting(ledger, 'lastWorkshop'));
      return last.ok && isId(last.value) ? (last.value as BoardId) : null;
    },

    erase: (id) =>
      withStorage(async ({ ledger, boards }) => {
        await boards.drop(id);
        const erased = await eraseBoard(ledger, id);
        return erased.ok ? ok() : erased;
      }),

    exportFile: async (workshop, format) => {
      const { makeExport } = await import('./export-file.ts');
      const { id, board, method } = workshop;
      const file = makeExport({ id, state: workshop.encode(), board, method, format, now: clock.now() });
      if (format === 'grappe' && storage.ok) {
        void touchBoard(storage.value.ledger, workshop.id, { exportedAt: clock.now() });
      }
      return file;
    },

    backups: readBackups,
    preflight: async () => {
      const { createPreflight } = await import('./preflight/preflight.svelte.ts');
      return createPreflight({ storage: storage.ok ? ok(storage.value.ledger) : storage, clock });
    },

    readDraft: async (key) => {
      const [id, name] = splitDraftKey(key);
      const draft = await withStorage(({ ledger }) => readDraft(ledger, id, name));
      return draft.ok ? draft.value : undefined;
    },
    writeDraft: (key, value) => {
      const [id, name] = splitDraftKey(key);
      if (storage.ok) void writeDraft(storage.value.ledger, id, name, value as Json | undefined);
    },
  };
};

/** This device's storage, opened: the ledger and the boards of this window. */
interface Storage {
  readonly ledger: Ledger;
  readonly boards: OpenBoards;
}

const openStorage = async (
  clock: Clock,
  follow: (ledger: Ledger, open: OpenBoard) => () => void,
): Promise<Result<Storage, StorageUnavailable>> => {
  const opened = await openLedger();
  if (!opened.ok) return opened;
  const ledger = opened.value;
  const device = await readDevice(ledger);
  const boards = createOpenBoards({ ledger, device, clock, follow: (open) => follow(ledger, open) });
  return ok({ ledger, boards });
};

/** Boards whose line was lost with the ledger are opened once, to be listed by their title again. */
const relist = async (ledger: Ledger, boards: OpenBoards, clock: Clock): Promise<void> => {
  const lost = await recoverCatalogue(ledger, clock);
  if (!lost.ok) return;
  for (const id of lost.value) {
    const held = await boards.hold(id);
    if (held.ok) await boards.release(id);
  }
};

/** Drafts belong to a workshop (`<id>/<name>`), so that erasing it erases them. */
const splitDraftKey = (key: string): readonly [BoardId, string] => {
  const slash = key.indexOf('/');
  return [key.slice(0, slash) as BoardId, key.slice(slash + 1)];
};

const showOpen = ({ store, workshop }: OpenBoard, close: () => Promise<void>): OpenWorkshop => {
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
