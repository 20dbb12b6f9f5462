/** A line drawn round notes, which selects them. */

import * as m from '#app/words/messages/messages.js';
import { announce } from '../../parts/announcer.svelte.ts';
import type { Wall } from '../wall.svelte.ts';
import type { Camera } from './camera.svelte.ts';
import type { FreeWall } from './free-wall.svelte.ts';
import { middleOf, polygonHolds, type Point } from './geometry.ts';

export type Lasso = ReturnType<typeof createLasso>;

export const createLasso = (wall: Wall, camera: Camera, free: FreeWall) => {
  let isReady = $state(false);
  let line = $state.raw<readonly Point[]>([]);

  const selectWithin = (corners: readonly Point[]): void => {
    const found = wall.notes.filter((note) => {
      if (!wall.isFound(note)) return false;
      const box = free.layout?.notes.get(note.id);
      return box && polygonHolds(corners, middleOf(box));
    });
    wall.select(found.map((note) => note.id));
    announce(m.wall_selected({ count: wall.selection.length }));
  };

  return {
    /** Whether the next drag draws it, whatever it starts on. */
    get isReady() {
      return isReady;
    },
    set isReady(ready: boolean) {
      isReady = ready;
    },
    /** What is drawn of it, in CSS pixels from the wall's upper left corner. */
    get line() {
      return line;
    },
    draw: (drawn: readonly Point[]): void => {
      line = [...drawn];
    },
    /** Ends it; null: it went round nothing. */
    close: (drawn: readonly Point[] | null): void => {
      line = [];
      isReady = false;
      if (drawn) selectWithin(drawn.map((point) => camera.toWall(point)));
    },
  };
};
