/** State vectors as text, for where only text is kept. */

import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import * as Y from 'yjs';

export const encodeVector = (doc: Y.Doc): string => toBase64UrlEncoded(Y.encodeStateVector(doc));

/** The vector of a text; that of an empty document where it is none. */
export const decodeVector = (text: string): Uint8Array => {
  try {
    const vector = fromBase64UrlEncoded(text);
    Y.decodeStateVector(vector);
    return vector;
  } catch {
    return Uint8Array.of(0);
  }
};
