/** What is read of a Yjs update without what is in it. */

import * as Y from 'yjs';

/** How far the changes of Yjs clients go: client → clock. */
export type Clocks = ReadonlyMap<number, number>;

/** Changes of a board, also those that were deleted since: each may cost 250 bytes of memory. A day of 300 people makes 100,000. */
export const changesLimit = 1_000_000;

/** Reads how far an update goes. Throws for what is no update. */
export const clocksOf = (update: Uint8Array): Clocks => Y.parseUpdateMeta(update).to;

/** Counts the changes in an update, one after the other: what is hostile takes no memory for it. Throws for what is no update. */
export const changesIn = (update: Uint8Array): number => {
  const { from, to } = Y.parseUpdateMeta(update);
  let count = 0;
  for (const [client, clock] of to) count += clock - (from.get(client) ?? 0);
  return count;
};
