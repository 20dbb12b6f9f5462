/**
 * One board, opened: the union of both copies on this device in one Y.Doc, and everything that keeps it there.
 *
 * Opening reads the newest states and the journal of the ledger, and the working copy; what does not decode
 * goes to quarantine; what one copy lacks is written to it. From then on each change becomes durable in the
 * ledger (`SaveState`), in the working copy, and reaches the other tabs.
 */

import * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { listWorkingCopies, workingCopyName } from './catalogue.ts';
import { decodeRows, type Decoded, type StoredRow } from './decode.ts';
import { readFailure, storageUnavailable, type StorageUnavailable } from './failure.ts';
import { appendToJournal, readLedgerRows, rowsOf, type LedgerRows } from './journal.ts';
import type { JournalRow, Ledger, RestorePointRow, RestoreReason, RowSource } from './ledger.ts';
import { fromDisk } from './origins.ts';
import { quarantineRows, type DamagedRow } from './quarantine.ts';
import {
  dropOlderCompactions,
  listRestorePoints,
  readRestorePoint,
  writeRestorePoint,
  type RestorePoint,
  type RestorePointMissing,
} from './restore-points.ts';
import { createSaver, type SaveState } from './saver.ts';
import { joinTabs } from './tab-channel.ts';
import { observeWake } from './wake.ts';
import { attachWorkingCopy, type WorkingCopyState } from './working-copy.ts';
import {
  deleteWorkingCopy,
  readWorkingCopy,
  removeWorkingRows,
  type CopyPlace,
  type WorkingRow,
} from './working-copy-rows.ts';

export interface BoardStore {
  readonly boardId: BoardId;
  readonly doc: Y.Doc;
  readonly saveState: () => SaveState;
  /** Calls back at each change of the save state; returns the undo. */
  readonly observeSaveState: (callback: (state: SaveState) => void) => () => void;
  readonly whenSaved: () => Promise<void>;
  /** Resolves when all that is to be written was tried; `saveState` then tells how it went. */
  readonly flush: () => Promise<void>;
  /** Keeps the present state in the ring; gives its id. */
  readonly addRestorePoint: (
    reason: Exclude<RestoreReason, 'compaction'>,
  ) => Promise<Result<number, StorageUnavailable>>;
  /** Newest first. */
  readonly restorePoints: () => Promise<Result<RestorePoint[], StorageUnavailable>>;
  readonly readRestorePoint: (
    id: number,
  ) => Promise<Result<Uint8Array, RestorePointMissing | StorageUnavailable>>;
  /** Makes one state of the journal; gives the number of rows replaced. */
  readonly compact: () => Promise<Result<number, StorageUnavailable>>;
  /**
   * Makes one state of all that was written, in both copies, so that the disk does not tell in which order: for a tablet
   * that is passed round. It stands for a restore point, so that none is kept by the hour: what lies between two tells it too.
   */
  readonly blend: () => Promise<Result<void, StorageUnavailable>>;
  readonly health: () => StoreHealth;
  /** Writes what is left, keeps a restore point if anything changed since the last, and lets go of all. */
  readonly close: () => Promise<void>;
}

export interface StoreHealth {
  readonly workingCopy: WorkingCopyState;
  /** Rows found damaged at this opening. */
  readonly quarantined: number;
}

export interface BoardStoreOptions {
  readonly ledger: Ledger;
  readonly boardId: BoardId;
  readonly clock: Clock;
  /** A document to fill, instead of a new one. */
  readonly doc?: Y.Doc;
  /** The board was made just now, as `doc`: nothing of it is on the disk, so it opens also where the disk refuses. */
  readonly isNew?: boolean;
  /** Journal rows after which they become one state. */
  readonly compactEvery?: number;
}

/** At about 60 bytes a row, less than the state of a usual board (150 notes: 8 KB). */
const defaultCompactEvery = 200;

const hourMs = 3_600_000;

