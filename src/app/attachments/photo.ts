/** A photo that a note carries, as it is believed from anywhere. */

import { readImageHeader } from './image-header.ts';

/** The app makes them half as large; what unpacks to more is made to. */
const sideLimit = 2_560;

/** The media type of a photo's bytes; undefined when they are none that is shown. */
export const photoType = (bytes: Uint8Array): 'image/jpeg' | 'image/webp' | undefined => {
  const header = readImageHeader(bytes);
  if (!header || (header.format !== 'jpeg' && header.format !== 'webp')) return undefined;
  const isShown = [header.width, header.height].every(
    (side) => side !== null && side > 0 && side <= sideLimit,
  );
  return isShown ? `image/${header.format}` : undefined;
};
