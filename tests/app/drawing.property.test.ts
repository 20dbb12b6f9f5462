import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeDrawing,
  drawingSizeLimit,
  encodeDrawing,
  inks,
  pens,
  pressureLimit,
  type Drawing,
  type Stroke,
} from '#app/attachments/drawing.ts';

const side = fc.integer({ min: 1, max: 10_000 });

const strokesOn = (width: number, height: number): fc.Arbitrary<Stroke[]> =>
  fc.array(
    fc.boolean().chain((hasPressure) =>
      fc.record({
        pen: fc.constantFrom(...pens),
        ink: fc.constantFrom(...inks),
        hasPressure: fc.constant(hasPressure),
        points: fc.array(
          fc.tuple(fc.nat(width), fc.nat(height), hasPressure ? fc.nat(pressureLimit) : fc.constant(0)),
          { minLength: 1, maxLength: 60 },
        ),
      }),
    ),
    { maxLength: 20 },
  );

const drawings: fc.Arbitrary<Drawing> = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc.record({ width: fc.constant(width), height: fc.constant(height), strokes: strokesOn(width, height) }),
  );

test('[AT6] a drawing comes back stroke by stroke, whatever was drawn', () => {
  fc.assert(
    fc.property(drawings, (drawing) => {
      expect(decodeDrawing(encodeDrawing(drawing))).toEqual(drawing);
    }),
  );
});

test('[AT6] the same drawing is the same bytes, so that it has one hash', () => {
  fc.assert(
    fc.property(drawings, (drawing) => {
      const bytes = encodeDrawing(drawing);
      const again = decodeDrawing(bytes);
      expect(again && encodeDrawing(again)).toEqual(bytes);
    }),
  );
});

test('[AT6] whatever bytes are read as a drawing, nothing throws, and what is read is within its limits', () => {
  const begun = fc.uint8Array({ maxLength: 400 }).map((rest) => Uint8Array.from([0x47, 0x44, 1, ...rest]));
  const changed = fc
    .tuple(drawings, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), fc.nat(20))
    .map(([drawing, changes, cut]) => {
      const bytes = encodeDrawing(drawing);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes.subarray(0, bytes.length - cut);
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), begun, changed), (bytes) => {
      const drawing = decodeDrawing(bytes);
      if (!drawing) return;
      const { width, height, strokes } = drawing;
      for (const { points } of strokes) {
        expect(points.length).toBeGreaterThan(0);
        for (const [x, y, pressure] of points) {
          expect(x >= 0 && x <= width && y >= 0 && y <= height).toBe(true);
          expect(pressure >= 0 && pressure <= pressureLimit).toBe(true);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test('[AT6] a few bytes that claim millions of points, or too many of all, are none', () => {
  const start = [0x47, 0x44, 1, 10, 10];
  expect(decodeDrawing(Uint8Array.from([...start, 1, 0, 0xff, 0xff, 0x7f]))).toBeUndefined();
  expect(decodeDrawing(Uint8Array.from([...start, 0xff, 0xff, 0x7f]))).toBeUndefined();
  expect(decodeDrawing(Uint8Array.from([...start, 0xff, 0xff, 0xff, 0xff, 0x0f]))).toBeUndefined();
  expect(decodeDrawing(Uint8Array.from([...start, 0]))).toEqual({ width: 10, height: 10, strokes: [] });
  expect(decodeDrawing(Uint8Array.from([...start, 0, 0]))).toBeUndefined();
  expect(decodeDrawing(Uint8Array.from([0x47, 0x44, 2, 10, 10, 0]))).toBeUndefined();
  const endless = new Uint8Array(drawingSizeLimit + 1);
  endless.set([...start, 1, 0, 0xa0, 0x8d, 0x06]);
  expect(decodeDrawing(endless)).toBeUndefined();
});
