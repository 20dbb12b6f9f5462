/** Merging what came from another device: seen before it is done, and taken back after. It loads with the first merge. */

import type { Board, Note } from '#board/board.ts';
import { takeBackMerge } from '#board/commands/bring-back.ts';
import { compareBoards, type Comparison } from '#board/compare.ts';
import type { BoardDoc } from '#board/document.ts';
import { mergeFigures, type MergeFigures } from '#board/merge-figures.ts';
import type { Method } from '#board/method.ts';
import { previewMerges, type PreviewedMerge } from '#board/preview-merge.ts';
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
  /** What each file adds to those before it, where there are several. */
  readonly files: readonly { readonly name: string; readonly notes: number }[];
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

/** What merging will do. */
export interface Preparation extends Omit<Merged, 'takeBack'> {
  /** All of the board, what is hidden too, without the merge and with it. */
  readonly raw: Pick<PreviewedMerge, 'before' | 'after'>;
}

export interface IncomingState {
  /** Of its file. */
  readonly name: string;
  /** Full, V2, and checked. */
  readonly state: Uint8Array;
}

/** The page answers between two steps. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Finds out what merging would do, with pauses. */
export const prepareMerge = async (
  workshop: Workshop,
  board: BoardDoc,
  incoming: readonly IncomingState[],
): Promise<Preparation> => {
  const steps = previewMerges(
    board,
    incoming.map(({ state }) => state),
  );
  let step = steps.next();
  while (!step.done) {
    await nextTurn();
    step = steps.next();
  }
  const { before, after, alone, broughts, standing } = step.value;
  await nextTurn();
  const [then, now] = [workshop.show(before), workshop.show(after)];
  await nextTurn();
  const comparison = compareBoards(then, now);
  const hiddenIn = (all: Board, shown: Board): number => liveNotes(all).length - liveNotes(shown).length;
  const hidden = Math.max(0, hiddenIn(after, now) - hiddenIn(before, then));
  const isSeen =
    comparison.things.length + comparison.meta.length + comparison.reordered.length > 0 || hidden > 0;
  const isBinned = ({ id }: Note): boolean => (after.notes.get(id)?.trash ?? null) !== null;
  return {
    standing,
    raw: { before, after },
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
          files:
            incoming.length > 1
              ? incoming.map(({ name }, index) => ({ name, notes: broughts[index] ?? 0 }))
              : [],
        }
      : null,
  };
};

/** What was done, so that it can be taken back. `hold` gives the workshop as it is open then, be it opened anew. */
export const takeable = (
  { raw, ...prepared }: Preparation,
  hold: <T, E>(use: (workshop: Workshop) => Result<T, E>) => Promise<Result<T, E | StorageUnavailable>>,
): Merged => ({
  ...prepared,
  takeBack: () => hold(({ run }) => run((doc) => takeBackMerge(doc, raw.before, raw.after))),
});
