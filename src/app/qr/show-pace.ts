/** How fast codes follow one another, how much each holds, and how many are shown at a time. */

import { densities, densityFor, type Density } from '#transports/qr/densities.ts';

/**
 * Codes a second. A camera of 30 pictures sees each of 10 whole, whichever way its rows run; 15 is the most that is sure of
 * it, and the slowest is under three changes a second (WCAG 2.3.1).
 */
const paces = [2.5, 5, 8, 10, 12, 15] as const;
const safePace = 0;
const usualPace = 3;
const manyPace = 4;
/** Version 25 is read by every camera of 1,280 × 720 that sees it fill the picture. */
const usualDensity = densities.findIndex(({ version }) => version === 25);

export type CodeCount = 1 | 2 | 4;

/** What whoever shows has chosen. */
export interface Pace {
  /** Index of `paces`. */
  readonly speed: number;
  /** Index of `densities`. */
  readonly density: number;
  /** That are shown together. */
  readonly codes: CodeCount;
  /** Somebody chose: then nothing changes by itself. */
  readonly chosen: boolean;
}

export const startPace = (isSafe: boolean): Pace => ({
  speed: isSafe ? safePace : usualPace,
  density: usualDensity,
  codes: 1,
  chosen: false,
});

/** A pace that was kept; undefined where it is none. */
export const readPace = (stored: unknown): Pace | undefined => {
  const { speed, density, codes } = (stored ?? {}) as Partial<Record<keyof Pace, unknown>>;
  const isIn = (value: unknown, list: readonly unknown[]): value is number =>
    Number.isInteger(value) && (value as number) in list;
  return isIn(speed, paces) && isIn(density, densities) && (codes === 1 || codes === 2 || codes === 4)
    ? { speed, density, codes, chosen: true }
    : undefined;
};

const clamp = (value: number, length: number): number => Math.max(0, Math.min(length - 1, value));

export const faster = (pace: Pace, by: 1 | -1): Pace => ({
  ...pace,
  speed: clamp(pace.speed + by, paces.length),
  chosen: true,
});
export const larger = (pace: Pace, by: 1 | -1): Pace => ({
  ...pace,
  density: clamp(pace.density - by, densities.length),
  chosen: true,
});
/**
 * Several codes are for those who want it quick, close to a good camera. Two hold as much as such a one reads, too. Of four,
 * each is half as large in the picture, so they hold no more than usual, and come a little sooner instead.
 */
export const withCodes = (pace: Pace, codes: CodeCount): Pace => ({
  ...pace,
  codes,
  speed: codes === 4 && pace.speed >= usualPace ? Math.max(pace.speed, manyPace) : pace.speed,
  density: codes === 2 ? Math.max(pace.density, usualDensity + 1) : Math.min(pace.density, usualDensity),
  chosen: true,
});
export const canGoFaster = ({ speed }: Pace, by: 1 | -1): boolean =>
  by === 1 ? speed < paces.length - 1 : speed > 0;
export const canGrow = ({ density }: Pace, by: 1 | -1): boolean =>
  by === 1 ? density > 0 : density < densities.length - 1;

export const perSecond = ({ speed }: Pace): number => paces[speed] ?? 10;

/** Everything fits into one code, which then stands still. */
export const standsStill = (count: number, pace: Pace): boolean => count <= densityOf(pace).symbols;

const densityOf = ({ density }: Pace): Density => densities[density] ?? densityFor(5);

/** For codes that nobody reads: one in three, then all, are as large as the second largest. */
const rescueDensity = densityFor(2);

/** How much the next code holds, where `shown` symbols of `count` were shown, in `turn` codes. */
export const nextDensity = (
  pace: Pace,
  { count, shown, turn }: { readonly count: number; readonly shown: number; readonly turn: number },
): Density => {
  const density = densityOf(pace);
  if (count <= density.symbols) return densityFor(count);
  if (pace.chosen || density.symbols <= rescueDensity.symbols || shown < 2 * count) return density;
  return turn % 3 === 2 || shown >= 6 * count ? rescueDensity : density;
};

/** Seconds until each symbol was shown once. */
export const roundSeconds = (pace: Pace, count: number): number =>
  Math.ceil(count / (densityOf(pace).symbols * pace.codes)) / perSecond(pace);
