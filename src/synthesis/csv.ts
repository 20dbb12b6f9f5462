/**
 * A spreadsheet's CSV: one line a note.
 *
 * Comma-separated, as RFC 4180 has it and every program reads it, with a byte order mark for the accents. (Excel in French
 * asks for the separator on import; a first line `sep=,` would help it and break other readers.) A text that a spreadsheet would take for a formula gets an apostrophe before it
 * (OWASP, "CSV injection"): notes come from anybody.
 */

import Papa from 'papaparse';
import type { Board, Note } from '#board/board.ts';
import type { ClusterId } from '#board/document.ts';
import { findKind, type Localized, type Method } from '#board/method.ts';
import { noteTheme, parkedNotes } from '#board/select.ts';
import { noteText, type TableLabels } from './labels.ts';
import { readTables, rowTitle } from './tables.ts';

/** With the full-width forms that spreadsheets in East Asia take as well; Papa's own pattern misses texts of several lines. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

export const toCsv = (board: Board, method: Method, labels: TableLabels): string => {
  const local = (text: Localized): string => text[labels.locale];
  const header = [
    labels.phase,
    labels.row,
    labels.column,
    labels.note,
    labels.stressed,
    labels.audience,
    labels.theme,
    labels.cluster,
  ];
  const audienceOf = (note: Note): string => {
    const audience = method.audiences.find(({ id }) => id === note.audience);
    return audience ? local(audience.label) : (note.audience ?? '');
  };
  const clusterOf = (note: Note): string => board.clusters.get(note.cluster as ClusterId)?.title.value ?? '';
  const line = (note: Note, phase: string, title: string, column: string): readonly string[] => [
    phase,
    title,
    column,
    noteText(note, labels),
    note.stressed ? labels.yes : '',
    audienceOf(note),
    String(noteTheme(board, note) ?? ''),
    clusterOf(note),
  ];
  const lines = readTables(board, method).flatMap(({ phase, rows }) =>
    rows.flatMap((row) => {
      const title = rowTitle(phase, row, labels);
      const cells = [
        ...(phase.rows.type === 'heads' ? [{ kind: phase.rows.head, notes: row.heads }] : []),
        ...row.cells,
      ];
      return cells.flatMap(({ kind, notes }) =>
        notes.map((note) => line(note, local(phase.title), title, local(kind.column))),
      );
    }),
  );
  const parked = parkedNotes(board).map((note) => {
    const kind = findKind(method, note.kind)?.kind;
    return line(note, labels.parked, '', kind ? local(kind.column) : note.kind);
  });
  return `\ufeff${Papa.unparse([header, ...lines, ...parked], { newline: '\r\n', escapeFormulae: formula })}\r\n`;
};
