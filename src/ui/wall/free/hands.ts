/** What the gestures do on the wall; gestures.ts has their table. */

import type { ClusterId } from '#board/document.ts';
import type { WallGrip } from './carry.svelte.ts';
import { readableFrom } from './free-wall.svelte.ts';
import type { Point } from './geometry.ts';
import { wallGestures } from './gestures.ts';
import type { Plane } from './plane.svelte.ts';

/** What is lower than this on the screen, in CSS pixels, is no target: for a finger, nine of CSS's millimetres. */
export const tapFrom = matchMedia('(pointer: coarse)').matches ? 34 : 22;

export const wallHands = ({ wall, work, free, camera, carry, lasso, area }: Plane) => {
  const gripAt = (target: EventTarget | null, at: Point): WallGrip | null => {
    const title = target instanceof Element ? target.closest('header') : null;
    const cluster = title?.closest<HTMLElement>('[data-cluster]')?.dataset['cluster'];
    if (cluster !== undefined) return { type: 'cluster', id: cluster as ClusterId, drags: 'always' };
    const note = free.noteAt(camera.toWall(at));
    if (note === null) return null;
    return { type: 'note', id: note, drags: wall.isSelected(note) ? 'always' : 'pressed' };
  };

  const gestures = wallGestures<WallGrip>({
    gripAt,
    pan: (dx, dy) => camera.panBy(dx, dy),
    zoom: (around, factor) => camera.zoomAt(around, factor),
    tap: (_, grip) => {
      if (grip?.type !== 'note') {
        area()?.focus({ preventScroll: true });
        return;
      }
      const box = free.layout?.notes.get(grip.id);
      // What is too small to be met by a finger is brought nearer first.
      if (box && box.height * camera.zoom < tapFrom)
        camera.reveal(box, Math.max(readableFrom, (tapFrom + 1) / box.height));
      else wall.toggle(grip.id, false);
    },
    lift: (grip, at) => carry.lift(grip, at),
    carry: (at) => carry.carry(at),
    drop: (at) => carry.drop(at),
    cancel: () => carry.cancel(),
    lasso: (drawn) => lasso.draw(drawn),
    lassoed: (drawn) => lasso.close(drawn),
    isLassoing: () => lasso.isReady,
  });

  /** A double click opens a note to be corrected. */
  const open = ({ target, clientX, clientY }: MouseEvent): void => {
    const element = area();
    if (!element || (target instanceof Element && target.closest('button, textarea, [data-own-pointer]')))
      return;
    const { left, top } = element.getBoundingClientRect();
    const note = free.noteAt(camera.toWall({ x: clientX - left, y: clientY - top }));
    if (note === null) return;
    wall.clear();
    work.edit(note);
  };

  return { gestures, open };
};
