import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { prepareZXingModule } from 'zxing-wasm/reader';
import { createCodeFinder, type CodeFinder } from '#app/qr/code-finder.ts';
import type { Zxing } from '#app/qr/zxing.ts';
import { densityFor } from '#transports/qr/densities.ts';
import { decodeFrame } from '#transports/qr/frames.ts';
import { paintFrame } from '#transports/qr/paint.ts';
import { createQrSender } from '#transports/qr/sender.ts';

/** Pictures of one to four codes, with the real reader. */

const [width, height] = [1280, 720];
const sender = createQrSender(Uint8Array.from({ length: 60_000 }, (_, index) => (index * 7_919) >> 3));

interface Shown {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  readonly symbols?: number;
}

/** A picture on grey, and the ids of the first symbols in it. */
const draw = (shown: readonly Shown[], onto?: Uint8Array) => {
  const luma = onto ?? new Uint8Array(width * height).fill(110);
  const ids = shown.map(({ left, top, scale, symbols = 2 }) => {
    const frame = sender.next(symbols);
    const { size, dark } = paintFrame(frame, densityFor(symbols));
    for (let y = 0; y < size * scale; y++) {
      for (let x = 0; x < size * scale; x++) {
        const isDark = dark[Math.floor(y / scale) * size + Math.floor(x / scale)];
        luma[(top + y) * width + left + x] = isDark ? 40 : 210;
      }
    }
    return firstOf(frame);
  });
  return { luma, ids };
};

const firstOf = (bytes: Uint8Array): number => {
  const frame = decodeFrame(bytes);
  if (!frame.ok) throw new Error('no frame');
  return frame.value.first;
};

let zxing: Zxing;
let pointer = 0;
let finder: CodeFinder;
beforeAll(async () => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const overrides = { wasmBinary: readFileSync(path).buffer };
  zxing = (await prepareZXingModule({ overrides, fireImmediately: true })) as unknown as Zxing;
  pointer = zxing._malloc(width * height);
});
beforeEach(() => {
  finder = createCodeFinder(zxing);
});

/** The ids of what was read, in their order; undefined where nothing was. */
const find = (luma: Uint8Array): readonly number[] | undefined => {
  zxing.HEAPU8.set(luma, pointer);
  return finder
    .find({ pointer, width, height })
    ?.flatMap(({ bytes }) => (bytes ? [firstOf(bytes)] : []))
    .sort((a, b) => a - b);
};

const grid = (count: number): Shown[] =>
  Array.from({ length: count }, (_, index) => ({
    left: 180 + (index % 2) * 350,
    top: 20 + Math.floor(index / 2) * 345,
    scale: 4,
  }));

test('[QR14] a picture that shows what was read is not read again, however noisy it is', () => {
  for (const count of [1, 2, 4]) {
    finder = createCodeFinder(zxing);
    const { luma, ids } = draw(grid(count));
    expect(find(luma)).toEqual(ids);
    expect(find(luma.map((value, at) => value + ((at * 2_654_435_761) % 17) - 8))).toBeUndefined();
    expect(find(luma.map((value) => value * 0.9))).toBeUndefined();
    const next = draw(grid(count));
    expect(find(next.luma)).toEqual(next.ids);
  }
});

test('[QR14] of four codes, one that changed is enough to look again', () => {
  const { luma } = draw(grid(4));
  expect(find(luma)).toHaveLength(4);
  const [changed] = draw(grid(4).slice(3), luma).ids;
  expect(find(luma)).toContain(changed);
});

test('[QR14] codes that were covered are looked for until they are there', () => {
  const { luma, ids } = draw(grid(4));
  expect(find(luma)).toEqual(ids);
  const next = draw(grid(4));
  const covered = next.luma.slice();
  covered.fill(90, width * 360);
  expect(find(covered)).toEqual(next.ids.slice(0, 2));
  // The two above have not changed; those below come to light.
  expect(find(next.luma)).toEqual(next.ids);
});

test('[QR14] codes are followed when they move, and found when their number or size changes', () => {
  expect(find(draw([{ left: 100, top: 100, scale: 4 }]).luma)).toHaveLength(1);
  const moved = draw([{ left: 140, top: 80, scale: 4 }]);
  expect(find(moved.luma)).toEqual(moved.ids);
  const away = draw([{ left: 800, top: 300, scale: 3 }]);
  expect(find(away.luma)).toEqual(away.ids);
  const four = draw(grid(4));
  expect(find(four.luma)).toEqual(four.ids);
  const large = draw([{ left: 300, top: 5, scale: 10, symbols: 1 }]);
  expect(find(large.luma)).toEqual(large.ids);
  expect(find(new Uint8Array(width * height))).toEqual([]);
});
