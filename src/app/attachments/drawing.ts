/**
 * Drawings and handwriting: strokes, kept as a few KB of whole numbers.
 *
 * | bytes            | content                                                                                 |
 * | ---------------- | --------------------------------------------------------------------------------------- |
 * | 3                | `G`, `D`, version 1                                                                     |
 * | varint, varint   | width and height of the paper, in units                                                  |
 * | varint           | how many strokes; then of each:                                                         |
 * | 1                | bits 0–1: pen (thin, medium, broad); bits 2–4: ink (see `inks`); bit 7: has pressure          |
 * | varint           | how many points, one at least; then of each, beginning at 0, 0, 0:                        |
 * | zigzag, zigzag   | how far it is from the point before, right and down                                       |
 * | zigzag           | how much more pressure than at the point before, where the stroke has any                 |
 *
 * A varint has seven bits a byte, the lowest first, bit 7 says that more come (LEB128); a zigzag is a varint of 2n for n ≥ 0
 * and of −2n − 1 for n < 0. Every point is on the paper. There are no times in it.
 *
 * Limits: 100 KB, sides of 10,000 units, 5,000 strokes, 60,000 points, pressure from 0 to 63.
 */

import { assert } from '#core/assert.ts';

export const pens = ['thin', 'medium', 'broad'] as const;
export type Pen = (typeof pens)[number];

/** Named after the roles of colours that they are shown in, light or dark. */
export const inks = ['ink', 'grape', 'green', 'red'] as const;
export type Ink = (typeof inks)[number];

/** `[x, y, pressure]`; without pressure the last is 0. */
export type StrokePoint = readonly [x: number, y: number, pressure: number];

export interface Stroke {
  readonly pen: Pen;
  readonly ink: Ink;
  readonly hasPressure: boolean;
  readonly points: readonly StrokePoint[];
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly Stroke[];
}

/** Largest drawing, in bytes: twenty pages of handwriting. */
export const drawingSizeLimit = 100_000;
/** The highest pressure. */
export const pressureLimit = 63;
const sideLimit = 10_000;
const strokeLimit = 5_000;
const pointLimit = 60_000;

const header = [0x47, 0x44, 1] as const;
const pressureBit = 0x80;

/** Writes a drawing of whole numbers whose points are on its paper; it may be larger than is kept. */
export const encodeDrawing = ({ width, height, strokes }: Drawing): Uint8Array => {
  const bytes: number[] = [...header];
  const varint = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest >>>= 7) bytes.push(0x80 | (rest & 0x7f));
    bytes.push(rest);
  };
  const zigzag = (value: number): void => varint(value < 0 ? -2 * value - 1 : 2 * value);
  varint(width);
  varint(height);
  varint(strokes.length);
  for (const { pen, ink, hasPressure, points } of strokes) {
    assert(points.length > 0, 'a stroke has a point');
    bytes.push(pens.indexOf(pen) | (inks.indexOf(ink) << 2) | (hasPressure ? pressureBit : 0));
    varint(points.length);
    let last: StrokePoint = [0, 0, 0];
    for (const point of points) {
      zigzag(point[0] - last[0]);
      zigzag(point[1] - last[1]);
      if (hasPressure) zigzag(point[2] - last[2]);
      last = point;
    }
  }
  return Uint8Array.from(bytes);
};

/** Reads a drawing from anywhere; undefined when it is none. Never throws, whatever the bytes. */
export const decodeDrawing = (bytes: Uint8Array): Drawing | undefined => {
  if (bytes.length > drawingSizeLimit || header.some((byte, at) => bytes[at] !== byte)) return undefined;
  const reader = createReader(bytes, header.length);
  const [width, height, count] = [reader.varint(), reader.varint(), reader.varint()];
  if (!isSide(width) || !isSide(height) || count > strokeLimit) return undefined;
  const strokes: Stroke[] = [];
  let pointsLeft = pointLimit;
  for (let i = 0; i < count; i += 1) {
    const style = reader.byte();
    const [pen, ink] = [pens[style & 3], inks[(style >> 2) & 7]];
    const length = reader.varint();
    pointsLeft -= length;
    const isPlain = (style & 0x60) === 0 && length > 0 && pointsLeft >= 0;
    if (pen === undefined || ink === undefined || !isPlain) return undefined;
    const hasPressure = (style & pressureBit) !== 0;
    const points: StrokePoint[] = [];
    let [x, y, pressure] = [0, 0, 0];
    for (let n = 0; n < length; n += 1) {
      x += reader.zigzag();
      y += reader.zigzag();
      if (hasPressure) pressure += reader.zigzag();
      const isOnPaper = x >= 0 && x <= width && y >= 0 && y <= height;
      if (reader.isBroken() || !isOnPaper || pressure < 0 || pressure > pressureLimit) return undefined;
      points.push([x, y, pressure]);
    }
    strokes.push({ pen, ink, hasPressure, points });
  }
  return reader.isBroken() || !reader.isAtEnd() ? undefined : { width, height, strokes };
};

const isSide = (value: number): boolean => value > 0 && value <= sideLimit;

/** Reads numbers one after the other; past the end, or too long, they are 0 and the reader is broken. */
const createReader = (bytes: Uint8Array, start: number) => {
  let at = start;
  let broken = false;
  const byte = (): number => {
    const value = bytes[at];
    if (value === undefined) broken = true;
    at += 1;
    return value ?? 0;
  };
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 21; shift += 7) {
      const next = byte();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
    broken = true;
    return 0;
  };
  return {
    byte,
    varint,
    zigzag: (): number => {
      const value = varint();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
    isBroken: () => broken,
    isAtEnd: () => at === bytes.length,
  };
};
