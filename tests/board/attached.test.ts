import { describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { readAttached } from '#board/attached.ts';
import { readBoard } from '#board/board.ts';
import { bringBackAll } from '#board/commands/bring-back.ts';
import { addNote, correctNote } from '#board/commands/notes.ts';
import { addRow } from '#board/commands/rows.ts';
import { trashThings } from '#board/commands/trash.ts';
import { notesOf, type NoteId, type RowId } from '#board/document.ts';
import type { KindId, Phase } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createBoardReader } from '#board/reader.ts';
import { attachmentsOf } from '#board/carried.ts';
import { createUndo } from '#board/undo.ts';
import { drawn, made, spoken } from './attached-for-tests.ts';
import { copyOf, mergeBoth, newBoard, stick, textOf, value } from './board-for-tests.ts';

const drawing = drawn(made('a drawing'));
const voice = spoken(made('a voice'));
const attachedOf = (board: ReturnType<typeof newBoard>, id: NoteId) =>
  readBoard(board).notes.get(id)?.attached;

describe('a note that carries something', () => {
  test('[AT2] needs no text, and takes it later as any correction', () => {
    const board = newBoard();
    const id = stick(board, ' \n ', { attached: [drawing, voice] });
    expect(readBoard(board).notes.get(id)).toMatchObject({ text: '', attached: [drawing, voice] });
    value(correctNote(board, id, '', 'Zones blanches'));
    expect(textOf(board, id)).toBe('Zones blanches');
    value(correctNote(board, id, 'Zones blanches', ' '));
    expect(readBoard(board).notes.get(id)).toMatchObject({ text: '', attached: [drawing, voice] });
  });

  test('[AT2] is refused past the limit of its text, and one without anything when blank', () => {
    const board = newBoard();
    const draft = { id: 'n' as NoteId, kind: 'irritant' as KindId, at: 0 };
    expect(addNote(board, { ...draft, text: 'x'.repeat(601), attached: [drawing] })).toMatchObject({
      error: { type: 'NoteTooLong' },
    });
    expect(addNote(board, { ...draft, text: ' ', attached: [] })).toMatchObject({
      error: { type: 'NoteEmpty' },
    });
  });

  test('[AT2] keeps two transcriptions that were typed apart', () => {
    const here = newBoard();
    const id = stick(here, '', { attached: [voice] });
    const there = copyOf(here);
    value(correctNote(here, id, '', 'du réseau'));
    value(correctNote(there, id, '', 'partout'));
    mergeBoth(here, there);
    expect(textOf(here, id)).toContain('du réseau');
    expect(textOf(here, id)).toContain('partout');
    expect(textOf(here, id)).toBe(textOf(there, id));
  });

  test('[AT2] keeps it through undo, redo, the trash and going back', () => {
    const board = newBoard();
    const before = readBoard(board);
    const undo = createUndo(board);
    const id = stick(board, '', { attached: [drawing] });
    undo.undo();
    expect(readBoard(board).notes.get(id)).toMatchObject({ trash: { with: null }, attached: [drawing] });
    undo.redo();
    value(correctNote(board, id, '', 'écrit'));
    const then = readBoard(board);
    value(trashThings(board, [id]));
    value(bringBackAll(board, then, { withdraw: false }));
    expect(readBoard(board).notes.get(id)).toMatchObject({
      trash: null,
      text: 'écrit',
      attached: [drawing],
    });
    value(bringBackAll(board, before, { withdraw: true }));
    expect(attachedOf(board, id)).toEqual([drawing]);
  });

  test('[AT2] is promoted with it where it has no text', () => {
    const board = newBoard();
    const id = stick(board, '', { attached: [drawing] });
    const head = { id: 'head' as NoteId, text: '', attached: [drawing], from: [id], at: 0 };
    value(addRow(board, defaultMethod.phases[1] as Phase, 'row' as RowId, head));
    expect(attachedOf(board, head.id)).toEqual([drawing]);
  });

  test('[AT2] is the same object in the next picture while nothing changes', () => {
    const board = newBoard();
    const id = stick(board, '', { attached: [drawing] });
    const reader = createBoardReader(board);
    const first = reader.read().notes.get(id);
    stick(board, 'une autre');
    expect(reader.read().notes.get(id)).toBe(first);
    reader.stop();
  });
});

describe('what a foreign document says that a note carries', () => {
  test.each([
    ['no list', { 0: drawing }],
    ['nothing', null],
    ['a text', 'drawing'],
    ['a hash in capitals', [{ ...drawing, hash: drawing.hash.toUpperCase() }]],
    ['a hash that is too short', [{ ...drawing, hash: 'ab12' }]],
    ['a path for a hash', [{ ...drawing, hash: '../'.padEnd(64, 'a') }]],
    ['a size of nothing', [{ ...drawing, size: 0 }]],
    ['a size past the limit', [{ ...drawing, size: 300_001 }]],
    ['a size that is no whole number', [{ ...drawing, size: 12.5 }]],
    ['no width', [{ ...drawing, width: undefined }]],
    ['a height without end', [{ ...drawing, height: Infinity }]],
    ['a height past belief', [{ ...drawing, height: 10_001 }]],
    ['a negative width', [{ ...drawing, width: -4 }]],
    ['a voice without length', [{ ...voice, seconds: 0 }]],
    ['a voice of a day', [{ ...voice, seconds: 86_400 }]],
    ['a type to come', [{ ...drawing, type: 'video' }]],
    ['a list of oddities', [null, 1, 'x', [], {}, [drawing]]],
  ])('[AT2] %s is passed over', (_, attached) => {
    expect(readAttached(attached)).toEqual([]);
    const board = newBoard();
    const id = stick(board, 'a');
    const note = notesOf(board).get(id) as Y.Map<unknown>;
    note.set('is', { kind: 'irritant', attached });
    expect(attachedOf(board, id)).toEqual([]);
  });

  test('[AT2] beyond four is passed over, and the same bytes count once', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((text) => drawn(made(text)));
    expect(readAttached(five)).toEqual(five.slice(0, 4));
    expect(readAttached([drawing, drawing, voice])).toEqual([drawing, voice]);
    expect(readAttached(Array.from({ length: 100_000 }, () => null).concat(five as never))).toEqual([]);
  });

  test('[AT2] in fields of a later version is not told further', () => {
    expect(readAttached([{ ...voice, name: 'Camille.webm', width: 3 }])).toEqual([voice]);
  });

  test('[AT2] is listed once for the whole board, what is in the trash last', () => {
    const board = newBoard();
    const thrown = stick(board, '', { attached: [voice] });
    stick(board, '', { attached: [drawing] });
    stick(board, 'encore', { attached: [drawing] });
    value(trashThings(board, [thrown]));
    expect(attachmentsOf(readBoard(board))).toEqual([drawing.hash, voice.hash]);
  });
});
