/**
 * The `.grappe` container: one file for backup, exchange and archive. A ZIP, so that it can be opened without Grappe.
 *
 * | entry           | content                                                                              |
 * | --------------- | ------------------------------------------------------------------------------------ |
 * | `mimetype`      | `application/vnd.grappe+zip`, stored, first: tells the format in the first 64 bytes   |
 * | `manifest.json` | `{ format: "grappe", version: 1, boardId, schema, created, clock, sha256: { entry: hex } }` |
 * | `atelier.json`  | the workshop for people and other programs; not read by Grappe when it opens the file  |
 * | `board.yjs2`    | the document's full state, Yjs update format V2                                       |
 * | `attachments/<hash>` | what a note carries beside its text, stored, named by the SHA-256 of its bytes    |
 *
 * The ZIP's archive comment is `grappe/1 sha256=` and 64 hex digits: the SHA-256 of every byte of the file before
 * those digits. A ZIP has slack (times, attributes, names given twice) that its own CRCs do not cover; so not one byte of a
 * file can change unnoticed.
 *
 * Limits: 50 MB a file, 10,000 entries, 200 MB unpacked in all, a million parts of a document, 300 KB an attachment. What a
 * ZIP declares about sizes is never believed: entries are unpacked in slices that are counted. Entries that a reader does
 * not know are passed over. An attachment that is not what its name says is left out and counted; the rest is opened.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strFromU8, strToU8, zipSync } from 'fflate';
import * as v from 'valibot';
import type * as Y from 'yjs';
import { attachmentSizeLimit, isAttachmentHash, type AttachmentHash } from '#core/attachments.ts';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { readState } from './scratch-doc.ts';
import { openSealedZip, sealZip, startsLike, type SealedZipError } from './sealed-zip.ts';
import { startsLikeConsolidation } from './consolidation-file.ts';

const bundleVersion = 1;
export const bundleSizeLimit = 50_000_000;
const unpackedSizeLimit = 200_000_000;
/**
 * A congress of 350 devices and 35,000 notes has a third of it. An absurd document is refused while it is decoded, in about
 * a second; it is putting parts into a document that takes long (2026-11-26: four seconds for two million).
 */
const partLimit = 1_000_000;
/** Five times what a workshop of 2,000 notes needs that are all drawn. */
const entryCountLimit = 10_000;

const mediaType = 'application/vnd.grappe+zip';
const attachmentFolder = 'attachments/';

export interface BundleAttachment {
  readonly hash: AttachmentHash;
  readonly bytes: Uint8Array;
}

export interface BundleContent {
  readonly boardId: BoardId;
  readonly schema: number;
  /** Full state, V2. */
  readonly state: Uint8Array;
  /** The readable JSON of the workshop. */
  readonly readable: Uint8Array;
  /** ISO 8601, to the minute. */
  readonly created: string;
  /** What the device that makes the file tells of clocks, as JSON; this layer only carries it. */
  readonly clock?: unknown;
  /** The dearest first: what does not fit is left out. */
  readonly attachments?: readonly BundleAttachment[];
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
  /** ISO 8601, to the minute, by the clock of the device that made the file; foreign text otherwise. */
  readonly created: string;
  /** What its device tells of clocks: anything. */
  readonly clock: unknown;
  /** Each has the hash that it is named by. */
  readonly attachments: readonly BundleAttachment[];
  /** How many were left out: too large, or not what their name says. */
  readonly badAttachments: number;
}

export type BundleError =
  | SealedZipError
  | { readonly type: 'BundleTooLarge'; readonly size: number; readonly limit: number }
  /** No workshop, but a consolidation of many (consolidation-file.ts). */
  | { readonly type: 'ConsolidationFile' }
  | { readonly type: 'BundleUnreadable'; readonly detail: string };

/** Makes a bundle; the same content gives the same bytes. */
export const encodeBundle = (content: BundleContent): Uint8Array => {
  const { boardId, schema, state, readable, created, clock } = content;
  const attached = fitAttachments(content).map(({ hash, bytes }) => ({
    name: `${attachmentFolder}${hash}`,
    hash,
    bytes,
  }));
  const parts = { 'atelier.json': readable, 'board.yjs2': state };
  const manifest = {
    format: 'grappe',
    version: bundleVersion,
    boardId,
    schema,
    created,
    ...(clock !== undefined && { clock }),
    sha256: Object.fromEntries<string>([
      ...Object.entries(parts).map(([name, bytes]) => [name, bytesToHex(sha256(bytes))] as const),
      ...attached.map(({ name, hash }) => [name, hash] as const),
    ]),
  };
  const zip = zipSync(
    {
      mimetype: [strToU8(mediaType), { level: 0 }],
      'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
      ...parts,
      // Pictures and sound are packed as they are.
      ...Object.fromEntries(attached.map(({ name, bytes }) => [name, [bytes, { level: 0 }] as const])),
    },
    { level: 9, mtime: new Date(1980, 0, 1) },
  );
  return sealZip(zip);
};

