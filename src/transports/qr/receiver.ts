/** Collects frames of any transfers until one is whole; each is kept apart from the others. */

import { crc32 } from './checksums.ts';
import type { Frame } from './frames.ts';
import { createSymbolSink, type SymbolSink } from './symbols.ts';

/**
 * Transfers that are kept at a time: the one heard of longest ago gives way. The largest takes 20 MB, of which only as much
 * is used as came.
 */
const transferLimit = 3;

export interface Progress {
  readonly transfer: number;
  /** How many of `count` symbols are there. */
  readonly rank: number;
  readonly count: number;
  /** How many came, those that brought nothing new as well. */
  readonly heard: number;
  /** Once, when it is whole. */
  readonly payload?: Uint8Array;
}

export interface QrReceiver {
  take(frame: Frame): Progress;
}

interface Transfer {
  readonly sink: SymbolSink;
  heard: number;
}

export const createQrReceiver = (): QrReceiver => {
  /** By id and length; the one heard of last stands last. */
  const transfers = new Map<string, Transfer>();

  const open = ({ transfer, length }: Frame): readonly [string, Transfer] => {
    const key = `${String(transfer)}/${String(length)}`;
    const known = transfers.get(key) ?? { sink: createSymbolSink(length, transfer), heard: 0 };
    transfers.delete(key);
    transfers.set(key, known);
    const [oldest] = transfers.keys();
    if (transfers.size > transferLimit && oldest !== undefined) transfers.delete(oldest);
    return [key, known];
  };

  return {
    take: (frame) => {
      const [key, held] = open(frame);
      const { sink } = held;
      frame.symbols.forEach((symbol, index) => {
        if (sink.rank === sink.count) return;
        held.heard += 1;
        sink.add(frame.first + index, symbol);
      });
      const { transfer } = frame;
      const progress = { transfer, rank: sink.rank, count: sink.count, heard: held.heard };
      const payload = sink.payload();
      if (!payload) return progress;
      // Done, or spoiled by a symbol that was none of it: whichever, it begins anew if it goes on.
      transfers.delete(key);
      return crc32(payload) === transfer ? { ...progress, payload } : { ...progress, rank: 0 };
    },
  };
};
