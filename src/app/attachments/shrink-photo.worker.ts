/** Shrinks one photo and answers; the page ends this worker then. */

import { drawPhoto, type DrawnPhoto, type Surface, type Turns } from './draw-photo.ts';
import type { PictureSize } from './fit-photo.ts';

export interface ShrinkRequest {
  readonly file: Blob;
  readonly turns: Turns;
}

/** `undecoded`: this worker has no way to read the image, but the page may have. */
export type ShrinkAnswer =
  | { readonly type: 'drawn'; readonly photo: DrawnPhoto }
  | { readonly type: 'tooLarge' }
  | { readonly type: 'undecoded' };

const makeSurface = ({ width, height }: PictureSize): Surface => {
  // eslint-disable-next-line compat/compat -- whoever starts this worker has asked
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no canvas');
  return { canvas, context, encode: (type, quality) => canvas.convertToBlob({ type, quality }) };
};

const shrink = async ({ file, turns }: ShrinkRequest): Promise<ShrinkAnswer> => {
  let image: ImageBitmap;
  try {
    // Engines that do not know the word would ignore how the camera was held: they refuse it, and the page does it.
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return { type: 'undecoded' };
  }
  const photo = await drawPhoto(image, image, turns, makeSurface);
  return photo ? { type: 'drawn', photo } : { type: 'tooLarge' };
};

addEventListener('message', ({ data }: MessageEvent<ShrinkRequest>) => {
  shrink(data).then(
    (answer) => postMessage(answer),
    () => postMessage({ type: 'undecoded' } satisfies ShrinkAnswer),
  );
});
