/** The one way in for files: `.grappe` or JSON, told apart by content, checked in a worker with a time limit. */

import type { BoardId } from '#core/ids.ts';
import { err, type Result } from '#core/result.ts';
import type { FileError, ReadFile } from './read-file.ts';

export { noteFileTime } from './preflight/other-clock.ts';
export type { FileError } from './read-file.ts';

export interface OpenedFile {
  readonly id: BoardId;
  /** False: the workshop was on this device already, and the file was merged into it. */
  readonly isNew: boolean;
  /** Notes that the file brought. */
  readonly added: number;
}

/** A file larger than this is refused unread. A workshop of 500 notes takes 30 KB; photos come in a later version. */
const fileSizeLimit = 50_000_000;

/** A 50 MB file takes seconds on an old tablet; what takes longer was made to. */
const timeLimitMs = 20_000;

/**
 * Reads a file off the main thread. Nothing of it reaches a board before all of it is checked.
 * Errors: those of `readFile`; `FileUnreadable` when the system does not hand it out; `FileTooSlow`.
 */
export const openFile = async (file: Blob): Promise<Result<ReadFile, FileError>> => {
  if (file.size > fileSizeLimit) {
    return err({ type: 'BundleTooLarge', size: file.size, limit: fileSizeLimit });
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return err({ type: 'FileUnreadable' });
  }
  return readInWorker(bytes);
};

const readInWorker = (bytes: ArrayBuffer): Promise<Result<ReadFile, FileError>> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('./read-file.worker.ts', import.meta.url), { type: 'module' });
    const finish = (result: Result<ReadFile, FileError>): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(result);
    };
    const timer = setTimeout(() => finish(err({ type: 'FileTooSlow', limitMs: timeLimitMs })), timeLimitMs);
    worker.onmessage = ({ data }: MessageEvent<Result<ReadFile, FileError>>) => finish(data);
    worker.onerror = (event) => {
      event.preventDefault();
      finish(err({ type: 'FileUnreadable' }));
    };
    worker.postMessage(bytes, [bytes]);
  });
