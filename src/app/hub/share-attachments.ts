/**
 * Sends what notes carry to the hub, and fetches from it what this device lacks; after the texts, which wait for none of it,
 * and one at a time, so that a slow Wi-Fi stays free for them.
 */

import { attachmentsOf } from '#board/carried.ts';
import { observeBoard, type Board } from '#board/board.ts';
import type { BoardDoc } from '#board/document.ts';
import type { AttachmentHash } from '#core/attachments.ts';
import type { BoardId } from '#core/ids.ts';
import { hashAttachment, keepAttachments, observeAttachments, readAttachment } from '#storage/attachments.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { HubAttachments } from '#transports/hub/hub-attachments.ts';

export interface SharingContext {
  readonly ledger: Ledger;
  readonly id: BoardId;
  readonly doc: BoardDoc;
  readonly board: () => Board;
  readonly hub: HubAttachments;
  /** Whether the hub is there, and the texts are level with it. */
  readonly isOn: () => boolean;
}

export interface Sharing {
  /** Looks again: the hub is there. */
  readonly wake: () => void;
  readonly stop: () => void;
}

const settleMs = 500;
/** Whoever wrote the note is sending it, or is gone for a while. */
const retryMs = { first: 2_000, most: 30_000 };

export const shareAttachments = ({ ledger, id, doc, board, hub, isOn }: SharingContext): Sharing => {
  let held: ReadonlySet<AttachmentHash> = new Set();
  const settled = new Set<AttachmentHash>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryIn = retryMs.first;
  let isRunning = false;
  let isStopped = false;

  const later = (delayMs: number): void => {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      void run();
    }, delayMs);
  };
  const wake = (): void => {
    retryIn = retryMs.first;
    later(settleMs);
  };

  const run = async (): Promise<void> => {
    if (isRunning) return later(settleMs);
    isRunning = true;
    let isRetried = false;
    try {
      for (const hash of attachmentsOf(board())) {
        if (isStopped || !isOn()) break;
        if (!settled.has(hash) && !(await exchange(hash))) isRetried = true;
      }
    } finally {
      isRunning = false;
      if (isRetried && isOn()) {
        if (timer === undefined) later(retryIn);
        retryIn = Math.min(2 * retryIn, retryMs.most);
      }
    }
  };

  /** Gives whether that one needs nothing more. */
  const exchange = async (hash: AttachmentHash): Promise<boolean> => {
    if (held.has(hash)) {
      const read = await readAttachment(ledger, id, hash);
      if (read.ok && read.value) {
        const put = await hub.put(hash, read.value);
        if (put.ok || put.error.type === 'NotTaken') settled.add(hash);
        return put.ok || put.error.type === 'NotTaken';
      }
    }
    const got = await hub.get(hash);
    if (!got.ok || hashAttachment(got.value) !== hash) return false;
    const kept = await keepAttachments(ledger, id, [{ hash, bytes: got.value }]);
    if (kept.failure) return false;
    settled.add(hash);
    return true;
  };

  const undos = [
    observeAttachments(ledger, id, (found) => {
      held = found;
      wake();
    }),
    observeBoard(doc, wake),
  ];
  return {
    wake,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      for (const undo of undos) undo();
    },
  };
};
