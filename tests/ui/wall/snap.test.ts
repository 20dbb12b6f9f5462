import fc from 'fast-check';
import { expect, it } from 'vitest';
import { snap } from '#ui/wall/free/snap.ts';

const box = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
  width: fc.integer({ min: 50, max: 400 }),
  height: fc.integer({ min: 50, max: 400 }),
});

it('[WA7] a note near a neighbour’s edge stands in line with it, and a line shows why', () => {
  const neighbour = { x: 0, y: 0, width: 180, height: 92 };
  const snapped = snap({ x: 4, y: 150, width: 180, height: 92 }, [neighbour], 7);
  expect(snapped.at).toEqual({ x: 0, y: 150 });
  expect(snapped.guides).toEqual([{ axis: 'x', at: 0, from: 0, to: 242 }]);
});

it('[WA7] what is further than a few pixels, or far away, holds nothing', () => {
  const here = { x: 30, y: 150, width: 180, height: 92 };
  expect(snap(here, [{ x: 0, y: 0, width: 180, height: 92 }], 7)).toEqual({
    at: { x: 30, y: 150 },
    guides: [],
  });
  expect(snap(here, [{ x: 30, y: 5000, width: 180, height: 92 }], 7).guides).toEqual([]);
});

it('[WA7] it moves by less than its reach, and always onto an edge', () => {
  fc.assert(
    fc.property(
      box,
      fc.array(box, { maxLength: 12 }),
      fc.integer({ min: 1, max: 20 }),
      (here, others, reach) => {
        const { at, guides } = snap(here, others, reach);
        expect(Math.abs(at.x - here.x)).toBeLessThan(reach);
        expect(Math.abs(at.y - here.y)).toBeLessThan(reach);
        const edges = others.flatMap(({ x, width }) => [x, x + width]);
        if (guides.some(({ axis }) => axis === 'x'))
          expect(edges.some((edge) => edge === at.x || edge === at.x + here.width)).toBe(true);
        else expect(at.x).toBe(here.x);
      },
    ),
    { seed: 20261124, numRuns: 500 },
  );
});
