import { expect, it } from 'vitest';
import { hues, type Hue } from '#board/method.ts';
import type { Lettering } from '#ui/wall/free/measure.ts';
import type { PaintedNote, Palette, Picture } from '#ui/wall/free/painter.ts';
import { createTilePainter } from '#ui/wall/free/tile-painter.ts';

const size = 56;
const all = (colour: string) => Object.fromEntries(hues.map((hue) => [hue, colour])) as Record<Hue, string>;
const palette: Palette = {
  hues: { ...all('rgb(0 0 250)'), coral: 'rgb(250 0 0)' },
  edges: all('rgb(0 60 0)'),
  paper: 'rgb(200 200 200)',
  dot: 'rgb(100 100 100)',
  ink: 'rgb(1 1 1)',
  faint: 'rgb(50 50 50)',
  card: 'rgb(255 255 255)',
  field: 'rgb(120 0 120)',
  line: 'rgb(0 120 120)',
  grape: 'rgb(90 0 90)',
};
const lettering: Lettering = {
  plain: '17px sans-serif',
  strong: 'bold 17px sans-serif',
  small: '14px sans-serif',
  factsHeight: 20,
  lineHeight: 22,
  letterSpacing: 0,
  wordSpacing: 0,
};
const note = (x: number, y: number, more: Partial<PaintedNote> = {}): PaintedNote => ({
  box: { x, y, width: 200, height: 100 },
  hue: 'coral',
  label: 'Irritant',
  lines: [],
  carried: [],
  textTop: 0,
  strong: false,
  selected: false,
  dim: false,
  under: 0,
  ...more,
});
const picture = (notes: readonly PaintedNote[]): Picture => ({
  fields: new Map(),
  trays: new Map(),
  notes: new Map(notes.map((painted, i) => [String(i), painted])),
  palette,
  lettering,
});

/** Paints a tile whose corner is the wall's; gives the colour at a place of the wall. */
const paint = (shown: Picture, zoom: number, density = 1): ((x: number, y: number) => readonly number[]) => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size * density;
  const side = size / zoom;
  createTilePainter(size, density).paint(canvas, shown, { x: 0, y: 0, width: side, height: side }, zoom);
  const copy = document.createElement('canvas');
  copy.width = copy.height = canvas.width;
  const context = copy.getContext('2d')!;
  context.drawImage(canvas, 0, 0);
  return (x, y) => [
    ...context
      .getImageData(Math.floor(x * zoom * density), Math.floor(y * zoom * density), 1, 1)
      .data.slice(0, 3),
  ];
};

const red = [250, 0, 0];
const paper = [200, 200, 200];

it.each([
  ['as pixels', 0.05, 1],
  ['as pixels, on a fine screen', 0.05, 2],
  ['as boxes', 0.2, 1],
  ['as boxes, on a fine screen', 0.2, 2],
])('[WA9] a tile shows notes where they are, %s', (_, zoom, density) => {
  const at = paint(picture([note(60, 60)]), zoom, density);
  expect(at(160, 130)).toEqual(red);
  expect(at(30, 130)).toEqual(paper);
  expect(at(160, 200)).toEqual(paper);
});

it.each([0.05, 0.2])(
  '[WA9] what is not searched for is faint, and what is selected has an edge, at %s',
  (zoom) => {
    const at = paint(picture([note(60, 60, { dim: true })]), zoom);
    const [r = 0, g = 0] = at(160, 130);
    expect([r, g]).toEqual([213, 150].map((value) => expect.closeTo(value, -0.5) as number));
    const selected = paint(picture([note(100, 100, { selected: true })]), zoom);
    expect(selected(100 - 0.5 / zoom, 150)).toEqual([90, 0, 90]);
  },
);

it('[WA9] a tile takes another palette, and another picture', () => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const painter = createTilePainter(size, 1);
  const area = { x: 0, y: 0, width: size / 0.05, height: size / 0.05 };
  const dark = { ...palette, paper: 'rgb(20 20 20)' };
  painter.paint(canvas, picture([note(60, 60)]), area, 0.05);
  painter.paint(canvas, { ...picture([]), palette: dark }, area, 0.05);
  const copy = document.createElement('canvas').getContext('2d')!;
  copy.drawImage(canvas, 0, 0);
  expect([...copy.getImageData(8, 6, 1, 1).data.slice(0, 3)]).toEqual([20, 20, 20]);
});

/** All of a canvas that shows a tile. */
const pixelsOf = (canvas: HTMLCanvasElement): Uint8ClampedArray => {
  const copy = document.createElement('canvas');
  copy.width = copy.height = canvas.width;
  const context = copy.getContext('2d')!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, copy.width, copy.height).data;
};

it.each([0.05, 0.2, 1])(
  '[WA10] a tile that is painted in parts, others between them, is the same as one painted at once, at %s',
  (zoom) => {
    const side = 280;
    const area = { x: 0, y: 0, width: side / zoom, height: side / zoom };
    const lines = ['Les élèves n’ont pas', 'tous un ordinateur', 'à la maison.'];
    const shown = picture([
      // What is drawn around their boxes reaches over to the next part.
      note(10, 92 / zoom - 100, { lines, selected: true }),
      note(30, 184 / zoom - 100, { lines, under: 2, strong: true }),
      note(60, 140 / zoom, { lines, carried: [{ type: 'photo', top: 0, height: 40 }] }),
    ]);
    const [whole, inParts, other] = [0, 1, 2].map(() => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = side;
      return canvas;
    }) as [HTMLCanvasElement, HTMLCanvasElement, HTMLCanvasElement];
    const painter = createTilePainter(side, 1);
    painter.paint(whole, shown, area, zoom);
    const tile = painter.begin(shown, area, zoom);
    while (!tile.paintNext()) painter.paint(other, picture([note(0, 0)]), area, zoom);
    tile.hang(inParts);
    const [expected, painted] = [pixelsOf(whole), pixelsOf(inParts)];
    expect(new Set(expected).size).toBeGreaterThan(4);
    expect(painted.findIndex((value, i) => value !== expected[i])).toBe(-1);
  },
);
