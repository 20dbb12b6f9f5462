/** Leading the room. Undo follows none of it: taking back a note must not start the timer again. */

import { createId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { sessionOf, transactUnlinked, type BoardDoc } from '../document.ts';
import type { PhaseId } from '../method.ts';
import { chooseField, writeField } from '../register.ts';
import {
  instructionLimit,
  isDuration,
  isMinutes,
  readSession,
  timerLimitMs,
  type Timer,
} from '../session.ts';
import { cleanText } from '../text.ts';

export type BadTimer = { readonly type: 'BadTimer'; readonly limit: number };
export type InstructionTooLong = {
  readonly type: 'InstructionTooLong';
  readonly length: number;
  readonly limit: number;
};

/** The origin of every transaction that leads the room. */
const lead = Object.freeze({ type: 'lead' });

const write = (board: BoardDoc, values: Readonly<Record<string, unknown>>): Result<void, never> => {
  const session = sessionOf(board);
  board.doc.transact(() => {
    for (const [key, value] of Object.entries(values)) session.set(key, value);
  }, lead);
  return ok();
};

/** Opens a phase, again if it was open before: a skipped one is no longer skipped, and nobody has finished yet. */
export const openPhase = (board: BoardDoc, phase: PhaseId, opening: string): Result<void, never> =>
  write(board, { now: { phase, opening }, ended: false, [`skipped/${phase}`]: false });

/** No phase is on any more. */
export const closePhase = (board: BoardDoc): Result<void, never> => write(board, { now: null });

/** Hides what other devices write in a phase, or shows it. */
export const setHidden = (board: BoardDoc, phase: PhaseId, hidden: boolean): Result<void, never> =>
  write(board, { [`hidden/${phase}`]: hidden });

export const setSkipped = (board: BoardDoc, phase: PhaseId, skipped: boolean): Result<void, never> =>
  write(board, { [`skipped/${phase}`]: skipped });

/** Asks every device to let nobody change anything, or to go on. */
export const setFrozen = (board: BoardDoc, frozen: boolean): Result<void, never> => write(board, { frozen });

/** Ends the workshop: every device thanks. */
export const setEnded = (board: BoardDoc, ended: boolean): Result<void, never> =>
  write(board, ended ? { ended, now: null, timer: null } : { ended });

export const orderPhases = (board: BoardDoc, order: readonly PhaseId[]): Result<void, never> =>
  write(board, { order: [...order] });

/**
 * Plans how long a phase shall take; null: as long as it takes.
 * Errors: `BadTimer` for what is no whole number of minutes, or longer than a timer can be.
 */
export const planMinutes = (
  board: BoardDoc,
  phase: PhaseId,
  minutes: number | null,
): Result<void, BadTimer> =>
  minutes === null || isMinutes(minutes)
    ? write(board, { [`minutes/${phase}`]: minutes })
    : err({ type: 'BadTimer', limit: timerLimitMs });

/**
 * Writes what there is to do in a phase. `before`: what the person saw.
 * Errors: `InstructionTooLong`.
 */
export const instruct = (
  board: BoardDoc,
  phase: PhaseId,
  typed: string,
  before?: string,
): Result<void, InstructionTooLong> => {
  const text = cleanText(typed);
  if (text.length > instructionLimit) {
    return err({ type: 'InstructionTooLong', length: text.length, limit: instructionLimit });
  }
  board.doc.transact(() => writeField(board, sessionOf(board), `instruction/${phase}`, text, before), lead);
  return ok();
};

/** Settles which of several instructions holds. */
export const chooseInstruction = (board: BoardDoc, phase: PhaseId, text: string): Result<void, never> => {
  board.doc.transact(() => chooseField(board, sessionOf(board), `instruction/${phase}`, text), lead);
  return ok();
};

/**
 * Sets the timer; null: there is none.
 * Errors: `BadTimer` for one that is longer than `timerLimitMs`, or of no length.
 */
export const setTimer = (board: BoardDoc, timer: Timer | null): Result<void, BadTimer> => {
  const isGood =
    timer === null ||
    (isDuration(timer.length) &&
      timer.length > 0 &&
      (timer.state === 'running' ? Number.isFinite(timer.endsAt) : isDuration(timer.left)));
  return isGood
    ? write(board, { timer: timer && { ...timer } })
    : err({ type: 'BadTimer', limit: timerLimitMs });
};

/** Says that whoever has the key of this hash leads the room. */
export const addLeader = (board: BoardDoc, hash: string): Result<void, never> =>
  write(board, { [`leader/${hash}`]: true });

/**
 * Says, under a random id and with no tie to the device, that somebody has finished; `null`: takes it back. Gives the id.
 * It counts for the opening that is on.
 */
export const sayDone = (board: BoardDoc, id: string = createId()): Result<string | null, never> => {
  const opening = readSession(sessionOf(board)).now?.opening;
  if (opening === undefined) return ok(null);
  transactUnlinked(board, () => sessionOf(board).set(`done/${opening}/${id}`, true));
  return ok(id);
};

/** Takes back that somebody has finished. */
export const sayNotDone = (board: BoardDoc, id: string): Result<void, never> => {
  const opening = readSession(sessionOf(board)).now?.opening;
  if (opening !== undefined) {
    transactUnlinked(board, () => sessionOf(board).set(`done/${opening}/${id}`, false));
  }
  return ok();
};
