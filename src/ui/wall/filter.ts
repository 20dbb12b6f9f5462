/** Which notes a filter lets through. */

import type { Board, Note } from '#board/board.ts';
import type { ClusterId, NoteId } from '#board/document.ts';
import type { AudienceId, KindId } from '#board/method.ts';
import { noteTheme } from '#board/select.ts';

/** Null: any. Of what a note may lack, an empty text: those without. */
export interface Filter {
  readonly kind: KindId | null;
  /** A RETEX card or row. */
  readonly row: string | null;
  readonly theme: number | null;
  readonly audience: AudienceId | '' | null;
  readonly device: string | null;
  readonly cluster: ClusterId | '' | null;
  /** No older than this many minutes. */
  readonly minutes: number | null;
  /** None but these: what the last merge brought. */
  readonly among: ReadonlySet<NoteId> | null;
}

export const openFilter: Filter = {
  kind: null,
  row: null,
  theme: null,
  audience: null,
  device: null,
  cluster: null,
  minutes: null,
  among: null,
};

export const isFiltering = (filter: Filter): boolean => Object.values(filter).some((value) => value !== null);

/** `now`: milliseconds since 1970. */
export const passes = (filter: Filter, board: Board, note: Note, now: number): boolean =>
  (filter.among === null || filter.among.has(note.id)) &&
  isAny(filter.kind, note.kind) &&
  isAny(filter.row, note.row ?? '') &&
  (filter.theme === null || noteTheme(board, note) === filter.theme) &&
  isAny(filter.audience, note.audience ?? '') &&
  isAny(filter.device, note.device ?? '') &&
  isAny(filter.cluster, note.cluster ?? '') &&
  // Notes are timed to the minute.
  (filter.minutes === null || now - note.at < (filter.minutes + 1) * 60_000);

const isAny = (wanted: string | null, value: string): boolean => wanted === null || wanted === value;
