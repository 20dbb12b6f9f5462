/** How much room what a note carries takes on it. */

import type { Attached } from '#board/attached.ts';

/** Higher than this, in widths, a picture is shown smaller: a strip of paper must not become a ribbon of a note. */
const tallest = 1.4;
/** The player, as high as any control. */
const playerHeight = 48;
export const carriedGap = 6;

/** Height over width of the box that a picture is shown in. */
export const pictureRatio = ({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): number => Math.max(0.2, Math.min(tallest, height / width));

/** The height of each, in the units of `width`. */
export const carriedHeights = (attached: readonly Attached[], width: number): readonly number[] =>
  attached.map((one) => (one.type === 'voice' ? playerHeight : width * pictureRatio(one)));
