/** The workshop that is open in this window, for what stands outside its screens. */

import type { OpenWorkshop } from '#app/grappe.ts';

let current: OpenWorkshop | null = null;

export const openNow = (): OpenWorkshop | null => current;

/** Says which workshop is open; returns what says that it no longer is. */
export const nameOpen = (open: OpenWorkshop): (() => void) => {
  current = open;
  return () => {
    if (current === open) current = null;
  };
};

/** Tells whether a reload would lose nothing. */
export const isIdle = (): boolean => current === null || current.saveState.type === 'saved';
