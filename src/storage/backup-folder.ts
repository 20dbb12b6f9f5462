/** The folder that a person has chosen for backups. Its handle outlives the page; the permission to use it may not. */

import { isId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import type { StorageUnavailable } from './failure.ts';
import type { Ledger } from './ledger.ts';

export interface BackupFolder {
  /** Tells this choice from others: what another folder holds is not counted for it. */
  readonly id: string;
  readonly handle: FileSystemDirectoryHandle;
}

/** A setting of this device, kept as the object it is: a handle is no JSON. */
const place: [string, string] = ['', 'backupFolder'];

export const readBackupFolder = async (
  ledger: Ledger,
): Promise<Result<BackupFolder | undefined, StorageUnavailable>> => {
  const row = await ledger.attempt((db) => db.entries.get(place));
  return row.ok ? ok(isBackupFolder(row.value?.value) ? row.value.value : undefined) : row;
};

/** Writes the choice; `undefined` forgets it, and leaves the folder's files alone. */
export const writeBackupFolder = (
  ledger: Ledger,
  folder: BackupFolder | undefined,
): Promise<Result<void, StorageUnavailable>> =>
  ledger.attempt(async (db) => {
    if (folder === undefined) await db.entries.delete(place);
    else await db.entries.put({ scope: '', key: place[1], value: folder });
  });

const isBackupFolder = (value: unknown): value is BackupFolder => {
  const { id, handle } = (value ?? {}) as Partial<BackupFolder>;
  return (
    isId(id) &&
    typeof FileSystemDirectoryHandle !== 'undefined' &&
    handle instanceof FileSystemDirectoryHandle
  );
};
