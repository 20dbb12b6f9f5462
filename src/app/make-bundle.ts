/** A board as a `.grappe` file. */

import type { Board } from '#board/board.ts';
import { schemaVersion } from '#board/document.ts';
import type { Method } from '#board/method.ts';
import { liveNotes } from '#board/select.ts';
import type { BoardId } from '#core/ids.ts';
import { encodeBundle, type BundleAttachment, type BundleContent } from '#sync/bundle.ts';
import { exportWorkshop, workshopText, type ExportedWorkshop } from '#synthesis/export-workshop.ts';
import type { ClockNote } from './peer-clocks.ts';
import { tableLabels } from './words/table-labels.ts';

export interface BundleSource {
  readonly id: BoardId;
  /** Full state, V2. */
  readonly state: Uint8Array;
  /** May throw, as on the crash screen: the file is then made without. */
  readonly board: Board;
  readonly method: Method;
  /** Milliseconds since 1970; told in the file to the minute. */
  readonly now: number;
  /** What this device tells of clocks. */
  readonly clock?: ClockNote;
  /** What its notes carry, the dearest first, as far as it is to be had. */
  readonly attachments?: readonly BundleAttachment[];
}

/**
 * Full state, trash and other values included, and the readable JSON beside it. The state is what counts: a board too
 * strange to be told in tables must not keep anybody from taking it away.
 */
export const bundleContent = (source: BundleSource): BundleContent => ({
  boardId: source.id,
  schema: firstThatWorks(
    () => source.board.schema,
    () => schemaVersion,
  ),
  state: source.state,
  readable: new TextEncoder().encode(
    firstThatWorks(
      () => workshopText(exportWorkshop(source.board, source.method, tableLabels())),
      () => workshopText(listNotes(source.board)),
      () => workshopText({ title: '' }),
    ),
  ),
  created: `${new Date(source.now).toISOString().slice(0, 16)}Z`,
  ...(source.clock && { clock: source.clock }),
  attachments: source.attachments ?? [],
});

export const makeBundle = (source: BundleSource): Uint8Array => encodeBundle(bundleContent(source));

/** The least that is still a workshop's JSON, and where people find their texts. */
const listNotes = (board: Board): ExportedWorkshop => ({
  title: board.meta.title.value,
  otherNotes: liveNotes(board).map(({ kind, text }) => ({ kind, text })),
});

/** Tries one way after the other; what the last one throws is thrown. */
export const firstThatWorks = <T>(first: () => T, ...others: readonly (() => T)[]): T => {
  const [next, ...rest] = others;
  if (next === undefined) return first();
  try {
    return first();
  } catch {
    return firstThatWorks(next, ...rest);
  }
};
