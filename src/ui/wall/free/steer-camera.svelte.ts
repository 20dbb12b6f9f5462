/** Where the camera goes by itself, and who is told where it came to rest. */

import { untrack } from 'svelte';
import type { ClusterId } from '#board/document.ts';
import type { Box } from './geometry.ts';
import type { Plane } from './plane.svelte.ts';

/** To be called while the wall's component is made. `onrest` is told what is seen, each time that the camera has come to rest. */
export const steerCamera = ({ wall, work, free, camera, look }: Plane, onrest: (seen: Box) => void): void => {
  // Larger text is a nearer wall.
  let lifeBefore = look.life;
  $effect(() => {
    const by = look.life / lifeBefore;
    lifeBefore = look.life;
    if (by !== 1) untrack(() => (camera.isWhole ? camera.fitWhole() : camera.zoomTo({ by })));
  });

  $effect(() => () => camera.stop());

  $effect(() => {
    void free.layout?.bounds;
    untrack(() => camera.followBounds());
  });

  $effect(() => {
    if (free.layout && camera.screen.width > 0) onrest(camera.seenAtRest);
  });

  // A phase's wall is first seen whole.
  let fitted: string | null = null;
  $effect(() => {
    const { bounds } = free.layout ?? {};
    if (!bounds || camera.screen.width === 0 || fitted === wall.phase.id) return;
    fitted = wall.phase.id;
    untrack(() => camera.fitWhole(true));
  });

  // A cluster that was just made is shown, once, while its name is asked.
  let revealed: ClusterId | null = null;
  $effect(() => {
    const box = work.naming === null ? undefined : free.layout?.clusters.get(work.naming);
    if (!box || revealed === work.naming) return;
    revealed = work.naming;
    untrack(() => camera.isWhole || camera.reveal(box));
  });
};
