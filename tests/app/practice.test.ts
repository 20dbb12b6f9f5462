import { expect, test } from 'vitest';
import { groupNotes } from '#board/commands/clusters.ts';
import { addNote } from '#board/commands/notes.ts';
import { castBallot, enterTally } from '#board/commands/votes.ts';
import { readBoard } from '#board/board.ts';
import type { BallotId, ClusterId, NoteId } from '#board/document.ts';
import { liveNotes } from '#board/select.ts';
import type { DeviceId } from '#core/ids.ts';
import { makePractice } from '#app/practice/make-practice.ts';
import { isStepDone, practiceSteps, readPractice, type PracticeStep } from '#app/practice/steps.ts';

const device = 'here' as DeviceId;
const board = () => makePractice(Date.UTC(2026, 0, 15, 9));
const doneOn = (made: ReturnType<typeof board>, screen: 'capture' | 'wall' | 'synthesis'): PracticeStep[] =>
  practiceSteps.filter((step) => isStepDone(step, { board: readBoard(made), device, screen }));

test('[FU1] of the workshop for practice nothing is done yet, and what others do on it does not count', () => {
  const made = board();
  expect(liveNotes(readBoard(made))).toHaveLength(6);
  expect(doneOn(made, 'capture')).toEqual([]);
  const [note] = liveNotes(readBoard(made));
  addNote(made, {
    id: 'theirs' as NoteId,
    kind: note!.kind,
    text: 'D’ailleurs',
    at: 0,
    device: 'there' as DeviceId,
  });
  groupNotes(made, { id: 'alone' as ClusterId, title: 'Seule' }, [note!.id]);
  const [round] = readBoard(made).rounds.keys();
  enterTally(made, { id: 'hands' as BallotId, round: round!, dots: new Map([[note!.id, 4]]) });
  expect(doneOn(made, 'capture')).toEqual([]);
});

test('[FU1] each step is done by what is on the board, or by the screen one has come to', () => {
  const made = board();
  const [first, second] = liveNotes(readBoard(made));
  addNote(made, { id: 'mine' as NoteId, kind: first!.kind, text: 'À moi', at: 0, device });
  expect(doneOn(made, 'capture')).toEqual(['write']);
  expect(doneOn(made, 'wall')).toEqual(['write', 'wall']);
  groupNotes(made, { id: 'both' as ClusterId, title: 'Connexion' }, [first!.id, second!.id]);
  expect(doneOn(made, 'capture')).toEqual(['write', 'group']);
  const [round] = readBoard(made).rounds.keys();
  castBallot(made, {
    id: 'ballot' as BallotId,
    round: round!,
    dots: new Map([['both' as ClusterId, 1]]),
    doubts: [],
  });
  expect(doneOn(made, 'synthesis')).toEqual(['write', 'group', 'vote', 'synthesis']);
});

test('[FU2] what was kept of it by any version is read, and what is of another shape is none', () => {
  expect(readPractice({ step: 'vote', paused: true })).toEqual({ step: 'vote', paused: true });
  expect(readPractice({ step: 'end' })).toEqual({ step: 'end', paused: false });
  for (const stored of [undefined, null, 3, 'vote', { step: 'fly' }, { paused: true }, ['vote']])
    expect(readPractice(stored)).toBeNull();
});
