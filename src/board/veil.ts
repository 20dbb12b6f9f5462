/**
 * Silent first: while a phase is hidden, a device shows of its notes only those that were written on it. What others wrote
 * is in the document all the same, to be shown by every device in the moment it hears of the reveal.
 */

import type { DeviceId } from '#core/ids.ts';
import type { Board, Note } from './board.ts';
import type { NoteId } from './document.ts';
import { phaseKinds, type KindId, type Method } from './method.ts';
import { Sequence } from './sequence.ts';

export interface Veiled {
  readonly board: Board;
  /** Notes on the board that are not shown. */
  readonly count: number;
}

/** Draws the veil over a board; the very same board where nothing is hidden. `device`: null for all of the room, to which no note is its own. */
export const veil = (board: Board, method: Method, device: DeviceId | null): Veiled => {
  const { hidden } = board.session;
  if (hidden.length === 0) return { board, count: 0 };
  const kinds = hiddenKinds(board, method);
  const shown: Note[] = [];
  let count = 0;
  for (const note of board.notes.values()) {
    if (!kinds.has(note.kind) || (device !== null && note.device === device)) shown.push(note);
    else if (note.trash === null) count += 1;
  }
  return shown.length === board.notes.size
    ? { board, count: 0 }
    : { board: { ...board, notes: new Sequence<NoteId, Note>(shown) }, count };
};

const hiddenKinds = ({ session }: Board, method: Method): ReadonlySet<KindId> =>
  new Set(
    method.phases
      .filter(({ id }) => session.hidden.includes(id))
      .flatMap((phase) => phaseKinds(phase).map(({ id }) => id)),
  );

/** Tells whether notes of a kind are hidden for now. */
export const isHidden = (board: Board, method: Method, kind: KindId): boolean =>
  board.session.hidden.length > 0 && hiddenKinds(board, method).has(kind);
