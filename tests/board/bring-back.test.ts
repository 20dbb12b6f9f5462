import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBoard, type Board } from '#board/board.ts';
import { bringBack, bringBackAll } from '#board/commands/bring-back.ts';
import { groupNotes, moveToCluster, renameCluster } from '#board/commands/clusters.ts';
import { correctNote, stressNotes } from '#board/commands/notes.ts';
import { addRetex, changeRetex } from '#board/commands/retex.ts';
import { addRow } from '#board/commands/rows.ts';
import { trashThings } from '#board/commands/trash.ts';
import { changeWorkshop } from '#board/commands/workshop.ts';
import { compareBoards } from '#board/compare.ts';
import type { BoardDoc, ClusterId, NoteId, RetexId, RowId } from '#board/document.ts';
import type { KindId, Phase } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createUndo } from '#board/undo.ts';
import { copyOf, merge, newBoard, stick, value } from './board-for-tests.ts';
import { run, steps } from './replicas.ts';

const projections = defaultMethod.phases[1] as Phase;
const matter = 'c' as ClusterId;
const irritant = 'r' as RowId;

/** A board with something of each sort, and the picture of it. */
const prepared = () => {
  const board = newBoard('Avant');
  const note = stick(board, 'Trop de mots de passe');
  const other = stick(board, 'Débit insuffisant');
  value(groupNotes(board, { id: matter, title: 'Matériel' }, [note]));
  const head = { id: 'head' as NoteId, text: 'Connexions', at: 0, from: [] };
  value(addRow(board, projections, irritant, head));
  const need = stick(board, 'Un seul compte', { kind: 'besoin' as KindId, row: irritant });
  addRetex(board, 'x' as RetexId);
  return { board, note, other, need, then: readBoard(board) };
};

const named = ({ things }: ReturnType<typeof compareBoards>) =>
  things.map(({ type, id, change, fields }) => [type, id, change, ...fields]);

describe('what differs from an earlier moment', () => {
  test('[RP1] each thing that went, came or changed is named once, with what changed', () => {
    const { board, note, other, then } = prepared();
    expect(compareBoards(then, readBoard(board))).toEqual({ things: [], meta: [], reordered: [] });
    value(correctNote(board, note, 'Trop de mots de passe', 'Trop de mots'));
    value(moveToCluster(board, [note], null));
    value(stressNotes(board, [note], true));
    value(trashThings(board, [other]));
    value(renameCluster(board, matter, 'Matériel vieux'));
    value(changeRetex(board, 'x' as RetexId, { title: 'Tablettes', links: ['https://exemple.fr'] }));
    value(changeWorkshop(board, { title: 'Après', place: 'Limoges' }));
    const fresh = stick(board, 'Nouvelle');
    const found = compareBoards(then, readBoard(board));
    expect(named(found)).toEqual([
      ['cluster', matter, 'changed', 'title'],
      ['retex', 'x', 'changed', 'title', 'links'],
      ['note', note, 'changed', 'text', 'cluster', 'stressed'],
      ['note', other, 'gone'],
      ['note', fresh, 'new'],
    ]);
    expect(found.meta).toEqual(['title', 'place']);
  });

  test('[RP1] a row that went, or came, stands for its notes', () => {
    const { board, then } = prepared();
    const before = readBoard(copyOf(board));
    value(trashThings(board, [irritant]));
    expect(named(compareBoards(then, readBoard(board)))).toEqual([['row', irritant, 'gone']]);
    expect(named(compareBoards(readBoard(board), before))).toEqual([['row', irritant, 'new']]);
  });
});

describe('bringing back', () => {
  test('[RP2] a single note comes back as it was, and nothing else changes', () => {
    const { board, note, other, then } = prepared();
    value(correctNote(board, note, 'Trop de mots de passe', 'Trop de mots'));
    value(trashThings(board, [note, other, matter]));
    bringBack(board, then, [note]);
    const now = readBoard(board);
    expect(now.notes.get(note)).toMatchObject({ text: 'Trop de mots de passe', trash: null });
    expect(now.notes.get(other)?.trash).not.toBeNull();
    expect(now.clusters.get(matter)?.trash).not.toBeNull();
    bringBack(board, then, [matter]);
    expect(readBoard(board).notes.get(note)?.cluster).toBe(matter);
  });

  test('[RP2] a row comes back with its notes, also with those that came after the moment', () => {
    const { board, need, then } = prepared();
    const later = stick(board, 'Plus tard', { kind: 'levier' as KindId, row: irritant });
    value(trashThings(board, [irritant]));
    bringBack(board, then, [irritant]);
    const { rows, notes } = readBoard(board);
    expect(rows.get(irritant)?.trash).toBeNull();
    for (const id of [need, later]) expect(notes.get(id)).toMatchObject({ trash: null, row: irritant });
  });

  test('[RP2] all comes back; what came since stays, or goes to the trash when that is asked', () => {
    for (const withdraw of [false, true]) {
      const { board, note, then } = prepared();
      const fresh = stick(board, 'Nouvelle');
      value(changeWorkshop(board, { title: 'Après' }));
      value(trashThings(board, [note, irritant]));
      bringBackAll(board, then, { withdraw });
      const now = readBoard(board);
      expect(now.meta.title.value).toBe('Avant');
      expect(now.notes.get(fresh)?.trash === null).toBe(!withdraw);
      expect(named(compareBoards(then, now))).toEqual(withdraw ? [] : [['note', fresh, 'new']]);
    }
  });

  test('[RP2] what another device wrote meanwhile into a text that is brought back stays', () => {
    const { board, note, then } = prepared();
    value(correctNote(board, note, 'Trop de mots de passe', 'Trop de mots'));
    const there = copyOf(board);
    value(correctNote(there, note, 'Trop de mots', 'Vraiment trop de mots'));
    bringBack(board, then, [note]);
    merge(board, there);
    expect(readBoard(board).notes.get(note)?.text).toBe('Vraiment trop de mots de passe');
  });

  test.each([1, 2, 3])(
    '[RP2] from any later state, bringing all back leaves no difference, and one undo takes it back (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(steps(80), fc.nat(79), (all, at) => {
          const then = pictureOf(all.slice(0, at));
          const board = copyOf((run(all).replicas[0] as { board: BoardDoc }).board);
          const before = readBoard(board);
          const undo = createUndo(board);
          bringBackAll(board, then, { withdraw: true });
          const now = readBoard(board);
          expect(compareBoards(then, now)).toEqual({ things: [], meta: [], reordered: [] });
          expect(placesOf(then, now)).toEqual(placesOf(then, then));
          undo.undo();
          expect(readBoard(board)).toEqual(before);
        }),
        { seed, numRuns: 40 },
      );
    },
  );
});

/** Where on the wall, and in which pile, a board has the things that another has on the board. */
const placesOf = (then: Board, board: Board) => [
  ...[...then.notes.values()].map(({ id, trash }) => {
    const note = board.notes.get(id);
    return trash === null && [id, note?.place, note?.pile];
  }),
  ...[...then.clusters.values()].map(
    ({ id, trash }) => trash === null && [id, board.clusters.get(id)?.place],
  ),
];

const pictureOf = (all: Parameters<typeof run>[0]): Board =>
  readBoard((run(all).replicas[0] as { board: BoardDoc }).board);
