/** What whoever holds the camera can do better, from what it has seen of late. */

import { modulesOf } from '#transports/qr/densities.ts';
import type { Look, SeenCode } from './look.ts';

export type Advice =
  /** Nothing that looks like a code. */
  | 'aim'
  | 'closer'
  | 'brighter'
  | 'still'
  /** Codes are read, but most of them were gone before one was looked at. */
  | 'slower'
  /** A QR code, but none of an animated one. */
  | 'other';

/** Looks that are judged together: about a second of a good camera. */
export const adviceLooks = 20;
/** Of brightness, 0 to 255: below it a white screen fills no part of the picture, or the camera is covered. */
const darkLimit = 40;
/** Pixels a square below which ZXing reads no code that is a little blurred (measured, docs/decisions/0031). */
const pixelsPerSquare = 3;
/** A code that is not read, by its side over the shorter side of the picture. */
const smallPart = 0.45;
/** Way of a corner from one look to the next, over the side of the code. */
const shaking = 0.06;

/** Part of the codes shown that is missed, in spite of good pictures. */
const missedLimit = 0.5;

/** Nothing to be said while most looks bring something, and most codes come. */
export const adviseOn = (looks: readonly Look[]): Advice | null => {
  const last = looks.slice(-adviceLooks);
  if (last.length < adviceLooks / 2) return null;
  const read = last.filter(({ codes }) => codes.some(({ kind }) => kind === 'frame'));
  if (read.length * 2 >= last.length) return missedPart(last) > missedLimit ? 'slower' : null;
  const isDark = last.reduce((sum, { luminance }) => sum + luminance, 0) / last.length < darkLimit;
  if (isDark) return 'brighter';
  const seen = last.flatMap(({ codes }) => codes);
  if (seen.length === 0) return 'aim';
  if (seen.every(({ kind }) => kind === 'other')) return 'other';
  if (isShaken(last)) return 'still';
  return last.some((look) => look.codes.some((code) => isSmall(code, look))) ? 'closer' : 'still';
};

const isSmall = (code: SeenCode, { width, height }: Look): boolean =>
  code.kind !== 'frame' || code.version === undefined
    ? sideOf(code) < smallPart * Math.min(width, height)
    : sideOf(code) / modulesOf(code.version) < pixelsPerSquare;

const isShaken = (looks: readonly Look[]): boolean => {
  const ways = looks.flatMap(({ codes: [code] }, index) => {
    const [before] = looks[index - 1]?.codes ?? [];
    const [from, to] = [before?.corners[0], code?.corners[0]];
    return from && to && code ? [Math.hypot(to[0] - from[0], to[1] - from[1]) / sideOf(code)] : [];
  });
  if (ways.length < 3) return false;
  ways.sort((a, b) => a - b);
  return (ways[Math.floor(ways.length / 2)] ?? 0) > shaking;
};

const sideOf = ({ corners: [a, b] }: SeenCode): number => (a && b ? Math.hypot(b[0] - a[0], b[1] - a[1]) : 1);

/** By the ids of symbols: those of codes that are shown follow one another. */
const missedPart = (looks: readonly Look[]): number => {
  let end: number | undefined;
  let [got, missed] = [0, 0];
  let before: readonly number[] = [];
  for (const { codes } of looks) {
    const frames = codes.filter((code) => code.kind === 'frame').sort((a, b) => a.first - b.first);
    for (const { first, symbols } of frames) {
      if (before.includes(first)) continue;
      // What shows began anew, or its codes changed one after the other: nothing is known about those between.
      if (end !== undefined && first > end) missed += first - end;
      got += symbols;
      end = first + symbols;
    }
    before = frames.map(({ first }) => first);
  }
  return got === 0 ? 0 : missed / (missed + got);
};

/** A look that takes longer than two pictures of the camera. */
const slowMs = 60;
/** Smaller pictures have two thirds as many pixels along each side. */
const smaller = 1.5;

/** Smaller pictures are quicker to look at: worth asking for, unless what is read now could then no longer be read. */
export const shouldAskForLess = (looks: readonly Look[]): boolean => {
  const times = looks.flatMap(({ isRepeat, milliseconds }) => (isRepeat ? [] : [milliseconds]));
  times.sort((a, b) => a - b);
  const isSlow = (times[times.length >> 1] ?? 0) > slowMs;
  return isSlow && !looks.some(({ codes }) => codes.some(isReadHardly));
};

const isReadHardly = (code: SeenCode): boolean =>
  code.kind === 'frame' &&
  code.version !== undefined &&
  sideOf(code) / modulesOf(code.version) < pixelsPerSquare * smaller;
