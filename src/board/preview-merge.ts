/** What merging a state would do, found out on a scratch document: the board itself is left alone. */

import * as Y from 'yjs';
import { readBoard, type Board } from './board.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type BoardDoc } from './document.ts';

export interface PreviewedMerge {
  /** The board as it would be. */
  readonly after: Board;
  /** What the state holds by itself. */
  readonly alone: Board;
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
  const [scratch, other] = [createBoardDoc(), createBoardDoc()];
  mergeBoard(scratch, encodeBoard(board), preview);
  const before = Y.snapshot(scratch.doc);
  mergeBoard(scratch, state, preview);
  const together = Y.snapshot(scratch.doc);
  mergeBoard(other, state, preview);
  const isNews = !Y.equalSnapshots(before, together);
  const isAll = Y.equalSnapshots(Y.snapshot(other.doc), together);
  return {
    after: readBoard(scratch),
    alone: readBoard(other),
    standing: isNews ? 'news' : isAll ? 'same' : 'older',
  };
};
