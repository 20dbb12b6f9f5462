/**
 * What one QR code of an animated one holds: a few symbols of one transfer, whole in itself, so that codes may come in any
 * order, at any size, and be missed.
 *
 * | bytes  | content                                                                                   |
 * | ------ | ----------------------------------------------------------------------------------------- |
 * | 0      | 0xa2: a frame of Grappe in this format                                                     |
 * | 1…4    | id of the transfer: CRC-32 of its payload                                                  |
 * | 5…7    | length of the payload in bytes, 1 to 1,000,000                                             |
 * | 8…10   | id of the first symbol                                                                     |
 * | 11     | how many symbols, 1 to 12; their ids follow one another                                    |
 * | 12, 13 | CRC-16 of bytes 0 to 11 and of the symbols                                                 |
 * | 14…    | the symbols, 240 bytes each (symbols.ts)                                                   |
 *
 * Numbers stand with their highest byte first. A frame is as long as its byte 11 says, or it is none.
 */

import { err, ok, type Result } from '#core/result.ts';
import { crc16 } from './checksums.ts';
import { symbolIdLimit, symbolSize } from './symbols.ts';

const mark = 0xa2;
const headSize = 14;
const checkedHeadSize = 12;

/** Largest payload that is shown or believed: four times what a workshop of 2,000 notes takes; more is for a file. */
export const payloadSizeLimit = 1_000_000;

/** What a QR code of version 40 holds. */
export const frameSymbolLimit = 12;

export const frameSize = (symbols: number): number => headSize + symbols * symbolSize;

export interface Frame {
  /** CRC-32 of the payload. */
  readonly transfer: number;
  /** Of the payload, in bytes. */
  readonly length: number;
  /** Id of the first symbol. */
  readonly first: number;
  readonly symbols: readonly Uint8Array[];
}

export type FrameError =
  /** Another QR code, or another animated one. */
  { readonly type: 'NotAFrame' } | { readonly type: 'FrameDamaged' };

export const encodeFrame = ({ transfer, length, first, symbols }: Frame): Uint8Array => {
  const bytes = new Uint8Array(frameSize(symbols.length));
  const view = new DataView(bytes.buffer);
  view.setUint8(0, mark);
  view.setUint32(1, transfer);
  setUint24(view, 5, length);
  setUint24(view, 8, first);
  view.setUint8(11, symbols.length);
  symbols.forEach((symbol, index) => bytes.set(symbol, frameSize(index)));
  view.setUint16(12, crc16(bytes.subarray(0, checkedHeadSize), bytes.subarray(headSize)));
  return bytes;
};

/** Reads what a QR code holds; never throws, whatever the bytes. */
export const decodeFrame = (bytes: Uint8Array): Result<Frame, FrameError> => {
  if (bytes.length < headSize || bytes[0] !== mark) return err({ type: 'NotAFrame' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = getUint24(view, 5);
  const first = getUint24(view, 8);
  const count = view.getUint8(11);
  const isPlausible =
    count >= 1 &&
    count <= frameSymbolLimit &&
    bytes.length === frameSize(count) &&
    length >= 1 &&
    length <= payloadSizeLimit &&
    first + count <= symbolIdLimit;
  if (!isPlausible) return err({ type: 'NotAFrame' });
  if (view.getUint16(12) !== crc16(bytes.subarray(0, checkedHeadSize), bytes.subarray(headSize))) {
    return err({ type: 'FrameDamaged' });
  }
  return ok({
    transfer: view.getUint32(1),
    length,
    first,
    symbols: Array.from({ length: count }, (_, index) =>
      bytes.subarray(frameSize(index), frameSize(index + 1)),
    ),
  });
};

const setUint24 = (view: DataView, at: number, value: number): void => {
  view.setUint8(at, value >>> 16);
  view.setUint16(at + 1, value & 0xffff);
};
const getUint24 = (view: DataView, at: number): number => (view.getUint8(at) << 16) | view.getUint16(at + 1);
