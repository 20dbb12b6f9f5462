/** The picture of the wall, behind its notes: painted anew where it changed, moved with the camera. */

import type { Camera } from './camera.svelte.ts';
import type { FreeWall } from './free-wall.svelte.ts';
import type { PageLook } from './page-look.svelte.ts';
import { changedBoxes, type Picture } from './painter.ts';
import { createTiles, type Tiles } from './tiles.ts';

export interface ShownPicture {
  /** What is seen, as an image; null while some of it is not painted. */
  readonly capture: () => Promise<Blob | null>;
}

/** To be called while a component is made. `host` is where the tiles go; `onshown` is told that the wall is on the screen. */
export const showPicture = (
  host: () => HTMLElement | undefined,
  free: FreeWall,
  camera: Camera,
  look: PageLook,
  onshown?: () => void,
): ShownPicture => {
  let tiles = $state.raw<Tiles>();
  let painted: Picture | null = null;
  const picture = $derived.by((): Picture | null => {
    const { layout, painted: notes } = free;
    const { palette, lettering } = look;
    if (!layout || !palette || !lettering) return null;
    return { fields: layout.clusters, trays: layout.trays, notes, palette, lettering };
  });

  $effect(() => {
    const element = host();
    if (!element) return;
    const made = createTiles(element);
    painted = null;
    tiles = made;
    return () => {
      made.stop();
      tiles = undefined;
    };
  });

  $effect(() => {
    if (!picture || !tiles) return;
    tiles.repaint(picture, painted && changedBoxes(painted, picture));
    painted = picture;
  });

  $effect(() => {
    if (!tiles || !free.layout || camera.screen.width === 0) return;
    tiles.show(camera.view, camera.screen);
    if (picture) onshown?.();
  });

  return { capture: () => tiles?.capture() ?? Promise.resolve(null) };
};
