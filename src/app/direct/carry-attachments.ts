/** Exchanges what notes carry with the devices of the room: asks for what this one lacks, and gives what it has. */

import { observeBoard, type Board } from '#board/board.ts';
import { attachmentsOf } from '#board/carried.ts';
import type { BoardDoc } from '#board/document.ts';
import type { AttachmentHash } from '#core/attachments.ts';
import type { BoardId } from '#core/ids.ts';
import { keepAttachments, observeAttachments, readAttachment } from '#storage/attachments.ts';
import type { Ledger } from '#storage/ledger.ts';
import { createAttachmentExchange, type AttachmentExchange } from '#sync/attachment-exchange.ts';

export interface Carried {
  readonly ledger: Ledger;
  readonly id: BoardId;
  readonly doc: BoardDoc;
  readonly board: () => Board;
}

/** A board that changes is looked through once it has settled. */
const settleMs = 500;

export const carryAttachments = ({ ledger, id, doc, board }: Carried): AttachmentExchange => {
  let held: ReadonlySet<AttachmentHash> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const exchange = createAttachmentExchange({
    read: async (hash) => {
      const read = await readAttachment(ledger, id, hash);
      return read.ok ? read.value : undefined;
    },
    keep: async (hash, bytes) => void (await keepAttachments(ledger, id, [{ hash, bytes }])),
  });
  const wake = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (held) exchange.want([...attachmentsOf(board())].filter((hash) => !held?.has(hash)));
    }, settleMs);
  };
  const undos = [
    observeAttachments(ledger, id, (found) => {
      held = found;
      wake();
    }),
    observeBoard(doc, wake),
  ];
  return {
    ...exchange,
    close: () => {
      clearTimeout(timer);
      for (const undo of undos) undo();
      exchange.close();
    },
  };
};