/** What an attachment takes beside its bytes at most: two headers of the ZIP with its name, and its line in the manifest. */
const attachmentOverhead = 400;
/** The same of all the rest. */
const otherOverhead = 10_000;

/** The attachments that the file has room for, each once, in their order. */
export const fitAttachments = ({
  state,
  readable,
  attachments = [],
}: Pick<BundleContent, 'state' | 'readable' | 'attachments'>): readonly BundleAttachment[] => {
  const wanted = [...new Map(attachments.map((attachment) => [attachment.hash, attachment])).values()];
  let room = bundleSizeLimit - otherOverhead - state.length - readable.length;
  return wanted.slice(0, entryCountLimit - 10).filter(({ bytes }) => {
    const size = bytes.length + attachmentOverhead;
    if (size > room || bytes.length > attachmentSizeLimit) return false;
    room -= size;
    return true;
  });
};

/**
 * Opens a bundle from anywhere; never throws, whatever the bytes.
 * Errors: see `BundleError`. The seal is looked at before the version: every version is sealed alike.
 */
export const openBundle = (bytes: Uint8Array): Result<Bundle, BundleError> => {
  if (bytes.length > bundleSizeLimit) {
    return err({ type: 'BundleTooLarge', size: bytes.length, limit: bundleSizeLimit });
  }
  const opened = openSealedZip(bytes, {
    version: bundleVersion,
    startsRight: startsLikeBundle(bytes),
    entries: entryCountLimit,
    unpacked: unpackedSizeLimit,
  });
  if (!opened.ok) return startsLikeConsolidation(bytes) ? err({ type: 'ConsolidationFile' }) : opened;
  return readContent(opened.value.entries, opened.value.hash);
};

/** A bundle that lost its end is damaged; a photograph never was one. */
const startsLikeBundle = (bytes: Uint8Array): boolean => startsLike(bytes, mediaType);

const manifestShape = v.object({
  format: v.literal('grappe'),
  version: v.literal(bundleVersion),
  boardId: v.custom<BoardId>(isId),
  schema: v.pipe(v.number(), v.integer(), v.minValue(0)),
  created: v.fallback(v.string(), ''),
  clock: v.optional(v.unknown()),
  sha256: v.record(v.string(), v.string()),
});

const readContent = (entries: ReadonlyMap<string, Uint8Array>, hash: string): Result<Bundle, BundleError> => {
  const manifest = readManifest(entries.get('manifest.json'));
  const state = entries.get('board.yjs2');
  if (!manifest.ok) return manifest;
  if (!state) return err({ type: 'BundleUnreadable', detail: 'board.yjs2 is missing' });
  const attachments: BundleAttachment[] = [];
  let badAttachments = 0;
  for (const [name, bytes] of entries) {
    if (name === 'mimetype' || name === 'manifest.json') continue;
    const attachment = name.startsWith(attachmentFolder) ? name.slice(attachmentFolder.length) : undefined;
    if (attachment !== undefined) {
      if (isSound(attachment, bytes)) attachments.push({ hash: attachment, bytes });
      else badAttachments += 1;
      continue;
    }
    if (bytesToHex(sha256(bytes)) !== manifest.value.sha256[name]) return err({ type: 'BundleDamaged' });
  }
  const read = readState(state, { limit: partLimit });
  if (!read.ok) {
    return read.error.type === 'StateBomb'
      ? err({ type: 'BundleBomb', limit: read.error.limit })
      : err({ type: 'BundleUnreadable', detail: read.error.detail });
  }
  const { boardId, schema, created, clock } = manifest.value;
  return ok({ boardId, schema, ...read.value, hash, created, clock, attachments, badAttachments });
};

const isSound = (hash: string, bytes: Uint8Array): hash is AttachmentHash =>
  isAttachmentHash(hash) && bytes.length <= attachmentSizeLimit && bytesToHex(sha256(bytes)) === hash;

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
