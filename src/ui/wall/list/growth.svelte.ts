/** How much of a long list is there yet: it grows from the top, task by task, so that a tap or a frame never waits for all of it. */

import { tick, untrack } from 'svelte';
import { nextTask } from '#core/next-task.ts';

/** What a slow phone draws without holding anything up. */
const first = 3;
/** Notes of the first screenful come so few at a time; of those after it, as many as are drawn within these times, in ms. */
const screenful = 12;
const [soonMs, longMs] = [12, 30];

export const createGrowth = (total: () => number) => {
  let shown = $state(0);
  let step = first;
  /** Groups that were there stay, however much comes before them. */
  const reached = new Set<string>();
  $effect(() => {
    let isLeft = false;
    const grow = async (): Promise<void> => {
      while (shown !== Infinity) {
        await nextTask();
        if (isLeft) return;
        const start = performance.now();
        // What comes later is not held back.
        shown = shown + step < total() ? shown + step : Infinity;
        await tick();
        const took = performance.now() - start;
        if (shown >= screenful && took < soonMs) step *= 2;
        else if (took > longMs) step = Math.max(first, Math.floor(step / 2));
      }
    };
    untrack(() => void grow());
    return () => (isLeft = true);
  });
  return {
    /** Whether a group is there that begins after so many: what is below does not come before what would push it down. */
    isAt: (group: string, from: number): boolean => {
      if (shown >= from) reached.add(group);
      return reached.has(group);
    },
    /** Of a group that begins at `from`, what is there. */
    of: <Thing>(group: readonly Thing[], from: number): readonly Thing[] =>
      shown === Infinity ? group : group.slice(0, Math.max(0, shown - from)),
    /** All of it, now. */
    finish: (): void => {
      shown = Infinity;
    },
  };
};