/**
 * Opens a board, new or known.
 * Errors: `StorageUnavailable` when neither copy can be read, or one can't and the other is empty: an empty
 * board in place of a full one would be the worst of answers.
 */
export const openBoardStore = async (
  options: BoardStoreOptions,
): Promise<Result<BoardStore, StorageUnavailable>> => {
  const { ledger, boardId, clock } = options;
  const place: CopyPlace = {
    name: workingCopyName(ledger.name, boardId),
    timer: ledger.timer,
    quarantine: (rows) => quarantineRows(ledger, boardId, rows, clock.now()),
  };
  const loaded = options.isNew ? ok(newBoard(options)) : await loadBoard(options, place);
  return loaded.ok ? ok(runBoardStore(options, place, loaded.value)) : loaded;
};

interface Loaded {
  readonly doc: Y.Doc;
  readonly heldSeqs: Set<number>;
  readonly rowCount: number;
  readonly savedAt: number;
  readonly quarantined: number;
  readonly pointAt: number | undefined;
  /** Whether the ledger lacks something that the document holds. */
  readonly ledgerLacks: boolean;
  /** The highest key of the working copy's rows that the document was made of; undefined: y-indexeddb must not be let in. */
  readonly copyReadUpTo: number | undefined;
}

const newBoard = ({ doc = new Y.Doc(), clock }: BoardStoreOptions): Loaded => ({
  doc,
  heldSeqs: new Set(),
  rowCount: 0,
  savedAt: clock.now(),
  quarantined: 0,
  pointAt: undefined,
  ledgerLacks: true,
  copyReadUpTo: undefined,
});

const loadBoard = async (
  options: BoardStoreOptions,
  place: CopyPlace,
): Promise<Result<Loaded, StorageUnavailable>> => {
  const { ledger, boardId, clock, doc } = options;
  const [inLedger, inCopy] = await Promise.all([readLedgerRows(ledger, boardId), readWorkingCopy(place)]);
  if (!inLedger.ok && (!inCopy.ok || inCopy.value.length === 0)) return inLedger;
  const ledgerRows: LedgerRows = inLedger.ok ? inLedger.value : noRows;
  const { journal } = ledgerRows;
  if (!inCopy.ok && ledgerRows.restorePoints.length + journal.length === 0) {
    const isNew = !(await listWorkingCopies(ledger)).includes(boardId);
    if (!isNew) return inCopy;
  }

  const { decoded, restorePoints } = await decodeUnion(options, ledgerRows, inCopy.ok ? inCopy.value : []);
  const damaged = decoded.refused.map(({ row, reason }) => ({ ...row, reason }));
  const inCopyDamaged = damaged.filter(({ source }) => source === 'workingCopy');
  // What is left of one copy, without the other, may be less than there was.
  if (!inLedger.ok && inCopyDamaged.length > 0) return inLedger;
  // If it does not work now they stay where they are and are found again next time.
  const kept = damaged.length > 0 ? await place.quarantine(damaged) : ok();
  const cleaned = kept.ok ? await removeWorkingRows(place, inCopyDamaged) : kept;
  const isSound = (from: RowSource, key: number | undefined): boolean =>
    !damaged.some((row) => row.source === from && row.key === key);
  const sound = {
    restorePoints: restorePoints.filter(({ id }) => isSound('restorePoint', id)),
    journal: journal.filter(({ seq }) => isSound('journal', seq)),
  };
  const target = doc ?? decoded.doc;
  const hadContent = doc !== undefined && doc.store.clients.size > 0;
  if (doc !== undefined) {
    Y.applyUpdateV2(doc, Y.encodeStateAsUpdateV2(decoded.doc), fromDisk);
    decoded.doc.destroy();
  }
  return ok({
    doc: target,
    heldSeqs: new Set(sound.journal.map(({ seq = 0 }) => seq)),
    rowCount: journal.length,
    savedAt: Math.max(sound.restorePoints.at(-1)?.at ?? 0, sound.journal.at(-1)?.at ?? 0) || clock.now(),
    quarantined: damaged.length,
    pointAt: sound.restorePoints.at(-1)?.at,
    ledgerLacks:
      !inLedger.ok || decoded.news[1] === true || damaged.length > inCopyDamaged.length || hadContent,
    copyReadUpTo:
      inCopy.ok && (cleaned.ok || inCopyDamaged.length === 0) ? highestKey(inCopy.value) : undefined,
  });
};

