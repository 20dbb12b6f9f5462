/** What is read of a Yjs update without what is in it. */

import * as Y from 'yjs';

/** How far the changes of Yjs clients go: client → clock. */
export type Clocks = ReadonlyMap<number, number>;

/** Changes of a board, also those that were deleted since: each may cost 250 bytes of memory. A day of 300 people makes 100,000. */
export const changesLimit = 1_000_000;

/** The origin, to Yjs and Hocuspocus, of what another hub has written already. */
export const otherHub = { source: 'redis' } as const;

/** Reads how far an update goes. Throws for what is no update. */
export const clocksOf = (update: Uint8Array): Clocks => Y.parseUpdateMeta(update).to;

/**
 * Tells whether an update holds only what entries are made of: bytes and other plain values in types at the top, each standing on
 * what is older. Anything else may fail halfway into the document. Throws for what is no update.
 */
export const isPlain = (update: Uint8Array): boolean => {
  const { structs, ds } = Y.decodeUpdate(update);
  return (
    structs.every(
      (struct) =>
        isSpan(struct.id.clock, struct.length) && (!(struct instanceof Y.Item) || isPlainItem(struct)),
    ) && [...ds.clients.values()].every((deleted) => deleted.every(({ clock, len }) => isSpan(clock, len)))
  );
};

/** Numbers past these can be added up to one that Yjs no longer reads. */
const isSpan = (clock: number, length: number): boolean => length > 0 && clock + length <= changesLimit;

const plainContents = [Y.ContentBinary, Y.ContentDeleted, Y.ContentAny, Y.ContentString];

const isPlainItem = ({ id, origin, rightOrigin, parent, content }: Y.Item): boolean =>
  [origin, rightOrigin].every((other) => other?.client !== id.client || other.clock < id.clock) &&
  // As decoded: the name of a type at the top, or none where the neighbours tell.
  (parent === null || typeof parent === 'string') &&
  plainContents.some((plain) => content instanceof plain);

/** Counts the changes in an update, one after the other: what is hostile takes no memory for it. Throws for what is no update. */
export const changesIn = (update: Uint8Array): number => {
  const { from, to } = Y.parseUpdateMeta(update);
  let count = 0;
  for (const [client, clock] of to) count += clock - (from.get(client) ?? 0);
  return count;
};
