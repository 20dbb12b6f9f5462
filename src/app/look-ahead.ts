/** What this device has of a workshop, read before the app is there: nothing is opened, and nothing is written. */

import type { BoardId } from '#core/ids.ts';
import { peekLedger, type PeekedKey } from '#storage/peek.ts';

export interface LookedAhead {
  /** When it was last changed, milliseconds since 1970; undefined: it is not here. */
  readonly changedAt: number | undefined;
  /** As storage has them, of any shape, in the order of their names. */
  readonly drafts: readonly unknown[];
}

/** Null where nothing can be read, and while the device is passed round: what it has is nobody's to see then. */
export const lookAhead = async (id: BoardId, draftNames: readonly string[]): Promise<LookedAhead | null> => {
  const rows = await peekLedger([
    ['entries', ['', 'pass']],
    ['boards', id],
    ...draftNames.map((name): PeekedKey => ['entries', [id, name]]),
  ]);
  if (!rows || rows[0] !== undefined) return null;
  const [, board, ...drafts] = rows.map((row) => (row ?? {}) as Record<string, unknown>);
  const changedAt = board?.['changedAt'];
  return {
    changedAt: typeof changedAt === 'number' ? changedAt : undefined,
    drafts: drafts.map(({ value }) => value),
  };
};
