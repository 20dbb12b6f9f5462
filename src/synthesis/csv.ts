/**
 * A spreadsheet's CSV: one line a note.
 *
 * Comma-separated, as RFC 4180 has it and every program reads it, with a byte order mark for the accents. (Excel in French
 * asks for the separator on import; a first line `sep=,` would help it and break other readers.) A text that a spreadsheet
 * would take for a formula gets an apostrophe before it (OWASP, "CSV injection"): notes come from anybody. One that begins with
 * apostrophes before such a sign gets one more, so that `readCsvText` takes away what was added and nothing else.
 */

import Papa from 'papaparse';
import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import type { TableLabels } from './labels.ts';
import { readNoteLines } from './note-lines.ts';

/** With the full-width forms that spreadsheets in East Asia take as well; Papa's own pattern misses texts of several lines. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** The columns, in their order. */
export const csvColumns = [
  'phase',
  'row',
  'column',
  'note',
  'stressed',
  'audience',
  'theme',
  'cluster',
  'clusterReference',
  'reference',
  'from',
] as const satisfies readonly (keyof TableLabels)[];

export const toCsv = (board: Board, method: Method, labels: TableLabels): string => {
  const lines = readNoteLines(board, method, labels).map((line): readonly string[] => [
    line.phase,
    line.row,
    line.column,
    line.text,
    line.stressed ? labels.yes : '',
    line.audience,
    line.theme === null ? '' : String(line.theme),
    line.cluster,
    line.clusterReference,
    line.reference,
    line.from.join(' '),
  ]);
  return writeCsv(
    csvColumns.map((column) => labels[column]),
    lines,
  );
};

/** Lines as CSV, with a byte order mark, and apostrophes where a text would run as a formula. */
export const writeCsv = (header: readonly string[], lines: readonly (readonly string[])[]): string =>
  `\ufeff${Papa.unparse([header, ...lines] as string[][], { newline: '\r\n', escapeFormulae: formula })}\r\n`;

/** The text of a cell without the apostrophe that `toCsv`, or a spreadsheet, has put before a sign of formulas. */
export const readCsvText = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
