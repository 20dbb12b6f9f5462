/** Takes what comes from elsewhere among the workshops of this device; it loads with the first thing that comes. */

import { createBoardDoc, mergeBoard, type BoardDoc } from '#board/document.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { keepAttachments } from '#storage/attachments.ts';
import { readBoard as readBoardRow } from '#storage/catalogue.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { OpenBoards } from './open-boards.svelte.ts';
import type { MergeDeclined, OpenOptions, TakenWorkshop } from './open-file.ts';
import type { ReadBoard } from './read-file.ts';
import type { Workshop } from './workshop.svelte.ts';

export interface TakerContext {
  readonly ledger: Ledger;
  readonly boards: OpenBoards;
  /** Puts a document that is new here among the workshops; gives how many notes it has. */
  readonly begin: (id: BoardId, made: BoardDoc) => Promise<Result<number, StorageUnavailable>>;
  /** Tells of a workshop that was made here and that the disk has not taken into its list yet. */
  readonly isUnlisted: (id: BoardId) => boolean;
}

/** Where an incoming file's update comes from, as every transaction names its origin. */
const fromFile = Object.freeze({ type: 'file' });

export const createTaker = ({ ledger, boards, begin, isUnlisted }: TakerContext) => {
  /** Puts a document among the workshops, or merges it into the one that is there. */
  const take = async (
    read: ReadBoard,
    { ask, kept = new Set() }: Pick<OpenOptions, 'ask' | 'kept'>,
  ): Promise<Result<TakenWorkshop, StorageUnavailable | MergeDeclined>> => {
    const { boardId: id, state } = read;
    const row = await readBoardRow(ledger, id);
    if (!isUnlisted(id) && (!row.ok || row.value === undefined)) {
      return takeNew(read);
    }
    const held = await boards.hold(id);
    if (!held.ok) return held;
    const { store, board, workshop } = held.value;
    try {
      const merging = ask && (await import('./merge.ts'));
      const prepared = merging?.prepareMerge(workshop, board, state);
      if (prepared?.preview && !(await ask?.(prepared.preview))) return err({ type: 'MergeDeclined' });
      const unkept = await keepCarried(read);
      if (!kept.has(id)) await store.addRestorePoint('merge');
      kept.add(id);
      const before = workshop.count;
      const merge = (): void => mergeBoard(board, state, fromFile);
      const merged =
        merging && prepared
          ? merging.mergeTakeably(board, prepared, merge, (use) => useWorkshop(id, use))
          : (merge(), null);
      await store.flush();
      const saved = store.saveState();
      return saved.type === 'failed'
        ? err({ type: 'StorageUnavailable', reason: saved.reason, detail: saved.detail })
        : ok({ id, isNew: false, added: workshop.count - before, unkept, merged });
    } finally {
      await boards.release(id);
    }
  };

  /** Opens a workshop, or takes part in its being open, for one command. */
  const useWorkshop = async <T, E>(
    id: BoardId,
    use: (workshop: Workshop) => Result<T, E>,
  ): Promise<Result<T, E | StorageUnavailable>> => {
    const held = await boards.hold(id);
    if (!held.ok) return held;
    const used = use(held.value.workshop);
    await boards.release(id);
    return used;
  };

  /** Puts a document that is new here among the workshops. */
  const takeNew = async (read: ReadBoard): Promise<Result<TakenWorkshop, StorageUnavailable>> => {
    const board = createBoardDoc();
    mergeBoard(board, read.state, fromFile);
    const unkept = await keepCarried(read);
    const begun = await begin(read.boardId, board);
    return begun.ok ? ok({ id: read.boardId, isNew: true, added: begun.value, unkept, merged: null }) : begun;
  };

  const keepCarried = async (read: ReadBoard): Promise<number> =>
    read.attachments.length > 0
      ? read.attachments.length - (await keepAttachments(ledger, read.boardId, read.attachments)).kept
      : 0;

  return { take, takeNew };
};

export type Taker = ReturnType<typeof createTaker>;
