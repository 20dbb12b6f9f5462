/** A draft of a board as it stands, followed in whichever tab it is written. */

import type { BoardId } from '#core/ids.ts';
import type { Json } from './entries.ts';
import type { Ledger } from './ledger.ts';
import { observeQuery } from './live-query.ts';

/** Calls back with the draft now and after each change; `undefined` stands for nothing there. Returns the undo. */
export const observeDraft = (
  ledger: Ledger,
  boardId: BoardId,
  key: string,
  callback: (draft: Json | undefined) => void,
): (() => void) =>
  observeQuery(
    ledger,
    (db) => db.entries.get([boardId, key]),
    (row) => callback(row?.value as Json | undefined),
  );
