/** Work that would keep the page from answering, done beside it. */

import type { findGroups, textsOf } from '#consolidation/groups.ts';
import type { FileError } from '../read-file.ts';
import type { ConsolidateAnswer, ConsolidateRequest } from './consolidate.worker.ts';
import type { Found } from './read-sources.ts';

/** Given up by whoever asked. */
export class Stopped extends Error {}

/** Reads files; tells what it finds while it finds it. Rejects with `Stopped`, or with what went wrong. */
export const readAside = (
  files: readonly File[],
  tell: (found: Found<FileError>) => void,
  signal: AbortSignal,
): Promise<void> =>
  tellAll(
    { type: 'read', files: files.map((file) => ({ name: file.webkitRelativePath || file.name, file })) },
    tell,
    signal,
  );

/** The same of what this device kept. */
export const readKeptAside = (
  state: Uint8Array,
  tell: (found: Found<FileError>) => void,
  signal: AbortSignal,
): Promise<void> => tellAll({ type: 'kept', state }, tell, signal);

const tellAll = (
  request: ConsolidateRequest,
  tell: (found: Found<FileError>) => void,
  signal: AbortSignal,
): Promise<void> =>
  ask(request, signal, (message, finish) => {
    if (message.type === 'found') for (const found of message.found) tell(found);
    if (message.type === 'read') finish();
  });

export const groupAside = (
  texts: ReturnType<typeof textsOf>,
  signal: AbortSignal,
): Promise<ReturnType<typeof findGroups>> =>
  ask({ type: 'group', texts }, signal, (message, finish) => {
    if (message.type === 'groups') finish(message.groups);
  });

const ask = <T>(
  request: ConsolidateRequest,
  signal: AbortSignal,
  hear: (message: ConsolidateAnswer, finish: (value: T) => void) => void,
): Promise<T> => {
  const worker = new Worker(new URL('./consolidate.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Stopped()));
    worker.onmessage = ({ data }: MessageEvent<ConsolidateAnswer>) => hear(data, resolve);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage(request);
  }).finally(() => worker.terminate());
};
