/**
 * A payload as symbols without end, of which any few more than it has parts give it back: a systematic random linear code
 * over GF(256).
 *
 * The payload is cut into `k` parts of `symbolSize` bytes, the last one filled up with zeros. Symbol `id` is part `id` itself
 * where `id < k`; any other is a sum of all parts, each times a factor that `id` and the transfer's id give. So a receiver may
 * begin at any moment and miss any symbol: `k` of them, whichever, are enough but for one transfer in 250, which takes one more.
 *
 * The symbol size never changes, so that codes of every density carry symbols of the same transfer.
 *
 * Source: design of systematic RLNC as in RFC 8681, without its window; measured against LT codes and RaptorQ in
 * docs/decisions/0030.
 */

import { addScaled, inverse, scale } from './gf256.ts';

/** Bytes. 1, 2, 3, 5, 7 and 12 of them fill 84 to 97 % of a QR code of version 10, 15, 20, 25, 30 and 40. */
export const symbolSize = 240;

/** Ids are told in three bytes. */
export const symbolIdLimit = 0x1000000;

export const symbolCount = (payloadLength: number): number => Math.ceil(payloadLength / symbolSize);

/** Gives any symbol of a payload. `transfer`: its id, 32 bits. */
export const createSymbols = (payload: Uint8Array, transfer: number): ((id: number) => Uint8Array) => {
  const count = symbolCount(payload.length);
  const parts = Array.from({ length: count }, (_, index) => {
    const part = new Uint8Array(symbolSize);
    part.set(payload.subarray(index * symbolSize, (index + 1) * symbolSize));
    return part;
  });
  const factors = new Uint8Array(count);
  return (id) => {
    const part = parts[id];
    if (part) return part;
    const symbol = new Uint8Array(symbolSize);
    writeFactors(factors, id, transfer);
    parts.forEach((each, index) => addScaled(symbol, each, factors[index] ?? 0));
    return symbol;
  };
};

/** What is known of a payload: an equation. `factors` of a part by itself are left out. */
interface Row {
  readonly factors: Uint8Array | undefined;
  readonly sum: Uint8Array;
}

export interface SymbolSink {
  /** Takes a symbol of `symbolSize` bytes; tells whether it brought anything new. */
  add(id: number, symbol: Uint8Array): boolean;
  /** How many of the `count` symbols that are needed are there. */
  readonly rank: number;
  readonly count: number;
  /** The payload, once `rank` is `count`; then the sink is used up. */
  payload(): Uint8Array | undefined;
}

/**
 * Collects the symbols of one payload. Memory: `count * (count + symbolSize)` bytes at most, and no more than what came. Each
 * symbol costs as many steps at most.
 */
export const createSymbolSink = (payloadLength: number, transfer: number): SymbolSink => {
  const count = symbolCount(payloadLength);
  /** By the first part that the equation tells of, whose factor is 1. */
  const rows: (Row | undefined)[] = Array.from({ length: count }, () => undefined);
  let rank = 0;

  /** Takes away what is known from an equation that tells of nothing before `from`; keeps what is left. */
  const insert = (factors: Uint8Array, sum: Uint8Array, from: number): boolean => {
    for (let at = from; at < count; at++) {
      const factor = factors[at] ?? 0;
      if (factor === 0) continue;
      const row = rows[at];
      if (!row) {
        const toOne = inverse(factor);
        scale(factors, toOne, at);
        scale(sum, toOne);
        rows[at] = { factors, sum };
        return true;
      }
      if (row.factors) addScaled(factors, row.factors, factor, at);
      else factors[at] = 0;
      addScaled(sum, row.sum, factor);
    }
    return false;
  };

  const insertPart = (at: number, part: Uint8Array): boolean => {
    const row = rows[at];
    if (row && !row.factors) return false;
    rows[at] = { factors: undefined, sum: part };
    if (!row?.factors) return true;
    // The equation that stood here tells of later parts, once this one is taken away.
    row.factors[at] = 0;
    addScaled(row.sum, part, 1);
    return insert(row.factors, row.sum, at + 1);
  };

  return {
    add: (id, symbol) => {
      if (rank === count) return false;
      let isNew: boolean;
      if (id < count) isNew = insertPart(id, symbol.slice());
      else {
        const factors = new Uint8Array(count);
        writeFactors(factors, id, transfer);
        isNew = insert(factors, symbol.slice(), 0);
      }
      if (isNew) rank += 1;
      return isNew;
    },
    get rank() {
      return rank;
    },
    count,
    payload: () => {
      if (rank < count) return undefined;
      const payload = new Uint8Array(count * symbolSize);
      for (let at = count - 1; at >= 0; at--) {
        const row = rows[at];
        if (!row) return undefined;
        const { factors, sum } = row;
        if (factors) {
          for (let other = at + 1; other < count; other++) {
            const known = rows[other];
            if (known) addScaled(sum, known.sum, factors[other] ?? 0);
          }
        }
        payload.set(sum, at * symbolSize);
      }
      return payload.slice(0, payloadLength);
    },
  };
};

/**
 * Factors of a symbol that is no part itself: chance that repeats, four of them a step. Each is mixed by multiplication: bits of
 * xorshift alone are linear, and factors made of them would be of rank 32 at most.
 */
const writeFactors = (factors: Uint8Array, id: number, transfer: number): void => {
  let state = mix(transfer ^ mix(id + 0x9e3779b9)) || 1;
  for (let at = 0; at < factors.length; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const word = mix(state);
    factors[at] = word;
    factors[at + 1] = word >>> 8;
    factors[at + 2] = word >>> 16;
    factors[at + 3] = word >>> 24;
  }
};

/** Neighbours far apart (murmur3's last step). */
const mix = (value: number): number => {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};
