import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitPhoto, photoSizeLimit, type PictureSize } from '#app/attachments/fit-photo.ts';

/** A canvas whose pictures take so many bytes a pixel at full quality. */
const encoder = (bytesPerPixel: number) => {
  const asked: { size: PictureSize; quality: number }[] = [];
  const encode = (size: PictureSize, quality: number) => {
    asked.push({ size, quality });
    return Promise.resolve({ size: Math.ceil(size.width * size.height * bytesPerPixel * quality), quality });
  };
  return { encode, asked };
};

test('[AT8] a photo is 1,280 pixels at most, 60 KB at most, in its own proportions and never enlarged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12_000 }),
      fc.integer({ min: 1, max: 12_000 }),
      fc.double({ min: 0.001, max: 2, noNaN: true }),
      async (width, height, bytesPerPixel) => {
        const fitted = await fitPhoto({ width, height }, encoder(bytesPerPixel).encode);
        if (!fitted) throw new Error('not fitted');
        const { size, picture } = fitted;
        expect(picture.size).toBeLessThanOrEqual(photoSizeLimit);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(
          Math.min(1280, Math.max(width, height)),
        );
        // Rounding to whole pixels shifts the shorter side by half a pixel.
        const scale = Math.max(size.width, size.height) / Math.max(width, height);
        expect(Math.abs(size.width - Math.max(1, width * scale))).toBeLessThanOrEqual(1);
        expect(Math.abs(size.height - Math.max(1, height * scale))).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('[AT8] what fits at its best is left at its best, and what does not is as good as it may be', async () => {
  const easy = encoder(0.01);
  expect((await fitPhoto({ width: 4000, height: 3000 }, easy.encode))?.picture.quality).toBe(0.82);
  expect(easy.asked).toHaveLength(1);
  const busy = encoder(0.1);
  const fitted = await fitPhoto({ width: 4000, height: 3000 }, busy.encode);
  expect(fitted?.size).toEqual({ width: 1280, height: 960 });
  expect(fitted?.picture.quality).toBeGreaterThan(0.42);
  expect(fitted?.picture.size).toBeGreaterThan(photoSizeLimit * 0.85);
  expect(busy.asked.length).toBeLessThanOrEqual(5);
});

test('[AT8] noise that no size makes small enough is given up', async () => {
  expect(await fitPhoto({ width: 4000, height: 3000 }, encoder(100).encode)).toBeUndefined();
});
