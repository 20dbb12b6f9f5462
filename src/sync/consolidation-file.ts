/**
 * The file of a consolidation: a sealed ZIP (sealed-zip.ts), as a `.grappe` file is.
 *
 * | entry                | content                                                            |
 * | -------------------- | ------------------------------------------------------------------ |
 * | `mimetype`           | `application/vnd.grappe.consolidation+zip`, stored, first           |
 * | `manifest.json`      | `{ format: "grappe-consolidation", version: 1, created, sha256: { entry: hex } }` |
 * | `consolidation.json` | groups and counts for people and other programs; not read when it is opened |
 * | `consolidation.yjs2` | the document’s full state, Yjs update format V2                     |
 *
 * Limits: 50 MB a file, 100 entries, 400 MB unpacked, a million parts of a document: ten thousand workshops of a hundred notes.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strFromU8, strToU8, zipSync } from 'fflate';
import * as v from 'valibot';
import type * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';
import { readState } from './scratch-doc.ts';
import { openSealedZip, sealZip, startsLike, type SealedZipError } from './sealed-zip.ts';

const fileVersion = 1;
const mediaType = 'application/vnd.grappe.consolidation+zip';
const format = 'grappe-consolidation';
const fileSizeLimit = 50_000_000;
const unpackedSizeLimit = 400_000_000;
const entryCountLimit = 100;
const partLimit = 1_000_000;

export interface ConsolidationContent {
  /** Full state, V2. */
  readonly state: Uint8Array;
  readonly readable: Uint8Array;
  /** ISO 8601, to the minute. */
  readonly created: string;
}

export type ConsolidationFileError =
  | SealedZipError
  | { readonly type: 'BundleTooLarge'; readonly size: number; readonly limit: number }
  | { readonly type: 'BundleUnreadable'; readonly detail: string };

/**
 * Makes the file; the same content gives the same bytes.
 * Errors: `BundleTooLarge` for one that nobody could open.
 */
export const encodeConsolidationFile = ({
  state,
  readable,
  created,
}: ConsolidationContent): Result<Uint8Array, ConsolidationFileError> => {
  const parts = { 'consolidation.json': readable, 'consolidation.yjs2': state };
  const manifest = {
    format,
    version: fileVersion,
    created,
    sha256: Object.fromEntries(
      Object.entries(parts).map(([name, bytes]) => [name, bytesToHex(sha256(bytes))]),
    ),
  };
  const bytes = sealZip(
    zipSync(
      {
        mimetype: [strToU8(mediaType), { level: 0 }],
        'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
        ...parts,
      },
      { level: 6, mtime: new Date(1980, 0, 1) },
    ),
  );
  return bytes.length > fileSizeLimit
    ? err({ type: 'BundleTooLarge', size: bytes.length, limit: fileSizeLimit })
    : ok(bytes);
};

/** Whether a file begins as one. */
export const startsLikeConsolidation = (bytes: Uint8Array): boolean => startsLike(bytes, mediaType);

const manifestShape = v.object({
  format: v.literal(format),
  version: v.literal(fileVersion),
  sha256: v.record(v.string(), v.string()),
});

/**
 * Opens one from anywhere; never throws. Gives the document it holds, which nobody else has.
 * Errors: see `ConsolidationFileError`.
 */
export const openConsolidationFile = (bytes: Uint8Array): Result<Y.Doc, ConsolidationFileError> => {
  if (bytes.length > fileSizeLimit) {
    return err({ type: 'BundleTooLarge', size: bytes.length, limit: fileSizeLimit });
  }
  const opened = openSealedZip(bytes, {
    version: fileVersion,
    startsRight: startsLikeConsolidation(bytes),
    entries: entryCountLimit,
    unpacked: unpackedSizeLimit,
  });
  if (!opened.ok) return opened;
  const { entries } = opened.value;
  const state = entries.get('consolidation.yjs2');
  const manifest = readManifest(entries.get('manifest.json'));
  if (!state || !manifest) return err({ type: 'BundleUnreadable', detail: 'manifest or state' });
  for (const [name, hash] of Object.entries(manifest.sha256)) {
    const entry = entries.get(name);
    if (entry && bytesToHex(sha256(entry)) !== hash) return err({ type: 'BundleDamaged' });
  }
  const read = readState(state, { limit: partLimit });
  if (read.ok) return ok(read.value.doc);
  return read.error.type === 'StateBomb'
    ? err({ type: 'BundleBomb', limit: read.error.limit })
    : err({ type: 'BundleUnreadable', detail: read.error.detail });
};

const readManifest = (bytes: Uint8Array | undefined): v.InferOutput<typeof manifestShape> | undefined => {
  try {
    const parsed = v.safeParse(manifestShape, JSON.parse(strFromU8(bytes ?? new Uint8Array())));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
};
