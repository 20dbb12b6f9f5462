/** Notes: the short texts people stick on a board. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';
import { assert } from '#core/assert.ts';
import type { DeviceId } from '#core/ids.ts';
import { readAttached, type Attached } from '../attached.ts';
import {
  bear,
  findThing,
  notesOf,
  retexOf,
  rowsOf,
  transact,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RetexId,
  type RowId,
  type Thing,
  type ThingId,
} from '../document.ts';
import type { AudienceId, KindId } from '../method.ts';
import { byOrder, isOrder, makeRoom, randomOrder } from '../order.ts';
import { chooseField } from '../register.ts';
import { cleanText, correctText, isBlank, noteTextLimit } from '../text.ts';
import { readAttachedOf, readKind, readNote, readRowOf } from '../things.ts';
import { orderBehind } from './arrange.ts';

export interface NoteDraft {
  readonly id: NoteId;
  readonly kind: KindId;
  /** May be blank where something is attached. */
  readonly text: string;
  /** What the note carries beside its text, for ever; its bytes are kept before the note is written. */
  readonly attached?: readonly Attached[];
  /** Milliseconds since 1970; kept to the minute, so that a note's time tells little about its author. */
  readonly at: number;
  readonly device?: DeviceId;
  readonly audience?: AudienceId | null;
  readonly row?: RowId | RetexId | null;
  readonly cluster?: ClusterId | null;
  readonly theme?: number | null;
  readonly from?: readonly ThingId[];
}

export type NoteTextError =
  | { readonly type: 'NoteEmpty' }
  | { readonly type: 'NoteTooLong'; readonly length: number; readonly limit: number };
export type NoteMissing = { readonly type: 'NoteMissing' };

/**
 * Sticks a note on the board, behind those that are there, or (`isSilent`) anywhere among them, so that its place does
 * not tell when it came.
 * Errors: `NoteEmpty` for blank text with nothing attached; `NoteTooLong` past `limit`.
 */
export const addNote = (
  board: BoardDoc,
  draft: NoteDraft,
  { limit = noteTextLimit, isSilent = false }: { readonly limit?: number; readonly isSilent?: boolean } = {},
): Result<NoteId, NoteTextError> => {
  const checked = checkNoteText(draft.text, limit, draft.attached);
  if (!checked.ok) return checked;
  const order = isSilent ? randomOrder() : orderBehind(notesOf(board));
  transact(board, () => writeNote(board, { ...draft, text: checked.value }, order));
  return ok(draft.id);
};

/** Cleans a note's text and refuses what is blank, with nothing attached, or longer than `limit` code units. */
export const checkNoteText = (
  typed: string,
  limit: number,
  attached: readonly Attached[] = [],
): Result<string, NoteTextError> => {
  const text = cleanText(typed);
  if (isBlank(text)) return attached.length > 0 ? ok('') : err({ type: 'NoteEmpty' });
  if (text.length > limit) return err({ type: 'NoteTooLong', length: text.length, limit });
  return ok(text);
};

/** Writes a note as it is, inside a transaction. */
export const writeNote = (board: BoardDoc, draft: NoteDraft, order: string): Thing => {
  const { id, kind, text, attached = [], at, device, audience, row, cluster, theme, from } = draft;
  assert(readAttached(attached).length === attached.length, 'a note carries what every reader believes');
  const is: Record<string, unknown> = { kind, at: Math.floor(at / 60_000) * 60_000 };
  if (device) is.device = device;
  if (audience) is.audience = audience;
  if (row) is.row = row;
  if (cluster) is.cluster = cluster;
  if (theme !== undefined && theme !== null) is.theme = theme;
  if (from && from.length > 0) is.from = [...from];
  if (attached.length > 0) is.attached = attached.map((one) => ({ ...one }));
  return bear(board, notesOf(board), id, { is, text, order });
};

/**
 * Corrects a note's text from what was read (`before`) to `after`; what others wrote meanwhile stays.
 * Errors: `NoteMissing`; `NoteEmpty`, save where something is attached; `NoteTooLong` for a text past the limit that does not get shorter.
 */
