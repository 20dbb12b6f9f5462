/**
 * A spreadsheet's CSV: one line a note.
 *
 * Comma-separated, as RFC 4180 has it, with a byte order mark for the accents: docs/decisions/0072 tells what spreadsheets make of it.
 * Where a text would run as a formula an apostrophe is put before the sign (OWASP, "CSV injection"): notes come from anybody. That is at its
 * beginning, and behind whatever a program may take for the end of a cell, for one that expects semicolons cuts in the midst of
 * a quoted text. Where apostrophes stood before such a sign there is one more, so that `readCsvText` takes away what was added and nothing else.
 */

import Papa from 'papaparse';
import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import type { TableLabels } from './labels.ts';
import { readNoteLines } from './note-lines.ts';

// With the full-width forms that spreadsheets in East Asia take as well.
const atStart = /^(?='*[=+\-@\t\r\n＝＋－＠])/;
const behindCut = /[,;\t\r\n](?='*[=+\-@＝＋－＠])/g;
const addedAtStart = /^'(?='*[=+\-@\t\r\n＝＋－＠])/;
const addedBehindCut = /([,;\t\r\n])'(?='*[=+\-@＝＋－＠])/g;

/** What some program takes for the end of a cell, besides commas and quotes. */
const otherCuts = /[;\t]/;

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
export const writeCsv = (header: readonly string[], lines: readonly (readonly string[])[]): string => {
  const cells = [header, ...lines].map((line) => line.map(writeCsvText));
  return `\ufeff${Papa.unparse(cells, { newline: '\r\n', quotes: (cell: string) => otherCuts.test(cell) })}\r\n`;
};

// Some programs end a file at the first of them. Notes that come in have none.
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

const writeCsvText = (text: string): string =>
  text.replace(controls, '').replace(atStart, "'").replace(behindCut, "$&'");

/** The text of a cell without the apostrophes that `writeCsv`, or a spreadsheet, has put before signs of formulas. */
export const readCsvText = (cell: string): string =>
  cell.replace(addedBehindCut, '$1').replace(addedAtStart, '');
