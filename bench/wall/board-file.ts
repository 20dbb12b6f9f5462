/** The notes of the bench as a `.grappe` file, to be opened as people open one. */

import { generateNKeysBetween } from 'fractional-indexing';
import { readBoard } from '#board/board.ts';
import { writeNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, transact, type NoteId } from '#board/document.ts';
import type { KindId, MethodId } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { makeBundle } from '#app/make-bundle.ts';
import type { WallNote } from './notes.js';

const started = Date.UTC(2026, 0, 15, 9);

export const makeBoardFile = (id: string, notes: readonly WallNote[]): Uint8Array => {
  const board = createBoardDoc();
  const method = 'start-stop-continue' as MethodId;
  const workshop = startWorkshop(board, { title: `${String(notes.length)} notes`, method });
  if (!workshop.ok) throw new Error(`refused: ${workshop.error.type}`);
  const orders = generateNKeysBetween(null, null, notes.length);
  transact(board, () => {
    notes.forEach(({ id, kind, text, x, y }, at) => {
      const draft = { id: id as NoteId, kind: kind as string as KindId, text, at: started };
      writeNote(board, draft, orders[at] ?? '').set('place', [x, y]);
    });
  });
  return makeBundle({
    id: id as BoardId,
    state: encodeBoard(board),
    board: readBoard(board),
    method: findMethod(method),
    now: started,
  });
};
