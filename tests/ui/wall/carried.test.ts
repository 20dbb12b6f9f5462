import { expect, test } from 'vitest';
import type { Note } from '#board/board.ts';
import { createNoteMeasure, noteBox, type Lettering } from '#ui/wall/free/measure.ts';
import { drawn, made, spoken } from '../../board/attached-for-tests.ts';

const lettering = { factsHeight: 20, lineHeight: 20, letterSpacing: 0, wordSpacing: 0 } as Lettering;
const measure = createNoteMeasure(lettering, (text) => text.length * 8);
const noteWith = (text: string, attached: Note['attached']): Note =>
  ({ text, attached, stressed: false }) as Note;
const room = noteBox.width - 2 * (noteBox.padding.side + noteBox.border);

test('[AT3] a note has room for what it carries, and its text below it', () => {
  const drawing = drawn(made('a drawing'));
  const voice = spoken(made('a voice'));
  const plain = measure(noteWith('mots', []));
  const both = measure(noteWith('mots', [drawing, voice]));
  const pictureHeight = (room * drawing.height) / drawing.width;
  expect(both.carried).toEqual([
    { type: 'drawing', top: 0, height: pictureHeight },
    { type: 'voice', top: pictureHeight + 6, height: 48 },
  ]);
  expect(both.textTop).toBe(pictureHeight + 6 + 48 + noteBox.factsGap);
  expect(both.lines).toEqual(plain.lines);
  const silent = measure(noteWith('', [drawing]));
  expect(silent.lines).toEqual([]);
  expect(silent.height).toBeLessThan(measure(noteWith('mots', [drawing])).height);
  expect(plain.carried).toBe(measure(noteWith('autres', [])).carried);
});

test('[AT3] a strip of paper makes no ribbon of a note, whatever a document says of it', () => {
  const strip = { ...drawn(made('a strip')), width: 1, height: 10_000 };
  expect(measure(noteWith('', [strip])).height).toBeLessThan(400);
  expect(measure(noteWith('', [{ ...strip, width: 10_000, height: 1 }])).height).toBeGreaterThanOrEqual(
    noteBox.minHeight,
  );
});
