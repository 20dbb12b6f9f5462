/**
 * What the first bytes of an image tell: its format and size, before anything decodes it.
 *
 * Sources: ITU-T T.81 (JPEG: markers, SOFn); RFC 9649 (WebP); W3C PNG, section 11.2.1 (IHDR); ISO 14496-12 (`ftyp`) with the
 * brands of HEIF (ISO 23008-12) and AVIF.
 */

export interface ImageHeader {
  readonly format: 'jpeg' | 'webp' | 'png' | 'heic' | 'avif';
  /** Pixels, as stored, before any turn that EXIF asks for; null where it takes more to know. */
  readonly width: number | null;
  readonly height: number | null;
}

/** Undefined when the bytes begin like no image that is known here. */
export const readImageHeader = (bytes: Uint8Array): ImageHeader | undefined =>
  readJpeg(bytes) ?? readWebp(bytes) ?? readPng(bytes) ?? readHeif(bytes);

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const textAt = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const readJpeg = (bytes: Uint8Array): ImageHeader | undefined => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // SOF0 to SOF15, but for the tables of Huffman and arithmetic coding and the reserved one.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { format: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return { format: 'jpeg', width: null, height: null };
};

const readWebp = (bytes: Uint8Array): ImageHeader | undefined => {
  if (bytes.length < 30 || textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WEBP') return undefined;
  const view = viewOf(bytes);
  const size = (width: number, height: number): ImageHeader => ({ format: 'webp', width, height });
  switch (textAt(bytes, 12, 4)) {
    case 'VP8 ':
      return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return size((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return size((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1);
    default:
      return undefined;
  }
};

const readPng = (bytes: Uint8Array): ImageHeader | undefined => {
  if (bytes.length < 24 || textAt(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n') return undefined;
  const view = viewOf(bytes);
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
};

const readHeif = (bytes: Uint8Array): ImageHeader | undefined => {
  if (bytes.length < 12 || textAt(bytes, 4, 4) !== 'ftyp') return undefined;
  const brand = textAt(bytes, 8, 4);
  const format = /^(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(brand)
    ? 'heic'
    : /^avi[fs]$/.test(brand)
      ? 'avif'
      : undefined;
  return format && { format, width: null, height: null };
};
