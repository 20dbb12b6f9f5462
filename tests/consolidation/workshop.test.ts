import { describe, expect, test } from 'vitest';
import { addNote, correctNote } from '#board/commands/notes.ts';
import { trashThings } from '#board/commands/trash.ts';
import { changeWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type BoardDoc, type NoteId } from '#board/document.ts';
import type { AudienceId, KindId } from '#board/method.ts';
import { addWorkshops, readConsolidation } from '#consolidation/consolidation.ts';
import { listSaid } from '#consolidation/groups.ts';
import { shareOut } from '#consolidation/tally.ts';
import { parseWorkshop, uniteStates, writeWorkshop, type Workshop } from '#consolidation/workshop.ts';
import { makeWorkshop, type TrueWorkshop } from '../support/many-workshops.ts';
import { consolidationOf, copyOf, cutDown } from './consolidation-for-tests.ts';

const first = makeWorkshop(0, 12, 5);
const copy = (): BoardDoc => {
  const board = createBoardDoc();
  mergeBoard(board, encodeBoard(first.board), { type: 'file' });
  return board;
};
const stateOf = (board: BoardDoc): Workshop => cutDown({ ...first, board } satisfies TrueWorkshop);
const stick = (board: BoardDoc, id: string, text = id): BoardDoc => {
  addNote(board, { id: id as NoteId, kind: 'irritant' as KindId, text, at: 0 });
  return board;
};
const texts = ({ notes }: Workshop): string[] => notes.map(({ text }) => text).sort();

test('[CO2] a public that a workshop names itself is told by its name', () => {
  const board = copy();
  changeWorkshop(board, { audiences: ['élèves', 'Grands-parents d’élèves'] });
  const audience = 'grands-parents-d-eleves' as AudienceId;
  addNote(board, { id: 'soir' as NoteId, kind: 'irritant' as KindId, text: 'Le soir', at: 0, audience });
  const workshop = parseWorkshop(writeWorkshop(stateOf(board)));
  expect(workshop?.audiences).toEqual([{ id: audience, name: 'Grands-parents d’élèves' }]);
  const shares = shareOut(listSaid([uniteStates([workshop!, cutDown(first)])]), 'audience', 'fr');
  expect(shares.find(({ value }) => value === audience)?.label).toBe('Grands-parents d’élèves');
});

describe('[CO5] the same workshop', () => {
  const old = cutDown(first);
  const mine = stick(copy(), 'mine');
  const yours = stick(copy(), 'yours');

  test('in an older copy adds nothing, whichever comes first', () => {
    const newer = stateOf(mine);
    for (const states of [
      [old, newer],
      [newer, old],
    ] as const) {
      expect(uniteStates(states)).toBe(newer);
      const consolidation = consolidationOf(states);
      expect(readConsolidation(consolidation).workshops).toEqual([newer]);
    }
    const apart = copyOf(consolidationOf([old]), consolidationOf([newer]));
    expect(readConsolidation(apart).workshops).toEqual([newer]);
    expect(addWorkshops(apart, [old, newer])).toBe(0);
  });

  test('in copies that went apart has the notes of both', () => {
    const both = [...texts(old), 'mine', 'yours'].sort();
    for (const states of [
      [stateOf(mine), stateOf(yours), old],
      [old, stateOf(yours), stateOf(mine)],
    ] as const) {
      expect(texts(uniteStates(states))).toEqual(both);
    }
    const apart = copyOf(consolidationOf([stateOf(mine)]), consolidationOf([stateOf(yours)]));
    expect(readConsolidation(apart).workshops.map(texts)).toEqual([both]);
    // The copy that has both leaves them behind.
    mergeBoard(mine, encodeBoard(yours), { type: 'file' });
    addWorkshops(apart, [stateOf(mine)]);
    expect(apart.board.doc.getMap('workshops').size).toBe(1);
  });

  test('is told as it was last: what was thrown away is gone, what was cut out of a text as well', () => {
    const later = copy();
    const [gone, corrected] = first.notes;
    trashThings(later, [gone!.id]);
    const cut = corrected!.text.slice(0, -2);
    correctNote(later, corrected!.id, corrected!.text, cut);
    const united = uniteStates([old, stateOf(later)]);
    expect(united.notes.some(({ id }) => id === gone!.id)).toBe(false);
    expect(united.notes.find(({ id }) => id === corrected!.id)?.text).toBe(cut);

    const onlyCut = copy();
    correctNote(onlyCut, corrected!.id, corrected!.text, cut);
    for (const states of [
      [stateOf(onlyCut), old],
      [old, stateOf(onlyCut)],
    ] as const) {
      expect(uniteStates(states).notes.find(({ id }) => id === corrected!.id)?.text).toBe(cut);
    }
  });
});

test('[CO2] a workshop is cut down to what is told of it, and comes back from its JSON the same', () => {
  const workshop = cutDown(first);
  expect(parseWorkshop(writeWorkshop(workshop))).toEqual(workshop);
  expect(workshop.notes.map(({ id, text, audience, kind }) => ({ id, text, audience, kind }))).toEqual(
    first.notes.map(({ id, text, audience, kind }) => ({ id, text, audience, kind })),
  );
  expect(workshop.clusters.reduce((sum, { votes = 0 }) => sum + votes, 0)).toBe(
    first.notes.reduce((sum, { votes }) => sum + votes, 0),
  );
  // When and on which device a note was written could tell who wrote it.
  expect(writeWorkshop(workshop)).not.toMatch(/"at"|device|1790000/);
});

test.each([
  ['no text', 7],
  ['no JSON', '{'],
  ['another shape', '{"id":"a"}'],
  [
    'a note without an id',
    JSON.stringify({ ...cutDown(first), notes: [{ kind: 'irritant', text: '', reference: '' }] }),
  ],
  [
    'votes that are none',
    JSON.stringify({ ...cutDown(first), notes: [{ ...cutDown(first).notes[0], votes: -3 }] }),
  ],
])('[CO3] what stands for a workshop and is %s is passed over', (_, written) => {
  expect(parseWorkshop(written)).toBeUndefined();
});
