/** Of a phase that is hidden only this may be told. */

import { phaseKinds, type Phase } from '#board/method.ts';
import type { Workshop } from '#app/workshop.svelte.ts';

/** How many notes a phase has, those that are hidden included. */
export const countNotes = ({ whole }: Workshop, phase: Phase): number => {
  const kinds = new Set(phaseKinds(phase).map(({ id }) => id));
  return [...whole.notes.values()].filter((note) => note.trash === null && kinds.has(note.kind)).length;
};
