/** Writes a file where a person chose, and believes it only once it is read back. */

import { err, ok, type Result } from '#core/result.ts';
import { sameBytes } from '#storage/checksum.ts';
import { nameOf } from './folder-access.ts';

/**
 * - `missing`: the folder was deleted, renamed, or is on a drive that is gone.
 * - `full`: no room on its disk.
 * - `forbidden`: the permission is gone.
 * - `different`: what was read back is not what was written.
 * - `unknown`: anything else, as another program that holds the file.
 */
export type WriteFailure = 'missing' | 'full' | 'forbidden' | 'different' | 'unknown';

export interface NotWritten {
  readonly type: 'NotWritten';
  readonly reason: WriteFailure;
}

/**
 * Writes `bytes` under `name`. The browser writes beside the file and puts the new one in its place in one step on
 * closing, so a crash leaves the old file whole.
 */
export const writeFile = (
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array,
): Promise<Result<void, NotWritten>> =>
  // By its name each time, as whoever needs the backup will find it.
  writeInto((create) => folder.getFileHandle(name, { create }), bytes);

/** The same, into a file that `open` finds, first to write it and then to read it back. */
export const writeInto = async (
  open: (create: boolean) => Promise<FileSystemFileHandle>,
  bytes: Uint8Array,
): Promise<Result<void, NotWritten>> => {
  try {
    const file = await open(true);
    const writable = await file.createWritable();
    try {
      await writable.write(bytes as Uint8Array<ArrayBuffer>);
    } catch (thrown) {
      await writable.abort().catch(() => undefined);
      throw thrown;
    }
    await writable.close();
    const found = await (await open(false)).getFile();
    const isSame = sameBytes(new Uint8Array(await found.arrayBuffer()), bytes);
    return isSame ? ok() : err({ type: 'NotWritten', reason: 'different' });
  } catch (thrown) {
    return err({ type: 'NotWritten', reason: failures[nameOf(thrown)] ?? 'unknown' });
  }
};

const failures: Readonly<Record<string, WriteFailure>> = {
  NotFoundError: 'missing',
  QuotaExceededError: 'full',
  NotAllowedError: 'forbidden',
  SecurityError: 'forbidden',
};
