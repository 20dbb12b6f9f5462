/** Undo and redo of what was done here; never of what others did. */

import * as Y from 'yjs';
import { apartOf, localEdit, metaOf, pilesOf, thingRoots, type BoardDoc } from './document.ts';

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

/**
 * Follows the commands made on a board from now on. Each is a step of its own. Taking back the birth of a
 * thing puts it in the trash: whatever it was born with, and what others wrote into it, stays.
 */
export const createUndo = (board: BoardDoc): Undo => {
  const manager = new Y.UndoManager([metaOf(board), ...thingRoots(board), pilesOf(board), apartOf(board)], {
    trackedOrigins: new Set([localEdit]),
    captureTimeout: 0,
    deleteFilter: (item) => !isBorn(board, item.id),
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

const isBorn = (board: BoardDoc, { client, clock }: Y.ID): boolean =>
  board.births.some((birth) => birth.client === client && clock >= birth.from && clock < birth.to);
