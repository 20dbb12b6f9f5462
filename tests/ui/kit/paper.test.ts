import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBoard } from '#board/board.ts';
import { trashThings } from '#board/commands/trash.ts';
import { defaultMethod } from '#board/methods.ts';
import type { KindId } from '#board/method.ts';
import { blankSheets, filledSheets, letterSize, splitText } from '#ui/kit/paper.ts';
import { newBoard, stick, value } from '../../board/board-for-tests.ts';

const { phases } = defaultMethod;

test('[KT2] every note of the chosen phases is on paper once, kind by kind, and none of the trash', () => {
  const board = newBoard();
  const gone = stick(board, 'jetée');
  value(trashThings(board, [gone]));
  for (let i = 0; i < 11; i++) {
    stick(board, `irritant ${String(i)}`);
    stick(board, `fort ${String(i)}`, { kind: 'strength' as KindId });
  }
  stick(board, 'besoin', { kind: 'need' as KindId });
  const kinds = phases.flatMap((phase) => phase.kinds);
  const known = new Set(kinds.map(({ id }) => id as string));
  const written = [...readBoard(board).notes.values()].filter(
    ({ trash, kind }) => trash === null && known.has(kind),
  );
  const sheets = filledSheets(readBoard(board), phases);
  const texts = sheets.flatMap(({ notes }) => notes.map(({ text }) => text));
  expect([...texts].sort()).toEqual(written.map(({ text }) => text).sort());
  expect(texts.length).toBeGreaterThan(8);
  expect(sheets.slice(0, -1).every(({ notes }) => notes.length === 8)).toBe(true);
  const printed = sheets.flatMap(({ notes }) => notes.map(({ kind }) => kind.id));
  expect(printed.filter((kind, i) => kind !== printed[i - 1]).length).toBe(new Set(printed).size);
  const six = filledSheets(readBoard(board), phases, 6);
  expect(six.flatMap(({ notes }) => notes.map(({ text }) => text))).toEqual(texts);
  expect(six.slice(0, -1).every(({ notes }) => notes.length === 6)).toBe(true);
  const first = filledSheets(readBoard(board), phases.slice(0, 1));
  expect(first.flatMap(({ notes }) => notes).some(({ text }) => text === 'besoin')).toBe(false);
});

test('[KT1] there is a sheet of eight blank notes for each kind that is written', () => {
  const sheets = blankSheets(phases);
  expect(sheets.map(({ notes }) => notes[0]?.kind.id)).toEqual(
    phases.flatMap(({ kinds }) => kinds.map(({ id }) => id)),
  );
  expect(sheets.every(({ notes }) => notes.length === 8 && notes.every(({ text }) => text === ''))).toBe(
    true,
  );
});

test('[KT2] a text that is too long for one paper note goes on on the next, and nothing is left out', () => {
  const bare = (text: string): string => text.replace(/\s/g, '');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 3_000 }), (text) => {
      const parts = splitText(text);
      expect(bare(parts.join(''))).toBe(bare(text));
      expect(parts.every((part) => part.length <= 1_600)).toBe(true);
      if (text.isWellFormed()) expect(parts.every((part) => part.isWellFormed())).toBe(true);
    }),
  );
  expect(splitText('mot '.repeat(400).trim()).every((part) => /^(mot )*mot$/.test(part))).toBe(true);
  expect(splitText('x'.repeat(600))).toHaveLength(1);
  expect(splitText('W'.repeat(600)).length).toBeGreaterThan(1);
  expect(splitText(Array.from({ length: 30 }, (_, i) => String(i)).join('\n')).length).toBeGreaterThan(1);
});

test('the letters of a paper note are smaller the more there is on it', () => {
  const sizes = [10, 100, 150, 200, 300, 400, 600, 750].map((length) => letterSize('x'.repeat(length)));
  expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
  expect(new Set(sizes).size).toBe(sizes.length);
  expect(letterSize('x'.repeat(60), 8, true)).toBeLessThan(letterSize('x'.repeat(60)));
  expect(letterSize('x'.repeat(100), 6)).toBeGreaterThan(letterSize('x'.repeat(100)));
});
