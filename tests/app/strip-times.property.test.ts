import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { stripTimes } from '#app/attachments/strip-times.ts';

const text = (letters: string): number[] => [...letters].map((letter) => letter.charCodeAt(0));
const be32 = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
const box = (type: string, ...content: number[][]): number[] => {
  const body = content.flat();
  return [...be32(body.length + 8), ...text(type), ...body];
};
const element = (id: number[], content: number[]): number[] => [
  ...id,
  0x40 | (content.length >> 8),
  content.length & 255,
  ...content,
];

/** When something was made, as no other bytes of the file have it. */
const short = [0xe1, 0xe2, 0xe3, 0xe4];
const long = [0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8];
const rest = new Array<number>(24).fill(5);

const mp4 = [
  ...box('ftyp', text('M4A '), be32(0)),
  ...box('free', short),
  ...box(
    'moov',
    box('mvhd', [0, 0, 0, 0], short, short, rest),
    box(
      'trak',
      box('tkhd', [1, 0, 0, 7], long, long, rest),
      box('mdia', box('mdhd', [0, 0, 0, 0], short, short, rest), box('minf', short)),
    ),
  ),
  ...box('mdat', short, rest),
];

const webm = (segmentSize: number[]): number[] => [
  ...element([0x1a, 0x45, 0xdf, 0xa3], [0x42, 0x82, 0x84, ...text('webm')]),
  ...[0x18, 0x53, 0x80, 0x67],
  ...segmentSize,
  ...element(
    [0x15, 0x49, 0xa9, 0x66],
    [...element([0x44, 0x61], long), ...element([0x4d, 0x80], text('Chrome'))],
  ),
  ...element([0x1f, 0x43, 0xb6, 0x75], [0xe7, 0x81, 0, ...short]),
];

const count = (bytes: Uint8Array, pattern: number[]): number =>
  bytes.reduce((sum, _, at) => sum + Number(pattern.every((byte, i) => bytes[at + i] === byte)), 0);

test('[AT9] an MP4 does not tell when it was made, and its sound stays', () => {
  const bytes = Uint8Array.from(mp4);
  expect(count(bytes, short)).toBe(9);
  stripTimes(bytes);
  // What is no time, of the same look: `free`, `minf` and the sound.
  expect(count(bytes, short)).toBe(3);
  expect(bytes.length).toBe(mp4.length);
  expect([...bytes.subarray(-32)]).toEqual(mp4.slice(-32));
});

test.each([
  ['of a size that is known', [0x08, 0, 0, 0, 200]],
  ['of a size that is not', [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
])('[AT9] a WebM %s does not tell when it was made, and its sound stays', (_, size) => {
  const bytes = Uint8Array.from(webm(size));
  stripTimes(bytes);
  expect(count(bytes, long)).toBe(0);
  expect(count(bytes, short)).toBe(1);
  expect(count(bytes, text('Chrome'))).toBe(1);
});

test('[AT9] whatever bytes are looked through, nothing throws and their number stays', () => {
  const cut = (start: number[]) =>
    fc
      .tuple(
        fc.uint8Array(),
        fc.nat(start.length),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
      )
      .map(([tail, length, changes]) => {
        const bytes = Uint8Array.from([...start.slice(0, length), ...tail]);
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        return bytes;
      });
  const any = fc.oneof(fc.uint8Array(), cut(mp4), cut(webm([0x08, 0, 0, 0, 200])));
  fc.assert(
    fc.property(any, (bytes) => {
      const { length } = bytes;
      stripTimes(bytes);
      expect(bytes.length).toBe(length);
    }),
    { numRuns: 3_000 },
  );
});