export const correctNote = (
  board: BoardDoc,
  id: NoteId,
  before: string,
  after: string,
  limit = noteTextLimit,
): Result<void, NoteTextError | NoteMissing> => {
  const note = findThing(notesOf(board), id);
  const text = note?.get('text');
  if (!note || !(text instanceof Y.Text)) return err({ type: 'NoteMissing' });
  const checked = checkNoteText(after, Math.max(limit, before.length), readAttachedOf(note));
  if (!checked.ok) return checked;
  if (checked.value !== before) transact(board, () => correctText(text, before, checked.value));
  return ok();
};

/** Says of notes what kind they are: a slip of the finger at capture is mended on the wall. */
export const changeKind = (
  board: BoardDoc,
  ids: readonly NoteId[],
  kind: KindId,
): Result<void, NoteMissing> => onNotes(board, ids, (note) => chooseField(board, note, 'kind', kind));

/** Marks notes as particularly stressed in the discussion, or no more. */
export const stressNotes = (
  board: BoardDoc,
  ids: readonly NoteId[],
  stressed: boolean,
): Result<void, NoteMissing> => onNotes(board, ids, (note) => note.set('stressed', stressed));

/** Gives notes a theme of their own; null: that of their RETEX card or workshop. */
export const changeTheme = (
  board: BoardDoc,
  ids: readonly NoteId[],
  theme: number | null,
): Result<void, NoteMissing> => onNotes(board, ids, (note) => chooseField(board, note, 'theme', theme));

/** A cell of a phase's table: where notes are placed. */
export interface Cell {
  readonly kind: KindId;
  readonly row: RowId | RetexId | null;
}

/**
 * Places notes in a cell, in the order given, before another note of the cell or (null) at its end.
 * Errors: `NoteMissing` when any of them is not on the board; then nothing is moved.
 */
export const placeNotes = (
  board: BoardDoc,
  ids: readonly NoteId[],
  cell: Cell,
  before: NoteId | null,
): Result<void, NoteMissing> => {
  const notes = findNotes(board, ids);
  if (!notes) return err({ type: 'NoteMissing' });
  const neighbours = notesIn(board, cell, new Set(ids));
  const found = neighbours.findIndex((note) => note.id === before);
  const index = found < 0 ? neighbours.length : found;
  const { keys, siblingKeys } = makeRoom(neighbours, index, notes.length);
  transact(board, () => {
    for (const [id, order] of siblingKeys) findThing(notesOf(board), id)?.set('order', order);
    notes.forEach((note, i) => {
      const { kind, others } = readNote(ids[i] as NoteId, note);
      if (kind !== cell.kind || others.kind.length > 0) chooseField(board, note, 'kind', cell.kind);
      if (shownRow(board, note) !== cell.row || others.row.length > 0) {
        chooseField(board, note, 'row', cell.row);
      }
      note.set('order', keys[i]);
    });
  });
  return ok();
};

/** The notes of a cell in their order, but for some. Reads of each no more than it takes: there may be thousands. */
const notesIn = (board: BoardDoc, cell: Cell, but: ReadonlySet<NoteId>) => {
  const found: { readonly id: NoteId; readonly order: string | null }[] = [];
  notesOf(board).forEach((value, key) => {
    const id = key as NoteId;
    if (!(value instanceof Y.Map) || but.has(id)) return;
    const note = value as Thing;
    if (note.get('live') !== true || readKind(note) !== cell.kind || shownRow(board, note) !== cell.row)
      return;
    const order = note.get('order');
    found.push({ id, order: isOrder(order) ? order : null });
  });
  return found.sort(byOrder);
};

const shownRow = (board: BoardDoc, note: Thing): RowId | RetexId | null => {
  const row = readRowOf(note);
  if (row === null) return null;
  return [rowsOf(board), retexOf(board)].some((root) => findThing(root, row)?.get('live') === true)
    ? row
    : null;
};

/** Runs `write` on every note, in one transaction, or refuses when one is missing. */
const onNotes = (
  board: BoardDoc,
  ids: readonly NoteId[],
  write: (note: Thing, id: NoteId) => void,
): Result<void, NoteMissing> => {
  const notes = findNotes(board, ids);
  if (!notes) return err({ type: 'NoteMissing' });
  transact(board, () => notes.forEach((note, i) => write(note, ids[i] as NoteId)));
  return ok();
};

const findNotes = (board: BoardDoc, ids: readonly NoteId[]): readonly Thing[] | undefined => {
  const notes = ids.map((id) => findThing(notesOf(board), id)).filter((note) => note !== undefined);
  return notes.length === ids.length ? notes : undefined;
};
