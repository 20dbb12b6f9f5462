/** What merging a state would do, found out on a scratch document: the board itself is left alone. */

import * as Y from 'yjs';
import type { Board } from './board.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type BoardDoc } from './document.ts';
import { createBoardReader } from './reader.ts';
import { liveNotes } from './select.ts';

export interface PreviewedMerge {
  /** The board as it is. */
  readonly before: Board;
  /** The board as it would be. */
  readonly after: Board;
  /** What the states hold by themselves. */
  readonly alone: Board;
  /** Notes that each state brings, after those before it. */
  readonly broughts: readonly number[];
  /**
   * - `news`: the state holds something that the board does not;
   * - `same`: both hold the same;
   * - `older`: all that it holds is here, and more.
   */
  readonly standing: 'news' | 'same' | 'older';
}

const preview = Object.freeze({ type: 'preview' });

/** `state`: a full state, V2, that was checked. */
export const previewMerge = (board: BoardDoc, state: Uint8Array): PreviewedMerge => {
  const steps = previewMerges(board, [state]);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
};

/** The same for several states, one behind the other, in steps of some milliseconds each: between two, a screen can answer. */
export function* previewMerges(
  board: BoardDoc,
  states: readonly Uint8Array[],
): Generator<undefined, PreviewedMerge> {
  const [scratch, other] = [createBoardDoc(), createBoardDoc()];
  mergeBoard(scratch, encodeBoard(board), preview);
  yield;
  const [reader, otherReader] = [createBoardReader(scratch), createBoardReader(other)];
  const before = reader.read();
  const first = Y.snapshot(scratch.doc);
  const broughts: number[] = [];
  let count = liveNotes(before).length;
  yield;
  for (const state of states) {
    mergeBoard(scratch, state, preview);
    yield;
    mergeBoard(other, state, preview);
    otherReader.read();
    yield;
    const now = liveNotes(reader.read()).length;
    broughts.push(Math.max(0, now - count));
    count = now;
  }
  const together = Y.snapshot(scratch.doc);
  const isNews = !Y.equalSnapshots(first, together);
  const isAll = Y.equalSnapshots(Y.snapshot(other.doc), together);
  const after = reader.read();
  yield;
  const alone = otherReader.read();
  return { before, after, alone, broughts, standing: isNews ? 'news' : isAll ? 'same' : 'older' };
}
