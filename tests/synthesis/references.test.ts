import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBoard } from '#board/board.ts';
import { addNote, changeKind, correctNote } from '#board/commands/notes.ts';
import { trashThings } from '#board/commands/trash.ts';
import type { BoardDoc, NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createId } from '#core/ids.ts';
import { idDigits, readReferences, type References } from '#synthesis/references.ts';
import { copyOf, mergeBoth, newBoard, value } from '../board/board-for-tests.ts';

const referencesOf = (board: BoardDoc): References => readReferences(readBoard(board), defaultMethod);

const add = (board: BoardDoc, id: string, kind = 'irritant'): NoteId =>
  value(addNote(board, { id: id as NoteId, kind: kind as KindId, text: 'x', at: 0 }));

describe('references', () => {
  test('[TR1] are a letter for the kind and three digits of the id', () => {
    const board = newBoard();
    const id = add(board, 'A1b2C3d4E5f6G7h8');
    expect(referencesOf(board).get(id)).toBe('I017');
    expect(idDigits('A1b2')).toBe('0172');
  });

  test('[TR1] stay the same whatever is corrected, moved, thrown away, added or merged', () => {
    const board = newBoard();
    const [a, b] = [add(board, '111aaaaaaaaaaaaa'), add(board, '222aaaaaaaaaaaaa')];
    const before = referencesOf(board);
    value(correctNote(board, a, 'x', 'tout autre'));
    value(trashThings(board, [b]));
    const other = copyOf(board);
    add(board, '333aaaaaaaaaaaaa');
    add(other, '444aaaaaaaaaaaaa', 'strength');
    mergeBoth(board, other);
    for (const id of [a, b]) expect(referencesOf(board).get(id)).toBe(before.get(id));
    expect(referencesOf(board)).toEqual(referencesOf(other));
  });

  test('[TR1] of a note that becomes of another kind keep their digits', () => {
    const board = newBoard();
    const id = add(board, '123aaaaaaaaaaaaa');
    value(changeKind(board, [id], 'strength' as KindId));
    expect(referencesOf(board).get(id)).toBe('F123');
  });

  test('[TR2] become longer where a merge brings one that begins alike, and nothing printed leads elsewhere', () => {
    const board = newBoard();
    const other = copyOf(board);
    const here = add(board, '1234aaaaaaaaaaaa');
    const printed = referencesOf(board).get(here);
    const there = add(other, '1235aaaaaaaaaaaa');
    mergeBoth(board, other);
    expect(printed).toBe('I123');
    expect([here, there].map((id) => referencesOf(board).get(id))).toEqual(['I1234', 'I1235']);
  });

  test('[TR2] whatever ids merge in whatever order, each is told apart, and grows only at its end', () => {
    const anId = fc.oneof(
      fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => createId(() => bytes)),
      fc.stringMatching(/^[0-2K]{1,5}$/),
    );
    fc.assert(
      fc.property(fc.uniqueArray(anId, { minLength: 1, maxLength: 60 }), fc.nat(), (ids, at) => {
        const [few, all] = [newBoard(), newBoard()];
        for (const id of ids) add(all, id);
        for (const id of ids.slice(0, 1 + (at % ids.length))) add(few, id);
        const [before, after] = [referencesOf(few), referencesOf(all)];
        expect(new Set(after.values()).size).toBe(ids.length);
        for (const [id, reference] of before) {
          const grown = after.get(id) ?? '';
          expect(grown.replace(/-\d+$/, '').startsWith(reference.replace(/-\d+$/, ''))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
