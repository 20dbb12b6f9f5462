/** How the name of a cluster or tray is shown on its field: near, as wide as the field; far, as it was placed (labels.ts). */

import type { ClusterId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import type { Box } from './geometry.ts';
import type { Plane } from './plane.svelte.ts';

/** A name over a field that is narrower than this on the screen, in CSS pixels, would hide its neighbours. */
const namedFrom = 56;

export const isNameless = ({ free, camera }: Plane, id: ClusterId | KindId, { width }: Box): boolean =>
  free.labels ? !free.labels.has(id) : width * camera.zoom < namedFrom;

/** How wide it is, as CSS; undefined: as its field. */
export const nameWidth = ({ free }: Plane, id: ClusterId | KindId): string | undefined => {
  const width = free.labels?.get(id);
  return width === undefined ? undefined : `${String(Math.round(width))}px`;
};