/** They come in the order of their keys. */
const highestKey = (rows: readonly WorkingRow[]): number => {
  const key = rows.at(-1)?.key;
  return typeof key === 'number' ? key : 0;
};

type PlacedRow = StoredRow & Omit<DamagedRow, 'reason'>;

/**
 * Decodes both copies. The newest state of either kind and the journal hold all that the ledger has; only after
 * damage do older states matter, as one of them may be all that is left of something.
 */
const decodeUnion = async (
  { ledger, boardId }: BoardStoreOptions,
  { restorePoints, hasOlderPoints, journal }: LedgerRows,
  inCopy: readonly WorkingRow[],
): Promise<{ decoded: Decoded<PlacedRow>; restorePoints: readonly RestorePointRow[] }> => {
  const decode = (states: readonly RestorePointRow[]): Decoded<PlacedRow> =>
    decodeRows([[...states.map(placeState), ...journal.map(placeJournalRow)], inCopy.map(placeWorkingRow)]);
  const newest = [
    restorePoints.findLast(({ reason }) => reason === 'compaction'),
    restorePoints.findLast(({ reason }) => reason !== 'compaction'),
  ].filter((row) => row !== undefined);
  const decoded = decode(newest);
  if (decoded.refused.length === 0 || (newest.length === restorePoints.length && !hasOlderPoints)) {
    return { decoded, restorePoints };
  }
  const all = await ledger.attempt((db) => rowsOf<RestorePointRow>(db.restorePoints, boardId));
  decoded.doc.destroy();
  const states = all.ok ? all.value : restorePoints;
  return { decoded: decode(states), restorePoints: states };
};

const noRows: LedgerRows = { restorePoints: [], hasOlderPoints: false, journal: [] };

const placeState = ({ id = 0, bytes, checksum }: RestorePointRow): PlacedRow =>
  placeLedgerRow('restorePoint', id, bytes, checksum);

const placeJournalRow = ({ seq = 0, bytes, checksum }: JournalRow): PlacedRow =>
  placeLedgerRow('journal', seq, bytes, checksum);

const placeLedgerRow = (source: RowSource, key: number, bytes: unknown, checksum: unknown): PlacedRow => ({
  source,
  key,
  bytes,
  checksum,
  format: 'v2',
});

const placeWorkingRow = (row: WorkingRow): PlacedRow => ({ ...row, source: 'workingCopy' });

