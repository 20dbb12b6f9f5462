import { describe, expect, test } from 'vitest';
import type { Figures } from '../../bench/wall/goals.js';
import { drawChart } from '../../bench/wall/chart.js';
import { missedGoals } from '../../bench/wall/goals.js';
import { makeNotes, middleNote, middleOf, noteSize } from '../../bench/wall/notes.js';
import { tableOf } from '../../bench/wall/report.js';

const findings = (values: Record<string, Figures>) => ({
  reached: (id: string): Figures => values[id] ?? {},
  versions: { grappe: '1', tldraw: '2', excalidraw: '3' },
  chromium: '4',
  rounds: 3,
});

const missed = (values: Record<string, Figures>): string[] =>
  missedGoals(findings(values).reached).map(({ id }) => id);

describe('the goals of the wall', () => {
  test('a figure over its limit is missed, one at it is met', () => {
    expect(missed({ 'far/2000': { grappe: 20 }, 'near/2000': { grappe: 20.1 } })).toEqual(['near/2000']);
  });

  test('half of the better peer’s is half of the smaller figure, whichever peer’s it is', () => {
    const id = 'far-processor/2000';
    expect(missed({ [id]: { grappe: 0.5, tldraw: 1, excalidraw: 1.5 } })).toEqual([]);
    expect(missed({ [id]: { grappe: 0.5, tldraw: 1.5, excalidraw: 0.9 } })).toEqual([id]);
    expect(missed({ [id]: { grappe: 0.5, tldraw: 0.9 } })).toEqual([id]);
  });

  test('a figure that only the peers have is missed', () => {
    expect(missed({ 'open/5000': { excalidraw: 900 } })).toEqual(['open/5000']);
  });

  test('a figure that this system can tell of no app is not missed', () => {
    expect(missed({ 'process/5000': {} })).toEqual([]);
  });

  test('as much memory as Excalidraw is not below it', () => {
    expect(missed({ 'heap/5000': { grappe: 7, excalidraw: 7 } })).toEqual(['heap/5000']);
  });
});

describe('the report', () => {
  const some = findings({ 'far/5000': { grappe: 16.7, excalidraw: 133.6 } });

  test('a row of the table tells each app’s figure, how many times Grappe’s it is, and who refuses', () => {
    const row = tableOf(some)
      .split('\n')
      .find((line) => line.includes('5,000 notes'));
    expect(row?.split('|').map((cell) => cell.trim())).toEqual([
      ...['', 'far pan, 5,000 notes', '≤ 20 ms', '16.7 ms', 'refuses', '', '134 ms', '× 8.0', 'met', ''],
    ]);
  });

  test('the chart names each bar, so that colour is not the only sign', () => {
    const chart = drawChart(some);
    for (const label of ['Grappe 16.7 ms', 'tldraw refuses', 'Excalidraw 134 ms'])
      expect(chart).toContain(`>${label}</text>`);
    expect([...chart.matchAll(/<rect/g)]).toHaveLength(3);
  });
});

describe('the notes of the wall', () => {
  test('the same count gives the same notes, in a field as high as wide', () => {
    const notes = makeNotes(2000);
    expect(notes).toEqual(makeNotes(2000));
    expect(new Set(notes.map(({ x, y }) => `${x} ${y}`)).size).toBe(2000);
    const [width, height] = [
      Math.max(...notes.map(({ x }) => x)) + noteSize.width,
      Math.max(...notes.map(({ y }) => y)) + noteSize.height,
    ];
    expect(width / height).toBeCloseTo(1, 1);
  });

  test.each([500, 2000, 5000, 10_000])(
    'of %i notes, the one in the middle is the first behind the middle, where no note lies',
    (count) => {
      const notes = makeNotes(count);
      const { x, y } = middleOf(count);
      const covering = notes.filter(
        (note) => note.x <= x && x <= note.x + noteSize.width && note.y <= y && y <= note.y + noteSize.height,
      );
      expect(covering).toEqual([]);
      const middle = notes.find(({ id }) => id === middleNote(count));
      expect(middle).toMatchObject({ x: x + 12, y: y + 12 });
    },
  );
});
