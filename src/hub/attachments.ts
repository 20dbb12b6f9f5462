/** Sealed attachments of boards: kept in the hub’s database, whole or as far as they have come. */

import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { hubLimits } from '#sync/hub-protocol.ts';
import {
  aboutKey,
  decodeRow,
  encodeAbout,
  encodeRow,
  fileKey,
  sizesRangeOf,
  type BoardAbout,
} from './rows.ts';
import type { Operation, Store } from './store.ts';

/** Of a board; small ones cost more than their bytes. */
export const filesLimit = 5_000;

/** Where bytes belong: from `offset` in a file of `total` bytes. */
export interface Span {
  readonly offset: number;
  readonly total: number;
}

export type KeepError =
  /** It does not go on where what has come so far ends. */
  | { readonly type: 'OffsetWrong'; readonly kept: number }
  | { readonly type: 'TooLarge' }
  | { readonly type: 'BoardFull' }
  /** The disk refuses. */
  | { readonly type: 'NotKept' };

/** How much of a file is there. */
export interface FileState {
  readonly isWhole: boolean;
  readonly kept: number;
}

export interface Attachments {
  /** Throws when the disk can’t be read. */
  state(board: BoardId, name: string): Promise<FileState>;
  /** Undefined for what is not there whole, or damaged. Throws when the disk can’t be read. */
  read(board: BoardId, name: string): Promise<Uint8Array | undefined>;
  /** Says whether `span` may come. Errors: all but `NotKept`. */
  expect(board: BoardId, name: string, span: Span): Promise<Result<void, KeepError>>;
  /** Keeps bytes that were expected; a file without all of them is gone on with. Errors: `OffsetWrong`, `NotKept`. */
  keep(
    board: BoardId,
    about: BoardAbout,
    name: string,
    span: Span,
    bytes: Uint8Array,
  ): Promise<Result<FileState, KeepError>>;
}

export const createAttachments = (store: Store, clock: Clock): Attachments => {
  const readRow = async (board: BoardId, kind: 'file' | 'part', name: string) => {
    const value = await store.read(fileKey(board, kind, name));
    const row = value && decodeRow(value);
    return row?.ok === true ? row.value.update : undefined;
  };

  const read = (board: BoardId, name: string) => readRow(board, 'file', name);

  const state = async (board: BoardId, name: string): Promise<FileState> => {
    const whole = await read(board, name);
    if (whole !== undefined) return { isWhole: true, kept: whole.length };
    return { isWhole: false, kept: (await readRow(board, 'part', name))?.length ?? 0 };
  };

  const expect = async (board: BoardId, name: string, { offset, total }: Span) => {
    if (total > hubLimits.attachmentBytes) return err({ type: 'TooLarge' } as const);
    const { kept } = await state(board, name);
    if (offset !== 0 && offset !== kept) return err({ type: 'OffsetWrong', kept } as const);
    let [count, bytes] = [1, total];
    for await (const [key, size] of store.entries(sizesRangeOf(board))) {
      if (key === fileKey(board, 'size', name)) continue;
      count++;
      bytes += Number(size.toString());
    }
    return count > filesLimit || bytes > hubLimits.attachmentsBytes
      ? err({ type: 'BoardFull' } as const)
      : ok();
  };

  const keep = async (
    board: BoardId,
    about: BoardAbout,
    name: string,
    { offset, total }: Span,
    bytes: Uint8Array,
  ): Promise<Result<FileState, KeepError>> => {
    const before =
      offset === 0 ? new Uint8Array() : ((await readRow(board, 'part', name)) ?? new Uint8Array());
    if (before.length !== offset) return err({ type: 'OffsetWrong', kept: before.length });
    const all = Buffer.concat([before, bytes]);
    const isWhole = all.length === total;
    const operations: Operation[] = [
      put(fileKey(board, isWhole ? 'file' : 'part', name), encodeRow({ kind: 'update', update: all })),
      put(fileKey(board, 'size', name), Buffer.from(String(all.length))),
      put(aboutKey(board), encodeAbout({ ...about, usedAt: clock.now() })),
    ];
    if (isWhole) operations.push({ type: 'del', key: fileKey(board, 'part', name) });
    return (await store.write(operations)) ? ok({ isWhole, kept: all.length }) : err({ type: 'NotKept' });
  };

  return { state, read, expect, keep };
};

const put = (key: string, value: Buffer): Operation => ({ type: 'put', key, value });
