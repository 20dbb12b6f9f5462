/** A board as a `.grappe` file. */

import type { Board } from '#board/board.ts';
import type { Method } from '#board/method.ts';
import type { BoardId } from '#core/ids.ts';
import { encodeBundle } from '#sync/bundle.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';

export interface BundleSource {
  readonly id: BoardId;
  /** Full state, V2. */
  readonly state: Uint8Array;
  readonly board: Board;
  readonly method: Method;
  /** Milliseconds since 1970; told in the file to the minute. */
  readonly now: number;
}

/** Full state, trash and other values included, and the readable JSON beside it. */
export const makeBundle = ({ id, state, board, method, now }: BundleSource): Uint8Array =>
  encodeBundle({
    boardId: id,
    schema: board.schema,
    state,
    readable: new TextEncoder().encode(workshopText(exportWorkshop(board, method))),
    created: `${new Date(now).toISOString().slice(0, 16)}Z`,
  });
