/** Work that is given so long and no longer. */

import { err, ok, type Result } from '#core/result.ts';
import type { Timer } from '#core/timer.ts';

export interface TookTooLong {
  readonly type: 'TookTooLong';
  readonly limitMs: number;
}

/**
 * Bounds a piece of work in time; a rejection passes through.
 * Errors: `TookTooLong` when nothing came within `limitMs`; what comes later is dropped.
 */
export const within = async <T>(
  work: PromiseLike<T>,
  limitMs: number,
  timer: Timer,
): Promise<Result<T, TookTooLong>> => {
  let cancel = (): void => undefined;
  const tooLate = new Promise<Result<T, TookTooLong>>((resolve) => {
    cancel = timer.after(limitMs, () => resolve(err({ type: 'TookTooLong', limitMs })));
  });
  try {
    return await Promise.race([Promise.resolve(work).then((value) => ok<T>(value)), tooLate]);
  } finally {
    cancel();
  }
};
