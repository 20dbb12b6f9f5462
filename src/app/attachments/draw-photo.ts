/** Draws a decoded image smaller and turned, and encodes it: on whichever canvas there is, in a worker or in the page. */

import { fitPhoto, type PictureSize } from './fit-photo.ts';

/** Quarters of a turn, clockwise. */
export type Turns = 0 | 1 | 2 | 3;

export interface Surface {
  readonly canvas: CanvasImageSource & { width: number; height: number };
  readonly context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  readonly encode: (type: string, quality: number) => Promise<Blob>;
}

export type MakeSurface = (size: PictureSize) => Surface;

export interface DrawnPhoto extends PictureSize {
  readonly bytes: Uint8Array;
}

/** Undefined when it cannot be made small enough. Of the image nothing but its pixels comes along. */
export const drawPhoto = async (
  image: CanvasImageSource,
  size: PictureSize,
  turns: Turns,
  makeSurface: MakeSurface,
): Promise<DrawnPhoto | undefined> => {
  const turned = turns % 2 === 0 ? size : { width: size.height, height: size.width };
  let drawn: { readonly size: PictureSize; readonly surface: Surface } | undefined;
  let type = 'image/webp';
  const fitted = await fitPhoto(turned, async (target, quality) => {
    if (drawn?.size !== target) {
      drawn = { size: target, surface: drawScaled(image, size, target, turns, makeSurface) };
    }
    const encoded = await drawn.surface.encode(type, quality);
    if (encoded.type === type) return encoded;
    // Safari draws WebP and does not write it.
    type = 'image/jpeg';
    return drawn.surface.encode(type, quality);
  });
  if (!fitted) return undefined;
  return { ...fitted.size, bytes: new Uint8Array(await fitted.picture.arrayBuffer()) };
};

/** By halves: some engines look at no more than four pixels for one, and letters fall apart. */
const drawScaled = (
  image: CanvasImageSource,
  size: PictureSize,
  target: PictureSize,
  turns: Turns,
  makeSurface: MakeSurface,
): Surface => {
  const upright = turns % 2 === 0 ? target : { width: target.height, height: target.width };
  let [source, at] = [image, size];
  while (at.width > 2 * upright.width && at.height > 2 * upright.height) {
    const half = { width: Math.ceil(at.width / 2), height: Math.ceil(at.height / 2) };
    const { canvas, context } = makeSurface(half);
    context.imageSmoothingQuality = 'high';
    context.drawImage(source, 0, 0, half.width, half.height);
    [source, at] = [canvas, half];
  }
  const surface = makeSurface(target);
  const { context } = surface;
  context.imageSmoothingQuality = 'high';
  // What is transparent becomes paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, target.width, target.height);
  context.translate(target.width / 2, target.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(source, -upright.width / 2, -upright.height / 2, upright.width, upright.height);
  return surface;
};
