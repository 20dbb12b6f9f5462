/**
 * The `.grappe` container: one file for backup, exchange and archive. A ZIP, so that it can be opened without Grappe.
 *
 * | entry           | content                                                                              |
 * | --------------- | ------------------------------------------------------------------------------------ |
 * | `mimetype`      | `application/vnd.grappe+zip`, stored, first: tells the format in the first 64 bytes   |
 * | `manifest.json` | `{ format: "grappe", version: 1, boardId, schema, created, sha256: { entry: hex } }` |
 * | `atelier.json`  | the workshop for people and other programs; not read by Grappe when it opens the file  |
 * | `board.yjs2`    | the document's full state, Yjs update format V2                                       |
 *
 * The ZIP's archive comment is `grappe/1 sha256=` and 64 hex digits: the SHA-256 of every byte of the file before
 * those digits. A ZIP has slack (times, attributes, names given twice) that its own CRCs do not cover; so not one byte of a
 * file can change unnoticed.
 *
 * Limits: 50 MB a file, 16 entries, 200 MB unpacked in all. What a ZIP declares about sizes is never believed: entries are
 * unpacked in slices that are counted.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strFromU8, strToU8, Unzip, UnzipInflate, zipSync } from 'fflate';
import * as v from 'valibot';
import * as Y from 'yjs';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';

export const bundleVersion = 1;
export const bundleSizeLimit = 50_000_000;
export const unpackedSizeLimit = 200_000_000;
const entryCountLimit = 16;

const mediaType = 'application/vnd.grappe+zip';
const commentPrefix = `grappe/${String(bundleVersion)} sha256=`;
const hashLength = 64;

export interface BundleContent {
  readonly boardId: BoardId;
  readonly schema: number;
  /** Full state, V2. */
  readonly state: Uint8Array;
  /** The readable JSON of the workshop. */
  readonly readable: Uint8Array;
  /** ISO 8601, to the minute. */
  readonly created: string;
}

export interface Bundle {
  readonly boardId: BoardId;
  readonly schema: number;
  /** Full state, V2, encoded anew from a document that took it. */
  readonly state: Uint8Array;
  /** That document; nobody else holds it. */
  readonly doc: Y.Doc;
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
}

export type BundleError =
  | { readonly type: 'BundleTooLarge'; readonly size: number; readonly limit: number }
  | { readonly type: 'NotABundle' }
  | { readonly type: 'BundleNewer'; readonly version: number; readonly known: number }
  | { readonly type: 'BundleDamaged' }
  | { readonly type: 'BundleBomb'; readonly limit: number }
  | { readonly type: 'BundleUnreadable'; readonly detail: string };

/** Makes a bundle; the same content gives the same bytes. */
export const encodeBundle = ({ boardId, schema, state, readable, created }: BundleContent): Uint8Array => {
  const parts = { 'atelier.json': readable, 'board.yjs2': state };
  const manifest = {
    format: 'grappe',
    version: bundleVersion,
    boardId,
    schema,
    created,
    sha256: Object.fromEntries(
      Object.entries(parts).map(([name, bytes]) => [name, bytesToHex(sha256(bytes))]),
    ),
  };
  const zip = zipSync(
    {
      mimetype: [strToU8(mediaType), { level: 0 }],
      'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
      ...parts,
    },
    { level: 9, mtime: new Date(1980, 0, 1) },
  );
  return seal(zip);
};

/** Appends the archive comment with the hash of all before it. */
const seal = (zip: Uint8Array): Uint8Array => {
  const body = new Uint8Array(zip.length + commentPrefix.length);
  body.set(zip);
  body.set(strToU8(commentPrefix), zip.length);
  new DataView(body.buffer).setUint16(zip.length - 2, commentPrefix.length + hashLength, true);
  const sealed = new Uint8Array(body.length + hashLength);
  sealed.set(body);
  sealed.set(strToU8(bytesToHex(sha256(body))), body.length);
  return sealed;
};

/**
 * Opens a bundle from anywhere; never throws, whatever the bytes.
 * Errors: see `BundleError`; `BundleNewer` before the checksum, since a newer version may seal differently.
 */
