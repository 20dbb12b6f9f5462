import { expect, it } from 'vitest';
import { changedBoxes, type PaintedNote, type Palette, type Picture } from '#ui/wall/free/painter.ts';
import type { Lettering } from '#ui/wall/free/measure.ts';

const palette = {} as Palette;
const lettering = {} as Lettering;
const lines = ['une ligne'];
const carried: PaintedNote['carried'] = [];
const box = (x: number) => ({ x, y: 0, width: 180, height: 92 });
const note = (x: number, more: Partial<PaintedNote> = {}): PaintedNote => ({
  box: box(x),
  hue: 'coral',
  label: 'Irritant',
  lines,
  carried,
  textTop: 0,
  strong: false,
  selected: false,
  dim: false,
  under: 0,
  ...more,
});
const picture = (
  notes: readonly (readonly [string, PaintedNote])[],
  fields: readonly number[] = [],
): Picture => ({
  fields: new Map(fields.map((x) => [String(x), box(x)])),
  trays: new Map(),
  notes: new Map(notes),
  palette,
  lettering,
});
const around = (x: number) => ({ x: x - 12, y: -12, width: 204, height: 116 });

it('[WA9] only what changed is painted again: where it was, and where it is', () => {
  const before = picture([
    ['a', note(0)],
    ['b', note(500)],
  ]);
  expect(
    changedBoxes(
      before,
      picture([
        ['a', note(0)],
        ['b', note(500)],
      ]),
    ),
  ).toEqual([]);
  expect(
    changedBoxes(
      before,
      picture([
        ['a', note(0)],
        ['b', note(900)],
      ]),
    ),
  ).toEqual([around(900), around(500)]);
  expect(
    changedBoxes(
      before,
      picture([
        ['a', note(0, { selected: true })],
        ['b', note(500)],
      ]),
    ),
  ).toEqual([around(0), around(0)]);
  expect(changedBoxes(before, picture([['a', note(0)]]))).toEqual([around(500)]);
  expect(
    changedBoxes(
      before,
      picture(
        [
          ['a', note(0)],
          ['b', note(500)],
        ],
        [700],
      ),
    ),
  ).toEqual([around(700)]);
});

it('[WA9] everything is painted again when the colours change, or nearly all of it', () => {
  const crowd = Array.from({ length: 100 }, (_, i) => [String(i), note(i * 200)] as const);
  const before = picture(crowd);
  expect(changedBoxes(before, { ...before, palette: { ...palette } })).toBeNull();
  expect(
    changedBoxes(before, picture(crowd.map(([id, { box }]) => [id, note(box.x, { dim: true })]))),
  ).toBeNull();
});
