/**
 * Reads a ZIP that is as plain as one can be: entries one behind the other from the first byte, then the directory,
 * then its end record and the comment; every byte belongs to exactly one of them. No encryption, no spanning, no
 * ZIP64, no data descriptors, no extra fields: nothing that two readers could understand in two ways, and nothing
 * that lets entries share bytes, as bombs of a second kind do.
 *
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (end record).
 */

import { Inflate, strFromU8 } from 'fflate';
import { err, ok, type Result } from '#core/result.ts';

export interface ZipLimits {
  readonly entries: number;
  /** Bytes of all entries unpacked. */
  readonly unpacked: number;
}

export type ZipError = { readonly type: 'ZipDamaged' } | { readonly type: 'ZipBomb' };

/** What the directory tells of an entry; sizes are claims until the entry is unpacked. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
}

const localHeaderSize = 30;
const directoryHeaderSize = 46;
const endRecordSize = 22;

const stored = 0;
const deflated = 8;
/** How hard the packer tried (bits 1 and 2), and UTF-8 names (bit 11): the flags that change nothing for a reader. */
const harmlessFlags = 0x0806;

const namePattern = /^[a-z0-9]+(?:[./-][a-z0-9]+)*$/;

/**
 * Unpacks every entry of a ZIP whose comment is `commentSize` bytes long.
 * Errors: `ZipBomb` as soon as the entries claim more than the limit, or one unpacks to more than it claims;
 * `ZipDamaged` for everything else.
 */
export const readZip = (
  bytes: Uint8Array,
  commentSize: number,
  limits: ZipLimits,
): Result<ReadonlyMap<string, Uint8Array>, ZipError> => {
  const entries = readDirectory(bytes, commentSize, limits.entries);
  if (!entries) return err({ type: 'ZipDamaged' });
  if (entries.reduce((sum, { size }) => sum + size, 0) > limits.unpacked) return err({ type: 'ZipBomb' });
  const unpacked = new Map<string, Uint8Array>();
  let at = 0;
  for (const entry of entries) {
    at += localHeaderSize + entry.name.length;
    const content = unpack(bytes.subarray(at, at + entry.packedSize), entry);
    if (!content.ok) return content;
    unpacked.set(entry.name, content.value);
    at += entry.packedSize;
  }
  return ok(unpacked);
};

const readDirectory = (
  bytes: Uint8Array,
  commentSize: number,
  entryLimit: number,
): readonly Entry[] | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - commentSize - endRecordSize;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) return undefined;
  const count = view.getUint16(end + 10, true);
  const directorySize = view.getUint32(end + 12, true);
  const directory = view.getUint32(end + 16, true);
  const isPlain =
    view.getUint32(end + 4, true) === 0 &&
    view.getUint16(end + 8, true) === count &&
    view.getUint16(end + 20, true) === commentSize;
  if (!isPlain || count > entryLimit || directory + directorySize !== end) return undefined;

  const entries: Entry[] = [];
  const names = new Set<string>();
  let at = directory;
  let offset = 0;
  for (let i = 0; i < count; i++) {
    const entry = readEntry(bytes, view, at, end, offset);
    if (!entry || names.has(entry.name)) return undefined;
    names.add(entry.name);
    entries.push(entry);
    at += directoryHeaderSize + entry.name.length;
    offset += localHeaderSize + entry.name.length + entry.packedSize;
  }
  return at === end && offset === directory ? entries : undefined;
};

/** Reads a header of the directory, and holds the local header at `offset` against it. */
const readEntry = (
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
  offset: number,
): Entry | undefined => {
  if (at + directoryHeaderSize > end || view.getUint32(at, true) !== 0x02014b50) return undefined;
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const nameSize = view.getUint16(at + 28, true);
  const isPlain =
    (flags & ~harmlessFlags) === 0 &&
    (method === deflated || (method === stored && packedSize === size)) &&
    // No extra field, no comment, on the first disk.
    view.getUint32(at + 30, true) === 0 &&
    view.getUint16(at + 34, true) === 0 &&
    view.getUint32(at + 42, true) === offset;
  if (!isPlain || at + directoryHeaderSize + nameSize > end) return undefined;
  const name = strFromU8(bytes.subarray(at + directoryHeaderSize, at + directoryHeaderSize + nameSize), true);
  if (!namePattern.test(name)) return undefined;

  if (offset + localHeaderSize + nameSize + packedSize > end) return undefined;
  const isSameThere =
    view.getUint32(offset, true) === 0x04034b50 &&
    view.getUint16(offset + 6, true) === flags &&
    view.getUint16(offset + 8, true) === method &&
    view.getUint32(offset + 18, true) === packedSize &&
    view.getUint32(offset + 22, true) === size &&
    view.getUint16(offset + 26, true) === nameSize &&
    view.getUint16(offset + 28, true) === 0 &&
    strFromU8(bytes.subarray(offset + localHeaderSize, offset + localHeaderSize + nameSize), true) === name;
  return isSameThere ? { name, method, packedSize, size } : undefined;
};

/** Deflate grows a slice a thousandfold at most (16 MB): so much may be unpacked before it is counted. */
const sliceLength = 16_384;

const unpack = (packed: Uint8Array, { method, size }: Entry): Result<Uint8Array, ZipError> => {
  if (method === stored) return ok(packed.slice());
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((chunk) => {
    length += chunk.length;
    if (length <= size) chunks.push(chunk);
  });
  try {
    for (let at = 0; at < packed.length && length <= size; at += sliceLength) {
      inflate.push(packed.subarray(at, at + sliceLength), at + sliceLength >= packed.length);
    }
  } catch {
    return err({ type: 'ZipDamaged' });
  }
  if (length !== size) return err({ type: length > size ? 'ZipBomb' : 'ZipDamaged' });
  return ok(join(chunks, size));
};

const join = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};
