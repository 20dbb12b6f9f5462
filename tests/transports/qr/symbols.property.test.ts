import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc16, crc32 } from '#transports/qr/checksums.ts';
import { createSymbols, createSymbolSink, symbolCount, symbolSize } from '#transports/qr/symbols.ts';
import { chance } from '../../sync/bundle-for-tests.ts';

const seed = 20_261_126;

const payloadOf = (length: number, from: number): Uint8Array => {
  const below = chance(from);
  return Uint8Array.from({ length }, () => below(256));
};

/** Shows symbols from `start` on, of which `loss` % are missed, until the payload is there; counts those received. */
const transmit = (payload: Uint8Array, { start = 0, loss = 0, luck = 1, order = (id: number) => id }) => {
  const transfer = crc32(payload);
  const symbol = createSymbols(payload, transfer);
  const sink = createSymbolSink(payload.length, transfer);
  const below = chance(luck);
  let received = 0;
  for (let id = start; sink.rank < sink.count; id++) {
    if (below(100) < loss) continue;
    received += 1;
    sink.add(order(id), symbol(order(id)));
  }
  return { received, payload: sink.payload(), count: sink.count };
};

test('checksums are the ones of the tables', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32(digits)).toBe(0xcbf43926);
  expect(crc16(digits)).toBe(0x29b1);
  expect(crc16(digits.subarray(0, 4), digits.subarray(4))).toBe(0x29b1);
});

test(`[QR1] a payload comes back whatever is missed and wherever one begins (seed ${String(seed)})`, () => {
  fc.assert(
    fc.property(
      fc.record({
        length: fc.integer({ min: 1, max: 60 * symbolSize }),
        start: fc.nat(2_000),
        loss: fc.nat(90),
        luck: fc.nat(),
      }),
      ({ length, ...how }) => {
        const payload = payloadOf(length, how.luck);
        expect(transmit(payload, how).payload).toEqual(payload);
      },
    ),
    { seed, numRuns: 300 },
  );
});

describe('[QR1] symbols received over symbols needed', () => {
  test.for([
    [5, 300],
    [20, 120],
    [100, 30],
    [400, 6],
  ] as const)('%i: a hundredth more at most, lost or not, from the start or late', ([count, trials]) => {
    const sums = { none: 0, fifth: 0, half: 0, late: 0 };
    for (let trial = 0; trial < trials; trial++) {
      const payload = payloadOf(count * symbolSize - (trial % symbolSize), trial + 1);
      expect(symbolCount(payload.length)).toBe(count);
      const luck = seed + trial;
      sums.none += transmit(payload, { luck }).received;
      sums.fifth += transmit(payload, { luck, loss: 20 }).received;
      sums.half += transmit(payload, { luck, loss: 50 }).received;
      sums.late += transmit(payload, { luck, start: count + trial * 97 }).received;
    }
    const needed = count * trials;
    expect(sums.none).toBe(needed);
    for (const sum of [sums.fifth, sums.half, sums.late]) expect(sum / needed).toBeLessThanOrEqual(1.01);
  });
});

test('[QR1] what comes twice, or from where one has been, brings nothing new and harms nothing', () => {
  const payload = payloadOf(30 * symbolSize, 7);
  const transfer = crc32(payload);
  const symbol = createSymbols(payload, transfer);
  const sink = createSymbolSink(payload.length, transfer);
  for (const id of [3, 40, 3, 40, 41]) {
    const before = sink.rank;
    expect(sink.add(id, symbol(id))).toBe(sink.rank > before);
  }
  expect(sink.rank).toBe(3);
  for (let id = 60; sink.rank < sink.count; id--) sink.add(id, symbol(id));
  expect(sink.payload()).toEqual(payload);
  expect(sink.add(99, symbol(99))).toBe(false);
});

test('[QR1] parts that come behind sums take their place', () => {
  const payload = payloadOf(50 * symbolSize - 3, 11);
  const { received } = transmit(payload, { order: (id) => (id < 25 ? 100 + id : id - 25) });
  expect(received).toBeLessThanOrEqual(52);
});
