/** What keeps an open workshop safe beyond saving: moments to go back to, and records that were set aside. */

import { bringBack, bringBackAll } from '#board/commands/bring-back.ts';
import { readBoard, type Board } from '#board/board.ts';
import { createBoardDoc, mergeBoard, type BoardDoc, type ThingId } from '#board/document.ts';
import type { Clock } from '#core/clock.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BoardStore } from '#storage/board-store.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger, QuarantineRow } from '#storage/ledger.ts';
import { listQuarantine } from '#storage/quarantine.ts';
import type { RestorePoint, RestorePointMissing } from '#storage/restore-points.ts';
import { fileName } from './file-name.ts';
import { rawRowsJson } from './raw-rows.ts';
import type { ReadOnly, Workshop } from './workshop.svelte.ts';

export type { RestorePoint } from '#storage/restore-points.ts';

/** A restore point, opened: the board as it was. */
export interface Moment {
  readonly point: RestorePoint;
  readonly board: Board;
}

export interface Safety {
  /** Newest first. */
  restorePoints(): Promise<Result<readonly RestorePoint[], StorageUnavailable>>;
  /** Keeps the board as it is now. */
  keepPoint(): Promise<Result<number, StorageUnavailable>>;
  look(point: RestorePoint): Promise<Result<Moment, RestorePointMissing | StorageUnavailable>>;
  /** Gives single things back what they were in that moment; one step of undo. */
  bringBack(moment: Moment, things: readonly ThingId[]): Result<void, ReadOnly>;
  /** Makes the whole board what it was, having kept a restore point of what it is; one step of undo. */
  bringBackAll(
    moment: Moment,
    options: { readonly withdraw: boolean },
  ): Promise<Result<void, ReadOnly | StorageUnavailable>>;
  /** Records that could not be decoded and were set aside, oldest first. */
  setAside(): Promise<Result<readonly QuarantineRow[], StorageUnavailable>>;
  /** They as a file, as they were found; `grappe verify` and the rescue page's readers know its format. */
  exportSetAside(rows: readonly QuarantineRow[]): { readonly name: string; readonly blob: Blob };
}

export interface SafetyContext {
  readonly store: BoardStore;
  readonly board: BoardDoc;
  readonly workshop: Workshop;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** Where the state of a restore point comes from, which normally brings nothing that the board lacks. */
const fromRestorePoint = Object.freeze({ type: 'restorePoint' });

export const createSafety = ({ store, board, workshop, ledger, clock }: SafetyContext): Safety => {
  const states = new WeakMap<Moment, Uint8Array>();
  const readOnly = (): boolean => !workshop.board.writable;

  /** After damage a restore point may be all that is left of something. */
  const fetchLost = (moment: Moment): void => {
    const state = states.get(moment);
    if (state) mergeBoard(board, state, fromRestorePoint);
  };

  return {
    restorePoints: () => store.restorePoints(),
    keepPoint: () => store.addRestorePoint('asked'),

    look: async (point) => {
      const state = await store.readRestorePoint(point.id);
      if (!state.ok) return state;
      const then = createBoardDoc();
      try {
        mergeBoard(then, state.value, fromRestorePoint);
      } catch {
        return err({ type: 'RestorePointMissing' });
      }
      const moment = { point, board: workshop.show(readBoard(then)) };
      states.set(moment, state.value);
      return ok(moment);
    },

    bringBack: (moment, things) => {
      if (readOnly()) return err({ type: 'ReadOnly' });
      fetchLost(moment);
      return bringBack(board, moment.board, things);
    },

    bringBackAll: async (moment, options) => {
      if (readOnly()) return err({ type: 'ReadOnly' });
      const kept = await store.addRestorePoint('return');
      if (!kept.ok) return kept;
      fetchLost(moment);
      return bringBackAll(board, moment.board, options);
    },

    setAside: () => listQuarantine(ledger, workshop.id),
    exportSetAside: (rows) => ({
      name: fileName(`${workshop.board.meta.title.value} mis de côté`, clock.now(), 'json'),
      blob: new Blob([rawRowsJson(ledger.name, 'quarantine', rows, clock.now())], {
        type: 'application/json',
      }),
    }),
  };
};
