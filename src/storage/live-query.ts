/** A question to the ledger that is asked again whenever its answer may have changed, in whichever tab. */

import { liveQuery } from 'dexie';
import type { Ledger, LedgerDatabase } from './ledger.ts';

/** Calls back with the answer now and after each change; asks again by itself as long as the disk does not answer. Returns the undo. */
export const observeQuery = <T>(
  ledger: Ledger,
  ask: (db: LedgerDatabase) => PromiseLike<T>,
  callback: (answer: T) => void,
): (() => void) => {
  let leave = (): void => undefined;
  let over = false;
  const start = async (): Promise<void> => {
    leave();
    const opened = await ledger.attempt(() => Promise.resolve());
    if (over) return;
    leave = opened.ok ? subscribe() : startLater();
  };
  const subscribe = (): (() => void) => {
    const subscription = liveQuery(() => Promise.resolve(ask(ledger.db))).subscribe({
      next: callback,
      // A query that failed once is over for good.
      error: () => (leave = startLater()),
    });
    return () => subscription.unsubscribe();
  };
  const startLater = (): (() => void) => ledger.timer.after(1000, () => void start());
  // On a closed connection a query fails in silence.
  const undoLoss = ledger.observeLoss(() => void start());
  void start();
  return () => {
    over = true;
    undoLoss();
    leave();
  };
};
