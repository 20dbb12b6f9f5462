import type { RandomBytes } from '#core/ids.ts';
import type { Timer } from '#core/timer.ts';

/** Time that passes when told to; work is done in its order. */
export const createTime = () => {
  let now = 1_000_000;
  let waiting: { at: number; run: () => void }[] = [];
  const timer: Timer = {
    after: (delayMs, run) => {
      const work = { at: now + delayMs, run };
      waiting.push(work);
      return () => {
        waiting = waiting.filter((other) => other !== work);
      };
    },
  };
  const pass = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      waiting = waiting.filter((other) => other !== next);
      now = Math.max(now, next.at);
      next.run();
    }
    now = end;
  };
  return { timer, clock: { now: () => now }, pass };
};

export const seeded = (seed: number): RandomBytes => {
  let state = seed >>> 0 || 1;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
};
