/** Real images through the browser's own decoders, in a worker and in the page. */

import { afterEach, describe, expect, test } from 'vitest';
import { photoSizeLimit } from '#app/attachments/fit-photo.ts';
import { readImageHeader } from '#app/attachments/image-header.ts';
import { shrinkPhoto } from '#app/attachments/shrink-photo.ts';
import { value } from '../board/board-for-tests.ts';

type Paint = (context: CanvasRenderingContext2D, width: number, height: number) => void;

const imageOf = async (width: number, height: number, paint: Paint, type = 'image/jpeg'): Promise<Blob> => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  paint(context, width, height);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not encoded'))), type, 0.9),
  );
};

/** Red on the left, blue on the right. */
const twoHalves: Paint = (context, width, height) => {
  context.fillStyle = '#f00';
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = '#00f';
  context.fillRect(width / 2, 0, width / 2, height);
};

/** Nothing that an encoder could leave out. */
const confetti: Paint = (context, width, height) => {
  for (let i = 0; i < 20_000; i += 1) {
    context.fillStyle = `hsl(${String((i * 137) % 360)} ${String(40 + (i % 60))}% ${String(20 + (i % 60))}%)`;
    context.fillRect((i * 7919) % width, (i * 104_729) % height, 5 + (i % 40), 5 + ((i * 3) % 40));
  }
};

const text = (letters: string): number[] => [...letters].map((letter) => letter.charCodeAt(0));

