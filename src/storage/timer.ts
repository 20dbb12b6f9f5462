/** Waiting, handed in so that tests decide when time passes. */

import { err, ok, type Result } from '#core/result.ts';

export interface Timer {
  /** Calls back once after `delayMs`; returns the undo. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemTimer: Timer = {
  after: (delayMs, callback) => {
    const id = setTimeout(callback, delayMs);
    return () => clearTimeout(id);
  },
};

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
