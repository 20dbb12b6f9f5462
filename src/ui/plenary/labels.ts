/** Which names are written over the wall, and where: no name lies on another, and the fullest clusters come first. */

import { boxesMeet, inflate, type Box, type Size } from '../wall/free/geometry.ts';

export interface Named {
  readonly id: string;
  readonly text: string;
  /** On the screen, in CSS pixels. */
  readonly field: Box;
  /** More comes first. */
  readonly weight: number;
}

export interface Label extends Size {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface LabelRoom {
  readonly screen: Size;
  /** Where nothing is to be written. */
  readonly taken: readonly Box[];
  /** How much room a name takes. */
  readonly measure: (text: string) => Size;
  readonly margin: number;
}

/** Each name lies on the upper edge of its field, and within the screen; where there is no room for it, it is left out. */
export const placeLabels = (
  named: readonly Named[],
  { screen, taken, measure, margin }: LabelRoom,
): readonly Label[] => {
  const all: Box = { x: 0, y: 0, ...screen };
  const placed: Label[] = [];
  const within = (at: number, length: number, room: number): number =>
    Math.max(margin, Math.min(at, room - length - margin));
  for (const { id, text, field } of [...named].sort((a, b) => b.weight - a.weight)) {
    if (!boxesMeet(field, all)) continue;
    const size = measure(text);
    const label: Label = {
      id,
      text,
      ...size,
      x: within(field.x + field.width / 2 - size.width / 2, size.width, screen.width),
      y: within(field.y - size.height * 0.6, size.height, screen.height),
    };
    const around = inflate(label, margin / 2);
    if ([...placed, ...taken].every((other) => !boxesMeet(around, other))) placed.push(label);
  }
  return placed;
};
