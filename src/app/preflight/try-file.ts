/** Makes a file of a little workshop and opens it again, by the ways that real ones take. */

import { readBoard } from '#board/board.ts';
import { addNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type BoardDoc, type NoteId } from '#board/document.ts';
import { defaultMethod, findMethod } from '#board/methods.ts';
import type { Clock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { makeBundle } from '../make-bundle.ts';
import { openFile } from '../open-file.ts';
import { tableLabels } from '../words/table-labels.ts';
import type { Finding } from './finding.ts';

const texts = ['Zones blanches', 'Égalité, « accès » et œuvres', '👩🏽‍🏫 🍇', 'نص من اليمين'];

const origin = Object.freeze({ type: 'file' });

export const tryFile = async (clock: Clock): Promise<Finding> => {
  const start = performance.now();
  const id = createId<BoardId>();
  const board = makeBoard(clock);
  const bytes = makeBundle({
    id,
    state: encodeBoard(board),
    board: readBoard(board),
    method: methodOf(board),
    now: clock.now(),
  });
  const opened = await openFile(new Blob([bytes as BlobPart]));
  const [read] = opened.ok ? opened.value.boards : [];
  if (read?.boardId !== id) return { type: 'FileFails' };
  const again = createBoardDoc();
  mergeBoard(again, read.state, origin);
  if (textOf(again) !== textOf(board)) return { type: 'FileFails' };
  return { type: 'FileOpens', ms: Math.round(performance.now() - start) };
};

const makeBoard = (clock: Clock): BoardDoc => {
  const board = createBoardDoc();
  startWorkshop(board, { title: 'Essai', method: defaultMethod.id });
  const [phase] = methodOf(board).phases;
  const kind = phase?.kinds[0]?.id;
  for (const text of texts) {
    if (phase && kind) addNote(board, { id: createId<NoteId>(), text, kind, at: clock.now() });
  }
  return board;
};

const methodOf = (board: BoardDoc) => findMethod(readBoard(board).meta.method.value);

const textOf = (board: BoardDoc): string =>
  workshopText(exportWorkshop(readBoard(board), methodOf(board), tableLabels()));
