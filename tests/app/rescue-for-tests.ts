/** Makes rescue files as docs/format.md describes them, right ones and wrong ones, without the code under test. */

import * as Y from 'yjs';
import type { BoardDoc } from '#board/document.ts';
import { crc32 } from '#storage/checksum.ts';

export interface RescueStore {
  readonly name: string;
  readonly rows: readonly unknown[];
  readonly error?: string;
}
export interface RescueDatabase {
  readonly name: string;
  readonly stores: readonly RescueStore[];
  readonly error?: string;
}

export const rescueFile = (
  databases: readonly RescueDatabase[],
  more: Record<string, unknown> = {},
): string =>
  JSON.stringify({
    format: 'grappe-secours',
    version: 1,
    created: '2026-11-24T02:43:00.000Z',
    databases,
    ...more,
  });

export const bytesOf = (bytes: Uint8Array) => ({ $bytes: Buffer.from(bytes).toString('base64') });

let key = 0;
export const row = (value: unknown) => ({ key: ++key, value });

/** A row of the journal or of the restore points. */
export const ledgerRow = (boardId: string, bytes: Uint8Array, checksum = crc32(bytes)) =>
  row({ boardId, at: 0, bytes: bytesOf(bytes), checksum });

export const listed = (id: string, title: string) => ({ key: id, value: { id, summary: { title } } });

export const ledger = (tables: Readonly<Record<string, readonly unknown[]>>): RescueDatabase => ({
  name: 'grappe',
  stores: Object.entries(tables).map(([name, rows]) => ({ name, rows })),
});

export const workingCopy = (boardId: string, updates: readonly unknown[]): RescueDatabase => ({
  name: `grappe-board-${boardId}`,
  stores: [
    { name: 'custom', rows: [] },
    { name: 'updates', rows: updates },
  ],
});

/** What a board's document emits while `work` is done on it, in both formats. */
export const record = (board: BoardDoc, work: () => void): { v1: Uint8Array[]; v2: Uint8Array[] } => {
  const v1: Uint8Array[] = [];
  const v2: Uint8Array[] = [];
  const onV1 = (update: Uint8Array): void => void v1.push(update);
  const onV2 = (update: Uint8Array): void => void v2.push(update);
  board.doc.on('update', onV1);
  board.doc.on('updateV2', onV2);
  work();
  board.doc.off('update', onV1);
  board.doc.off('updateV2', onV2);
  return { v1, v2 };
};

export const stateV1 = ({ doc }: BoardDoc): Uint8Array => Y.encodeStateAsUpdate(doc);
export const stateV2 = ({ doc }: BoardDoc): Uint8Array => Y.encodeStateAsUpdateV2(doc);
