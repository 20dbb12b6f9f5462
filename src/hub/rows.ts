/**
 * What the hub's database holds. All keys are text; ids and names hold no `/`.
 *
 * | key                           | value                                                                    |
 * | ----------------------------- | ------------------------------------------------------------------------ |
 * | `format`                      | `1`; a number that this version does not know keeps it from starting     |
 * | `board/<id>/about`            | `BoardAbout` as JSON                                                     |
 * | `board/<id>/log/<number>`     | a row of the log                                                         |
 * | `board/<id>/file/<name>`      | a sealed attachment, as a row                                            |
 * | `board/<id>/part/<name>`      | the beginning of one that is on its way, as a row                        |
 * | `board/<id>/size/<name>`      | the bytes of either, in decimal: what counts towards the board’s quota   |
 *
 * The rows of a board have consecutive numbers, of 12 digits. The first is a state, or has the number 0: a row that is missing
 * anywhere but at the end is noticed. A row:
 *
 * | bytes | what                                                     |
 * | ----- | -------------------------------------------------------- |
 * | 1     | 0 for an update, 1 for the state of all rows before it   |
 * | 8     | the first bytes of SHA-256 over the first byte and the rest |
 * | rest  | a Yjs update, format V1; or the bytes of an attachment   |
 */

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';

export const formatKey = 'format';
export const formatNumber = 1;

/** What the hub knows of a board besides sealed bytes. */
export interface BoardAbout {
  /** SHA-256 of the token, base64url: enough to recognise it, not to make it. */
  readonly verifier: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** When it was last used, to the hour. */
  readonly usedAt: number;
}

export const boardsRange = { gt: 'board/', lt: 'board0' } as const;
export const rangeOf = (board: BoardId) => ({ gt: `board/${board}/`, lt: `board/${board}0` });
export const logRangeOf = (board: BoardId) => ({ gt: `board/${board}/log/`, lt: `board/${board}/log0` });
export const aboutKey = (board: BoardId): string => `board/${board}/about`;
export const rowKey = (board: BoardId, number: number): string =>
  `board/${board}/log/${String(number).padStart(12, '0')}`;

export type FileKind = 'file' | 'part' | 'size';
export const fileKey = (board: BoardId, kind: FileKind, name: string): string =>
  `board/${board}/${kind}/${name}`;
export const sizesRangeOf = (board: BoardId) => ({ gt: `board/${board}/size/`, lt: `board/${board}/size0` });

/** Reads the board out of a key. */
export const boardOfKey = (key: string): BoardId | undefined => {
  const [, board] = key.split('/');
  return isId(board) ? (board as BoardId) : undefined;
};

export type RowKind = 'update' | 'state';
export interface Row {
  readonly kind: RowKind;
  readonly update: Uint8Array;
}

export type RowDamaged = { readonly type: 'RowDamaged' };

const kinds: readonly RowKind[] = ['update', 'state'];
const headLength = 9;

export const encodeRow = ({ kind, update }: Row): Buffer => {
  const kindByte = kinds.indexOf(kind);
  return Buffer.concat([Buffer.of(kindByte), checksum(kindByte, update), update]);
};

export const decodeRow = (bytes: Uint8Array): Result<Row, RowDamaged> => {
  const damaged = err({ type: 'RowDamaged' } as const);
  const kind = kinds[bytes[0] ?? -1];
  if (kind === undefined || bytes.length < headLength) return damaged;
  const update = bytes.subarray(headLength);
  const isWhole = checksum(kinds.indexOf(kind), update).equals(bytes.subarray(1, headLength));
  return isWhole ? ok({ kind, update }) : damaged;
};

const checksum = (kindByte: number, update: Uint8Array): Buffer =>
  createHash('sha256').update(Buffer.of(kindByte)).update(update).digest().subarray(0, 8);

const aboutShape = v.object({
  verifier: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  createdAt: v.pipe(v.number(), v.minValue(0)),
  usedAt: v.pipe(v.number(), v.minValue(0)),
});

export const encodeAbout = (about: BoardAbout): Buffer => Buffer.from(JSON.stringify(about));

export const decodeAbout = (bytes: Uint8Array): Result<BoardAbout, RowDamaged> => {
  try {
    const read = v.safeParse(aboutShape, JSON.parse(Buffer.from(bytes).toString('utf8')));
    if (read.success) return ok(read.output);
  } catch {
    // No JSON: damaged.
  }
  return err({ type: 'RowDamaged' });
};

/** Rows in the order of their numbers; whether none is missing before the last. */
export const isWholeLog = (numbers: readonly number[], firstKind: RowKind | undefined): boolean =>
  numbers.every((number, i) => number === (numbers[0] ?? 0) + i) &&
  (numbers.length === 0 || numbers[0] === 0 || firstKind === 'state');

export const numberOfKey = (key: string): number => Number(key.slice(key.lastIndexOf('/') + 1));
