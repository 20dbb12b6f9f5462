/** Where the focus is on the wall: it is led to notes and clusters, and the camera follows it. */

import { tick } from 'svelte';
import type { ClusterId, NoteId } from '#board/document.ts';
import type { Wall } from '../wall.svelte.ts';
import type { Camera } from './camera.svelte.ts';
import { readableFrom, type FreeWall } from './free-wall.svelte.ts';

/** How much of a cluster that has the focus is to be seen at least, in wall units from above. */
const seenOfCluster = 120;

export const createWallFocus = (
  wall: Wall,
  camera: Camera,
  free: FreeWall,
  area: () => HTMLElement | undefined,
) => {
  let note = $state<NoteId | null>(null);

  const focusOn = (selector: string): void =>
    area()?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });

  /** Brings a note into sight and gives it the focus, however far it is. */
  const toNote = async (next: NoteId): Promise<void> => {
    const box = free.layout?.notes.get(next);
    if (!box) return;
    note = next;
    wall.focus(next);
    camera.reveal(box, readableFrom);
    await tick();
    focusOn(`[data-note="${CSS.escape(next)}"] input`);
  };

  const toCluster = (cluster: ClusterId): void => focusOn(`[data-cluster="${CSS.escape(cluster)}"] .title`);

  /** What Tab leads to comes into sight; what a finger touches is there already. */
  const follow = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || !target.matches(':focus-visible')) return;
    const onNote = noteAround(target);
    const cluster = target.closest<HTMLElement>('[data-cluster]')?.dataset['cluster'] as
      ClusterId | undefined;
    if (onNote) {
      note = onNote;
      const box = free.layout?.notes.get(onNote);
      if (box) camera.reveal(box, readableFrom);
    } else if (cluster) {
      const box = free.layout?.clusters.get(cluster);
      if (box) camera.reveal({ ...box, height: Math.min(box.height, seenOfCluster) });
    }
  };

  return {
    /** The note that is to be an element of the page although it is far. */
    get note() {
      return note;
    },
    toNote,
    toCluster,
    follow,
  };
};

/** The note that an element is part of. */
export const noteAround = (element: Element): NoteId | undefined =>
  element.closest<HTMLElement>('[data-note]')?.dataset['note'] as NoteId | undefined;
