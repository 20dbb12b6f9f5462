/**
 * What travels from screen to camera: a board's state, what of it another device lacks, or only where a device stands. Small
 * above all, since a QR code carries a kilobyte; so without attachments, and without the readable JSON that a file has.
 *
 * | bytes  | content                                                                                       |
 * | ------ | --------------------------------------------------------------------------------------------- |
 * | 0, 1   | `GQ`                                                                                           |
 * | 2      | 1: this format                                                                                 |
 * | 3      | kind: 0 whole (the full state), 1 part (what a device lacks that stood at `since`), 2 place (no update) |
 * | 4      | length of the board's id, 1 to 64; then the id, ASCII                                          |
 * | 1      | length of the title, in bytes; then the title, UTF-8, cut at a character                        |
 * | 3      | length of the state vector; then the vector: where the sender stands. Of a whole: 0, its update tells |
 * | rest   | the update, Yjs format V2, raw deflate; of a place: nothing                                    |
 *
 * Limits: 1,000,000 bytes a parcel, 16 MB unpacked, 200,000 bytes of state vector, 1,000,000 parts of a document. It has no
 * checksum: whatever carries it has one (`transports/qr`: CRC-32).
 */

import { deflateSync } from 'fflate';
import * as Y from 'yjs';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { inflateWithin } from './inflate.ts';
import { readState, type ScratchDoc } from './scratch-doc.ts';

export const parcelSizeLimit = 1_000_000;
const unpackedLimit = 16_000_000;
const vectorLimit = 200_000;
/** Fifty times what a workshop of 2,000 notes has. */
const partLimit = 1_000_000;
const titleLimit = 120;

const version = 1;
const kinds = ['whole', 'part', 'place'] as const;
export type ParcelKind = (typeof kinds)[number];

export interface Parcel {
  readonly kind: ParcelKind;
  readonly boardId: BoardId;
  /** As much of it as fits, to say in words what came. */
  readonly title: string;
  /** Where the sender stands, so that it is not sent what it has; empty for a whole, whose update tells. */
  readonly vector: Uint8Array;
  /** Deflated. */
  readonly packed: Uint8Array;
}

export type ParcelError =
  | { readonly type: 'ParcelNewer' }
  | { readonly type: 'ParcelDamaged' }
  | { readonly type: 'ParcelBomb' }
  /** A part of a board that is not here, or of more of it than is here. */
  | { readonly type: 'BaseMissing' };

export interface UnpackedParcel extends ScratchDoc {
  /** Where the sender stands. */
  readonly vector: Uint8Array;
}

export interface ParcelSource {
  readonly boardId: BoardId;
  readonly title: string;
  /** Full state, V2. */
  readonly state: Uint8Array;
}

/** The whole of a board. */
export const encodeWhole = (source: ParcelSource): Uint8Array => encode('whole', source, source.state);

/** What a device lacks that stands at `since`, a state vector that `readParcel` gave. */
export const encodePart = (source: ParcelSource, since: Uint8Array): Uint8Array =>
  encode('part', source, Y.diffUpdateV2(source.state, since));

/** Where this device stands. */
export const encodePlace = (source: ParcelSource): Uint8Array => encode('place', source, undefined);

const encode = (
  kind: ParcelKind,
  { boardId, title, state }: ParcelSource,
  update: Uint8Array | undefined,
): Uint8Array => {
  const id = new TextEncoder().encode(boardId);
  const name = cutText(title, titleLimit);
  const vector = kind === 'whole' ? new Uint8Array() : Y.encodeStateVectorFromUpdateV2(state);
  const packed = update ? deflateSync(update, { level: 9 }) : new Uint8Array();
  return join(
    Uint8Array.of(0x47, 0x51, version, kinds.indexOf(kind), id.length),
    id,
    Uint8Array.of(name.length),
    name,
    Uint8Array.of(vector.length >>> 16, vector.length >>> 8, vector.length),
    vector,
    packed,
  );
};