const runBoardStore = (options: BoardStoreOptions, place: CopyPlace, loaded: Loaded): BoardStore => {
  const { ledger, boardId, clock, compactEvery = defaultCompactEvery } = options;
  const { timer } = ledger;
  const { doc, heldSeqs } = loaded;
  let rowCount = loaded.rowCount;
  let changedSincePoint = false;
  let pointAt = loaded.pointAt ?? clock.now();
  let compacting: Promise<Result<number, StorageUnavailable>> | undefined;
  let closing: Promise<void> | undefined;

  const saver = createSaver({
    write: async (bytes, edited) => {
      const written = await appendToJournal(ledger, { boardId, bytes, at: clock.now(), edited });
      if (written.ok) {
        heldSeqs.add(written.value);
        rowCount += 1;
      }
      return written;
    },
    readEverything: () => Y.encodeStateAsUpdateV2(doc),
    clock,
    timer,
    savedAt: loaded.savedAt,
  });

  const addRestorePoint = async (reason: RestoreReason): Promise<Result<number, StorageUnavailable>> => {
    changedSincePoint = false;
    pointAt = clock.now();
    const written = await writeRestorePoint(ledger, {
      boardId,
      at: pointAt,
      reason,
      bytes: Y.encodeStateAsUpdateV2(doc),
    });
    if (!written.ok) changedSincePoint = true;
    return written;
  };

  const compact = (): Promise<Result<number, StorageUnavailable>> => {
    // Of its own, so that the first screen is there without it.
    compacting ??= import('./compaction.ts')
      .then(
        ({ compactJournal }) => compactJournal({ ledger, boardId, doc, clock, heldSeqs }),
        (thrown: unknown) => err(readFailure(thrown)),
      )
      .finally(() => {
        compacting = undefined;
      });
    rowCount = 0;
    return compacting;
  };

  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === fromDisk) return;
    changedSincePoint = true;
    saver.enqueue(update);
  };
  doc.on('updateV2', onUpdate);
  const workingCopy = attachWorkingCopy({
    ...place,
    doc,
    readUpTo: loaded.copyReadUpTo,
    mayRebuild: () => saver.state().type === 'saved',
  });
  const tabs = joinTabs(ledger.name, boardId, doc, () => void abandon());
  const undos = [
    () => doc.off('updateV2', onUpdate),
    tabs.close,
    ledger.observeLoss(() => saver.saveEverything()),
    ledger.observeUpgrade(() => saver.flush()),
    observeWake(() => {
      saver.retry();
      workingCopy.retry();
      tabs.sayHello();
    }),
    saver.observe((state) => {
      if (state.type !== 'saved') return;
      if (rowCount >= compactEvery) void compact();
      if (changedSincePoint && state.at - pointAt >= hourMs) void addRestorePoint('hourly');
    }),
  ];
  const letGo = (): void => {
    for (const undo of undos) undo();
  };

  const close = async (): Promise<void> => {
    await saver.flush();
    if (changedSincePoint) await addRestorePoint('leaving');
    letGo();
    await compacting;
    await workingCopy.settle();
    await workingCopy.detach();
    await saver.stop();
  };

  /** Another tab has erased the board: nothing of it may be written again. */
  const abandon = (): Promise<void> => {
    letGo();
    closing ??= (async () => {
      await workingCopy.detach();
      await saver.stop(storageUnavailable('closed', 'erased in another tab'));
      await compacting;
      await workingCopy.settle();
      // The word may come late: a board that has been brought in again since then is not the one that was erased.
      const row = await ledger.attempt((db) => db.boards.get(boardId));
      if (!row.ok || row.value !== undefined) return;
      const { eraseRows } = await import('./erase.ts');
      await eraseRows(ledger, boardId);
      await deleteWorkingCopy(place.name, timer);
    })();
    return closing;
  };

  if (loaded.ledgerLacks) saver.saveEverything();
  if (rowCount >= compactEvery / 4) void compact();

  return {
    boardId,
    doc,
    saveState: saver.state,
    observeSaveState: saver.observe,
    whenSaved: saver.whenSaved,
    flush: async () => {
      await saver.flush();
      await workingCopy.settle();
    },
    addRestorePoint,
    restorePoints: () => listRestorePoints(ledger, boardId),
    readRestorePoint: (id) => readRestorePoint(ledger, boardId, id),
    compact,
    blend: async () => {
      changedSincePoint = false;
      pointAt = clock.now();
      await saver.flush();
      // One that is going on began before the newest row.
      await compacting;
      const compacted = await compact();
      if (!compacted.ok) {
        changedSincePoint = true;
        return compacted;
      }
      await workingCopy.blend();
      return dropOlderCompactions(ledger, boardId);
    },
    health: () => ({ workingCopy: workingCopy.state(), quarantined: loaded.quarantined }),
    close: () => (closing ??= close()),
  };
};
