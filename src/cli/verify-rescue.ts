/** `grappe verify` on a rescue file: what of each workshop can be read. */

import * as m from '#app/words/messages/messages.js';
import type { FileError } from '#app/read-file.ts';
import { readRescue, type RescuedBoard } from '#app/read-rescue.ts';
import { readBoard } from '#board/board.ts';
import { createBoardDoc, mergeBoard } from '#board/document.ts';
import { liveNotes } from '#board/select.ts';
import { err, ok, type Result } from '#core/result.ts';
import { printable } from './sentences.ts';

export interface RescueReport {
  readonly text: string;
  /** Whether every row of every workshop could be read. */
  readonly isWhole: boolean;
}

/**
 * Reports each workshop, a line for each fact.
 * Errors: those of `readRescue`; `NotAGrappeFile` for what is no UTF-8.
 */
export const verifyRescue = (bytes: Uint8Array, path: string): Result<RescueReport, FileError> => {
  const file = decodeText(bytes);
  if (file === undefined) return err({ type: 'NotAGrappeFile' });
  const rescue = readRescue(file);
  if (!rescue.ok) return rescue;
  const { boards, strayRows, unreadPlaces } = rescue.value;
  const parts = [
    m.cli_rescue_about({ path: printable(path), count: boards.length }),
    ...boards.map(describe),
    ...(strayRows > 0 ? [m.cli_rescue_strays({ count: strayRows })] : []),
    ...(unreadPlaces.length > 0
      ? [m.cli_rescue_unread({ names: printable(unreadPlaces.slice(0, 20).join(', ')) })]
      : []),
  ];
  return ok({
    text: `${parts.join('\n\n')}\n`,
    isWhole:
      strayRows === 0 &&
      unreadPlaces.length === 0 &&
      boards.every(({ refused, state }) => refused === 0 && state.ok),
  });
};

const describe = ({ boardId, listedAs, rows, refused, quarantined, state }: RescuedBoard): string => {
  const found = state.ok ? look(state.value) : undefined;
  const lines: readonly (readonly [label: string, value: string | number])[] = [
    [m.cli_verify_title(), found?.title ?? listedAs],
    [m.cli_verify_board(), boardId],
    [m.cli_verify_notes(), found?.notes ?? m.cli_rescue_unreadable()],
    [m.cli_rescue_rows(), rows],
    [m.cli_rescue_refused(), refused],
    [m.cli_rescue_quarantined(), quarantined],
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  return lines.map(([label, value]) => `${label.padEnd(width)}  ${printable(String(value))}`).join('\n');
};

const look = (state: Uint8Array): { readonly title: string; readonly notes: number } => {
  const held = createBoardDoc();
  mergeBoard(held, state, { type: 'file' });
  const board = readBoard(held);
  return { title: board.meta.title.value, notes: liveNotes(board).length };
};

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
