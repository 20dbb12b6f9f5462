/** Brings notes of other programs into an open workshop: it loads with the dialog that asks. */

import type { KindId } from '#board/method.ts';
import { ok, type Result } from '#core/result.ts';
import { importLines, type ImportedLines } from '#synthesis/import-lines.ts';
import {
  guessMapping,
  readCells,
  readImportedLines,
  type LinesError,
  type Mapping,
  type ReadCells,
} from '#synthesis/read-lines.ts';
import { ownWords } from './words/own-words.ts';
import type { Workshop } from './workshop.svelte.ts';

export { decodeAnyText } from './read-text.ts';
export type { LineField, LinesError, Mapping, ReadCells } from '#synthesis/read-lines.ts';

export interface NotesToImport {
  readonly cells: ReadCells;
  /** What is known of its columns by their names. */
  readonly mapping: Mapping;
}

/** Errors: `LinesEmpty`; `TooManyLines`. */
export const readNotes = (text: string): Result<NotesToImport, LinesError> => {
  const own = ownWords();
  const cells = readCells(text, own);
  if (!cells.ok) return cells;
  const [first = []] = cells.value.rows;
  return ok({
    cells: cells.value,
    mapping: { note: 0, ...(cells.value.hasHeader && guessMapping(first, own)) },
  });
};

/** The notes that these columns make; `kind`: of those that do not tell theirs. */
export const linesOf = ({ method }: Workshop, cells: ReadCells, mapping: Mapping, kind: KindId) =>
  readImportedLines(cells, mapping, method, kind, ownWords());

export const importNotes = ({ run }: Workshop, lines: ReturnType<typeof linesOf>) =>
  run((board, born): Result<ImportedLines, never> => ok(importLines(board, lines, born)));
