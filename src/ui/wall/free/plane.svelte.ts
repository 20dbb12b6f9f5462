/** The wall as a plane: what all of its parts share. */

import { untrack } from 'svelte';
import { prefersReducedMotion } from 'svelte/motion';
import type { NoteId } from '#board/document.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import type { Wall } from '../wall.svelte.ts';
import type { WallWork } from '../work.svelte.ts';
import { createCamera } from './camera.svelte.ts';
import { createCarry } from './carry.svelte.ts';
import { createWallFocus } from './focus.svelte.ts';
import { createFreeWall } from './free-wall.svelte.ts';
import { boundsOf } from './geometry.ts';
import { createLasso } from './lasso.svelte.ts';
import { createPageLook } from './page-look.svelte.ts';

export type Plane = ReturnType<typeof createPlane>;

/**
 * To be called while the wall's component is made. `area`: the window on the wall; `probe`: a text that is lettered as
 * notes are.
 */
export const createPlane = (
  workshop: Workshop,
  wall: Wall,
  work: WallWork,
  area: () => HTMLElement | undefined,
  probe: () => HTMLElement | undefined,
) => {
  const free = createFreeWall(
    workshop,
    wall,
    () => camera,
    () => look.lettering,
    () => carry.lifted,
    () => look.life,
  );
  const camera = createCamera({
    bounds: () => untrack(() => free.layout?.bounds ?? null),
    isCalm: () => prefersReducedMotion.current,
    life: () => look.life,
  });
  const look = createPageLook(area, probe, (size) => camera.resize(size));
  const carry = createCarry(workshop, wall, work, camera, free);
  const lasso = createLasso(wall, camera, free);
  const focus = createWallFocus(wall, camera, free, area);

  /** Brings notes into sight, as large as they fit. */
  const fitNotes = (notes: readonly NoteId[]): void =>
    camera.fit(boundsOf(notes.flatMap((note) => free.layout?.notes.get(note) ?? [])));

  return { workshop, wall, work, area, free, camera, look, carry, lasso, focus, fitNotes };
};
