/** How the room is led: it loads with what leads it and with what follows. */

import {
  addLeader,
  chooseInstruction,
  closePhase,
  instruct,
  openPhase,
  orderPhases,
  planMinutes,
  sayDone,
  sayNotDone,
  setEnded,
  setFrozen,
  setHidden,
  setSkipped,
  setTimer,
} from '#board/commands/session.ts';
import type { PhaseId } from '#board/method.ts';
import { timeLeft, type Timer } from '#board/session.ts';
import { createId } from '#core/ids.ts';
import type { Workshop } from './workshop.svelte.ts';

export const sessionCommands = ({ lead, run }: Workshop) => ({
  openPhase: (phase: PhaseId) => lead((board) => openPhase(board, phase, createId(undefined, 8))),
  closePhase: () => lead((board) => closePhase(board)),
  setHidden: (phase: PhaseId, hidden: boolean) => lead((board) => setHidden(board, phase, hidden)),
  setSkipped: (phase: PhaseId, skipped: boolean) => lead((board) => setSkipped(board, phase, skipped)),
  setFrozen: (frozen: boolean) => lead((board) => setFrozen(board, frozen)),
  setEnded: (ended: boolean) => lead((board) => setEnded(board, ended)),
  orderPhases: (order: readonly PhaseId[]) => lead((board) => orderPhases(board, order)),
  planMinutes: (phase: PhaseId, minutes: number | null) =>
    lead((board) => planMinutes(board, phase, minutes)),
  instruct: (phase: PhaseId, before: string, after: string) =>
    lead((board) => instruct(board, phase, after, before)),
  chooseInstruction: (phase: PhaseId, text: string) => lead((board) => chooseInstruction(board, phase, text)),
  addLeader: (hash: string) => lead((board) => addLeader(board, hash)),

  /** Milliseconds. */
  startTimer: (length: number) =>
    lead((board, { at, device }) =>
      setTimer(board, { state: 'running', length, endsAt: at + length, by: device }),
    ),
  /** `now`: of the clock that the timer counts in. */
  pauseTimer: (timer: Timer, now: number) =>
    lead((board) => setTimer(board, { state: 'paused', length: timer.length, left: timeLeft(timer, now) })),
  resumeTimer: (timer: Timer) =>
    lead((board, { at, device }) => {
      const left = timer.state === 'paused' ? timer.left : 0;
      return setTimer(board, { state: 'running', length: timer.length, endsAt: at + left, by: device });
    }),
  /** Gives a timer more time: one that is over begins anew. */
  prolongTimer: (timer: Timer, now: number, more: number) =>
    lead((board) => {
      const length = timer.length + more;
      if (timer.state === 'paused') return setTimer(board, { ...timer, length, left: timer.left + more });
      return setTimer(board, { ...timer, length, endsAt: Math.max(timer.endsAt, now) + more });
    }),
  stopTimer: () => lead((board) => setTimer(board, null)),

  /** By no device in particular. Gives the id under which it is taken back; null where no phase is on. */
  sayDone: () => run((board) => sayDone(board)),
  sayNotDone: (id: string) => run((board) => sayNotDone(board, id)),
});
