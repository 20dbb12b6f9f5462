/** Where a note stands in the table, and the places around it. */

import type { Note } from '#board/board.ts';
import type { NoteId, RetexId, RowId } from '#board/document.ts';
import type { Kind, Phase } from '#board/method.ts';
import { local } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { noteName } from '../notes/note-name.ts';

type TableRow = Workshop['tables'][number]['rows'][number];

/** A cell, the first column's included. */
export interface CellPlace {
  readonly kind: Kind;
  readonly row: RowId | RetexId | null;
  readonly notes: readonly Note[];
  readonly isHead: boolean;
}

/** The cells of a row from left to right. */
export const rowCells = (phase: Phase, row: TableRow): readonly CellPlace[] => [
  ...(phase.rows.type === 'heads'
    ? [{ kind: phase.rows.head, row: row.id, notes: row.heads, isHead: true }]
    : []),
  ...row.cells.map(({ kind, notes }) => ({ kind, row: row.id, notes, isHead: false })),
];

export const findCell = (
  phase: Phase,
  rows: readonly TableRow[],
  note: NoteId,
): { readonly cell: CellPlace; readonly cells: readonly CellPlace[] } | undefined => {
  for (const row of rows) {
    const cells = rowCells(phase, row);
    const cell = cells.find(({ notes }) => notes.some(({ id }) => id === note));
    if (cell) return { cell, cells };
  }
  return undefined;
};

export type Step = 'up' | 'down' | 'left' | 'right';

/** The place one step away, or nothing at the edge. Heads stay in their column, and nothing else enters it. */
export const findStep = (
  phase: Phase,
  rows: readonly TableRow[],
  note: NoteId,
  step: Step,
): { readonly cell: CellPlace; readonly before: NoteId | null; readonly place: number } | undefined => {
  const found = findCell(phase, rows, note);
  if (!found) return undefined;
  const { cell, cells } = found;
  const index = cell.notes.findIndex(({ id }) => id === note);
  if (step === 'up') {
    const above = cell.notes[index - 1];
    return above && { cell, before: above.id, place: index };
  }
  if (step === 'down') {
    if (index + 1 >= cell.notes.length) return undefined;
    return { cell, before: cell.notes[index + 2]?.id ?? null, place: index + 2 };
  }
  const next = cells[cells.indexOf(cell) + (step === 'left' ? -1 : 1)];
  if (!next || cell.isHead || next.isHead) return undefined;
  return { cell: next, before: null, place: next.notes.length + 1 };
};

/** A row in words, for names of buttons and lists. */
export const rowName = (phase: Phase, row: TableRow, index: number): string => {
  if (phase.rows.type === 'whole') return local(phase.title);
  if (row.id === null) return local(phase.rows.without);
  if (row.retex) return m.phase_retex({ number: row.retex.number.value });
  const heads = row.heads.map(noteName).join(' + ');
  return heads === '' ? m.phase_row_unnamed({ number: index + 1 }) : heads;
};
