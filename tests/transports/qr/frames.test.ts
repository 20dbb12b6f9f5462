import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame, frameSize, payloadSizeLimit } from '#transports/qr/frames.ts';
import { createQrReceiver, type Progress } from '#transports/qr/receiver.ts';
import { createQrSender } from '#transports/qr/sender.ts';
import { symbolSize } from '#transports/qr/symbols.ts';
import { value } from '../../board/board-for-tests.ts';
import { chance, corrupt } from '../../sync/bundle-for-tests.ts';

const seed = 20_261_126;

const payloadOf = (length: number, from = 1): Uint8Array => {
  const below = chance(from);
  return Uint8Array.from({ length }, () => below(256));
};
const symbols = [payloadOf(symbolSize, 2), payloadOf(symbolSize, 3)];
const frame = { transfer: 0xfedcba98, length: 100_000, first: 0x123456, symbols };

test('[QR2] a frame gives back what it holds', () => {
  const bytes = encodeFrame(frame);
  expect(bytes).toHaveLength(14 + 480);
  expect(value(decodeFrame(bytes))).toEqual(frame);
});

test('[QR2] what is no frame is refused: another code, an absurd length or number, a wrong checksum', () => {
  const good = encodeFrame(frame);
  const refusal = (bytes: Uint8Array): unknown => {
    const read = decodeFrame(bytes);
    return read.ok ? null : read.error.type;
  };
  const changing = (at: number, ...values: number[]): Uint8Array => {
    const changed = good.slice();
    changed.set(values, at);
    return changed;
  };
  expect(refusal(new Uint8Array())).toBe('NotAFrame');
  expect(refusal(new TextEncoder().encode('https://example.org/#/rejoindre/abc'))).toBe('NotAFrame');
  expect(refusal(changing(0, 0xa3))).toBe('NotAFrame');
  expect(refusal(good.subarray(0, -1))).toBe('NotAFrame');
  expect(refusal(new Uint8Array([...good, 0]))).toBe('NotAFrame');
  expect(refusal(changing(5, 0, 0, 0))).toBe('NotAFrame');
  expect(refusal(changing(5, 0xff, 0xff, 0xff))).toBe('NotAFrame');
  expect(refusal(changing(8, 0xff, 0xff, 0xff))).toBe('NotAFrame');
  expect(refusal(changing(11, 0))).toBe('NotAFrame');
  expect(refusal(changing(11, 13))).toBe('NotAFrame');
  expect(refusal(changing(1, 0))).toBe('FrameDamaged');
  expect(refusal(changing(12, 0, 0))).toBe('FrameDamaged');
  expect(refusal(changing(good.length - 1, (good.at(-1) ?? 0) ^ 1))).toBe('FrameDamaged');
});

test(`[QR2] of 10,000 damaged frames none is believed, and none is a crash (seed ${String(seed)})`, () => {
  const good = encodeFrame(frame);
  const believed = Array.from({ length: 10_000 }, (_, index) => decodeFrame(corrupt(good, seed + index)));
  // One in 65,536 passes a checksum of 16 bits: what is believed by chance is found out at the end.
  expect(believed.filter(({ ok }) => ok).length).toBeLessThanOrEqual(1);
});

const receive = (frames: Iterable<Uint8Array>): Progress | undefined => {
  const receiver = createQrReceiver();
  let last: Progress | undefined;
  for (const bytes of frames) {
    last = receiver.take(value(decodeFrame(bytes)));
    if (last.payload) return last;
  }
  return last;
};

test('[QR1] codes of every size count for the same transfer, in any order', () => {
  const payload = payloadOf(24_471);
  const sender = createQrSender(payload);
  const sizes = [5, 7, 1, 12, 2, 3];
  const frames = Array.from({ length: 60 }, (_, index) => sender.next(sizes[index % sizes.length] ?? 1));
  const below = chance(5);
  const shuffled = frames
    .map((bytes) => [below(1_000_000), bytes] as const)
    .sort(([a], [b]) => a - b)
    .flatMap(([, bytes]) => (below(100) < 40 ? [] : [bytes]));
  const got = receive(shuffled);
  expect(got?.payload).toEqual(payload);
  expect(got?.heard).toBeLessThanOrEqual(104);
});

test('[QR3] transfers that are filmed at the same time are kept apart', () => {
  const payloads = [payloadOf(9_000, 21), payloadOf(9_000, 22)];
  const senders = payloads.map(createQrSender);
  const receiver = createQrReceiver();
  const done: (Uint8Array | undefined)[] = [];
  for (let round = 0; done.length < 2 && round < 100; round++) {
    for (const sender of senders) {
      const { payload } = receiver.take(value(decodeFrame(sender.next(3))));
      if (payload) done.push(payload);
    }
  }
  expect(done).toEqual(payloads);
});

test('[QR3] however many transfers begin, no more than three are kept, and the one that goes on is among them', () => {
  const payload = payloadOf(6_000, 31);
  const sender = createQrSender(payload);
  const receiver = createQrReceiver();
  let got: Progress | undefined;
  for (let round = 0; !got?.payload && round < 100; round++) {
    got = receiver.take(value(decodeFrame(sender.next(1))));
    receiver.take(value(decodeFrame(createQrSender(payloadOf(payloadSizeLimit, 100 + (round % 2))).next(1))));
  }
  expect(got?.payload).toEqual(payload);
  // Three others in between, and it has to begin anew.
  const late = createQrSender(payloadOf(1_000, 41));
  expect(receiver.take(value(decodeFrame(late.next(1)))).rank).toBe(1);
  for (const from of [51, 52, 53]) {
    receiver.take(value(decodeFrame(createQrSender(payloadOf(1_000, from)).next(1))));
  }
  expect(receiver.take(value(decodeFrame(late.next(1)))).rank).toBe(1);
});

test('[QR3] a transfer spoiled by a symbol that is none of it is not handed on, and comes whole when it is shown again', () => {
  const payload = payloadOf(2_000, 61);
  const sender = createQrSender(payload);
  const receiver = createQrReceiver();
  const honest = value(decodeFrame(sender.next(1)));
  const poison = encodeFrame({ ...honest, symbols: [payloadOf(symbolSize, 99)] });
  expect(receiver.take(value(decodeFrame(poison))).rank).toBe(1);
  let got: Progress | undefined;
  let spoiled = 0;
  for (let round = 0; !got?.payload && round < 40; round++) {
    got = receiver.take(value(decodeFrame(sender.next(1))));
    if (got.rank === 0) spoiled += 1;
  }
  expect(spoiled).toBe(1);
  expect(got?.payload).toEqual(payload);
});

test('[QR2] a frame is never larger than its code', () => {
  // Bytes of a code with the least error correction (ISO/IEC 18004, table 7).
  const capacities = { 1: 271, 2: 520, 3: 858, 5: 1273, 7: 1732, 12: 2953 };
  for (const [count, capacity] of Object.entries(capacities)) {
    expect(frameSize(Number(count))).toBeLessThanOrEqual(capacity);
  }
});
