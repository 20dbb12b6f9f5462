import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readFile, type FileError, type ReadFile } from '#app/read-file.ts';
import { readBoard } from '#board/board.ts';
import { correctNote } from '#board/commands/notes.ts';
import { encodeBoard, mergeBoard, openBoardDoc, type BoardDoc } from '#board/document.ts';
import { liveNotes } from '#board/select.ts';
import type { BoardId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import { encodePart, encodePlace, encodeWhole, readParcel, type ParcelSource } from '#sync/parcel.ts';
import { copyOf, newBoard, stick, value } from '../board/board-for-tests.ts';
import { corrupt, partsBomb } from '../sync/bundle-for-tests.ts';

const seed = 20_261_126;
const boardId = 'board1' as BoardId;
const sourceOf = (board: BoardDoc): ParcelSource => ({
  boardId,
  title: 'Zones blanches 🛰',
  state: encodeBoard(board),
});
const texts = (state: Uint8Array): string[] => {
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, state);
  return liveNotes(readBoard(openBoardDoc(doc)))
    .map(({ text }) => text)
    .sort();
};
const refusal = (read: Result<ReadFile, FileError>): string | null => (read.ok ? null : read.error.type);

const workshop = (): BoardDoc => {
  const board = newBoard('Zones blanches');
  for (let i = 0; i < 30; i++)
    stick(board, `Le réseau tombe dans la salle ${String(i)}, et personne ne sait à qui le dire.`);
  return board;
};

describe('[QR4] what travels from screen to camera', () => {
  test('is the whole of a board, read as a file is, with where its device stands', () => {
    const board = workshop();
    const bytes = encodeWhole(sourceOf(board));
    expect(value(readParcel(bytes))).toMatchObject({ kind: 'whole', boardId, title: 'Zones blanches 🛰' });
    const read = value(readFile(bytes));
    expect(read.boards).toHaveLength(1);
    expect(read.boards[0].boardId).toBe(boardId);
    expect(texts(read.boards[0].state)).toHaveLength(30);
    expect(read.vector).toEqual(Y.encodeStateVector(board.doc));
  });

  test('is only what the other lacks, once it is known where that stands, and both end equal', () => {
    const ours = workshop();
    const theirs = copyOf(ours);
    stick(theirs, 'La note de l’autre');
    const first = value(readFile(encodeWhole(sourceOf(ours))));
    const part = encodePart(sourceOf(theirs), first.vector ?? new Uint8Array());
    expect(part.length).toBeLessThan(400);
    const read = value(readFile(part, encodeBoard(ours)));
    expect(texts(read.boards[0].state)).toContain('La note de l’autre');
    expect(read.vector).toEqual(Y.encodeStateVector(theirs.doc));
    mergeBoard(ours, read.boards[0].state, { type: 'test' });
    expect(encodeBoard(ours)).toEqual(encodeBoard(theirs));
  });

  test('asks with a few bytes: where a device stands, to which the answer is a part', () => {
    const ours = workshop();
    const theirs = copyOf(ours);
    stick(ours, 'Celle qui manque');
    const place = encodePlace(sourceOf(theirs));
    expect(place.length).toBeLessThan(100);
    const read = readFile(place);
    if (read.ok || read.error.type !== 'PlaceParcel') throw new Error('no place');
    expect(read.error.boardId).toBe(boardId);
    const part = encodePart(sourceOf(ours), read.error.vector);
    expect(part.length).toBeLessThan(500);
    expect(texts(value(readFile(part, encodeBoard(theirs))).boards[0].state)).toContain('Celle qui manque');
  });

  test('a part is refused where there is no such board, or less of it than the part leans on', () => {
    const ours = workshop();
    const before = Y.encodeStateVector(ours.doc);
    const note = stick(ours, 'Une note de plus');
    const between = Y.encodeStateVector(ours.doc);
    value(correctNote(ours, note, 'Une note de plus', 'Une note de plus, corrigée'));
    const part = encodePart(sourceOf(ours), between);
    expect(refusal(readFile(part))).toBe('BaseMissing');
    const older = workshop();
    expect(refusal(readFile(part, encodeBoard(older)))).toBe('BaseMissing');
    expect(refusal(readFile(encodePart(sourceOf(ours), before), encodeBoard(ours)))).toBeNull();
  });

  test('has a title that is cut at a whole character', () => {
    const long = encodeWhole({ ...sourceOf(newBoard('x')), title: '🛰'.repeat(100) });
    expect(value(readParcel(long)).title).toBe('🛰'.repeat(30));
  });
});

describe('[QR5] a parcel that is wrong', () => {
  const good = encodeWhole(sourceOf(workshop()));
  const head = 4 + 1 + boardId.length;

  test('newer, of no kind, cut, too long or with a bomb inside, is refused and named', () => {
    const changed = (at: number, byte: number): Uint8Array => {
      const bytes = good.slice();
      bytes[at] = byte;
      return bytes;
    };
    expect(refusal(readFile(changed(2, 2)))).toBe('ParcelNewer');
    expect(refusal(readFile(changed(3, 3)))).toBe('ParcelDamaged');
    expect(refusal(readFile(changed(4, 0)))).toBe('ParcelDamaged');
    expect(refusal(readFile(changed(4, 255)))).toBe('ParcelDamaged');
    expect(refusal(readFile(changed(head, 255)))).toBe('ParcelDamaged');
    for (const length of [2, 3, 4, 8, 20, 40, good.length - 1]) {
      expect(refusal(readFile(good.subarray(0, length)))).toBe('ParcelDamaged');
    }
    expect(refusal(readFile(new Uint8Array([...good, ...new Uint8Array(1_000_000)])))).toBe('ParcelBomb');
    const start = good.subarray(0, good.length - value(readParcel(good)).packed.length);
    const holding = (update: Uint8Array): Uint8Array =>
      new Uint8Array([...start, ...deflateSync(update, { level: 9 })]);
    expect(refusal(readFile(holding(new Uint8Array(16_000_001))))).toBe('ParcelBomb');
    expect(refusal(readFile(holding(partsBomb(1_000_001))))).toBe('ParcelBomb');
    expect(refusal(readFile(holding(new Uint8Array([1, 2, 3]))))).toBe('ParcelDamaged');
    // Sound, but no board.
    expect(refusal(readFile(holding(Y.encodeStateAsUpdateV2(new Y.Doc()))))).toBe('NotABoard');
  });

  test(`of 10,000 damaged ones none is a crash, and what is read is a board (seed ${String(seed)})`, () => {
    const small = newBoard('Petit');
    stick(small, 'Une note');
    const base = encodeBoard(small);
    const since = Y.encodeStateVector(small.doc);
    stick(small, 'Une autre');
    const kinds = [
      encodeWhole(sourceOf(small)),
      encodePart(sourceOf(small), since),
      encodePlace(sourceOf(small)),
    ];
    let refused = 0;
    for (let i = 0; i < 10_000; i++) {
      const bytes = corrupt(kinds[i % 3] ?? good, seed + i);
      const read = readFile(bytes, base);
      if (read.ok) readBoard(openBoardDoc(docOf(read.value.boards[0].state)));
      else refused += 1;
    }
    expect(refused).toBeGreaterThan(5_000);
  });
});

const docOf = (state: Uint8Array): Y.Doc => {
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, state);
  return doc;
};
