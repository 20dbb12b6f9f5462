/** A board in memory, with ids and times that repeat. */

import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { addNote, type NoteDraft } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { openBoardDoc, type BoardDoc, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import type { Result } from '#core/result.ts';

export const newBoard = (title = 'Atelier'): BoardDoc => {
  const board = openBoardDoc(new Y.Doc());
  value(startWorkshop(board, { title, method: defaultMethod.id }));
  return board;
};

/** The value of a result that must be one. */
export const value = <T>(result: Result<T, { readonly type: string }>): T => {
  if (!result.ok) throw new Error(`refused: ${result.error.type}`);
  return result.value;
};

let count = 0;
export const stick = (board: BoardDoc, text: string, more: Partial<NoteDraft> = {}): NoteId =>
  value(addNote(board, { id: `note${count++}` as NoteId, kind: 'irritant' as KindId, text, at: 0, ...more }));

export const textOf = (board: BoardDoc, id: NoteId): string | undefined =>
  readBoard(board).notes.get(id)?.text;

/** Opens a copy of a board, as another device would. */
export const copyOf = (board: BoardDoc): BoardDoc => {
  const copy = openBoardDoc(new Y.Doc());
  merge(copy, board);
  return copy;
};

/** Brings what `from` holds into `into`. */
export const merge = (into: BoardDoc, from: BoardDoc): void => {
  Y.applyUpdateV2(into.doc, Y.encodeStateAsUpdateV2(from.doc), 'merge');
};

export const mergeBoth = (a: BoardDoc, b: BoardDoc): void => {
  merge(a, b);
  merge(b, a);
};
