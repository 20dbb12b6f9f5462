/** « Voir ce qui est nouveau »: notes that the last merge brought, for the wall to look for when it opens next, and later on. */

import type { NoteId } from '#board/document.ts';
import type { BoardId } from '#core/ids.ts';

const fresh = new Map<BoardId, ReadonlySet<NoteId>>();
let wanted: BoardId | null = null;

/** What the last merge of this page brought into a workshop. */
export const freshNotes = (board: BoardId): ReadonlySet<NoteId> | undefined => fresh.get(board);

export const keepFresh = (board: BoardId, notes: ReadonlySet<NoteId>): void => {
  fresh.set(board, notes);
};

export const lookForNew = (board: BoardId, notes: ReadonlySet<NoteId>): void => {
  keepFresh(board, notes);
  wanted = board;
};

/** Gives once what the wall was asked to look for. */
export const takeWanted = (board: BoardId): ReadonlySet<NoteId> | null => {
  const notes = wanted === board ? (fresh.get(board) ?? null) : null;
  if (wanted === board) wanted = null;
  return notes;
};
