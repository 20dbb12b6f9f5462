import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPeerClocks, readClockNote, readKnownClocks, type KnownClocks } from '#app/peer-clocks.ts';
import type { DeviceId } from '#core/ids.ts';

const [here, there] = ['here', 'there'] as [DeviceId, DeviceId];

/** Two devices whose clocks are `ahead` apart, and the true time. */
const world = (ahead: number) => {
  let time = 1e12;
  const make = (device: DeviceId, offset: number) => {
    let kept: KnownClocks = {};
    const clocks = createPeerClocks({
      device,
      known: {},
      now: () => time + offset,
      write: (known) => (kept = known),
    });
    return { clocks, kept: () => kept };
  };
  return { a: make(here, 0), b: make(there, ahead), pass: (ms: number) => (time += ms) };
};

describe('clocks of other devices', () => {
  test('[LD8] after a file there and one back, they are known to within the time the files took', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -86_400_000, max: 86_400_000 }),
        fc.integer({ min: 0, max: 600_000 }),
        fc.integer({ min: 0, max: 600_000 }),
        (ahead, out, back) => {
          const { a, b, pass } = world(ahead);
          const first = a.clocks.note();
          pass(out);
          b.clocks.hear(first);
          const second = b.clocks.note();
          pass(back);
          a.clocks.hear(second);
          expect(Math.abs(a.clocks.ahead(there) - ahead)).toBeLessThanOrEqual(out + back);
        },
      ),
    );
  });

  test('[LD8] of a file that may have been under way for hours no clock is called wrong', () => {
    const { a, b, pass } = world(0);
    const note = a.clocks.note();
    pass(3 * 3_600_000);
    b.clocks.hear(note);
    expect(b.clocks.ahead(here)).toBe(0);
  });

  test('[LD8] a file from the future proves a clock ahead, and one that was set is believed anew', () => {
    const { a, b } = world(420_000);
    a.clocks.hear(b.clocks.note());
    expect(a.clocks.ahead(there)).toBe(420_000);
    const mended = {
      ...b.clocks.note(),
      at: 1e12 + 1000,
      heard: { [here]: [1e12 + 900, 1e12 + 950] as const },
    };
    a.clocks.hear(mended);
    expect(Math.abs(a.clocks.ahead(there))).toBeLessThan(60_000);
  });

  test('[LD8] whatever a file says of clocks is read or passed over, and what is kept is found again', () => {
    fc.assert(fc.property(fc.anything(), (value) => void [readClockNote(value), readKnownClocks(value)]));
    expect(readClockNote({ device: 'a b', at: 1 })).toBeNull();
    expect(readClockNote({ device: 'ab', at: Number.NaN })).toBeNull();
    const { a, b } = world(420_000);
    a.clocks.hear(b.clocks.note());
    const again = readKnownClocks(JSON.parse(JSON.stringify(a.kept())));
    expect(again).toEqual(a.kept());
  });
});
