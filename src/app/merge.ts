/** Merging what came from another device: seen before it is done, and taken back after. It loads with the first merge. */

import { readBoard, type Board, type Note } from '#board/board.ts';
import { takeBackMerge } from '#board/commands/bring-back.ts';
import { compareBoards, type Comparison } from '#board/compare.ts';
import type { BoardDoc } from '#board/document.ts';
import { mergeFigures, type MergeFigures } from '#board/merge-figures.ts';
import type { Method } from '#board/method.ts';
import { previewMerge, type PreviewedMerge } from '#board/preview-merge.ts';
import { liveNotes } from '#board/select.ts';
import type { Result } from '#core/result.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Frozen, ReadOnly, Workshop } from './workshop.svelte.ts';

/** What a merge would do, as far as it may be seen on this device now. */
export interface MergePreview {
  readonly title: string;
  readonly method: Method;
  readonly then: Board;
  readonly now: Board;
  readonly comparison: Comparison;
  readonly figures: MergeFigures;
  /** Notes that come but are hidden for now. */
  readonly hidden: number;
}

/** A merge that was done. */
export interface Merged {
  readonly standing: PreviewedMerge['standing'];
  /** Notes that are on the board of the file, and lie in the trash here. */
  readonly binned: number;
  /** What it did; null where nothing of it is to be seen. */
  readonly preview: MergePreview | null;
  /** Takes it back, save what was changed again since; gives how much stays so. One step of undo. */
  readonly takeBack: () => Promise<Result<number, ReadOnly | Frozen | StorageUnavailable>>;
}

/** What merging a state will do. */
export type Preparation = Omit<Merged, 'takeBack'>;

/** `state`: a full state, V2, that was checked. */
export const prepareMerge = (workshop: Workshop, board: BoardDoc, state: Uint8Array): Preparation => {
  const { after, alone, standing } = previewMerge(board, state);
  const [then, now] = [workshop.board, workshop.show(after)];
  const comparison = compareBoards(then, now);
  const hiddenIn = (all: Board, shown: Board): number => liveNotes(all).length - liveNotes(shown).length;
  const hidden = Math.max(0, hiddenIn(after, now) - (workshop.count - liveNotes(then).length));
  const isSeen =
    comparison.things.length + comparison.meta.length + comparison.reordered.length > 0 || hidden > 0;
  const isBinned = ({ id }: Note): boolean => (after.notes.get(id)?.trash ?? null) !== null;
  return {
    standing,
    binned: liveNotes(workshop.show(alone)).filter(isBinned).length,
    preview: isSeen
      ? {
          title: now.meta.title.value,
          method: workshop.method,
          then,
          now,
          comparison,
          figures: mergeFigures(then, now, comparison),
          hidden,
        }
      : null,
  };
};

/** Does `merge`, so that it can be taken back. `hold` gives the workshop as it is open then, be it opened anew. */
export const mergeTakeably = (
  board: BoardDoc,
  prepared: Preparation,
  merge: () => void,
  hold: <T, E>(use: (workshop: Workshop) => Result<T, E>) => Promise<Result<T, E | StorageUnavailable>>,
): Merged => {
  const before = readBoard(board);
  merge();
  const after = readBoard(board);
  return {
    ...prepared,
    takeBack: () => hold(({ run }) => run((doc) => takeBackMerge(doc, before, after))),
  };
};
