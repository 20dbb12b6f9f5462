/**
 * Makes processes slower by a factor, all of their threads alike: they are stopped for a part of each 20 milliseconds. The
 * browser's own throttling leaves workers as they are.
 */

import { Worker, isMainThread, workerData } from 'node:worker_threads';

const periodMs = 20;

/**
 * @param {readonly number[]} pids
 * @param {number} times
 * @returns {Promise<() => Promise<void>>} Lets them go again.
 */
export const slowDown = async (pids, times) => {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL(import.meta.url), { workerData: { pids, times, stop } });
  await new Promise((resolve) => worker.once('online', resolve));
  return async () => {
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    Atomics.store(stop, 0, 1);
    await gone;
  };
};

/** @param {{ pids: readonly number[], times: number, stop: Int32Array }} data */
const beat = ({ pids, times, stop }) => {
  const sleeping = new Int32Array(new SharedArrayBuffer(4));
  const send = (/** @type {NodeJS.Signals} */ signal) => {
    for (const pid of pids) process.kill(pid, signal);
  };
  const runMs = periodMs / times;
  try {
    while (Atomics.load(stop, 0) === 0) {
      send('SIGCONT');
      Atomics.wait(sleeping, 0, 0, runMs);
      send('SIGSTOP');
      Atomics.wait(sleeping, 0, 0, periodMs - runMs);
    }
  } finally {
    send('SIGCONT');
  }
};

if (!isMainThread) beat(workerData);
