/** The one way in for files: `.grappe`, JSON or rescue file, told apart by content, checked in a worker with a time limit. */

import type { BoardId } from '#core/ids.ts';
import { err, type Result } from '#core/result.ts';
import { fileSizeLimit, sizeLimitOf, startLength } from './file-limits.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { CopyError } from './copy-in.ts';
import type { Merged, MergePreview } from './merge.ts';
import type { FileError, ReadFile } from './read-file.ts';
import type { ReadRequest } from './read-file.worker.ts';
import type { WorkshopMissing } from './words/sentences.ts';

export { noteFileTime } from './preflight/other-clock.ts';
export type { FileError } from './read-file.ts';

export interface OpenedFile {
  /** One, or those of a rescue file. */
  readonly workshops: readonly [TakenWorkshop, ...TakenWorkshop[]];
  /** As of `ReadFile`. */
  readonly rescue: ReadFile['rescue'];
  /** What notes of the file carry and this device has not kept: damaged in the file, or without room here. */
  readonly lostAttachments: { readonly damaged: number; readonly unkept: number };
  /** As of `ReadFile`. */
  readonly vector: ReadFile['vector'];
}

export interface TakenWorkshop {
  readonly id: BoardId;
  /** False: the workshop was on this device already, and the file was merged into it. */
  readonly isNew: boolean;
  /** Notes that the file brought. */
  readonly added: number;
  /** Attachments that the device's storage did not take. */
  readonly unkept: number;
  /** Null: it is new here, or nobody was to be asked. */
  readonly merged: Merged | null;
  /** The notes of the file, which is of another workshop, were copied into it. */
  readonly isCopy?: true;
}

/** What a file holds that is of another workshop than the one at work. */
export interface OtherWorkshop {
  readonly title: string;
  readonly notes: number;
}

/** `beside`: it joins the workshops of this device. `copy`: its notes are copied into the one at work. Null: nothing is done. */
export type OtherChoice = 'beside' | 'copy' | null;

/** One of several files that were read and wait to be taken in. */
export interface WaitingFile {
  readonly name: string;
  readonly file: Blob;
  /** Without what its notes carry, which is read again: thirty times that may be more than a tablet can hold. */
  readonly read: ReadFile;
  readonly carries: boolean;
}

/** What became of several files. */
export interface OpenedFiles {
  /** Each once, in the order of the files. */
  readonly workshops: readonly TakenWorkshop[];
  /** Files of which something was taken in. */
  readonly files: number;
  readonly lostAttachments: OpenedFile['lostAttachments'];
}

/** Asks whether a merge shall be done, before it is. */
export type AskToMerge = (preview: MergePreview) => Promise<boolean>;

export interface OpenOptions {
  /** Before anything is merged into a workshop that is here already; left out: nobody is asked. */
  readonly ask?: AskToMerge;
  /** The workshop that one is at work in, and what is asked about a file of another one. */
  readonly other?: {
    readonly here: BoardId;
    readonly ask: (other: OtherWorkshop) => Promise<OtherChoice>;
  };
  /** Ends the reading; what was read by then is put in all the same. */
  readonly signal?: AbortSignal;
  /** This device’s full state of the board that a parcel is a part of. */
  readonly base?: Uint8Array;
}

/** Somebody did not want to wait for the file, or looked at what the merge would do, and turned back. */
export type MergeDeclined = { readonly type: 'MergeDeclined' };

export type OpenError = FileError | StorageUnavailable | WorkshopMissing | MergeDeclined | CopyError;

/** A 50 MB file takes seconds on an old tablet; what takes longer was made to. */
const timeLimitMs = 20_000;
/** A rescue file may be four times as large, and holds everything a dozen times over. */
const rescueTimeLimitMs = 120_000;

/**
 * Reads a file off the main thread. Nothing of it reaches a board before all of it is checked. `base`: as of `readFile`.
 * Errors: those of `readFile`; `BundleTooLarge` unread; `FileUnreadable` when the system does not hand it out; `FileTooSlow`;
 * `MergeDeclined`.
 */
export const openFile = async (
  file: Blob,
  { base, signal }: Pick<OpenOptions, 'base' | 'signal'> = {},
): Promise<Result<ReadFile, FileError | MergeDeclined>> => {
  let bytes: ArrayBuffer;
  let limit: number;
  try {
    limit = sizeLimitOf(new Uint8Array(await file.slice(0, startLength).arrayBuffer()));
    if (file.size > limit) return err({ type: 'BundleTooLarge', size: file.size, limit });
    bytes = await file.arrayBuffer();
  } catch {
    return err({ type: 'FileUnreadable' });
  }
  return readInWorker({ bytes, base }, limit === fileSizeLimit ? timeLimitMs : rescueTimeLimitMs, signal);
};

const readInWorker = (
  request: ReadRequest,
  limitMs: number,
  signal: AbortSignal | undefined,
): Promise<Result<ReadFile, FileError | MergeDeclined>> =>
  new Promise((resolve) => {
    if (signal?.aborted) {
      resolve(err({ type: 'MergeDeclined' }));
      return;
    }
    const worker = new Worker(new URL('./read-file.worker.ts', import.meta.url), { type: 'module' });
    const finish = (result: Result<ReadFile, FileError | MergeDeclined>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      worker.terminate();
      resolve(result);
    };
    const stop = (): void => finish(err({ type: 'MergeDeclined' }));
    const timer = setTimeout(() => finish(err({ type: 'FileTooSlow', limitMs })), limitMs);
    signal?.addEventListener('abort', stop);
    worker.onmessage = ({ data }: MessageEvent<Result<ReadFile, FileError>>) => finish(data);
    worker.onerror = (event) => {
      event.preventDefault();
      finish(err({ type: 'FileUnreadable' }));
    };
    worker.postMessage(request, [request.bytes]);
  });
