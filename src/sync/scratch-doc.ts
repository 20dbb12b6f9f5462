/** Tries a foreign state on a document that nobody holds, within limits. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';

/**
 * Most parts (structs and plain values) believed of a state. A run of equal parts takes a few bytes, so that the size of a
 * state says nothing about the memory it takes. A workshop of 2,000 notes has about 20,000.
 */
export const statePartLimit = 4_000_000;

export type StateError =
  | { readonly type: 'StateBomb'; readonly limit: number }
  | { readonly type: 'StateUnreadable'; readonly detail: string };

class TooManyParts extends Error {}

export interface ScratchDoc {
  readonly doc: Y.Doc;
  /** Encoded anew from the document: nothing that can't be read goes further. */
  readonly state: Uint8Array;
  /** How many parts were read. */
  readonly parts: number;
}

export interface StateOptions {
  readonly format?: 'v1' | 'v2';
  /** Most parts to read, where several states share what is believed. */
  readonly limit?: number;
}

/**
 * Makes a document of a full state or of any other update. Parts whose forerunners are missing stay pending in both, as
 * in any document: a later merge may bring those.
 * Errors: `StateBomb` past the limit; `StateUnreadable` when Yjs can't read it.
 */
export const readState = (
  state: Uint8Array,
  { format = 'v2', limit = statePartLimit }: StateOptions = {},
): Result<ScratchDoc, StateError> => {
  const doc = new Y.Doc();
  let parts = 0;
  const count = (): void => {
    if (++parts > limit) throw new TooManyParts();
  };
  class CountingDecoderV1 extends Y.UpdateDecoderV1 {
    override readInfo(): number {
      count();
      return super.readInfo();
    }
    override readAny(): unknown {
      count();
      return super.readAny() as unknown;
    }
  }
  class CountingDecoderV2 extends Y.UpdateDecoderV2 {
    override readInfo(): number {
      count();
      return super.readInfo();
    }
    override readAny(): unknown {
      count();
      return super.readAny() as unknown;
    }
  }
  try {
    Y.applyUpdateV2(doc, state, undefined, format === 'v1' ? CountingDecoderV1 : CountingDecoderV2);
    return ok({ doc, state: Y.encodeStateAsUpdateV2(doc), parts });
  } catch (error) {
    return error instanceof TooManyParts
      ? err({ type: 'StateBomb', limit })
      : err({ type: 'StateUnreadable', detail: error instanceof Error ? error.message : String(error) });
  }
};
