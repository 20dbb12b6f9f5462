/** Checks a foreign document before it comes near a board: its size and shape, not its meaning. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';

/** Fifty times the largest workshop we know of (2,000 notes). */
const thingCountLimit = 100_000;
/** Things are one level deep; what a newer version adds may be deeper, what is absurd is not. */
const depthLimit = 16;
/** All texts of 2,000 full notes come to 1.2 million code units. */
const textLimit = 20_000_000;

export type BoardShapeError =
  | { readonly type: 'BoardTooLarge'; readonly what: 'things' | 'text' | 'depth'; readonly limit: number }
  | { readonly type: 'NotABoard' };

const rootNames = [
  ...(['meta', 'notes', 'clusters', 'rows', 'retex', 'piles', 'apart'] as const),
  ...(['rounds', 'ballots', 'matrix', 'session'] as const),
];

/**
 * Looks through a document that nobody else holds.
 * Errors: `BoardTooLarge`; `NotABoard` when a root is no map, or nothing in it says what it is.
 */
export const checkBoard = (doc: Y.Doc): Result<void, BoardShapeError> => {
  let text = 0;
  /** Gives the reason to refuse a value, or null. */
  const look = (value: unknown, depth: number): BoardShapeError | null => {
    if (depth > depthLimit) return { type: 'BoardTooLarge', what: 'depth', limit: depthLimit };
    if (value instanceof Y.Map) return lookAll((value as Y.Map<unknown>).values(), depth);
    if (value instanceof Y.Array) return lookAll((value as Y.Array<unknown>).toArray(), depth);
    if (value instanceof Y.Text || typeof value === 'string') text += value.length;
    else if (value instanceof Uint8Array) text += value.byteLength;
    // Documents in documents, XML: no version has written them, and they lead to everywhere.
    else if (value instanceof Y.AbstractType || value instanceof Y.Doc) return { type: 'NotABoard' };
    else if (typeof value === 'object' && value !== null) return lookAll(Object.values(value), depth);
    return text > textLimit ? { type: 'BoardTooLarge', what: 'text', limit: textLimit } : null;
  };
  const lookAll = (values: Iterable<unknown>, depth: number): BoardShapeError | null => {
    for (const value of values) {
      const refusal = look(value, depth + 1);
      if (refusal) return refusal;
    }
    return null;
  };
  try {
    for (const name of rootNames) {
      const root = doc.getMap(name);
      if (root.size > thingCountLimit) {
        return err({ type: 'BoardTooLarge', what: 'things', limit: thingCountLimit });
      }
      const refusal = look(root, 0);
      if (refusal) return err(refusal);
    }
  } catch {
    // Yjs throws when a root was written as another type.
    return err({ type: 'NotABoard' });
  }
  const hasSchema = [...doc.getMap('meta').keys()].some((key) => key.startsWith('schema/'));
  return hasSchema ? ok() : err({ type: 'NotABoard' });
};