/** Puts EXIF before a JPEG: how the camera was held, where it was, and whose it is. */
const withExif = async (jpeg: Blob, orientation: number): Promise<Blob> => {
  const owner = text('Appareil de Camille\0');
  const tiff = [
    ...text('II'),
    ...[42, 0, 8, 0, 0, 0],
    ...[3, 0],
    ...[0x0f, 0x01, 2, 0, owner.length, 0, 0, 0, 50, 0, 0, 0],
    ...[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
    ...[0x25, 0x88, 4, 0, 1, 0, 0, 0, 50 + owner.length, 0, 0, 0],
    ...[0, 0, 0, 0],
    ...owner,
    // The GPS directory: north.
    ...[1, 0, 1, 0, 2, 0, 2, 0, 0, 0, ...text('N\0'), 0, 0, 0, 0, 0, 0],
  ];
  const content = [...text('Exif\0\0'), ...tiff];
  const length = content.length + 2;
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  const segment = Uint8Array.from([0xff, 0xe1, length >> 8, length & 255, ...content]);
  return new Blob([bytes.subarray(0, 2), segment, bytes.subarray(2)], { type: 'image/jpeg' });
};

const pixelsOf = async (bytes: Uint8Array) => {
  const bitmap = await createImageBitmap(new Blob([bytes as BlobPart]));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  const at = (x: number, y: number): 'red' | 'blue' | 'white' | 'other' => {
    const [r = 0, g = 0, b = 0] = context?.getImageData(x * bitmap.width, y * bitmap.height, 1, 1).data ?? [];
    if (r > 230 && g > 230 && b > 230) return 'white';
    return r > 200 && b < 60 ? 'red' : b > 200 && r < 60 ? 'blue' : 'other';
  };
  return { width: bitmap.width, height: bitmap.height, at };
};

const holds = (bytes: Uint8Array, letters: string): boolean => {
  const pattern = text(letters);
  return bytes.some((_, at) => pattern.every((byte, i) => bytes[at + i] === byte));
};

const taken = Object.getOwnPropertyDescriptor(globalThis, 'OffscreenCanvas');
afterEach(() => {
  if (taken) Object.defineProperty(globalThis, 'OffscreenCanvas', taken);
});

describe.each([
  ['in a worker', () => undefined],
  // As in Safari before 16.4.
  ['in the page, where no worker can draw', () => Reflect.deleteProperty(globalThis, 'OffscreenCanvas')],
])('a photo made small %s', (_, prepare) => {
  test('[AT8] is 1,280 pixels and 60 KB at most, of 24 megapixels of confetti', async () => {
    prepare();
    const photo = value(await shrinkPhoto(await imageOf(6000, 4000, confetti)));
    if (photo.type !== 'photo') throw new Error('no photo');
    expect(photo.bytes.length).toBeLessThanOrEqual(photoSizeLimit);
    expect(photo.bytes.length).toBeGreaterThan(photoSizeLimit / 3);
    expect(Math.max(photo.width, photo.height)).toBeLessThanOrEqual(1280);
    expect(photo.width / photo.height).toBeCloseTo(1.5, 1);
    const { width, height } = await pixelsOf(photo.bytes);
    expect([width, height]).toEqual([photo.width, photo.height]);
    expect(readImageHeader(photo.bytes)).toMatchObject({ width, height });
  });

  test.each([
    [1, [200, 100], 'red', 'blue', 'red'],
    [3, [200, 100], 'blue', 'red', 'blue'],
    [6, [100, 200], 'red', 'red', 'blue'],
    [8, [100, 200], 'blue', 'blue', 'red'],
  ] as const)(
    '[AT8] stands upright however the camera was held (EXIF %i), and tells neither place nor owner',
    async (orientation, size, upperLeft, upperRight, lowerLeft) => {
      prepare();
      const file = await withExif(await imageOf(200, 100, twoHalves), orientation);
      expect(holds(new Uint8Array(await file.arrayBuffer()), 'Camille')).toBe(true);
      const { bytes } = value(await shrinkPhoto(file));
      const { width, height, at } = await pixelsOf(bytes);
      expect([width, height]).toEqual(size);
      expect([at(0.1, 0.1), at(0.9, 0.1), at(0.1, 0.9)]).toEqual([upperLeft, upperRight, lowerLeft]);
      for (const word of ['Exif', 'Camille', 'GPS']) expect(holds(bytes, word)).toBe(false);
    },
  );

  test('[AT8] is turned by quarters, and what was transparent is paper', async () => {
    prepare();
    const file = await imageOf(200, 100, twoHalves);
    const turned = await pixelsOf(value(await shrinkPhoto(file, 1)).bytes);
    expect([turned.width, turned.height]).toEqual([100, 200]);
    expect([turned.at(0.5, 0.1), turned.at(0.5, 0.9)]).toEqual(['red', 'blue']);
    const thrice = await pixelsOf(value(await shrinkPhoto(file, 3)).bytes);
    expect([thrice.at(0.5, 0.1), thrice.at(0.5, 0.9)]).toEqual(['blue', 'red']);
    const clear = await imageOf(50, 50, () => undefined, 'image/png');
    expect((await pixelsOf(value(await shrinkPhoto(clear)).bytes)).at(0.5, 0.5)).toBe('white');
  });

  test('[AT8] is refused, in a value, of what is no image or a broken one', async () => {
    prepare();
    const png = new Uint8Array(await (await imageOf(300, 300, confetti, 'image/png')).arrayBuffer());
    const broken = png.slice();
    broken.fill(0x55, 40, png.length - 20);
    for (const bytes of [
      new Uint8Array(),
      Uint8Array.from(text('<html></html>')),
      broken,
      png.slice(0, 30),
    ]) {
      expect(await shrinkPhoto(new Blob([bytes]))).toEqual({ ok: false, error: { type: 'PhotoUnreadable' } });
    }
    const heic = Uint8Array.from([0, 0, 0, 24, ...text('ftypheic'), 0, 0, 0, 0, ...text('mif1heic')]);
    expect(await shrinkPhoto(new Blob([heic]))).toMatchObject({
      ok: false,
      error: { type: 'PhotoFormatUnknown', format: 'heic' },
    });
  });
});

test('[AT8] an image that would unpack to more than the device has memory for is not even opened', async () => {
  const size = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
  const bomb = [...text('\x89PNG\r\n\x1a\n'), 0, 0, 0, 13, ...text('IHDR'), ...size(60_000), ...size(60_000)];
  expect(await shrinkPhoto(new Blob([Uint8Array.from(bomb)]))).toEqual({
    ok: false,
    error: { type: 'PhotoTooLarge' },
  });
});
