/** Notes of another workshop, written into this one. */

import { ok, type Result } from '#core/result.ts';
import type { DeviceId } from '#core/ids.ts';
import { readBoard, type Board } from '../board.ts';
import { notesOf, transact, type BoardDoc, type NoteId } from '../document.ts';
import { findKind, phaseKinds } from '../method.ts';
import { findMethod } from '../methods.ts';
import { makeRoom, randomOrder } from '../order.ts';
import { liveNotes } from '../select.ts';
import { isHidden } from '../veil.ts';
import { orderBehind } from './arrange.ts';
import { writeNote } from './notes.ts';

export interface CopiedBy {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly device?: DeviceId;
  readonly makeId: () => NoteId;
}

/**
 * Copies what stands on the board of another workshop, as notes of their own, in their order, behind those that are here: their
 * text, kind, audience and what they carry. When they were written, on which device, and where they stood there is left behind.
 * A kind that this workshop's method does not have becomes its first. Gives how many were copied.
 */
export const copyNotes = (
  board: BoardDoc,
  from: Board,
  { at, device, makeId }: CopiedBy,
): Result<number, never> => {
  const here = readBoard(board);
  const method = findMethod(here.meta.method.value);
  const [phase] = method.phases;
  const first = phase && phaseKinds(phase)[0]?.id;
  const notes = liveNotes(from);
  transact(board, () => {
    const last = { id: '', order: orderBehind(notesOf(board)) };
    const { keys } = makeRoom([last], 1, notes.length);
    notes.forEach(({ text, attached, audience, kind: there }, index) => {
      const kind = findKind(method, there) ? there : (first ?? there);
      const order = isHidden(here, method, kind) ? randomOrder() : (keys[index] ?? last.order);
      writeNote(
        board,
        { id: makeId(), kind, text, attached, at, audience, ...(device && { device }) },
        order,
      );
    });
  });
  return ok(notes.length);
};
