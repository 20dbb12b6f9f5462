/** How much of a long list is there yet: a screenful with the first frame, the rest over the frames after it. */

const first = 8;
const perFrame = 12;

export const createGrowth = (total: () => number) => {
  let shown = $state(first);
  $effect(() => {
    if (shown === Infinity) return;
    const frame = requestAnimationFrame(() => {
      const next = shown + perFrame;
      // What comes later is not held back.
      shown = next < total() ? next : Infinity;
    });
    return () => cancelAnimationFrame(frame);
  });
  return {
    /** Of a group that begins at `from`, what is there. */
    of: <Thing>(group: readonly Thing[], from: number): readonly Thing[] =>
      shown === Infinity ? group : group.slice(0, Math.max(0, shown - from)),
    /** All of it, now. */
    finish: (): void => {
      shown = Infinity;
    },
  };
};
