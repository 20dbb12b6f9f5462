/** What of a board came after a known place in its history. */

import * as Y from 'yjs';
import { notesOf, type BoardDoc } from './document.ts';

/** Counts the notes that were stuck on after `vector`, a state vector; those in the trash too. */
export const countNotesSince = (board: BoardDoc, vector: Uint8Array): number => {
  const known = Y.decodeStateVector(vector);
  let count = 0;
  for (const { id } of notesOf(board)._map.values()) {
    if (id.clock >= (known.get(id.client) ?? 0)) count += 1;
  }
  return count;
};
