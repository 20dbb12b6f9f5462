/** The template that was opened from a file just now, for the screen that makes a workshop of it. */

import type { SavedTemplate } from '#app/templates.ts';

let offered: SavedTemplate | null = null;

export const offerTemplate = (template: SavedTemplate): void => {
  offered = template;
};

/** Gives it once. */
export const takeOffered = (): SavedTemplate | null => {
  const taken = offered;
  offered = null;
  return taken;
};
