/**
 * Checksums of stored rows. A flipped bit often still decodes, into another text or another place in the
 * history, and damaged V2 bytes can keep the decoder busy for ever; so damage is found before decoding.
 */

/** CRC-32 as in ZIP and PNG (polynomial 0xEDB88320, reflected). */
export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  // An index loop: twice as fast as an iterator on the megabyte of a large board.
  for (let i = 0; i < bytes.length; i += 1) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
};

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Tells whether two byte strings are the same. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
};
