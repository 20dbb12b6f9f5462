/** A workshop with so many notes, for pictures of the wall: the labelled notes, as often as it takes. */

import { groupNotes } from '#board/commands/clusters.ts';
import { addNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { readBoard } from '#board/board.ts';
import { createBoardDoc, encodeBoard, type ClusterId, type NoteId } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { makeBundle } from '#app/make-bundle.ts';
import { notesOf } from '../similarity/labelled-notes.ts';

const at = Date.UTC(2026, 0, 15, 9);

/** Three notes of four hang in a cluster. */
export const makeCrowd = (count: number): Buffer => {
  const board = createBoardDoc();
  startWorkshop(board, { title: `${String(count)} notes`, method: defaultMethod.id });
  const kinds = defaultMethod.phases[0]?.kinds ?? [];
  const labelled = [...notesOf('aside'), ...notesOf('tune')];
  const clusters = new Map<string, NoteId[]>();
  for (let i = 0; i < count; i += 1) {
    const { text, theme } = labelled[(i * 7) % labelled.length]!;
    const id = `note-${String(i)}` as NoteId;
    addNote(board, { id, text, kind: kinds[i % 3 === 0 ? 1 : 0]!.id, at });
    if (theme === null || i % 4 === 3) continue;
    const key = `${theme} ${String(Math.floor(i / labelled.length) || '')}`.trim();
    clusters.set(key, [...(clusters.get(key) ?? []), id]);
  }
  let made = 0;
  for (const [title, notes] of clusters) {
    if (notes.length > 1) groupNotes(board, { id: `cluster-${String(made++)}` as ClusterId, title }, notes);
  }
  const bundle = makeBundle({
    id: `picture-${String(count)}` as BoardId,
    state: encodeBoard(board),
    board: readBoard(board),
    method: defaultMethod,
    now: at,
  });
  return Buffer.from(bundle);
};
