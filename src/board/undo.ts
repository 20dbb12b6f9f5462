/** Undo and redo of what was done here; never of what others did. */

import * as Y from 'yjs';
import {
  apartOf,
  ballotsOf,
  localEdit,
  matrixOf,
  metaOf,
  pilesOf,
  thingRoots,
  type BoardDoc,
} from './document.ts';

export interface Undo {
  readonly canUndo: () => boolean;
  readonly canRedo: () => boolean;
  /** Takes back the last command made here; false when there is none. */
  readonly undo: () => boolean;
  readonly redo: () => boolean;
  /** What `undo` would take back: the same object as long as nothing else was done here. */
  readonly lastStep: () => object | undefined;
  readonly stop: () => void;
}

/** Steps that can be taken back: hours of work at a table. Each keeps what it replaced, in memory and in the saved state. */
const defaultStepLimit = 300;

/**
 * Follows the commands made on a board from now on. Each is a step of its own. Taking back the birth of a
 * thing puts it in the trash: whatever it was born with, and what others wrote into it, stays. Of steps past
 * `stepLimit` the oldest is forgotten.
 */
export const createUndo = (board: BoardDoc, stepLimit = defaultStepLimit): Undo => {
  // Of ballots only tallies are followed: what a hand casts is written with another origin (transactUnlinked).
  const plainRoots = [pilesOf, apartOf, ballotsOf, matrixOf].map((rootOf) => rootOf(board));
  const manager = new Y.UndoManager([metaOf(board), ...thingRoots(board), ...plainRoots], {
    trackedOrigins: new Set([localEdit]),
    captureTimeout: 0,
    deleteFilter: (item) => !isBorn(board, item.id),
  });
  manager.on('stack-item-added', () => {
    const oldest = manager.undoStack.length > stepLimit ? manager.undoStack.shift() : undefined;
    if (oldest) forget(board.doc, oldest);
  });
  return {
    canUndo: () => manager.undoStack.length > 0,
    canRedo: () => manager.redoStack.length > 0,
    undo: () => manager.undo() !== null,
    redo: () => manager.redo() !== null,
    lastStep: () => manager.undoStack.at(-1),
    stop: () => {
      manager.destroy();
    },
  };
};

/** Lets go what was kept of the values that a step replaced, as Yjs does where nothing keeps them. */
const forget = (doc: Y.Doc, { deletions }: Y.UndoManager['undoStack'][number]): void => {
  doc.transact((transaction) => {
    Y.iterateDeletedStructs(transaction, deletions, (struct) => {
      if (struct instanceof Y.Item) struct.keep = false;
    });
    Y.tryGc(deletions, doc.store, doc.gcFilter);
  });
};

const isBorn = (board: BoardDoc, { client, clock }: Y.ID): boolean => {
  const births = board.births.get(client) ?? [];
  let [low, high] = [0, births.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (births[middle]!.to <= clock) low = middle + 1;
    else high = middle;
  }
  return low < births.length && births[low]!.from <= clock;
};
