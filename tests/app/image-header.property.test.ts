import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readImageHeader } from '#app/attachments/image-header.ts';
import { photoType } from '#app/attachments/photo.ts';
import { soundType } from '#app/attachments/sound.ts';

const text = (letters: string): number[] => [...letters].map((letter) => letter.charCodeAt(0));
const be16 = (n: number): number[] => [n >> 8, n & 255];
const be32 = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
const le24 = (n: number): number[] => [n & 255, (n >> 8) & 255, (n >> 16) & 255];

const jpeg = (width: number, height: number, before: number[] = []): Uint8Array =>
  Uint8Array.from([0xff, 0xd8, ...before, 0xff, 0xc0, 0, 17, 8, ...be16(height), ...be16(width), 3, 0, 0]);
const riff = (chunk: string, body: number[]): Uint8Array =>
  Uint8Array.from([...text('RIFF'), 0, 0, 0, 0, ...text('WEBP'), ...text(chunk), 0, 0, 0, 0, ...body, 0, 0]);
const lossy = (width: number, height: number): Uint8Array =>
  riff('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, width & 255, width >> 8, height & 255, height >> 8]);
const extended = (width: number, height: number): Uint8Array =>
  riff('VP8X', [0, 0, 0, 0, ...le24(width - 1), ...le24(height - 1)]);
const lossless = (width: number, height: number): Uint8Array => {
  const bits = (width - 1) | ((height - 1) << 14);
  return riff('VP8L', [0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, bits >>> 24, 0, 0, 0]);
};
const png = (width: number, height: number): Uint8Array =>
  Uint8Array.from([
    ...text('\x89PNG\r\n\x1a\n'),
    0,
    0,
    0,
    13,
    ...text('IHDR'),
    ...be32(width),
    ...be32(height),
  ]);
const ftyp = (brand: string): Uint8Array =>
  Uint8Array.from([0, 0, 0, 24, ...text('ftyp'), ...text(brand), 0]);

/** What cameras write before the picture: a segment with its length. */
const exif = (length: number): number[] => [
  0xff,
  0xe1,
  ...be16(length),
  ...new Array<number>(length - 2).fill(7),
];

describe('the first bytes of an image', () => {
  test.each([
    ['JPEG', jpeg(640, 480), { format: 'jpeg', width: 640, height: 480 }],
    [
      'JPEG behind EXIF',
      jpeg(4000, 3000, [...exif(30_000), ...exif(20)]),
      { format: 'jpeg', width: 4000, height: 3000 },
    ],
    ['JPEG cut short', jpeg(640, 480).subarray(0, 8), { format: 'jpeg', width: null, height: null }],
    ['lossy WebP', lossy(1280, 960), { format: 'webp', width: 1280, height: 960 }],
    ['extended WebP', extended(16_000, 3), { format: 'webp', width: 16_000, height: 3 }],
    ['lossless WebP', lossless(16_000, 9_000), { format: 'webp', width: 16_000, height: 9_000 }],
    ['PNG', png(70_000, 2), { format: 'png', width: 70_000, height: 2 }],
    ['HEIC', ftyp('heic'), { format: 'heic', width: null, height: null }],
    ['AVIF', ftyp('avif'), { format: 'avif', width: null, height: null }],
    ['a film', ftyp('isom'), undefined],
    ['a ZIP', Uint8Array.from(text('PK\x03\x04 and more, and more, and more')), undefined],
    ['nothing', new Uint8Array(), undefined],
  ])('[AT8] of %s tell format and size', (_, bytes, header) => {
    expect(readImageHeader(bytes)).toEqual(header);
  });

  test('[AT8] are read whatever they are, without a throw', () => {
    const begun = fc
      .tuple(
        fc.constantFrom(jpeg(1, 1), lossy(1, 1), extended(1, 1), png(1, 1), ftyp('heic')),
        fc.uint8Array(),
        fc.nat(40),
      )
      .map(([start, rest, cut]) => Uint8Array.from([...start.subarray(0, cut), ...rest]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), begun), (bytes) => {
        readImageHeader(bytes);
        photoType(bytes);
        soundType(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  test('[AT8] of a photo from elsewhere that unpacks to more than a screen is not believed', () => {
    expect(photoType(lossy(1280, 960))).toBe('image/webp');
    expect(photoType(jpeg(1280, 960))).toBe('image/jpeg');
    expect(photoType(lossy(16_000, 16_000))).toBeUndefined();
    expect(photoType(png(100, 100))).toBeUndefined();
    expect(photoType(Uint8Array.from(text('<svg xmlns="http://www.w3.org/2000/svg"/>')))).toBeUndefined();
  });
});

test('[AT9] the first bytes of a recording tell what it is', () => {
  expect(soundType(Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, 1]))).toBe('audio/webm');
  expect(soundType(Uint8Array.from(text('OggS\0')))).toBe('audio/ogg');
  expect(soundType(ftyp('M4A '))).toBe('audio/mp4');
  expect(soundType(Uint8Array.from(text('<html>')))).toBeUndefined();
});
