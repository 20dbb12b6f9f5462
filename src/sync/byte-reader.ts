/** Reads foreign bytes from front to back; whoever reads catches the `RangeError` that reading beyond their end throws. */

export interface ByteReader {
  /** A copy of the next `length` bytes. */
  readonly take: (length: number) => Uint8Array;
  readonly byte: () => number;
  /** Big-endian, as all numbers here. */
  readonly uint16: () => number;
  readonly uint32: () => number;
  /** All that is left. */
  readonly rest: () => Uint8Array;
  readonly isAtEnd: () => boolean;
}

export const createByteReader = (bytes: Uint8Array): ByteReader => {
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('cut');
    at += length;
    return bytes.slice(at - length, at);
  };
  const number = (length: number): number => take(length).reduce((sum, byte) => sum * 256 + byte, 0);
  return {
    take,
    byte: () => number(1),
    uint16: () => number(2),
    uint32: () => number(4),
    rest: () => take(bytes.length - at),
    isAtEnd: () => at === bytes.length,
  };
};

export const uint16 = (value: number): readonly number[] => [value >>> 8, value & 0xff];

export const uint32 = (value: number): readonly number[] => [
  ...uint16(value >>> 16),
  ...uint16(value & 0xffff),
];
