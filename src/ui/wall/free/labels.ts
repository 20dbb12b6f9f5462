/**
 * The names of fields on a far wall: small, and placed as maps place theirs. A name is shown whole where there is room, cut
 * short rather than laid over another, and left out rather than cut to a syllable; the larger field goes first.
 */

import { boxesMeet, type Box } from './geometry.ts';

export interface Named<Id> {
  readonly id: Id;
  /** Of the field, in wall units. */
  readonly box: Box;
  /** Of the whole name on its tab, in CSS pixels. */
  readonly width: number;
  /** What is more comes first. */
  readonly weight: number;
}

/** As the page draws them: height and distance in CSS pixels, where the tab's foot stands in wall units. */
export const farLabel = { height: 30, apart: 4, indent: 8, foot: 26, padding: 26, icon: 24 } as const;

/** A name is not cut shorter than this, in CSS pixels. */
const leastWidth = 96;
/** Nor goes further than this over the edge of a field. */
const mostWidth = 220;

/** Gives the width of each name that is shown, in CSS pixels. `zoom`: CSS pixels in a wall unit. */
export const placeLabels = <Id>(fields: readonly Named<Id>[], zoom: number): ReadonlyMap<Id, number> => {
  const shown = new Map<Id, number>();
  const taken = new Map<Id, Box>();
  const place = ({ id, box }: Named<Id>, width: number): void => {
    const label: Box = {
      x: (box.x + farLabel.indent) * zoom,
      y: (box.y + farLabel.foot) * zoom - farLabel.height,
      width: width + farLabel.apart,
      height: farLabel.height + farLabel.apart,
    };
    for (const [other, at] of taken) if (other !== id && boxesMeet(at, label)) return;
    taken.set(id, label);
    shown.set(id, width);
  };
  const inOrder = [...fields].sort((a, b) => b.weight - a.weight);
  for (const field of inOrder) {
    const room = (field.box.width - 2 * farLabel.indent) * zoom;
    place(field, Math.min(field.width, Math.max(leastWidth, room)));
  }
  // Then over the edge of its field, into what nobody took.
  for (const field of inOrder) {
    const width = shown.get(field.id);
    if (width !== undefined) place(field, Math.max(width, Math.min(field.width, mostWidth)));
  }
  return shown;
};
