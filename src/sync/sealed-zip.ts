/**
 * A ZIP of which not one byte can change unnoticed. Its archive comment is `grappe/<version> sha256=` and 64 hex digits: the SHA-256
 * of every byte of the file before those digits. Its first entry is `mimetype`, stored, which tells the format in the first bytes.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strFromU8, strToU8 } from 'fflate';
import { err, ok, type Result } from '#core/result.ts';
import { readZip } from './zip.ts';

const hashLength = 64;

export type SealedZipError =
  | { readonly type: 'NotABundle' }
  | { readonly type: 'BundleNewer'; readonly version: number; readonly known: number }
  | { readonly type: 'BundleDamaged' }
  | { readonly type: 'BundleBomb'; readonly limit: number };

/** Appends the archive comment with the hash of all before it. */
export const sealZip = (zip: Uint8Array, version = 1): Uint8Array => {
  const prefix = `grappe/${String(version)} sha256=`;
  const body = new Uint8Array(zip.length + prefix.length);
  body.set(zip);
  body.set(strToU8(prefix), zip.length);
  new DataView(body.buffer).setUint16(zip.length - 2, prefix.length + hashLength, true);
  const sealed = new Uint8Array(body.length + hashLength);
  sealed.set(body);
  sealed.set(strToU8(bytesToHex(sha256(body))), body.length);
  return sealed;
};

interface Expected {
  /** The highest version that is known. */
  readonly version: number;
  /** Whether the first bytes are those of the format. */
  readonly startsRight: boolean;
  /** Most entries, and most bytes of all of them unpacked. */
  readonly entries: number;
  readonly unpacked: number;
}

/**
 * Opens one from anywhere; never throws, whatever the bytes.
 * Errors: see `SealedZipError`. The seal is looked at before the version: every version is sealed alike.
 */
export const openSealedZip = (
  bytes: Uint8Array,
  { version: known, startsRight, entries: most, unpacked }: Expected,
): Result<{ readonly entries: ReadonlyMap<string, Uint8Array>; readonly hash: string }, SealedZipError> => {
  const found = readSeal(bytes);
  if (!found) return err({ type: startsRight ? 'BundleDamaged' : 'NotABundle' });
  const { version, hash, commentSize } = found;
  if (bytesToHex(sha256(bytes.subarray(0, -hashLength))) !== hash) return err({ type: 'BundleDamaged' });
  if (version > known) return err({ type: 'BundleNewer', version, known });
  if (!startsRight) return err({ type: 'NotABundle' });
  const entries = readZip(bytes, commentSize, { entries: most, unpacked });
  if (entries.ok) return ok({ entries: entries.value, hash });
  return entries.error.type === 'ZipBomb'
    ? err({ type: 'BundleBomb', limit: unpacked })
    : err({ type: 'BundleDamaged' });
};

/** Whether a file begins as a ZIP whose first entry names this media type. */
export const startsLike = (bytes: Uint8Array, mediaType: string): boolean => {
  const start = `mimetype${mediaType}`;
  return strFromU8(bytes.subarray(30, 30 + start.length), true) === start;
};

interface Seal {
  readonly version: number;
  readonly hash: string;
  readonly commentSize: number;
}

const sealPattern = /grappe\/(\d{1,6}) sha256=([0-9a-f]{64})$/;

/** What the archive comment tells, at the very end of the file. */
const readSeal = (bytes: Uint8Array): Seal | undefined => {
  const tail = strFromU8(bytes.subarray(Math.max(0, bytes.length - hashLength - 32)), true);
  const [comment, version, hash] = sealPattern.exec(tail) ?? [];
  return comment === undefined || hash === undefined
    ? undefined
    : { version: Number(version), hash, commentSize: comment.length };
};
