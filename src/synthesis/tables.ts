/** The tables of a workshop: what the room reads, prints and exports. */

import type { Board, Note, Retex } from '#board/board.ts';
import type { RetexId, RowId } from '#board/document.ts';
import { localized, type Kind, type Method, type Phase } from '#board/method.ts';
import { liveRetex, liveRows, phaseNotes } from '#board/select.ts';
import { noteText, type TableLabels } from './labels.ts';

export interface TableCell {
  readonly kind: Kind;
  /** Every bullet is a note, in order. */
  readonly notes: readonly Note[];
}

export interface TableRow {
  /** Null: the notes that are in no row, listed last; and the only row of a phase that is a whole. */
  readonly id: RowId | RetexId | null;
  readonly retex: Retex | null;
  /** The notes of the first cell in a phase whose rows have heads; else none. */
  readonly heads: readonly Note[];
  readonly cells: readonly TableCell[];
}

export interface Table {
  readonly phase: Phase;
  readonly rows: readonly TableRow[];
}

/** Reads every phase's table. A row is there as soon as it was made; the row of the rest only when needed. */
export const readTables = (board: Board, method: Method): readonly Table[] =>
  method.phases.map((phase) => readTable(board, phase));

export const readTable = (board: Board, phase: Phase): Table => {
  const notesByRow = new Map<RowId | RetexId | null, Note[]>();
  for (const note of phaseNotes(board, phase)) {
    const notes = notesByRow.get(note.row);
    if (notes) notes.push(note);
    else notesByRow.set(note.row, [note]);
  }
  const ids: readonly (RowId | RetexId)[] =
    phase.rows.type === 'retex'
      ? retexRows(board)
      : phase.rows.type === 'heads'
        ? liveRows(board, phase).map((row) => row.id)
        : [];
  const rows: TableRow[] = ids.map((id) => {
    const retex = board.retex.get(id as RetexId) ?? null;
    return readRow(phase, id, retex, notesByRow.get(id) ?? []);
  });
  const known = new Set<RowId | RetexId | null>(ids);
  const rest = [...notesByRow].flatMap(([id, notes]) => (known.has(id) ? [] : notes));
  if (rest.length > 0 || phase.rows.type === 'whole') rows.push(readRow(phase, null, null, rest));
  return { phase, rows };
};

const retexRows = (board: Board): readonly RetexId[] => {
  const place = (retex: Retex): string => retex.rowOrder ?? retex.order ?? '';
  return [...liveRetex(board)]
    .sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0))
    .map((retex) => retex.id);
};

const readRow = (
  phase: Phase,
  id: RowId | RetexId | null,
  retex: Retex | null,
  notes: readonly Note[],
): TableRow => ({
  id,
  retex,
  heads: phase.rows.type === 'heads' ? ofKind(notes, phase.rows.head) : [],
  cells: phase.kinds.map((kind) => ({ kind, notes: ofKind(notes, kind) })),
});

const ofKind = (notes: readonly Note[], kind: Kind): readonly Note[] =>
  notes.filter((note) => note.kind === kind.id);

/** Tells whether a row holds no note at all. */
export const isEmptyRow = (row: TableRow): boolean =>
  row.heads.length === 0 && row.cells.every((cell) => cell.notes.length === 0);

/** The first cell of a row in one line of text: the card's number and title, or the heads. */
export const rowTitle = ({ rows }: Phase, row: TableRow, labels: TableLabels): string => {
  if (rows.type === 'whole') return '';
  if (row.id === null && row.heads.length === 0) return localized(rows.without, labels.locale);
  if (row.retex) {
    const { number, title } = row.retex;
    return `RETEX ${String(number.value)}${title.value === '' ? '' : ` · ${title.value}`}`;
  }
  return row.heads.map((head) => noteText(head, labels)).join(' · ');
};
