/** The mark of the schema that a board uses. */

import { metaOf, schemaVersion, thingRoots, type BoardDoc } from '../document.ts';
import { readSchema } from '../things.ts';

/** Marks the board as using this version's schema, inside a transaction. */
export const writeSchema = (board: BoardDoc): void => {
  metaOf(board).set(`schema/${String(schemaVersion)}`, true);
};

/**
 * Tells whether a board is to be marked with this version's schema: an older one, or one that lost its mark to damage
 * (a file of a board without one is refused). An empty board is not.
 */
export const needsSchema = (board: BoardDoc): boolean => {
  const schema = readSchema(metaOf(board));
  return schema < schemaVersion && (schema > 0 || thingRoots(board).some((things) => things.size > 0));
};

/** Marks the board as using this version's schema. Nobody's command, so no undo takes it back. */
export const raiseSchema = (board: BoardDoc): void => {
  board.doc.transact(() => writeSchema(board), schemaRise);
};

const schemaRise = Object.freeze({ type: 'schemaRise' });
