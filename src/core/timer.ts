/** Waiting, handed in so that tests decide when time passes. */

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
