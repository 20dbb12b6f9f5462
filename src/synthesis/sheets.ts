/** A board as sheets of a spreadsheet: one a table, in which every note has a cell of its own, and one of all notes. */

import type { Board, Note } from '#board/board.ts';
import { localized, type Localized, type Method, type Phase } from '#board/method.ts';
import { boardThemes, liveClusters, liveNotes, liveRetex } from '#board/select.ts';
import { noteText, type DocumentLabels } from './labels.ts';
import { readNoteLines } from './note-lines.ts';
import { readReferences, type References } from './references.ts';
import { isEmptyRow, readTables, rowTitle, type Table, type TableRow } from './tables.ts';
import { readTraces } from './trace.ts';

export type SheetCell = string | number | boolean | Date | null;

export interface SheetColumn {
  readonly title: string;
  /** In characters. */
  readonly width: number;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Longest text of a cell, in code units; Excel takes 32,767. A longer one goes on in the row below. */
const cellLimit = 32_000;

export const readSheets = (board: Board, method: Method, labels: DocumentLabels): readonly Sheet[] => {
  const references = readReferences(board, method);
  return [
    workshopSheet(board, method, labels),
    ...readTables(board, method).map((table) => tableSheet(table, references, labels)),
    ...traceSheet(board, method, references, labels),
    notesSheet(board, method, labels),
    ...clusterSheet(board, references, labels),
  ];
};

const workshopSheet = (board: Board, method: Method, labels: DocumentLabels): Sheet => {
  const { title, place, date, theme, introduction } = board.meta;
  const own = boardThemes(board, method).find(({ number }) => number === theme.value);
  const day = new Date(`${date.value}T00:00:00Z`);
  const facts: readonly (readonly [string, SheetCell])[] = [
    [labels.workshop, title.value === '' ? labels.untitled : title.value],
    [labels.theme, own ? labels.themeLine(own) : theme.value],
    [labels.place, place.value],
    [labels.date, Number.isNaN(day.getTime()) ? date.value : day],
    [labels.method, localized(method.name, labels.locale)],
    [labels.introduction, introduction.value],
    [labels.note, liveNotes(board).length],
    ...liveRetex(board).map(({ number, title: name, links }): readonly [string, SheetCell] => [
      labels.caseName({ number: number.value }),
      [name.value, ...links.value].join('\n'),
    ]),
  ];
  return {
    name: labels.workshop,
    columns: [
      { title: labels.column, width: 24 },
      { title: labels.workshop, width: 90 },
    ],
    rows: facts
      .filter(([, value]) => value !== '' && value !== null)
      .map(([label, value]) => [label, typeof value === 'string' ? firstCell(value) : value]),
  };
};

/** A row of the table takes as many lines as its longest cell has notes; its number and its head stand on each. */
const tableSheet = ({ phase, rows }: Table, references: References, labels: DocumentLabels): Sheet => {
  const local = (text: Localized): string => localized(text, labels.locale);
  const head =
    phase.rows.type === 'retex'
      ? phase.rows.column
      : phase.rows.type === 'heads'
        ? phase.rows.head.column
        : null;
  const reference = { title: labels.reference, width: 11 };
  return {
    name: local(phase.title),
    columns: [
      { title: labels.row, width: 7 },
      ...(head ? [{ title: local(head), width: 36 }] : []),
      ...(phase.rows.type === 'heads' ? [reference] : []),
      ...phase.kinds.flatMap((kind) => [{ title: local(kind.column), width: 48 }, reference]),
    ],
    rows: rows
      .filter((row) => !isEmptyRow(row))
      .flatMap((row, i) => {
        const cells = row.cells.map(({ notes }) => notes.flatMap((note) => parts(note, references, labels)));
        const height = Math.max(1, ...cells.map((cell) => cell.length));
        return Array.from({ length: height }, (_, at): readonly SheetCell[] => [
          i + 1,
          ...headCells(phase, row, references, labels),
          ...cells.flatMap((cell) => cell[at] ?? [null, null]),
        ]);
      }),
  };
};

const headCells = (
  phase: Phase,
  row: TableRow,
  references: References,
  labels: DocumentLabels,
): readonly SheetCell[] => {
  if (phase.rows.type === 'whole') return [];
  const title = row.retex
    ? labels.caseName({ number: row.retex.number.value })
    : row.heads.length > 0
      ? row.heads.map((head) => noteText(head, labels)).join('\n')
      : rowTitle(phase, row, labels);
  return [
    firstCell(title),
    ...(phase.rows.type === 'heads' ? [row.heads.map(({ id }) => references.get(id)).join(' ')] : []),
  ];
};

/** A note's text and reference, in as many lines as the text takes. */
const parts = (
  note: Note,
  references: References,
  labels: DocumentLabels,
): readonly (readonly [string, string])[] =>
  cut(noteText(note, labels)).map((text) => [text, references.get(note.id) ?? '']);

/** A text in as many cells as it takes. */
export const cut = (text: string): readonly string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > cellLimit) {
    // Half a character is none.
    const end = cellLimit - (/[\ud800-\udbff]/.test(rest.charAt(cellLimit - 1)) ? 1 : 0);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest];
};

