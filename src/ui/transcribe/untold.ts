/** The notes that were drawn, photographed or spoken, and that nobody has written down yet. */

import type { Board, Note } from '#board/board.ts';
import { liveNotes } from '#board/select.ts';

export const untoldNotes = (board: Board): readonly Note[] =>
  liveNotes(board).filter(({ text, attached }) => text === '' && attached.length > 0);
