/**
 * Photos, made small enough to be kept by hundreds: 1,280 pixels and 60 KB at most, upright, with nothing of the file but
 * its pixels: neither place nor time nor name of the camera.
 */

import { err, ok, type Result } from '#core/result.ts';
import type { Taken } from './attachments.svelte.ts';
import { drawPhoto, type DrawnPhoto, type Surface, type Turns } from './draw-photo.ts';
import type { PictureSize } from './fit-photo.ts';
import { readImageHeader, type ImageHeader } from './image-header.ts';
import type { ShrinkAnswer, ShrinkRequest } from './shrink-photo.worker.ts';

export type PhotoError =
  /** Too many bytes or pixels to be opened without risk for the page. */
  | { readonly type: 'PhotoTooLarge' }
  /** An iPhone's own format, or the newest, that this browser does not read. */
  | { readonly type: 'PhotoFormatUnknown'; readonly format: 'heic' | 'avif' }
  /** No image, or a damaged one. */
  | { readonly type: 'PhotoUnreadable' }
  | { readonly type: 'PhotoTooSlow' };

/** The best phones' photos have 50 megapixels and 30 MB; an old tablet has memory for not much more. */
const fileLimit = 60_000_000;
const pixelLimit = 120_000_000;
/** An old tablet takes some seconds. */
const timeLimitMs = 40_000;
/** So many first bytes hold the size of a JPEG behind all that cameras write before it. */
const headerLength = 262_144;

/**
 * Makes a photo of any image that this browser reads. `turns`: quarters of a turn, clockwise.
 * Errors: see `PhotoError`.
 */
export const shrinkPhoto = async (file: Blob, turns: Turns = 0): Promise<Result<Taken, PhotoError>> => {
  if (file.size > fileLimit) return err({ type: 'PhotoTooLarge' });
  let header: ImageHeader | undefined;
  try {
    header = readImageHeader(new Uint8Array(await file.slice(0, headerLength).arrayBuffer()));
  } catch {
    return err({ type: 'PhotoUnreadable' });
  }
  if ((header?.width ?? 0) * (header?.height ?? 0) > pixelLimit) return err({ type: 'PhotoTooLarge' });
  const answer = await shrinkAside({ file, turns });
  switch (answer.type) {
    case 'drawn':
      return photoOf(answer.photo);
    case 'tooLarge':
      return err({ type: 'PhotoTooLarge' });
    case 'tooSlow':
      return err({ type: 'PhotoTooSlow' });
    case 'undecoded':
      return shrinkHere(file, turns, header);
  }
};

const photoOf = ({ bytes, width, height }: DrawnPhoto): Result<Taken, never> =>
  ok({ type: 'photo', bytes, width, height });

const shrinkAside = (request: ShrinkRequest): Promise<ShrinkAnswer | { readonly type: 'tooSlow' }> => {
  if (typeof OffscreenCanvas === 'undefined' || typeof createImageBitmap === 'undefined') {
    return Promise.resolve({ type: 'undecoded' });
  }
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./shrink-photo.worker.ts', import.meta.url), { type: 'module' });
    const finish = (answer: ShrinkAnswer | { readonly type: 'tooSlow' }): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(answer);
    };
    const timer = setTimeout(() => finish({ type: 'tooSlow' }), timeLimitMs);
    worker.onmessage = ({ data }: MessageEvent<ShrinkAnswer>) => finish(data);
    worker.onerror = (event) => {
      event.preventDefault();
      finish({ type: 'undecoded' });
    };
    worker.postMessage(request);
  });
};

/** In the page, where the worker can't: Safari before 16.4, older WebViews; they turn an image as its EXIF says. */
const shrinkHere = async (
  file: Blob,
  turns: Turns,
  header: ImageHeader | undefined,
): Promise<Result<Taken, PhotoError>> => {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const size = { width: image.naturalWidth, height: image.naturalHeight };
    if (size.width === 0 || size.height === 0) return unreadable(header);
    if (size.width * size.height > pixelLimit) return err({ type: 'PhotoTooLarge' });
    const photo = await drawPhoto(image, size, turns, makeSurface);
    return photo ? photoOf(photo) : err({ type: 'PhotoTooLarge' });
  } catch {
    return unreadable(header);
  } finally {
    URL.revokeObjectURL(url);
  }
};

const unreadable = (header: ImageHeader | undefined): Result<never, PhotoError> =>
  header?.format === 'heic' || header?.format === 'avif'
    ? err({ type: 'PhotoFormatUnknown', format: header.format })
    : err({ type: 'PhotoUnreadable' });

const makeSurface = ({ width, height }: PictureSize): Surface => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no canvas');
  const encode = (type: string, quality: number): Promise<Blob> =>
    new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not encoded'))), type, quality),
    );
  return { canvas, context, encode };
};
