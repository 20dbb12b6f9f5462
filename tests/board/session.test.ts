import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { checkBoard } from '#board/check.ts';
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
import { sessionOf, type BoardDoc } from '#board/document.ts';
import type { PhaseId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createBoardReader } from '#board/reader.ts';
import {
  instructionLimit,
  ledPhases,
  readSession,
  timeLeft,
  timerLimitMs,
  type Timer,
} from '#board/session.ts';
import { createUndo } from '#board/undo.ts';
import { copyOf, merge, mergeBoth, newBoard, stick, value } from './board-for-tests.ts';

const [diagnostic, projections] = defaultMethod.phases.map(({ id }) => id) as [PhaseId, PhaseId, PhaseId];
const sessionIn = (board: BoardDoc) => readSession(sessionOf(board));

describe('a room that is led', () => {
  test('[LD1] a phase is opened, closed, skipped, and opened again; its notes stay', () => {
    const board = newBoard();
    stick(board, 'Débit');
    openPhase(board, projections, 'first');
    setSkipped(board, diagnostic, true);
    expect(sessionIn(board)).toMatchObject({
      now: { phase: projections, opening: 'first' },
      skipped: [diagnostic],
    });
    openPhase(board, diagnostic, 'second');
    expect(sessionIn(board)).toMatchObject({ now: { phase: diagnostic, opening: 'second' }, skipped: [] });
    closePhase(board);
    expect(sessionIn(board).now).toBeNull();
    expect(readBoard(board).notes.size).toBe(1);
  });

  test('[LD1] phases are led in their own order; one that the order does not know is not left out', () => {
    const ids = (session: { order: readonly PhaseId[]; skipped: readonly PhaseId[] }) =>
      ledPhases(defaultMethod, session).map(({ phase }) => phase.id);
    const board = newBoard();
    const reversed = defaultMethod.phases.map(({ id }) => id).reverse();
    orderPhases(board, reversed);
    expect(ids(sessionIn(board))).toEqual(reversed);
    expect(ids({ order: ['elsewhere' as PhaseId], skipped: [] }).sort()).toEqual([...reversed].sort());
  });

  test('[LD2] undo takes back none of it', () => {
    const board = newBoard();
    const undo = createUndo(board);
    stick(board, 'Débit');
    openPhase(board, diagnostic, 'o');
    setFrozen(board, true);
    value(setTimer(board, { state: 'paused', length: 1000, left: 500 }));
    const before = sessionIn(board);
    while (undo.undo());
    expect(readBoard(board).notes.values().next().value?.trash).toEqual({ with: null });
    expect(sessionIn(board)).toEqual(before);
  });

  test('[LD3] instructions that two wrote apart are both kept until one is chosen', () => {
    const [here, there] = [newBoard(), newBoard()];
    merge(there, here);
    value(instruct(here, diagnostic, 'Trois notes chacun'));
    value(instruct(there, diagnostic, 'En silence'));
    mergeBoth(here, there);
    const { value: shown, others } = sessionIn(here).instructions[diagnostic]!;
    expect([shown, ...others].sort()).toEqual(['En silence', 'Trois notes chacun']);
    expect(sessionIn(there)).toEqual(sessionIn(here));
    chooseInstruction(here, diagnostic, 'En silence');
    merge(there, here);
    expect(sessionIn(there).instructions[diagnostic]).toEqual({ value: 'En silence', others: [] });
    expect(instruct(here, diagnostic, 'x'.repeat(instructionLimit + 1))).toEqual({
      ok: false,
      error: { type: 'InstructionTooLong', length: instructionLimit + 1, limit: instructionLimit },
    });
  });

  test('[LD4] a timer runs, is paused and prolonged, and never has less than nothing left', () => {
    const running: Timer = { state: 'running', length: 60_000, endsAt: 100_000, by: null };
    expect([timeLeft(running, 40_000), timeLeft(running, 99_999), timeLeft(running, 200_000)]).toEqual([
      60_000, 1, 0,
    ]);
    expect(timeLeft({ state: 'paused', length: 60_000, left: 7 }, 200_000)).toBe(7);
    const board = newBoard();
    for (const length of [0, -1, Number.NaN, Infinity, timerLimitMs + 1]) {
      expect(setTimer(board, { ...running, length })).toMatchObject({ error: { type: 'BadTimer' } });
    }
    value(setTimer(board, running));
    expect(sessionIn(board).timer).toEqual(running);
  });

  test('[LD4] a phase is planned for whole minutes, or for none in particular', () => {
    const board = newBoard();
    value(planMinutes(board, diagnostic, 25));
    for (const wrong of [0, -5, 2.5, 721, NaN, Infinity]) {
      expect(planMinutes(board, diagnostic, wrong), String(wrong)).toMatchObject({
        error: { type: 'BadTimer' },
      });
    }
    expect(readBoard(board).session.minutes).toEqual({ [diagnostic]: 25 });
    value(planMinutes(board, diagnostic, null));
    sessionOf(board).set('minutes/later', 'soon');
    expect(readBoard(board).session.minutes).toEqual({});
  });

  test('[LD5] those who have finished are counted for the opening that is on, and by nobody’s name', () => {
    const [here, there] = [newBoard(), newBoard()];
    openPhase(here, diagnostic, 'first');
    merge(there, here);
    const mine = value(sayDone(here));
    value(sayDone(there));
    mergeBoth(here, there);
    expect(sessionIn(here).done).toBe(2);
    sayNotDone(here, mine!);
    expect(sessionIn(here).done).toBe(1);
    openPhase(here, diagnostic, 'second');
    expect(sessionIn(here).done).toBe(0);
    closePhase(here);
    expect(value(sayDone(here))).toBeNull();
  });

  test('[LD6] two who lead apart end in one state, whatever they did', () => {
    const here = newBoard();
    const there = copyOf(here);
    openPhase(here, diagnostic, 'a');
    setHidden(here, diagnostic, true);
    addLeader(here, 'f'.repeat(64));
    openPhase(there, projections, 'b');
    setEnded(there, true);
    addLeader(there, 'e'.repeat(64));
    mergeBoth(here, there);
    expect(sessionIn(here)).toEqual(sessionIn(there));
    expect(sessionIn(here).leaders).toEqual(['e'.repeat(64), 'f'.repeat(64)]);
    expect(sessionIn(here).hidden).toEqual([diagnostic]);
  });

  test('[LD7] whatever stands there is read without a crash, and what makes no sense is as if it were not', () => {
    const board = newBoard();
    const reader = createBoardReader(board);
    const root = sessionOf(board);
    const nonsense: readonly unknown[] = [
      null,
      7,
      'x',
      [],
      {},
      { phase: '../x', opening: 'a' },
      { state: 'running', length: 1e12, endsAt: 1 },
      { state: 'running', length: 10, endsAt: Number.NaN },
      () => new Y.Map(),
      () => new Y.Text('x'),
    ];
    for (const bad of nonsense) {
      for (const key of [
        'now',
        'timer',
        'order',
        'hidden/x',
        'leader/x',
        'done/a/b',
        'instruction/x@w',
        'x',
      ]) {
        root.set(key, typeof bad === 'function' ? (bad as () => unknown)() : bad);
      }
      expect(sessionIn(board)).toMatchObject({ now: null, timer: null, hidden: [], leaders: [], done: 0 });
      expect(reader.read()).toEqual(readBoard(board));
    }
    expect(checkBoard(board.doc).ok).toBe(true);
  });

  test('[RD2] the session is the very same object where nothing of it changed', () => {
    const board = newBoard();
    const reader = createBoardReader(board);
    openPhase(board, diagnostic, 'a');
    const before = reader.read();
    stick(board, 'Débit');
    expect(reader.read().session).toBe(before.session);
    setHidden(board, diagnostic, true);
    const after = reader.read();
    expect(after.session).not.toBe(before.session);
    expect(after.notes.size).toBe(1);
    expect(after.rows).toBe(before.rows);
  });
});
