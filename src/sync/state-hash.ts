/**
 * One hash for what a document holds, whatever way it came together: devices that print the same hash have the same
 * workshop, to the character, trash included. The bytes of a state do not tell: they depend on who merged what first.
 *
 * It is the SHA-256 of the UTF-8 text of one JSON object: the document's root maps by name, empty ones left out, keys
 * in the order of their UTF-16 code units, no spaces; shared texts as strings; what JSON lacks as `{"$":"…"}`.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type * as Y from 'yjs';

/** Hexadecimal; for documents that passed their checks, as it follows values to any depth. */
export const stateHash = (doc: Y.Doc): string => {
  const roots = [...doc.share.keys()].map((name) => [name, doc.getMap(name)] as const);
  const held = Object.fromEntries(
    roots.filter(([, root]) => root.size > 0).map(([name, root]) => [name, root.toJSON() as unknown]),
  );
  return bytesToHex(sha256(utf8ToBytes(canonical(held))));
};

const canonical = (value: unknown): string => {
  if (value instanceof Uint8Array) return canonical({ $: bytesToHex(value) });
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
  }
  const isPlain = typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'bigint';
  return isPlain && value !== undefined ? JSON.stringify(value) : canonical({ $: String(value) });
};
