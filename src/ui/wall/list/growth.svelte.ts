/** How much of a long list is there yet: it grows from the top, task by task, so that a tap or a frame never waits for all of it. */

import { untrack } from 'svelte';
import { nextTask } from '#core/next-task.ts';

/** What a slow phone draws without holding anything up. */
const perTask = 3;

export const createGrowth = (total: () => number) => {
  let shown = $state(0);
  $effect(() => {
    let isLeft = false;
    const grow = async (): Promise<void> => {
      while (!isLeft && shown !== Infinity) {
        await nextTask();
        // What comes later is not held back.
        shown = shown + perTask < total() ? shown + perTask : Infinity;
      }
    };
    untrack(() => void grow());
    return () => (isLeft = true);
  });
  return {
    /** Whether a group is there that begins after so many: what is below does not come before what would push it down. */
    isAt: (from: number): boolean => shown >= from,
    /** Of a group that begins at `from`, what is there. */
    of: <Thing>(group: readonly Thing[], from: number): readonly Thing[] =>
      shown === Infinity ? group : group.slice(0, Math.max(0, shown - from)),
    /** All of it, now. */
    finish: (): void => {
      shown = Infinity;
    },
  };
};
