/**
 * Attachments on this device: bytes by their hash. The ledger has the one copy of them; a row whose bytes are not what its
 * hash says counts as missing, and gives way to what a file brings.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { isAttachmentHash, type AttachmentHash } from '#core/attachments.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { sameBytes } from './checksum.ts';
import { storageUnavailable, type StorageUnavailable } from './failure.ts';
import type { AttachmentRow, Ledger, LedgerDatabase } from './ledger.ts';
import { observeQuery } from './live-query.ts';

export type AttachmentBytes = Pick<AttachmentRow, 'hash' | 'bytes'>;

/** Bytes that are written and read back in one go: a slow tablet takes a tenth of a second for it. */
const groupSize = 1_000_000;

/** What attachments are called. */
export const hashAttachment = (bytes: Uint8Array): AttachmentHash =>
  bytesToHex(sha256(bytes)) as AttachmentHash;

/**
 * Keeps an attachment of a board that is listed, and reads it back.
 * Errors: `StorageUnavailable`; `closed` for a board that another tab has erased, of which nothing may outlive it.
 */
export const putAttachment = async (
  ledger: Ledger,
  boardId: BoardId,
  attachment: AttachmentBytes,
): Promise<Result<void, StorageUnavailable>> => {
  const written = await ledger.attempt((db) =>
    db.transaction('rw', db.boards, db.attachments, async () => {
      const isListed = (await db.boards.get(boardId)) !== undefined;
      if (isListed) await writeNew(db, boardId, [attachment]);
      return isListed;
    }),
  );
  if (!written.ok) return written;
  if (!written.value) return err(storageUnavailable('closed', 'the board is not listed'));
  return readBack(ledger, boardId, [attachment]);
};

export interface KeptAttachments {
  /** Those that are on the disk now, also those that were before. */
  readonly kept: number;
  /** Why the rest is not, or null. */
  readonly failure: StorageUnavailable | null;
}

/** Keeps the attachments that a file brought, whether its board is listed yet or not; the first refusal ends it. */
export const keepAttachments = async (
  ledger: Ledger,
  boardId: BoardId,
  attachments: readonly AttachmentBytes[],
): Promise<KeptAttachments> => {
  let kept = 0;
  for (const group of inGroups(attachments)) {
    const written = await ledger.attempt((db) =>
      db.transaction('rw', db.attachments, () => writeNew(db, boardId, group)),
    );
    const held = written.ok ? await readBack(ledger, boardId, group) : written;
    if (!held.ok) return { kept, failure: held.error };
    kept += group.length;
  }
  return { kept, failure: null };
};

/** Reads an attachment; none when it is missing or damaged. */
export const readAttachment = async (
  ledger: Ledger,
  boardId: BoardId,
  hash: AttachmentHash,
): Promise<Result<Uint8Array | undefined, StorageUnavailable>> => {
  const row = await ledger.attempt((db) => db.attachments.get([boardId, hash]));
  if (!row.ok) return row;
  const bytes: unknown = row.value?.bytes;
  return ok(bytes instanceof Uint8Array && hashAttachment(bytes) === hash ? bytes : undefined);
};

/** Calls back with the hashes of what the device holds of a board, now and after each change, of any tab; returns the undo. */
export const observeAttachments = (
  ledger: Ledger,
  boardId: BoardId,
  callback: (held: ReadonlySet<AttachmentHash>) => void,
): (() => void) =>
  observeQuery(
    ledger,
    (db) => db.attachments.where('boardId').equals(boardId).primaryKeys(),
    (keys) => callback(new Set(keys.map(([, hash]) => hash).filter(isAttachmentHash))),
  );

/** Writes what is not there already, byte for byte. */
const writeNew = async (
  db: LedgerDatabase,
  boardId: BoardId,
  attachments: readonly AttachmentBytes[],
): Promise<void> => {
  const found = await db.attachments.bulkGet(attachments.map(({ hash }) => [boardId, hash]));
  const rows = attachments.filter((attachment, i) => !isSame(found[i], attachment));
  // A view on something larger would take all of that along.
  const own = rows.map(({ hash, bytes }) => ({ boardId, hash, bytes: bytes.slice() }));
  if (own.length > 0) await db.attachments.bulkPut(own);
};

/** In a transaction of its own: what is read back must come from the disk. */
const readBack = async (
  ledger: Ledger,
  boardId: BoardId,
  attachments: readonly AttachmentBytes[],
): Promise<Result<void, StorageUnavailable>> => {
  const found = await ledger.attempt((db) =>
    db.attachments.bulkGet(attachments.map(({ hash }) => [boardId, hash])),
  );
  if (!found.ok) return found;
  return attachments.every((attachment, i) => isSame(found.value[i], attachment))
    ? ok()
    : err(storageUnavailable('unknown', 'read back something else than was written'));
};

const isSame = (row: AttachmentRow | undefined, { bytes }: AttachmentBytes): boolean =>
  (row?.bytes as unknown) instanceof Uint8Array && row !== undefined && sameBytes(row.bytes, bytes);

function* inGroups(attachments: readonly AttachmentBytes[]): Generator<readonly AttachmentBytes[]> {
  let group: AttachmentBytes[] = [];
  let size = 0;
  for (const attachment of attachments) {
    if (size > 0 && size + attachment.bytes.length > groupSize) {
      yield group;
      [group, size] = [[], 0];
    }
    group.push(attachment);
    size += attachment.bytes.length;
  }
  if (group.length > 0) yield group;
}
