/** What the notes of a workshop carry beside their texts, as this device holds it. */

import { createSubscriber } from 'svelte/reactivity';
import type { Attached, AttachedPicture, AttachedVoice } from '#board/attached.ts';
import { attachmentSizeLimit, type AttachmentHash } from '#core/attachments.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { hashAttachment, observeAttachments, putAttachment, readAttachment } from '#storage/attachments.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';

/** What was drawn, photographed or said, and is no note yet. */
export type Taken = { readonly bytes: Uint8Array } & (
  Pick<AttachedPicture, 'type' | 'width' | 'height'> | Pick<AttachedVoice, 'type' | 'seconds'>
);

export interface AttachmentTooLarge {
  readonly type: 'AttachmentTooLarge';
  readonly size: number;
  readonly limit: number;
}

export interface Attachments {
  /** Follows storage, whichever tab writes to it: whether this device holds the bytes; undefined until that is known. */
  holds(hash: AttachmentHash): boolean | undefined;
  /** None when they are missing, damaged, or the storage does not answer. */
  read(hash: AttachmentHash): Promise<Uint8Array | undefined>;
  /** Keeps bytes on the disk, for a note that is to carry them: only then may it be stuck. */
  add(taken: Taken): Promise<Result<Attached, AttachmentTooLarge | StorageUnavailable>>;
}

/** As much as some hundred notes carry, so that a wall that is panned to and fro does not read them each time. */
const memorySize = 6_000_000;

/** Gives the same object for the same workshop, so that all who show it share what was read. */
export const openAttachments = (ledger: Ledger, boardId: BoardId): Attachments => {
  const ofLedger = opened.get(ledger) ?? new Map<BoardId, Attachments>();
  opened.set(ledger, ofLedger);
  const attachments = ofLedger.get(boardId) ?? createAttachments(ledger, boardId);
  ofLedger.set(boardId, attachments);
  return attachments;
};
const opened = new WeakMap<Ledger, Map<BoardId, Attachments>>();

const createAttachments = (ledger: Ledger, boardId: BoardId): Attachments => {
  let held: ReadonlySet<AttachmentHash> | undefined;
  const subscribe = createSubscriber((update) =>
    observeAttachments(ledger, boardId, (found) => {
      held = found;
      update();
    }),
  );
  const memory = createMemory(memorySize);

  return {
    holds: (hash) => {
      subscribe();
      return held?.has(hash);
    },

    read: async (hash) => {
      const remembered = memory.get(hash);
      if (remembered) return remembered;
      const read = await readAttachment(ledger, boardId, hash);
      if (!read.ok || !read.value) return undefined;
      memory.put(hash, read.value);
      return read.value;
    },

    add: async ({ bytes, ...facts }) => {
      const size = bytes.length;
      if (size > attachmentSizeLimit) {
        return err({ type: 'AttachmentTooLarge', size, limit: attachmentSizeLimit });
      }
      const hash = hashAttachment(bytes);
      const put = await putAttachment(ledger, boardId, { hash, bytes });
      if (!put.ok) return put;
      memory.put(hash, bytes);
      return ok({ hash, size, ...facts });
    },
  };
};

/** Keeps what was asked for last, up to so many bytes. */
const createMemory = (limit: number) => {
  const kept = new Map<AttachmentHash, Uint8Array>();
  let size = 0;
  const drop = (hash: AttachmentHash): void => {
    size -= kept.get(hash)?.length ?? 0;
    kept.delete(hash);
  };
  return {
    get: (hash: AttachmentHash): Uint8Array | undefined => {
      const bytes = kept.get(hash);
      if (bytes) {
        kept.delete(hash);
        kept.set(hash, bytes);
      }
      return bytes;
    },
    put: (hash: AttachmentHash, bytes: Uint8Array): void => {
      drop(hash);
      kept.set(hash, bytes);
      size += bytes.length;
      for (const oldest of kept.keys()) {
        if (size <= limit) break;
        drop(oldest);
      }
    },
  };
};
