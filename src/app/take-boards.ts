/** Takes what comes from elsewhere among the workshops of this device; it loads with the first thing that comes. */

import { createBoardDoc, mergeBoard, type BoardDoc } from '#board/document.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { keepAttachments } from '#storage/attachments.ts';
import { readBoard as readBoardRow } from '#storage/catalogue.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { CopyError } from './copy-in.ts';
import { keepInvitedKey } from './hub/hub-draft.ts';
import type { OpenBoards } from './open-boards.svelte.ts';
import type { MergeDeclined, OpenedFile, OpenOptions, TakenWorkshop, WaitingFile } from './open-file.ts';
import type { ClockNote } from './peer-clocks.ts';
import type { ReadBoard, ReadFile } from './read-file.ts';
import type { Workshop } from './workshop.svelte.ts';

export interface TakerContext {
  readonly ledger: Ledger;
  readonly boards: OpenBoards;
  /** Puts a document that is new here among the workshops; gives how many notes it has. */
  readonly begin: (id: BoardId, made: BoardDoc) => Promise<Result<number, StorageUnavailable>>;
  /** Tells of a workshop that was made here and that the disk has not taken into its list yet. */
  readonly isUnlisted: (id: BoardId) => boolean;
  /** Remembers that a device's file has come. */
  readonly hear: (id: BoardId, told: ClockNote | null) => Promise<void>;
}

/** What one file has of a workshop. */
export interface IncomingBoard extends Pick<ReadBoard, 'boardId' | 'state'> {
  readonly name: string;
  /** What its notes carry: of many files, not all of it is in memory at a time. */
  readonly carried: () => Promise<ReadBoard['attachments']>;
}

type Incoming = readonly [IncomingBoard, ...IncomingBoard[]];

/** Where an incoming file's update comes from, as every transaction names its origin. */
const fromFile = Object.freeze({ type: 'file' });

export const createTaker = ({ ledger, boards, begin, isUnlisted, hear }: TakerContext) => {
  const isHere = async (id: BoardId): Promise<boolean> => {
    const row = await readBoardRow(ledger, id);
    return isUnlisted(id) || (row.ok && row.value !== undefined);
  };

  /**
   * Puts a document among the workshops, or merges it into the one that is there: what several files have of it with one
   * question, one restore point, and screens that change once.
   */
  const take = async (
    incoming: Incoming,
    { ask }: Pick<OpenOptions, 'ask'>,
  ): Promise<Result<TakenWorkshop, StorageUnavailable | MergeDeclined>> => {
    const [{ boardId: id }] = incoming;
    if (!(await isHere(id))) return beginWith(incoming);
    const held = await boards.hold(id);
    if (!held.ok) return held;
    const { store, board, workshop } = held.value;
    try {
      const { nextTurn, prepareMerge, takeable } = await import('./merge.ts');
      const prepared = ask && (await prepareMerge(workshop, board, incoming));
      if (prepared?.preview && !(await ask?.(prepared.preview))) return err({ type: 'MergeDeclined' });
      const unkept = await keepCarried(incoming);
      await store.addRestorePoint('merge');
      const before = workshop.count;
      await workshop.changeOnce(async () => {
        for (const { state } of incoming) {
          mergeBoard(board, state, fromFile);
          // Read a little each time, not all of it when the screens ask.
          void workshop.board;
          await nextTurn();
        }
      });
      await store.flush();
      const saved = store.saveState();
      const merged = prepared ? takeable(prepared, (use) => useWorkshop(id, use)) : null;
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

  const beginWith = async (incoming: Incoming): Promise<Result<TakenWorkshop, StorageUnavailable>> => {
    const [{ boardId: id }] = incoming;
    const board = createBoardDoc();
    const { nextTurn } = await import('./merge.ts');
    for (const { state } of incoming) {
      mergeBoard(board, state, fromFile);
      if (incoming.length > 1) await nextTurn();
    }
    const unkept = await keepCarried(incoming);
    const begun = await begin(id, board);
    return begun.ok ? ok({ id, isNew: true, added: begun.value, unkept, merged: null }) : begun;
  };

  /** What notes carry is on the disk before the notes are on the board; gives how much found no room. */
  const keepCarried = async (incoming: readonly IncomingBoard[]): Promise<number> => {
    let unkept = 0;
    for (const { boardId, carried } of incoming) {
      const attachments = await carried();
      if (attachments.length === 0) continue;
      unkept += attachments.length - (await keepAttachments(ledger, boardId, attachments)).kept;
    }
    return unkept;
  };

  const alone = (read: ReadBoard): Incoming => [
    { ...read, name: '', carried: () => Promise.resolve(read.attachments) },
  ];

  /** Of a device’s whole storage: its workshops go on meeting the others. */
  const keepKey = async ({ boardId, key }: ReadBoard): Promise<void> => {
    if (key !== undefined) await keepInvitedKey(ledger, boardId, key);
  };

  /** Takes all that a file holds. */
  const takeFile = async (
    { boards: [first, ...others], rescue, badAttachments, vector, clock }: ReadFile,
    { ask, other }: Pick<OpenOptions, 'ask' | 'other'>,
  ): Promise<Result<OpenedFile, StorageUnavailable | MergeDeclined | CopyError>> => {
    const lost = (unkept: number) => ({ damaged: badAttachments, unkept });
    if (other && other.here !== first.boardId && rescue === null && vector === null) {
      const { copyIn, describeOther } = await import('./copy-in.ts');
      const choice = await other.ask(describeOther(first));
      if (choice === null) return err({ type: 'MergeDeclined' });
      if (choice === 'copy') {
        const copied = await copyIn({ ledger, boards }, other.here, first);
        if (!copied.ok) return copied;
        return ok({ workshops: [copied.value], rescue, lostAttachments: lost(copied.value.unkept), vector });
      }
    }
    const taken = await take(alone(first), { ...(ask && { ask }) });
    if (!taken.ok) return taken;
    await hear(first.boardId, clock);
    await keepKey(first);
    const workshops: [TakenWorkshop, ...TakenWorkshop[]] = [taken.value];
    // Storage that refuses one refuses all; those before it stay, and opening the file again adds nothing twice.
    for (const read of others) {
      const more = await take(alone(read), { ...(ask && { ask }) });
      if (!more.ok) return more;
      await keepKey(read);
      workshops.push(more.value);
    }
    const unkept = workshops.reduce((sum, workshop) => sum + workshop.unkept, 0);
    return ok({ workshops, rescue, lostAttachments: lost(unkept), vector });
  };

  const takeFiles = async (files: readonly WaitingFile[], options: Pick<OpenOptions, 'ask'>) => {
    const taken = await (await import('./take-files.ts')).takeFiles(take, files, options);
    if (!taken.ok) return taken;
    const here = new Set(taken.value.workshops.map(({ id }) => id));
    for (const { read } of files) {
      const [{ boardId }] = read.boards;
      if (here.has(boardId)) await hear(boardId, read.clock);
    }
    return taken;
  };

  return { takeFile, takeFiles, takeNew: (read: ReadBoard) => beginWith(alone(read)) };
};

export type Taker = ReturnType<typeof createTaker>;
