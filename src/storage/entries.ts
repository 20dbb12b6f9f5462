/** Small values: settings of this device, and drafts (what was typed but not yet stuck on a board). */

import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import type { StorageUnavailable } from './failure.ts';
import type { Ledger, LedgerDatabase } from './ledger.ts';

/** Anything JSON holds; `undefined` stands for nothing there. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Written = Promise<Result<void, StorageUnavailable>>;
type Read = Promise<Result<Json | undefined, StorageUnavailable>>;

export const readSetting = (ledger: Ledger, key: string): Read => readEntry(ledger, '', key);

/** Writes a setting; `undefined` removes it. */
export const writeSetting = (ledger: Ledger, key: string, value: Json | undefined): Written =>
  ledger.attempt((db) => putEntry(db, '', key, value));

export const readDraft = (ledger: Ledger, boardId: BoardId, key: string): Read =>
  readEntry(ledger, boardId, key);

/** Writes a draft of a board; `undefined` removes it. Erasing the board erases its drafts. */
export const writeDraft = (ledger: Ledger, boardId: BoardId, key: string, value: Json | undefined): Written =>
  ledger.attempt((db) =>
    db.transaction('rw', db.boards, db.entries, async () => {
      // What is still typed in one tab after another has erased the board must not outlive it.
      if ((await db.boards.get(boardId)) !== undefined) await putEntry(db, boardId, key, value);
    }),
  );

const readEntry = async (ledger: Ledger, scope: BoardId | '', key: string): Read => {
  const row = await ledger.attempt((db) => db.entries.get([scope, key]));
  return row.ok ? ok(row.value?.value as Json | undefined) : row;
};

const putEntry = async (
  db: LedgerDatabase,
  scope: BoardId | '',
  key: string,
  value: Json | undefined,
): Promise<void> => {
  if (value === undefined) await db.entries.delete([scope, key]);
  else await db.entries.put({ scope, key, value });
};