export const openBundle = (bytes: Uint8Array): Result<Bundle, BundleError> => {
  if (bytes.length > bundleSizeLimit) {
    return err({ type: 'BundleTooLarge', size: bytes.length, limit: bundleSizeLimit });
  }
  const version = readVersion(bytes);
  if (version === undefined) return err({ type: looksLikeBundle(bytes) ? 'BundleDamaged' : 'NotABundle' });
  if (version > bundleVersion) return err({ type: 'BundleNewer', version, known: bundleVersion });
  const body = bytes.subarray(0, -hashLength);
  const hash = strFromU8(bytes.subarray(-hashLength), true);
  if (bytesToHex(sha256(body)) !== hash) return err({ type: 'BundleDamaged' });

  const unpacked = unpack(bytes);
  if (!unpacked.ok) return unpacked;
  return readContent(unpacked.value, hash);
};

/** The version in the archive comment, where the seal stands at the end of the file. */
const readVersion = (bytes: Uint8Array): number | undefined => {
  const tail = strFromU8(bytes.subarray(Math.max(0, bytes.length - hashLength - 32)), true);
  const version = /grappe\/(\d{1,6}) sha256=[0-9a-f]{64}$/.exec(tail)?.[1];
  return version === undefined ? undefined : Number(version);
};

/** A bundle that lost its end is damaged; a photograph never was one. */
const looksLikeBundle = (bytes: Uint8Array): boolean =>
  strFromU8(bytes.subarray(0, 64), true).startsWith(`mimetype${mediaType}`, 30);

class Overflow extends Error {}

/** Each slice can grow a thousandfold at most: memory stays bounded between two counts. */
const sliceLength = 16_384;

const unpack = (bytes: Uint8Array): Result<ReadonlyMap<string, Uint8Array>, BundleError> => {
  const unpacked = new Map<string, Uint8Array>();
  let total = 0;
  let count = 0;
  const unzip = new Unzip((file) => {
    if (++count > entryCountLimit) throw new Overflow();
    const chunks: Uint8Array[] = [];
    file.ondata = (error, chunk, final) => {
      if (error as unknown) throw error;
      total += chunk.length;
      if (total > unpackedSizeLimit) throw new Overflow();
      chunks.push(chunk);
      if (final) unpacked.set(file.name, join(chunks));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += sliceLength) {
      unzip.push(bytes.subarray(at, at + sliceLength), at + sliceLength >= bytes.length);
    }
  } catch (error) {
    return error instanceof Overflow
      ? err({ type: 'BundleBomb', limit: unpackedSizeLimit })
      : err({ type: 'BundleDamaged' });
  }
  return unpacked.size === count ? ok(unpacked) : err({ type: 'BundleDamaged' });
};

const join = (chunks: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};

const manifestShape = v.object({
  format: v.literal('grappe'),
  version: v.literal(bundleVersion),
  boardId: v.custom<BoardId>(isId),
  schema: v.pipe(v.number(), v.integer(), v.minValue(0)),
  sha256: v.record(v.string(), v.string()),
});

const readContent = (entries: ReadonlyMap<string, Uint8Array>, hash: string): Result<Bundle, BundleError> => {
  const manifest = readManifest(entries.get('manifest.json'));
  const state = entries.get('board.yjs2');
  if (!manifest.ok) return manifest;
  if (!state) return err({ type: 'BundleUnreadable', detail: 'board.yjs2 is missing' });
  for (const [name, digest] of Object.entries(manifest.value.sha256)) {
    const bytes = entries.get(name);
    if (!bytes || bytesToHex(sha256(bytes)) !== digest) return err({ type: 'BundleDamaged' });
  }
  const doc = new Y.Doc();
  try {
    Y.applyUpdateV2(doc, state);
  } catch (error) {
    return err({ type: 'BundleUnreadable', detail: String(error) });
  }
  if (doc.store.pendingStructs || doc.store.pendingDs) {
    return err({ type: 'BundleUnreadable', detail: 'the state has gaps' });
  }
  const { boardId, schema } = manifest.value;
  return ok({ boardId, schema, state: Y.encodeStateAsUpdateV2(doc), doc, hash });
};

const readManifest = (
  bytes: Uint8Array | undefined,
): Result<v.InferOutput<typeof manifestShape>, BundleError> => {
  if (!bytes) return err({ type: 'BundleUnreadable', detail: 'manifest.json is missing' });
  try {
    const parsed = v.safeParse(manifestShape, JSON.parse(strFromU8(bytes)));
    return parsed.success
      ? ok(parsed.output)
      : err({ type: 'BundleUnreadable', detail: `manifest.json: ${parsed.issues[0].message}` });
  } catch (error) {
    return err({ type: 'BundleUnreadable', detail: `manifest.json: ${String(error)}` });
  }
};