export const startsLikeParcel = (bytes: Uint8Array): boolean => bytes[0] === 0x47 && bytes[1] === 0x51;

/** Reads what stands before the update, which stays packed; never throws, and costs no more than the bytes do. */
export const readParcel = (bytes: Uint8Array): Result<Parcel, ParcelError> => {
  if (!startsLikeParcel(bytes)) return err({ type: 'ParcelDamaged' });
  if ((bytes[2] ?? 0) > version) return err({ type: 'ParcelNewer' });
  if (bytes.length > parcelSizeLimit) return err({ type: 'ParcelBomb' });
  const kind = kinds[bytes[3] ?? kinds.length];
  let at = 4;
  const take = (lengthSize: number): Uint8Array | undefined => {
    let length = 0;
    for (let i = 0; i < lengthSize; i++) length = length * 256 + (bytes[at + i] ?? 0);
    const start = at + lengthSize;
    at = start + length;
    return at <= bytes.length ? bytes.subarray(start, at) : undefined;
  };
  const [id, name, vector] = [take(1), take(1), take(3)];
  const damaged = err({ type: 'ParcelDamaged' });
  if (!kind || !id || !name || !vector || vector.length > vectorLimit) return damaged;
  const boardId = decodeText(id);
  const title = decodeText(name);
  if (!isId(boardId) || title === undefined) return damaged;
  if (kind === 'whole' ? vector.length > 0 : !isVector(vector)) return damaged;
  const packed = bytes.subarray(at);
  if ((kind === 'place') !== (packed.length === 0)) return damaged;
  return ok({ kind, boardId: boardId as BoardId, title, vector, packed });
};

/**
 * Tries the update of a parcel on a document that nobody holds: on an empty one, or for a part on one with `base`, the full
 * state of this device's board.
 * Errors: `ParcelBomb` past the limits; `ParcelDamaged` when it can't be read; `BaseMissing` when a part leans on more than
 * `base` has.
 */
export const unpackParcel = (
  { kind, packed, vector }: Parcel,
  base: Uint8Array | undefined,
): Result<UnpackedParcel, ParcelError> => {
  if (kind === 'part' && !base) return err({ type: 'BaseMissing' });
  const update = inflateWithin(packed, unpackedLimit);
  if (!update.ok) return err({ type: update.error.type === 'TooLarge' ? 'ParcelBomb' : 'ParcelDamaged' });
  const alone = readState(update.value, { limit: partLimit });
  if (!alone.ok) return err({ type: alone.error.type === 'StateBomb' ? 'ParcelBomb' : 'ParcelDamaged' });
  try {
    if (kind === 'whole' || !base) {
      return ok({ ...alone.value, vector: Y.encodeStateVectorFromUpdateV2(alone.value.state) });
    }
    const doc = new Y.Doc();
    Y.applyUpdateV2(doc, base);
    const isLacking = hasPending(doc);
    Y.applyUpdateV2(doc, update.value);
    if (hasPending(doc) && !isLacking) return err({ type: 'BaseMissing' });
    return ok({ doc, state: Y.encodeStateAsUpdateV2(doc), parts: alone.value.parts, vector });
  } catch {
    return err({ type: 'ParcelDamaged' });
  }
};

/** Whether something waits for forerunners that are not there. */
const hasPending = ({ store }: Y.Doc): boolean => store.pendingStructs !== null || store.pendingDs !== null;

/** A vector that Yjs reads to its end; its numbers are only compared with others. */
const isVector = (vector: Uint8Array): boolean => {
  try {
    Y.decodeStateVector(vector);
    return true;
  } catch {
    return false;
  }
};

/** The longest beginning of a text that takes so many bytes, without half a character. */
const cutText = (text: string, limit: number): Uint8Array => {
  const bytes = new Uint8Array(limit);
  const { written } = new TextEncoder().encodeInto(text, bytes);
  return bytes.slice(0, written);
};

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const join = (...pieces: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
};
