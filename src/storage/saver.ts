/**
 * The save state of one board, and the loop behind it: changes that arrive during a write go together into
 * the next one; after a failure the next write is the whole state, so that nothing in between is missed.
 */

import * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import type { Result } from '#core/result.ts';
import { readFailure, type FailureReason, type StorageUnavailable } from './failure.ts';
import { createSignal } from './signal.ts';
import type { Timer } from '#core/timer.ts';

export type SaveState =
  | { readonly type: 'saved'; readonly at: number }
  | { readonly type: 'saving' }
  /** Lasts until a write succeeds; retries meanwhile do not hide it. */
  | { readonly type: 'failed'; readonly reason: FailureReason; readonly detail: string };

export interface Saver {
  readonly state: () => SaveState;
  readonly observe: (callback: (state: SaveState) => void) => () => void;
  /** Takes an update that must become durable. */
  readonly enqueue: (update: Uint8Array) => void;
  /** Writes the whole state again, because the disk may have lost some of it. */
  readonly saveEverything: () => void;
  /** Tries again at once if the last write failed. */
  readonly retry: () => void;
  /** Resolves when the present attempt has ended, well or badly. */
  readonly flush: () => Promise<void>;
  readonly whenSaved: () => Promise<void>;
  /** Stops for good, leaving `failure` as the state if one is given. */
  readonly stop: (failure?: StorageUnavailable) => Promise<void>;
}

export interface SaverPorts {
  readonly write: (bytes: Uint8Array, edited: boolean) => Promise<Result<unknown, StorageUnavailable>>;
  readonly readEverything: () => Uint8Array;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly savedAt: number;
}

const firstRetryMs = 1000;
const longestRetryMs = 30_000;

/** Joining updates takes time that grows with the square of their number: 25,000 took 17 s (2026-11). */
const joinLimit = 200;

export const createSaver = ({ write, readEverything, clock, timer, savedAt }: SaverPorts): Saver => {
  const changes = createSignal<SaveState>();
  let state: SaveState = { type: 'saved', at: savedAt };
  let unsaved: Uint8Array[] = [];
  let everythingDue = false;
  let edited = false;
  let running = false;
  let attempt: Promise<void> = Promise.resolve();
  let failures = 0;
  let cancelRetry = (): void => undefined;
  let stopped = false;

  const enter = (next: SaveState): void => {
    state = next;
    changes.emit(next);
  };

  const start = (): void => {
    if (running || stopped) return;
    cancelRetry();
    running = true;
    if (state.type === 'saved') enter({ type: 'saving' });
    attempt = run();
  };

  const run = async (): Promise<void> => {
    // What else changes in this tick goes into the same row.
    await Promise.resolve();
    try {
      while (unsaved.length > 0 || everythingDue) {
        const isWhole = everythingDue || unsaved.length > joinLimit;
        const bytes = isWhole ? readEverything() : joinUpdates(unsaved);
        const isEdit = edited;
        unsaved = [];
        everythingDue = edited = false;
        const written = await write(bytes, isEdit);
        if (!written.ok) {
          edited ||= isEdit;
          fail(written.error);
          return;
        }
        failures = 0;
      }
      if (!stopped) enter({ type: 'saved', at: clock.now() });
    } catch (bug) {
      fail(readFailure(bug));
    } finally {
      running = false;
    }
  };

  const fail = ({ reason, detail }: StorageUnavailable): void => {
    everythingDue = true;
    unsaved = [];
    if (stopped) return;
    cancelRetry = timer.after(Math.min(firstRetryMs * 2 ** failures, longestRetryMs), start);
    failures += 1;
    enter({ type: 'failed', reason, detail });
  };

  return {
    state: () => state,
    observe: changes.observe,
    enqueue: (update) => {
      // The whole state is due anyway, and will hold this too.
      if (!everythingDue) unsaved.push(update);
      edited = true;
      start();
    },
    saveEverything: () => {
      everythingDue = true;
      // A connection that breaks at each attempt must not undo the growing delay.
      if (state.type !== 'failed') start();
    },
    retry: () => {
      if (state.type === 'failed') start();
    },
    flush: async () => {
      if (unsaved.length > 0 || everythingDue) start();
      await attempt;
    },
    whenSaved: () =>
      new Promise((resolve) => {
        if (state.type === 'saved') {
          resolve();
          return;
        }
        const undo = changes.observe((next) => {
          if (next.type !== 'saved') return;
          undo();
          resolve();
        });
      }),
    stop: async (failure) => {
      stopped = true;
      cancelRetry();
      await attempt;
      if (failure !== undefined) enter({ ...failure, type: 'failed' });
    },
  };
};

const joinUpdates = (updates: Uint8Array[]): Uint8Array =>
  updates.length === 1 && updates[0] !== undefined ? updates[0] : Y.mergeUpdatesV2(updates);
