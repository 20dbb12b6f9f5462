/** Photos and drawings as documents take them: JPEG and PNG, on white. */

import type { AttachmentHash } from '#core/attachments.ts';
import { decodeDrawing, type Ink } from '#app/attachments/drawing.ts';
import type { Attachments } from '#app/attachments/attachments.svelte.ts';
import { photoType } from '#app/attachments/photo.ts';
import {
  picturesOf,
  type PrintedPicture,
  type PrintedPictures,
  type SynthesisDocument,
} from '#app/synthesis-document.ts';
import { drawingPaths } from '../attachments/outline.ts';

/** Longest side, in pixels: a third of a page at 200 dots to the inch. */
const sideLimit = 1_200;
/** As on paper, whatever the theme of the screen. */
const inks: Readonly<Record<Ink, string>> = {
  ink: '#231b2e',
  grape: '#5b2a86',
  green: '#1f6b3a',
  red: '#a61b1b',
};

/** What can't be read or drawn is left out: the document tells it in words. */
export const printPictures = async (
  document: SynthesisDocument,
  attachments: Attachments,
): Promise<PrintedPictures> => {
  const printed = new Map<AttachmentHash, PrintedPicture>();
  for (const { hash, kind } of picturesOf(document)) {
    const bytes = printed.has(hash) ? undefined : await attachments.read(hash);
    const picture = bytes && (await (kind === 'drawing' ? printDrawing(bytes) : printPhoto(bytes)));
    if (picture) printed.set(hash, picture);
  }
  return printed;
};

const printPhoto = async (bytes: Uint8Array): Promise<PrintedPicture | undefined> => {
  const type = photoType(bytes);
  if (type === 'image/jpeg') return { type: 'jpg', bytes };
  if (type === undefined) return undefined;
  try {
    const bitmap = await createImageBitmap(new Blob([bytes as BlobPart], { type }));
    const drawn = await onPaper(bitmap.width, bitmap.height, 'image/jpeg', (context, scale) =>
      context.drawImage(bitmap, 0, 0, bitmap.width * scale, bitmap.height * scale),
    );
    bitmap.close();
    return drawn && { type: 'jpg', bytes: drawn };
  } catch {
    return undefined;
  }
};

const printDrawing = async (bytes: Uint8Array): Promise<PrintedPicture | undefined> => {
  const drawing = decodeDrawing(bytes);
  if (!drawing) return undefined;
  const paths = drawingPaths(drawing);
  const drawn = await onPaper(drawing.width, drawing.height, 'image/png', (context, scale) => {
    context.scale(scale, scale);
    drawing.strokes.forEach(({ ink }, i) => {
      context.fillStyle = inks[ink];
      context.fill(new Path2D(paths[i]));
    });
  });
  return drawn && { type: 'png', bytes: drawn };
};

const onPaper = async (
  width: number,
  height: number,
  type: string,
  draw: (context: CanvasRenderingContext2D, scale: number) => void,
): Promise<Uint8Array | undefined> => {
  const scale = Math.min(1, sideLimit / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  draw(context, scale);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.85));
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
};
