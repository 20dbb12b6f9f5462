/** A workshop of a file of notes: CSV of any program, or a line a note. */

import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { cleanLine, titleLimit } from '#board/text.ts';
import { systemClock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { importLines } from '#synthesis/import-lines.ts';
import { guessMapping, readCells, readImportedLines, type LinesError } from '#synthesis/read-lines.ts';
import type { ReadFile } from './read-file.ts';
import { decodeAnyText } from './read-text.ts';
import { ownWords } from './words/own-words.ts';

/** Whether a file is called as one of notes is. */
export const namesLines = (name: string): boolean => /\.(csv|tsv|txt)$/i.test(name);

/** Errors: `LinesEmpty`; `TooManyLines`. */
export const readLinesFile = (bytes: Uint8Array, name: string): Result<ReadFile, LinesError> => {
  const own = ownWords();
  const cells = readCells(decodeAnyText(bytes), own);
  if (!cells.ok) return cells;
  const board = createBoardDoc();
  const title = cleanLine(name.replace(/\.\w+$/, '')).slice(0, titleLimit);
  startWorkshop(board, { title: title === '' ? name : title, method: defaultMethod.id });
  const mapping = cells.value.hasHeader ? guessMapping(cells.value.rows[0] ?? [], own) : {};
  // Where no column is known to hold the notes, the first does.
  const lines = readImportedLines(cells.value, { note: 0, ...mapping }, defaultMethod, firstKind, own);
  importLines(board, lines, { at: systemClock.now() });
  return ok({
    boards: [{ boardId: createId<BoardId>(), state: encodeBoard(board), attachments: [] }],
    rescue: null,
    badAttachments: 0,
    created: '',
    clock: null,
    vector: null,
  });
};

const firstKind = defaultMethod.phases[0]?.kinds[0]?.id ?? ('' as never);