const traceSheet = (
  board: Board,
  method: Method,
  references: References,
  labels: DocumentLabels,
): readonly Sheet[] => {
  const traces = readTraces(board, method);
  if (!traces) return [];
  const nameOf = (id: string): string => references.get(id as Note['id']) ?? '';
  return [
    {
      name: labels.traces,
      columns: [
        { title: labels.reference, width: 11 },
        { title: localized(traces.kind.label, labels.locale), width: 48 },
        ...traces.columns.map((kind) => ({
          title: kind ? localized(kind.column, labels.locale) : labels.cluster,
          width: 18,
        })),
      ],
      rows: traces.rows.flatMap(({ actions, steps }) => {
        const walk = steps.map((things): SheetCell => things.map(({ id }) => nameOf(id)).join(' ') || null);
        return actions.flatMap((action) =>
          cut(noteText(action, labels)).map((text) => [nameOf(action.id), text, ...walk]),
        );
      }),
    },
  ];
};

const notesSheet = (board: Board, method: Method, labels: DocumentLabels): Sheet => ({
  name: labels.allNotes,
  columns: [
    [labels.reference, 11],
    [labels.phase, 22],
    [labels.row, 36],
    [labels.column, 20],
    [labels.note, 70],
    [labels.stressed, 11],
    [labels.audience, 16],
    [labels.theme, 8],
    [labels.cluster, 26],
    [labels.clusterReference, 11],
    [labels.from, 18],
  ].map(([title, width]) => ({ title: title as string, width: width as number })),
  rows: readNoteLines(board, method, labels).flatMap((line) =>
    cut(line.text).map((text): readonly SheetCell[] => [
      line.reference,
      line.phase,
      firstCell(line.row),
      line.column,
      text,
      line.stressed,
      line.audience || null,
      line.theme,
      line.cluster || null,
      line.clusterReference || null,
      line.from.join(' ') || null,
    ]),
  ),
});

const clusterSheet = (board: Board, references: References, labels: DocumentLabels): readonly Sheet[] => {
  const clusters = liveClusters(board);
  if (clusters.length === 0) return [];
  const notes = liveNotes(board);
  return [
    {
      name: labels.allClusters,
      columns: [
        { title: labels.reference, width: 11 },
        { title: labels.cluster, width: 48 },
        { title: labels.note, width: 10 },
      ],
      rows: clusters.map(({ id, title }) => [
        references.get(id) ?? '',
        title.value || labels.unnamed,
        notes.filter((note) => note.cluster === id).length,
      ]),
    },
  ];
};

/** As much of a text as one cell takes: of heads and facts, all of which stand elsewhere too. */
const firstCell = (text: string): string => cut(text)[0] ?? '';
