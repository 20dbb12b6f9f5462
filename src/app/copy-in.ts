/** Copies the notes of a file of another workshop into one that is here. */

import { readBoard } from '#board/board.ts';
import { copyNotes } from '#board/commands/copy-notes.ts';
import { createBoardDoc, mergeBoard, type NoteId } from '#board/document.ts';
import { findMethod } from '#board/methods.ts';
import { liveNotes } from '#board/select.ts';
import { veil } from '#board/veil.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { keepAttachments } from '#storage/attachments.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { OpenBoards } from './open-boards.svelte.ts';
import type { OtherWorkshop, TakenWorkshop } from './open-file.ts';
import type { ReadBoard } from './read-file.ts';
import type { Frozen, ReadOnly } from './workshop.svelte.ts';

export type CopyError = ReadOnly | Frozen;

/** What may be seen of it: what is written in silence there is not copied. */
const readShown = ({ state }: Pick<ReadBoard, 'state'>) => {
  const doc = createBoardDoc();
  mergeBoard(doc, state, { type: 'file' });
  const board = readBoard(doc);
  return veil(board, findMethod(board.meta.method.value), null).board;
};

export const describeOther = (read: Pick<ReadBoard, 'state'>): OtherWorkshop => {
  const board = readShown(read);
  return { title: board.meta.title.value, notes: liveNotes(board).length };
};

/** One step of undo. What the notes carry is on the disk before they are on the board. */
export const copyIn = async (
  { ledger, boards }: { readonly ledger: Ledger; readonly boards: OpenBoards },
  id: BoardId,
  read: ReadBoard,
): Promise<Result<TakenWorkshop, StorageUnavailable | CopyError>> => {
  const from = readShown(read);
  const held = await boards.hold(id);
  if (!held.ok) return held;
  const { store, workshop } = held.value;
  try {
    if (workshop.refusal) return err(workshop.refusal);
    const wanted = new Set(liveNotes(from).flatMap(({ attached }) => attached.map(({ hash }) => hash)));
    const carried = read.attachments.filter(({ hash }) => wanted.has(hash));
    const { kept } = carried.length > 0 ? await keepAttachments(ledger, id, carried) : { kept: 0 };
    const copied = workshop.run((doc, born) =>
      copyNotes(doc, from, { ...born, makeId: () => createId<NoteId>() }),
    );
    if (!copied.ok) return copied;
    await store.flush();
    const saved = store.saveState();
    return saved.type === 'failed'
      ? err({ type: 'StorageUnavailable', reason: saved.reason, detail: saved.detail })
      : ok({
          id,
          isNew: false,
          added: copied.value,
          unkept: carried.length - kept,
          merged: null,
          isCopy: true,
        });
  } finally {
    await boards.release(id);
  }
};
