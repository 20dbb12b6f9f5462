import { expect, test } from 'vitest';
import {
  canGoFaster,
  canGrow,
  faster,
  larger,
  nextDensity,
  perSecond,
  readPace,
  roundSeconds,
  standsStill,
  startPace,
  withCodes,
  type Pace,
} from '#app/qr/show-pace.ts';

test('[QR8] shown slowly it changes less than three times a second, and no slower pace is offered', () => {
  const slow = startPace(true);
  expect(perSecond(slow)).toBeLessThan(3);
  expect(canGoFaster(slow, -1)).toBe(false);
});

test('a round takes as long as its codes', () => {
  const pace = startPace(false);
  expect(roundSeconds(pace, 102)).toBeCloseTo(2.1);
  expect(roundSeconds({ ...pace, codes: 2 }, 102)).toBeCloseTo(1.1);
  expect(roundSeconds({ ...pace, codes: 4 }, 102)).toBeCloseTo(0.6);
  expect(roundSeconds(startPace(true), 102)).toBeCloseTo(8.4);
});

test('size and speed end where they end', () => {
  let pace = startPace(false);
  for (let i = 0; i < 9; i++) pace = larger(faster(pace, 1), 1);
  expect(perSecond(pace)).toBe(15);
  expect([canGoFaster(pace, 1), canGrow(pace, 1), canGrow(pace, -1)]).toEqual([false, false, true]);
  expect(nextDensity(pace, { count: 100, shown: 0, turn: 0 })).toEqual({ symbols: 1, version: 10 });
});

test('two codes hold more each, and four as much as one, a little quicker', () => {
  const versionOf = (pace: Pace): number => nextDensity(pace, { count: 100, shown: 0, turn: 0 }).version;
  const two = withCodes(startPace(false), 2);
  expect([versionOf(two), perSecond(two)]).toEqual([30, 10]);
  const four = withCodes(two, 4);
  expect([versionOf(four), perSecond(four)]).toEqual([25, 12]);
  expect(versionOf(withCodes(two, 1))).toBe(25);
  // Who wants it slow gets it slow.
  expect(perSecond(withCodes(startPace(true), 4))).toBeLessThan(3);
});

test('[QR13] a pace that was kept is the same again, and nothing else is taken for one', () => {
  const pace = larger(faster(withCodes(startPace(false), 4), 1), 1);
  expect(readPace(JSON.parse(JSON.stringify(pace)))).toEqual(pace);
  for (const wrong of [
    undefined,
    null,
    {},
    { ...pace, speed: 99 },
    { ...pace, speed: -1 },
    { ...pace, speed: 1.5 },
    { ...pace, density: '2' },
    { ...pace, codes: 3 },
  ]) {
    expect(readPace(wrong)).toBeUndefined();
  }
});

test('what fits into one code stands still, in the largest squares that hold it', () => {
  const pace = startPace(false);
  expect(standsStill(5, pace)).toBe(true);
  expect(standsStill(6, pace)).toBe(false);
  expect(nextDensity(pace, { count: 2, shown: 99, turn: 9 }).version).toBe(15);
});

test('codes that nobody seems to read grow by themselves, unless somebody chose', () => {
  const versions = (chosen: boolean, shown: number): number[] =>
    [0, 1, 2].map(
      (turn) => nextDensity({ ...startPace(false), chosen }, { count: 100, shown, turn }).version,
    );
  expect(versions(false, 199)).toEqual([25, 25, 25]);
  expect(versions(false, 200)).toEqual([25, 25, 15]);
  expect(versions(false, 600)).toEqual([15, 15, 15]);
  expect(versions(true, 600)).toEqual([25, 25, 25]);
});
