/**
 * Moves an element by an animation that stands still, and is told where.
 *
 * Each transform that is written as a style has Chromium put all layers of the page together anew (2 ms where a hundred
 * signs are in sight, eight on a slow tablet); one that an animation gives goes straight to the compositor, and half of such a
 * frame is saved. Found in its traces: `Layerize`, docs/decisions/0019.
 */

import type { Attachment } from 'svelte/attachments';

/** Gives what moves the element to a CSS transform. */
export const createMover = (element: HTMLElement): ((transform: string) => void) => {
  const effect = new KeyframeEffect(element, { transform: ['none', 'none'] }, { duration: 1, fill: 'both' });
  new Animation(effect).pause();
  return (transform) => effect.setKeyframes({ transform: [transform, transform] });
};

/** Keeps an element where it is told to be. */
export const moved =
  (transform: () => string): Attachment<HTMLElement> =>
  (element) => {
    const move = createMover(element);
    const now = $derived(transform());
    $effect(() => move(now));
  };
