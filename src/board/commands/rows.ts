/** Rows: main irritants and axes, promoted from clusters and notes, or typed. */

import { err, ok, type Result } from '#core/result.ts';
import type { DeviceId } from '#core/ids.ts';
import {
  bear,
  findAnyThing,
  findThing,
  notesOf,
  rowsOf,
  transact,
  type BoardDoc,
  type NoteId,
  type RowId,
  type ThingId,
} from '../document.ts';
import type { Attached } from '../attached.ts';
import type { Phase } from '../method.ts';
import { noteTextLimit } from '../text.ts';
import { moveThing, orderBehind, type ThingMissing } from './arrange.ts';
import { checkNoteText, writeNote, type NoteTextError } from './notes.ts';

/** A head of a row: the text of its first cell (or what is attached in its place), and what it was promoted from (nothing when typed). */
export interface Head {
  readonly id: NoteId;
  readonly text: string;
  readonly attached?: readonly Attached[];
  readonly at: number;
  readonly device?: DeviceId;
  readonly from: readonly ThingId[];
}

export type RowMissing = { readonly type: 'RowMissing' };
export type NoHeads = { readonly type: 'NoHeads' };
export type SourceMissing = { readonly type: 'SourceMissing' };

/**
 * Promotes clusters or notes: adds a row to a phase, behind the others, with a head that keeps its origin.
 * Errors: `NoHeads` when the phase's rows have none; `SourceMissing`; those of a note's text.
 */
export const addRow = (
  board: BoardDoc,
  phase: Phase,
  id: RowId,
  head: Head,
  limit = noteTextLimit,
): Result<RowId, NoHeads | SourceMissing | NoteTextError> => {
  const checked = checkHead(board, phase, head, limit);
  if (!checked.ok) return checked;
  transact(board, () => {
    writeRow(board, id, phase);
    writeHead(board, phase, id, { ...head, text: checked.value });
  });
  return ok(id);
};

/** Adds a further head to a row: an action plan's row may answer several axes. */
export const addHead = (
  board: BoardDoc,
  phase: Phase,
  row: RowId,
  head: Head,
  limit = noteTextLimit,
): Result<NoteId, RowMissing | NoHeads | SourceMissing | NoteTextError> => {
  if (!findThing(rowsOf(board), row)) return err({ type: 'RowMissing' });
  const checked = checkHead(board, phase, head, limit);
  if (!checked.ok) return checked;
  transact(board, () => writeHead(board, phase, row, { ...head, text: checked.value }));
  return ok(head.id);
};

/** Moves a row before another, or (null) behind all. */
export const moveRow = (board: BoardDoc, id: RowId, before: RowId | null): Result<void, ThingMissing> =>
  moveThing(board, rowsOf(board), id, before);

/** Writes a row as it is, inside a transaction. */
export const writeRow = (
  board: BoardDoc,
  id: RowId,
  phase: Phase,
  order = orderBehind(rowsOf(board)),
): void => {
  bear(board, rowsOf(board), id, { is: { phase: phase.id }, order });
};

const writeHead = (board: BoardDoc, phase: Phase, row: RowId, head: Head): void => {
  if (phase.rows.type !== 'heads') return;
  writeNote(board, { ...head, kind: phase.rows.head.id, row }, orderBehind(notesOf(board)));
};

const checkHead = (
  board: BoardDoc,
  phase: Phase,
  { text, attached, from }: Head,
  limit: number,
): Result<string, NoHeads | SourceMissing | NoteTextError> => {
  if (phase.rows.type !== 'heads') return err({ type: 'NoHeads' });
  if (from.some((id) => !findAnyThing(board, id))) return err({ type: 'SourceMissing' });
  return checkNoteText(text, limit, attached);
};
