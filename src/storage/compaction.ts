/**
 * Compaction: the journal of a board becomes one full state.
 *
 * Three steps, each of which leaves a board that loads and is equal: read the rows; write their union as a
 * restore point and read it back; delete exactly the rows that it holds. Killed between any two, rows and
 * state are both there, and applying both is the same as applying one.
 */

import * as Y from 'yjs';
import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import type { Clock } from '#core/clock.ts';
import { decodeRows } from './decode.ts';
import type { StorageUnavailable } from './failure.ts';
import { rowsOf } from './journal.ts';
import type { JournalRow, Ledger } from './ledger.ts';
import { quarantineRows } from './quarantine.ts';
import { writeRestorePoint } from './restore-points.ts';

export interface Compaction {
  readonly ledger: Ledger;
  readonly boardId: BoardId;
  readonly doc: Y.Doc;
  readonly clock: Clock;
  /** Journal rows that the document surely holds, because it was made from them or wrote them. */
  readonly heldSeqs: ReadonlySet<number>;
}

/** Compacts a board's journal and gives the number of rows it replaced; 0 when another tab is at it. */
export const compactJournal = async (compaction: Compaction): Promise<Result<number, StorageUnavailable>> => {
  const { ledger, boardId } = compaction;
  return withLock(`${ledger.name}-compact-${boardId}`, () => compactLocked(compaction), ok(0));
};

const compactLocked = async ({
  ledger,
  boardId,
  doc,
  clock,
  heldSeqs,
}: Compaction): Promise<Result<number, StorageUnavailable>> => {
  const rows = await ledger.attempt((db) => rowsOf<JournalRow>(db.journal, boardId));
  if (!rows.ok || rows.value.length === 0) return rows.ok ? ok(0) : rows;

  // Rows of another tab may hold what has not reached this document yet.
  const foreign = rows.value.filter(({ seq = 0 }) => !heldSeqs.has(seq));
  const { state, damaged } = uniteWith(doc, foreign);
  if (damaged.length > 0) {
    const moved = await quarantineRows(ledger, boardId, damaged, clock.now());
    if (!moved.ok) return moved;
  }
  const written = await writeRestorePoint(ledger, {
    boardId,
    at: clock.now(),
    reason: 'compaction',
    bytes: state,
  });
  if (!written.ok) return written;

  const covered = rows.value.map(({ seq = 0 }) => seq);
  const deleted = await ledger.attempt((db) => db.journal.bulkDelete(covered));
  return deleted.ok ? ok(covered.length) : deleted;
};

const uniteWith = (doc: Y.Doc, foreign: readonly JournalRow[]) => {
  const own = Y.encodeStateAsUpdateV2(doc);
  if (foreign.length === 0) return { state: own, damaged: [] };
  const decoded = decodeRows([foreign.map((row) => ({ ...row, format: 'v2' as const }))]);
  Y.applyUpdateV2(decoded.doc, own);
  const state = Y.encodeStateAsUpdateV2(decoded.doc);
  decoded.doc.destroy();
  const damaged = decoded.refused.map(({ row: { seq = 0, bytes }, reason }) => ({
    source: 'journal' as const,
    key: seq,
    bytes,
    reason,
  }));
  return { state, damaged };
};

/**
 * Runs alone among the tabs, or not at all. Plain http pages have no locks; there two compactions at once cost
 * work but lose nothing, as each deletes only rows that its own state holds.
 */
const withLock = async <T>(name: string, work: () => Promise<T>, busy: T): Promise<T> => {
  const locks = typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks;
  if (locks === undefined) return work();
  return locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? busy : work()));
};
