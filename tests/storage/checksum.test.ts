import { expect, test } from 'vitest';
import { crc32, sameBytes } from '#storage/checksum.ts';

test('crc32 gives the published check value', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

test('sameBytes tells any difference', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  expect(sameBytes(bytes, new Uint8Array([1, 2, 3]))).toBe(true);
  expect(sameBytes(bytes, new Uint8Array([1, 2]))).toBe(false);
  expect(sameBytes(bytes, new Uint8Array([1, 2, 4]))).toBe(false);
});
