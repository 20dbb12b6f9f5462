/**
 * Takes out of a recording when it was made: some browsers write it into MP4 (ISO 14496-12: `mvhd`, `tkhd`, `mdhd`) or WebM
 * (RFC 9559: DateUTC). The bytes stay where they are; times become zero.
 */

/** Changes the bytes it is given. Whatever is no such file stays as it is. */
export const stripTimes = (bytes: Uint8Array): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length > 8 && view.getUint32(4) === boxCode('ftyp')) stripBoxes(bytes, view, 0, bytes.length, 0);
  else if (bytes.length > 4 && view.getUint32(0) === 0x1a45dfa3) stripElements(bytes, 0, bytes.length);
};

const boxCode = (name: string): number =>
  [...name].reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0);

const containers = ['moov', 'trak', 'mdia'].map(boxCode);
const timed = ['mvhd', 'tkhd', 'mdhd'].map(boxCode);

const stripBoxes = (bytes: Uint8Array, view: DataView, from: number, end: number, depth: number): void => {
  for (let at = from; at + 8 <= end;) {
    const declared = view.getUint32(at);
    const type = view.getUint32(at + 4);
    // 0: to the end; 1: a length of 64 bits, which no recording of a minute needs.
    const size = declared === 0 ? end - at : declared;
    if (size < 8 || at + size > end) return;
    if (containers.includes(type) && depth < 4) stripBoxes(bytes, view, at + 8, at + size, depth + 1);
    else if (timed.includes(type) && size >= 28) {
      // Behind version and flags: creation, then modification, of 32 or (version 1) 64 bits.
      bytes.fill(0, at + 12, at + 12 + (bytes[at + 8] === 1 ? 16 : 8));
    }
    at += size;
  }
};

const segment = 0x18538067;
const info = 0x1549a966;
const cluster = 0x1f43b675;
const dateUtc = 0x4461;

const stripElements = (bytes: Uint8Array, from: number, end: number): void => {
  for (let at = from; at < end;) {
    const id = readVint(bytes, at, true);
    const size = id && readVint(bytes, at + id.length, false);
    // Sound begins: what comes before it has been looked at.
    if (!id || !size || id.value === cluster) return;
    const content = at + id.length + size.length;
    const contentEnd = size.value === null ? end : Math.min(end, content + size.value);
    if (id.value === segment || id.value === info) stripElements(bytes, content, contentEnd);
    else if (id.value === dateUtc) bytes.fill(0, content, contentEnd);
    at = contentEnd;
  }
};

/** A number of EBML; `null` for a size that is not known. Of an id the marker bit belongs to it. */
const readVint = (
  bytes: Uint8Array,
  at: number,
  isId: boolean,
): { readonly value: number | null; readonly length: number } | undefined => {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length || (isId && length > 4)) return undefined;
  let value = isId ? first : first & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (let i = 1; i < length; i += 1) {
    const next = bytes[at + i] ?? 0;
    isUnknown &&= next === 0xff;
    value = value * 256 + next;
  }
  return { value: !isId && isUnknown ? null : value, length };
};
