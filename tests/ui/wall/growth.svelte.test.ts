import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { nextTask } from '#core/next-task.ts';
import { createGrowth } from '#ui/wall/list/growth.svelte.ts';

/** Two groups of notes, as the list shows them. */
const groups = [
  { from: 0, notes: ['a', 'b', 'c', 'd'] },
  { from: 4, notes: ['e', 'f', 'g', 'h'] },
];
const all = groups.map(({ notes }) => notes);

const grow = () => {
  let growth: ReturnType<typeof createGrowth> | undefined;
  const stop = $effect.root(() => {
    growth = createGrowth(() => 8);
  });
  flushSync();
  if (!growth) throw new Error('the effect did not run');
  const { isAt, of, finish } = growth;
  return {
    stop,
    finish,
    seen: () => groups.map(({ from, notes }) => (isAt(String(from), from) ? of(notes, from) : null)),
  };
};

describe('[WA11] a long list', () => {
  it('grows from the top, and no group comes before the one above it is whole', async () => {
    const { seen, stop } = grow();
    expect(seen()).toEqual([[], null]);
    const steps = [];
    while (steps.length < 20 && seen()[1]?.length !== 4) {
      await nextTask();
      steps.push(seen());
    }
    expect(seen()).toEqual(all);
    expect(steps.length).toBeGreaterThan(1);
    for (const [first, second] of steps) if (second !== null) expect(first).toHaveLength(4);
    stop();
  });

  it('is whole at once when that is asked for', () => {
    const { seen, finish, stop } = grow();
    finish();
    expect(seen()).toEqual(all);
    stop();
  });
});
