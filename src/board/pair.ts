/** Pairs of notes, the same whichever is named first. */

import { isId } from '#core/ids.ts';
import type { NoteId } from './document.ts';

/** Names a pair of notes: `<smaller id>~<larger id>`, in code units. */
export const pairKey = (a: NoteId, b: NoteId): string => (a < b ? `${a}~${b}` : `${b}~${a}`);

/** Tells whether a foreign string names a pair. */
export const isPairKey = (key: string): boolean => {
  const [a, b, ...more] = key.split('~');
  return isId(a) && isId(b) && a < b && more.length === 0;
};
