import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxesMeet, type Box } from '#ui/wall/free/geometry.ts';
import { farLabel, placeLabels, type Named } from '#ui/wall/free/labels.ts';

const fields = fc
  .array(
    fc.record({
      x: fc.integer({ min: -4000, max: 4000 }),
      y: fc.integer({ min: -4000, max: 4000 }),
      across: fc.integer({ min: 100, max: 2000 }),
      width: fc.integer({ min: 30, max: 400 }),
      weight: fc.nat(50),
    }),
    { maxLength: 60 },
  )
  .map((list) =>
    list.map(({ x, y, across, width, weight }, id): Named<number> => ({
      id,
      box: { x, y, width: across, height: 300 },
      width,
      weight,
    })),
  );

const labelOf = ({ box }: Named<number>, width: number, zoom: number): Box => ({
  x: (box.x + farLabel.indent) * zoom,
  y: (box.y + farLabel.foot) * zoom - farLabel.height,
  width,
  height: farLabel.height,
});

test('[WF12] names of a far wall never lie over each other, and are whole or long enough to be told by', () => {
  fc.assert(
    fc.property(fields, fc.double({ min: 0.02, max: 0.45, noNaN: true }), (named, zoom) => {
      const shown = placeLabels(named, zoom);
      const labels = named.flatMap((field) => {
        const width = shown.get(field.id);
        return width === undefined ? [] : [labelOf(field, width, zoom)];
      });
      labels.forEach((one, i) => {
        expect(labels.slice(i + 1).some((other) => boxesMeet(one, other))).toBe(false);
      });
      for (const { id, width } of named) {
        const given = shown.get(id) ?? width;
        expect(given).toBeLessThanOrEqual(width);
        expect(given).toBeGreaterThanOrEqual(Math.min(width, 96));
      }
      // The first of all has its name.
      const [first] = [...named].sort((a, b) => b.weight - a.weight);
      if (first) expect(shown.has(first.id)).toBe(true);
    }),
  );
});

test('[WF12] a name goes beyond its field where nobody is, and stops at the next one’s', () => {
  const field = (id: string, x: number, weight: number): Named<string> => ({
    id,
    box: { x, y: 0, width: 400, height: 300 },
    width: 200,
    weight,
  });
  expect(placeLabels([field('alone', 0, 1)], 0.3)).toEqual(new Map([['alone', 200]]));
  const both = placeLabels([field('left', 0, 1), field('right', 440, 2)], 0.3);
  expect(both.get('right')).toBe(200);
  expect(both.get('left')).toBeCloseTo((400 - 2 * farLabel.indent) * 0.3);
});
