import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClockTalk, type ClockTalk } from '#app/clock-talk.ts';
import { createPeerClocks } from '#app/peer-clocks.ts';
import { readPresence, writePresence } from '#app/presence.ts';
import type { DeviceId } from '#core/ids.ts';
import { createTime, seeded } from '../sync/time-for-tests.ts';

/** Devices that see what each tells of itself, as by a hub, a little later; the first one starts the timer. */
const createRoom = (aheads: readonly number[], delays: readonly number[], seed: number, named = aheads) => {
  const { timer, clock, pass } = createTime();
  const random = seeded(seed);
  const ids = named.map((_, index) => `device${String(named === aheads ? index : named[index])}` as DeviceId);
  const [leader] = ids as [DeviceId];
  const said = ids.map((device) => writePresence({ device, name: '' }));
  let messages = 0;
  let by: DeviceId | null = null;
  const tellAll = (): void => {
    const now = [...said];
    devices.forEach(({ talk }, index) => {
      timer.after(delays[index % delays.length] ?? 0, () => talk.hear(readPresence(now)));
    });
  };
  const devices: { talk: ClockTalk; clocks: ReturnType<typeof createPeerClocks> }[] = ids.map(
    (device, index) => {
      const now = (): number => 1e12 + clock.now() + (aheads[index] ?? 0);
      const clocks = createPeerClocks({ device, known: {}, now, write: () => undefined });
      const say = (told: ReturnType<typeof clocks.note>): void => {
        messages += 1;
        said[index] = writePresence({ device, name: 'Tablette', clock: told });
        expect((said[index] ?? '').length).toBeLessThan(1_000);
        tellAll();
      };
      return { clocks, talk: createClockTalk({ device, clocks, timerOf: () => by, say, timer, random }) };
    },
  );
  return {
    leader,
    devices,
    tellAll,
    pass,
    messages: () => messages,
    startTimer: () => {
      by = leader;
      for (const { talk } of devices) talk.look();
    },
  };
};

const aheads = fc.array(fc.integer({ min: -600_000, max: 600_000 }), { minLength: 2, maxLength: 40 });
const delays = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 5 });

test('[LD13] devices that are linked live know within a second how far the clock of a timer is, whenever they come', () => {
  fc.assert(
    fc.property(aheads, delays, fc.nat(), (some, late, seed) => {
      const room = createRoom(some, late, seed);
      room.tellAll();
      room.pass(1_000);
      room.startTimer();
      room.pass(30_000);
      some.slice(1).forEach((ahead, index) => {
        const known = room.devices[index + 1]?.clocks.ahead(room.leader) ?? 0;
        // By the time that is on the wall, in seconds.
        expect(Math.abs(known - ((some[0] ?? 0) - ahead))).toBeLessThanOrEqual(1_000);
      });
      const settled = room.messages();
      room.pass(600_000);
      expect(room.messages()).toBe(settled);
    }),
    { numRuns: 60 },
  );
});

test('[LD13] devices that are there in two tabs are told as well, and then all is quiet', () => {
  const room = createRoom([0, 0, 420_000, 420_000, -5_000], [20, 70], 4, [0, 0, 1, 1, 2]);
  room.tellAll();
  room.startTimer();
  room.pass(30_000);
  const off = room.devices.map(({ clocks }) => Math.round(clocks.ahead(room.leader) / 1_000));
  expect(off).toEqual([0, 0, -420, -420, 5]);
  const settled = room.messages();
  room.pass(600_000);
  expect(room.messages()).toBe(settled);
});

test('[LD13] nothing is told of clocks where no timer of another device runs, and one that never answers is let be', () => {
  const room = createRoom([0, 420_000, 5], [50], 1);
  room.tellAll();
  room.pass(60_000);
  expect(room.messages()).toBe(0);
  room.devices[0]?.talk.stop();
  // Whoever started it has an older version: it hears nothing.
  const [silent] = room.devices;
  if (silent) silent.talk = { ...silent.talk, hear: () => undefined };
  room.startTimer();
  room.pass(600_000);
  expect(room.messages()).toBeGreaterThan(0);
  expect(room.messages()).toBeLessThanOrEqual(10);
});
