/** Writes a file beside the page, which stays alive meanwhile. The libraries of the formats come with the worker, when first asked for. */

import type { PreparedOutput } from './prepare-output.ts';

/** Given up by whoever asked. */
export class GivenUp extends Error {}

/** Rejects with `GivenUp` once `signal` says so, and with what went wrong where the worker does not start or breaks. */
export const writeAside = async (prepared: PreparedOutput, signal?: AbortSignal): Promise<Uint8Array> => {
  if (prepared.format === 'text') return new TextEncoder().encode(prepared.text);
  const worker = new Worker(new URL('./write-output.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await ask(worker, prepared, signal);
  } finally {
    worker.terminate();
  }
};

const ask = (worker: Worker, prepared: PreparedOutput, signal?: AbortSignal): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new GivenUp());
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp);
    worker.onmessage = ({ data }: MessageEvent<Uint8Array | string>) => {
      if (typeof data === 'string') reject(new Error(data));
      else resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage(prepared);
  });
