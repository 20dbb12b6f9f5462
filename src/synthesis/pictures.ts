/** Pictures as documents take them. */

import type { AttachmentHash } from '#core/attachments.ts';

export interface PrintedPicture {
  readonly type: 'jpg' | 'png';
  readonly bytes: Uint8Array;
}

export type PrintedPictures = ReadonlyMap<AttachmentHash, PrintedPicture>;

/** The size of a picture within a box, its proportions kept. */
export const fitWithin = (
  { width, height }: { readonly width: number; readonly height: number },
  box: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } => {
  const scale = Math.min(box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
};
