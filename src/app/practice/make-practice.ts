/** The workshop in which the guided example is tried: some notes that others might have written, and a vote that is open. */

import { addNote } from '#board/commands/notes.ts';
import { openRound } from '#board/commands/votes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, type BoardDoc, type NoteId, type RoundId } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { assert } from '#core/assert.ts';
import { createId } from '#core/ids.ts';
import * as m from '../words/messages/messages.js';

/** Makes it in the language of the interface. `at`: milliseconds since 1970. */
export const makePractice = (at: number): BoardDoc => {
  const board = createBoardDoc();
  const [phase] = defaultMethod.phases;
  const [irritant, strength] = phase?.kinds ?? [];
  assert(phase && irritant && strength, 'the method begins with irritants and strengths');
  startWorkshop(board, { title: m.practice_workshop(), method: defaultMethod.id });
  const notes = [
    [irritant, m.practice_note_line()],
    [irritant, m.practice_note_network()],
    [irritant, m.practice_note_computer()],
    [irritant, m.practice_note_passwords()],
    [strength, m.practice_note_tablets()],
    [strength, m.practice_note_pupils()],
  ] as const;
  for (const [kind, text] of notes) addNote(board, { id: createId<NoteId>(), kind: kind.id, text, at });
  openRound(board, {
    id: createId<RoundId>(),
    phase: phase.id,
    kind: null,
    budget: 3,
    several: true,
    at,
  });
  return board;
};
