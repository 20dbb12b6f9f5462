/** The two checksums of a transfer: CRC-16 of each frame, CRC-32 of the payload. */

const table32 = new Uint32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32/ISO-HDLC, as in ZIP: of `123456789` it is 0xcbf43926. */
export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table32[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

/** CRC-16/IBM-3740 of some pieces one behind the other: of `123456789` it is 0x29b1. */
export const crc16 = (...pieces: readonly Uint8Array[]): number => {
  let crc = 0xffff;
  for (const piece of pieces) {
    for (const byte of piece) {
      crc ^= byte << 8;
      for (let bit = 0; bit < 8; bit++)
        crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc;
};
