/** The log of a board that is open: every update is appended, and what is on the disk is known to the clock. */

import * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { entriesName, hubLimits } from '#sync/hub-protocol.ts';
import {
  aboutKey,
  decodeRow,
  encodeAbout,
  encodeRow,
  isWholeLog,
  logRangeOf,
  numberOfKey,
  rowKey,
  type BoardAbout,
  type RowKind,
} from './rows.ts';
import type { Operation, Store } from './store.ts';
import { changesIn, changesLimit, clocksOf } from './updates.ts';

export interface BoardLog {
  /** Appends what the document has just emitted; true once it is on the disk. */
  append(update: Uint8Array): Promise<boolean>;
  /** How far the changes of a Yjs client are on the disk. */
  durableClock(client: number): number;
  /** Whether an update may still come in. */
  hasRoomFor(update: Uint8Array): boolean;
  /** True once all of it is on the disk, however long that takes; false when the store was closed before. */
  settle(): Promise<boolean>;
  /** `settle` when nobody has the board open any longer: a log that is longer than it need be becomes one row first. */
  leave(): Promise<boolean>;
  readonly bytes: number;
}

export type BoardUnreadable = { readonly type: 'BoardUnreadable' };

/** Past these, the rows become one. */
const rowsLimit = 500;
const fewRows = 20;
const smallStateBytes = 64_000;
const hourMs = 3_600_000;

/** What a full board still takes when it makes room at the same time: clients make one entry of many. */
const leeway = { bytes: 2 * hubLimits.messageBytes, entries: 1_000 };

/**
 * Reads all rows of a board into an empty document. `about` is what the store knows of the board, none for a new one.
 * Errors: `BoardUnreadable` when the disk can't be read, a row is damaged or missing; never a document that lacks something.
 */
export const loadBoardLog = async (
  store: Store,
  board: BoardId,
  about: BoardAbout,
  doc: Y.Doc,
  clock: Clock,
): Promise<Result<BoardLog, BoardUnreadable>> => {
  const unreadable = err({ type: 'BoardUnreadable' } as const);
  const numbers: number[] = [];
  let firstKind: RowKind | undefined;
  let bytes = 0;
  let stateBytes = 0;
  let isListed: boolean;
  try {
    isListed = (await store.read(aboutKey(board))) !== undefined;
    for await (const [key, value] of store.entries(logRangeOf(board))) {
      const row = decodeRow(value);
      if (!row.ok || !isListed) return unreadable;
      firstKind ??= row.value.kind;
      numbers.push(numberOfKey(key));
      bytes += value.length;
      if (row.value.kind === 'state') stateBytes = value.length;
      Y.applyUpdate(doc, row.value.update);
    }
  } catch {
    return unreadable;
  }
  if (!isWholeLog(numbers, firstKind)) return unreadable;
  const first = numbers[0] ?? 0;
  const extent = { first, next: first + numbers.length, bytes, stateBytes, isListed };
  return ok(createBoardLog(store, board, about, doc, clock, extent));
};

interface Extent {
  /** Numbers of the first row, and of the next. */
  readonly first: number;
  readonly next: number;
  readonly bytes: number;
  readonly stateBytes: number;
  /** Whether the store has anything of the board. */
  readonly isListed: boolean;
}

const createBoardLog = (
  store: Store,
  board: BoardId,
  about: BoardAbout,
  doc: Y.Doc,
  clock: Clock,
  extent: Extent,
): BoardLog => {
  let { first, next, bytes, stateBytes, isListed } = extent;
  let { usedAt } = about;
  let settled: Promise<boolean> = Promise.resolve(true);
  const durable = new Map(Y.decodeStateVector(Y.encodeStateVector(doc)));
  let changes = [...durable.values()].reduce((sum, clock) => sum + clock, 0);

  // The store writes in order: with the last, all is on the disk.
  const write = (operations: readonly Operation[]): Promise<boolean> => (settled = store.write(operations));

  /** Says that the board was used now; with the first row, that it is there. */
  const touch = (): Operation => {
    isListed = true;
    usedAt = clock.now();
    return { type: 'put', key: aboutKey(board), value: encodeAbout({ ...about, usedAt }) };
  };
  // Reading is a use as well.
  if (isListed && clock.now() - usedAt > hourMs) void write([touch()]);

  const append = async (update: Uint8Array): Promise<boolean> => {
    const reached = clocksOf(update);
    const row = encodeRow({ kind: 'update', update });
    const operations: Operation[] = [{ type: 'put', key: rowKey(board, next++), value: row }];
    if (!isListed || clock.now() - usedAt > hourMs) operations.push(touch());
    bytes += row.length;
    changes += changesIn(update);
    const written = write(operations);
    if (isOverlong(next - first, bytes, stateBytes)) void compact();
    if (!(await written)) return false;
    for (const [client, upTo] of reached) durable.set(client, Math.max(upTo, durable.get(client) ?? 0));
    return true;
  };

  /** The state and the end of all rows before it in one batch: at no time is there neither. */
  const compact = (): Promise<boolean> => {
    const row = encodeRow({ kind: 'state', update: Y.encodeStateAsUpdate(doc) });
    const number = next++;
    const operations: Operation[] = [{ type: 'put', key: rowKey(board, number), value: row }];
    for (let old = first; old < number; old++) operations.push({ type: 'del', key: rowKey(board, old) });
    first = number;
    bytes = stateBytes = row.length;
    return write(operations);
  };

  return {
    append,
    durableClock: (client) => durable.get(client) ?? 0,
    hasRoomFor: (update) => hasRoomFor(doc, { bytes, changes }, update),
    settle: () => settled,
    leave: () =>
      store.trouble === undefined && isSlack(next - first, bytes, stateBytes) ? compact() : settled,
    get bytes() {
      return bytes;
    },
  };
};

/** Whether a board of so many bytes and changes still takes an update. */
export const hasRoomFor = (
  doc: Y.Doc,
  { bytes, changes }: { readonly bytes: number; readonly changes: number },
  update: Uint8Array,
): boolean => {
  if (changes + changesIn(update) > changesLimit) return false;
  const entries = doc.getArray(entriesName);
  const total = bytes + update.length + (doc.store.pendingStructs?.update.length ?? 0);
  if (total <= hubLimits.boardBytes && entries.length < hubLimits.entries) return true;
  const isWithinLeeway =
    total <= hubLimits.boardBytes + leeway.bytes && entries.length < hubLimits.entries + leeway.entries;
  return isWithinLeeway && Y.decodeUpdate(update).ds.clients.size > 0;
};

/** Whether a log of so many rows had better become one. */
export const isOverlong = (rows: number, bytes: number, stateBytes: number): boolean =>
  rows > rowsLimit || (rows > fewRows && bytes > 3 * Math.max(stateBytes, smallStateBytes));

/** Whether a log that nobody is about to write to is much longer than one row would be. */
export const isSlack = (rows: number, bytes: number, stateBytes: number): boolean =>
  rows > 1 && bytes > 1.2 * Math.max(stateBytes, smallStateBytes);
