import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeDrawing, type Stroke, type StrokePoint } from '#app/attachments/drawing.ts';
import { strokePath } from '#ui/attachments/outline.ts';
import { simplify } from '#ui/attachments/simplify.ts';

const points = fc.array(fc.tuple(fc.nat(1000), fc.nat(600), fc.nat(63)), { minLength: 1, maxLength: 80 });

const distance = ([x, y]: StrokePoint, [ax, ay]: StrokePoint, [bx, by]: StrokePoint): number => {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
};

test('[AT6] a simplified line keeps its ends and stays within its tolerance of every point', () => {
  fc.assert(
    fc.property(points, fc.double({ min: 0.1, max: 40, noNaN: true }), (line, tolerance) => {
      const kept = simplify(line, tolerance);
      expect([kept[0], kept.at(-1)]).toEqual([line[0], line.at(-1)]);
      for (const point of line) {
        const nearest = Math.min(
          ...(kept.length === 1
            ? [distance(point, kept[0]!, kept[0]!)]
            : kept.slice(1).map((end, i) => distance(point, kept[i]!, end))),
        );
        expect(nearest).toBeLessThanOrEqual(tolerance + 1e-9);
      }
    }),
  );
});

test('[AT6] a line of thousands of points is simplified without a stack overflow', () => {
  const zigzag = Array.from({ length: 60_000 }, (_, i): StrokePoint => [i % 1000, (i * 7919) % 600, 0]);
  expect(simplify(zigzag, 0.8).length).toBeGreaterThan(1_000);
});

test('[AT6] any stroke has an outline of numbers, of a size that its points bound', () => {
  fc.assert(
    fc.property(points, fc.boolean(), (line, hasPressure) => {
      const path = strokePath({ pen: 'thin', ink: 'ink', hasPressure, points: line });
      expect(path).toMatch(/^M-?[\d.]+ -?[\d.]+Q[-\d. ]+Z$/);
      expect(path.length).toBeLessThan(line.length * 2_000 + 2_000);
    }),
  );
});

test('[AT6] a page of handwriting takes a few KB', () => {
  // Loops as of a round hand, told a hundred times a second by the stylus: eight lines of thirty letters.
  const strokes = Array.from({ length: 8 * 30 }, (_, letter): Stroke => {
    const [left, top] = [20 + (letter % 30) * 32, 30 + Math.floor(letter / 30) * 70];
    const loop = Array.from({ length: 28 }, (_, i): StrokePoint => {
      const turn = (i / 28) * 2.2 * Math.PI;
      const [x, y] = [
        left + i * 0.9 + 9 * Math.sin(turn),
        top + 16 * Math.cos(turn * (1 + (letter % 3) / 4)),
      ];
      return [x, y, 20 + 15 * Math.sin(turn / 2)];
    });
    const kept = simplify(loop, 0.8).map(([x, y, p]): StrokePoint => [
      Math.round(x),
      Math.round(y),
      Math.round(p),
    ]);
    return { pen: 'thin', ink: 'ink', hasPressure: true, points: kept };
  });
  const { length } = encodeDrawing({ width: 1000, height: 600, strokes });
  expect(length).toBeLessThan(11_000);
});
