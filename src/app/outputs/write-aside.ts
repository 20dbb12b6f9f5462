/** Writes a file beside the page, which stays alive meanwhile. */

import type { PreparedOutput } from './prepare-output.ts';

/** Given up by whoever asked. */
export class GivenUp extends Error {}

/**
 * Writes in a worker, or here where none starts. Rejects with `GivenUp` once `signal` says so, and with what went wrong
 * where the format's part can't be had.
 */
export const writeAside = async (prepared: PreparedOutput, signal?: AbortSignal): Promise<Uint8Array> => {
  if (prepared.format === 'text') return new TextEncoder().encode(prepared.text);
  const answer = await askWorker(prepared, signal);
  if (answer) return answer;
  const { writeOutput } = await import('./write-output.ts');
  return writeOutput(prepared);
};

/** Undefined where the worker did not start. */
const askWorker = (prepared: PreparedOutput, signal?: AbortSignal): Promise<Uint8Array | undefined> =>
  new Promise((resolve, reject) => {
    if (typeof Worker === 'undefined') {
      resolve(undefined);
      return;
    }
    const worker = new Worker(new URL('./write-output.worker.ts', import.meta.url), { type: 'module' });
    const giveUp = (): void => {
      worker.terminate();
      reject(new GivenUp());
    };
    const finish = (): void => {
      worker.terminate();
      signal?.removeEventListener('abort', giveUp);
    };
    if (signal?.aborted) {
      giveUp();
      return;
    }
    signal?.addEventListener('abort', giveUp);
    worker.onmessage = ({ data }: MessageEvent<Uint8Array | string>) => {
      finish();
      if (typeof data === 'string') reject(new Error(data));
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      finish();
      resolve(undefined);
    };
    worker.postMessage(prepared);
  });
