/**
 * The boards that are open in this window: one document a board, however many screens hold it.
 *
 * A board that nobody holds any more is closed once all of it is on the disk. While the disk refuses, it stays
 * open and goes on trying: leaving a screen must not be what loses a note.
 */

import { needsSchema, raiseSchema } from '#board/commands/schema.ts';
import { openBoardDoc, type BoardDoc } from '#board/document.ts';
import type { Clock } from '#core/clock.ts';
import type { BoardId, DeviceId } from '#core/ids.ts';
import { nextTask } from '#core/next-task.ts';
import { ok, type Result } from '#core/result.ts';
import { openBoardStore, type BoardStore } from '#storage/board-store.ts';
import { readDraft, writeDraft } from '#storage/entries.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import { joinedKey, readJoined } from './joined.ts';
import { readRoleKey } from './role.svelte.ts';
import { createWorkshop, type Workshop } from './workshop.svelte.ts';

export interface OpenBoard {
  readonly store: BoardStore;
  readonly board: BoardDoc;
  readonly workshop: Workshop;
}

export interface OpenBoardsContext {
  readonly ledger: Ledger;
  readonly device: DeviceId;
  readonly clock: Clock;
  /** Called when a board was opened; what it returns is called when it closes. */
  readonly follow: (open: OpenBoard) => () => void;
}

interface Entry extends OpenBoard {
  holders: number;
  closing: Promise<void> | null;
  readonly unfollow: () => void;
}

export const createOpenBoards = ({ ledger, device, clock, follow }: OpenBoardsContext) => {
  const entries = new Map<BoardId, Promise<Result<Entry, StorageUnavailable>>>();
  let unsaved = $state.raw<readonly BoardId[]>([]);

  const open = async (id: BoardId, made?: BoardDoc): Promise<Result<Entry, StorageUnavailable>> => {
    const isNew = made !== undefined;
    const [opened, stored] = await Promise.all([
      openBoardStore({ ledger, boardId: id, clock, isNew, ...(isNew && { doc: made.doc }) }),
      readDraft(ledger, id, 'role'),
    ]);
    if (!opened.ok) return opened;
    // Decoded, and not yet read: each is long enough for a slow phone's task.
    await nextTask();
    const store = opened.value;
    const board = openBoardDoc(store.doc);
    if (needsSchema(board)) {
      await store.addRestorePoint('schema');
      raiseSchema(board);
    }
    const workshop = createWorkshop({
      id,
      board,
      device,
      clock,
      role: {
        held: readRoleKey(stored.ok ? stored.value : null),
        write: (key) => writeDraft(ledger, id, 'role', key === null ? undefined : { ...key }),
      },
    });
    if (!isNew && workshop.board.meta.method.value === '') {
      const joined = await readDraft(ledger, id, joinedKey);
      if (joined.ok) workshop.standIn(readJoined(joined.value));
    }
    const unfollow = follow({ store, board, workshop });
    return ok({ store, board, workshop, holders: 0, closing: null, unfollow });
  };

  const close = (id: BoardId, entry: Entry): Promise<void> => {
    entry.closing ??= (async () => {
      entry.unfollow();
      entry.workshop.close();
      await entry.store.close();
      entries.delete(id);
    })();
    return entry.closing;
  };

  /** Lets a board nobody holds go as soon as the disk has taken all of it. */
  const closeWhenSaved = (id: BoardId, entry: Entry): void => {
    if (unsaved.includes(id)) return;
    unsaved = [...unsaved, id];
    const stop = entry.store.observeSaveState(({ type }) => {
      if (type !== 'saved') return;
      stop();
      unsaved = unsaved.filter((other) => other !== id);
      if (entry.holders === 0) void close(id, entry);
    });
  };

  const take = async (
    id: BoardId,
    start: () => Promise<Result<Entry, StorageUnavailable>>,
  ): Promise<Result<OpenBoard, StorageUnavailable>> => {
    for (;;) {
      const pending = entries.get(id) ?? start();
      entries.set(id, pending);
      const entry = await pending;
      if (!entry.ok) {
        entries.delete(id);
        return entry;
      }
      if (!entry.value.closing) {
        entry.value.holders += 1;
        return entry;
      }
      await entry.value.closing;
    }
  };

  return {
    /** Boards that nobody holds and that the disk has not taken yet. */
    get unsaved() {
      return unsaved;
    },

    /** Opens a board, or takes part in its opening. */
    hold: (id: BoardId) => take(id, () => open(id)),

    /** Holds a board that was made just now, also where the disk refuses it. */
    begin: (id: BoardId, made: BoardDoc) => take(id, () => open(id, made)),

    /** Tells whether a board is open in this window, perhaps nowhere else yet. */
    isOpen: (id: BoardId): boolean => entries.has(id),

    release: async (id: BoardId): Promise<void> => {
      const entry = await entries.get(id);
      if (!entry?.ok || entry.value.closing) return;
      entry.value.holders -= 1;
      if (entry.value.holders > 0) return;
      await entry.value.store.flush();
      if (entry.value.holders > 0 || entry.value.closing) return;
      if (entry.value.store.saveState().type === 'saved') await close(id, entry.value);
      else closeWhenSaved(id, entry.value);
    },

    /** Closes a board whoever holds it, because it is to be erased. */
    drop: async (id: BoardId): Promise<void> => {
      const entry = await entries.get(id);
      if (!entry?.ok) return;
      await close(id, entry.value);
      unsaved = unsaved.filter((other) => other !== id);
    },
  };
};

export type OpenBoards = ReturnType<typeof createOpenBoards>;
