import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createBoardKey, deriveBoardKeys } from '#sync/board-keys.ts';
import { messageKinds, type Message } from '#sync/direct-frames.ts';
import { openDirectSession } from '#sync/direct-session.ts';
import { encodeLetter } from '#sync/letters.ts';
import { encodeCards, readMember, type MemberId } from '#sync/roster.ts';
import { stateHash } from '#sync/state-hash.ts';
import { openPeer } from './peer-for-tests.ts';
import { boardId, createPlace, linksOf, roomKeys, type Place, type PlacedDevice } from './place-for-tests.ts';
import { seeded } from './time-for-tests.ts';
import { createWire } from './wire-for-tests.ts';

const levelHash = (devices: readonly PlacedDevice[]): string => {
  const hashes = devices.map(({ doc }) => stateHash(doc));
  expect(new Set(hashes).size).toBe(1);
  return hashes[0] ?? '';
};
const others = ({ room }: PlacedDevice): number =>
  room.members().filter(({ state }) => state !== 'gone').length;

/** Everybody sees everybody, and has the links of the ring and no other. */
const expectWhole = (place: Place): void => {
  const devices = place.present();
  for (const device of devices) {
    expect(others(device)).toBe(devices.length - 1);
    expect(linksOf(device)).toBe(Math.min(4, devices.length - 1));
    expect(device.room.members().every(({ state, isLevel }) => state !== 'linked' || isLevel)).toBe(true);
  }
};

/** Devices come one after the other; each is scanned with one that is in the room and not full. */
const joinAll = async (place: Place, count: number, pauseMs: number): Promise<void> => {
  for (let index = 1; index < count; index++) {
    const free = Array.from({ length: index }, (_, i) => i).filter((i) => !place.device(i).room.isFull());
    const with_ = free[(place.random(1)[0] ?? 0) % free.length] ?? expect.fail();
    await Promise.all([place.scan(with_, index), place.pass(pauseMs)]);
  }
};

const watchLinks = (place: Place): { most: number } => {
  const seen = { most: 0 };
  for (const device of place.devices) {
    device.room.observe(() => (seen.most = Math.max(seen.most, linksOf(device))));
  }
  return seen;
};

describe('a room', () => {
  it('[LD13] hears what a device tells anew of itself, over other devices too', async () => {
    const place = createPlace({ seed: 3, count: 6 });
    await joinAll(place, 6, 300);
    await place.pass(20_000);
    place.device(2).room.tell('device 2, at noon');
    await place.pass(1_000);
    for (const { index, room } of place.devices) {
      const told = room.members().some(({ about }) => about === 'device 2, at noon');
      expect([index, told]).toEqual([index, index !== 2]);
    }
  });

  it.each([1, 2])(
    '[DR9] of twenty devices comes of one pairing each; any three may go at once, and the rest holds together and heals (seed %i)',
    async (seed) => {
      const place = createPlace({ seed, count: 20 });
      const links = watchLinks(place);
      place.write(0, 'first', 'one');
      // Two scans make a pairing: each reads the other's code once.
      await joinAll(place, 20, 300);
      await place.pass(60_000);
      expectWhole(place);
      for (let round = 0; round < 3; round++) {
        const there = place.present().map(({ index }) => index);
        const lost = Array.from(
          { length: 3 },
          () => there.splice((place.random(1)[0] ?? 0) % there.length, 1)[0] ?? 0,
        );
        lost.forEach(place.lose);
        for (const index of there) place.write(index, `from ${String(index)} ${String(round)}`, 'text');
        // Nobody is told that they are gone: the changes find other ways at once.
        await place.pass(5_000);
        levelHash(place.present());
        await place.pass(60_000);
        expectWhole(place);
      }
      expect(place.present()).toHaveLength(11);
      expect(links.most).toBeLessThanOrEqual(8);
    },
  );

  it('[DR9] goes by the device that everybody was scanned with, and holds together without it', async () => {
    const place = createPlace({ seed: 7, count: 14 });
    const links = watchLinks(place);
    for (let index = 1; index < 14; index++) {
      expect(place.device(0).room.isFull()).toBe(false);
      await Promise.all([place.scan(0, index), place.pass(1_500)]);
    }
    await place.pass(10_000);
    place.lose(0);
    place.write(5, 'later', 'text');
    await place.pass(5_000);
    levelHash(place.present());
    await place.pass(60_000);
    expectWhole(place);
    expect(links.most).toBeLessThanOrEqual(8);
  });

  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('write' as const), who: fc.nat(20), key: fc.nat(9) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('scan' as const), who: fc.nat(20), other: fc.nat(20) }),
    },
    fc.record({
      type: fc.constant('cut' as const),
      which: fc.nat(60),
      how: fc.constantFrom('cut' as const, 'drop' as const),
    }),
    fc.record({ type: fc.constant('lose' as const), who: fc.nat(20) }),
    fc.record({ type: fc.constant('back' as const), who: fc.nat(20) }),
    { weight: 3, arbitrary: fc.record({ type: fc.constant('time' as const), ms: fc.nat(12_000) }) },
  );

  it.each([1, 2, 3])(
    '[DR10] is level at the end, whoever came, slept and was cut off, also where some can’t reach each other (seed %i)',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 2, max: 12 }),
          fc.array(step, { maxLength: 60, size: 'max' }),
          fc.nat(9_999),
          fc.boolean(),
          async (count, steps, placeSeed, isOdd) => {
            // In an odd place devices of two networks meet only where the first one is, which is in both.
            const reaches = (a: number, b: number): boolean =>
              !isOdd || a === 0 || b === 0 || a % 2 === b % 2;
            const place = createPlace({ seed: placeSeed + 1, count, reaches });
            const links = watchLinks(place);
            const scan = (a: number, b: number): void => {
              const isThere = place.present().some(({ index }) => index === a);
              const isFree = [a, b].every((index) => !place.device(index).room.isFull());
              if (a !== b && isThere && isFree && reaches(a, b)) void place.scan(a, b);
            };
            for (const one of steps) {
              if (one.type === 'write') place.write(one.who % count, `${String(one.key)}`, String(one.who));
              else if (one.type === 'scan') scan(one.who % count, one.other % count);
              else if (one.type === 'cut')
                place.wires[one.which % Math.max(1, place.wires.length)]?.wire[one.how]();
              else if (one.type === 'lose') place.lose(one.who % count);
              else if (one.type === 'back') place.comeBack(one.who % count);
              else await place.pass(one.ms);
            }
            // All come back; those that are still apart are scanned once more, with one of the middle.
            for (const { index } of place.devices) place.comeBack(index);
            await place.pass(45_000);
            for (let index = 1; index < count; index++) {
              const near = isOdd && !place.device(0).room.isFull() ? 0 : index - (isOdd && index > 2 ? 2 : 1);
              if (others(place.device(index)) < count - 1) scan(near, index);
              await place.pass(2_000);
            }
            await place.pass(30_000);
            levelHash(place.devices);
            for (const device of place.devices) expect(others(device)).toBe(count - 1);
            if (!isOdd) {
              await place.pass(180_000);
              expectWhole(place);
            }
            // And then it is quiet: pings apart, nothing goes.
            expect(links.most).toBeLessThanOrEqual(8);
          },
        ),
        { seed, numRuns: 12 },
      );
    },
  );

  it('[DR11] sends a note once to each device, at most twice a star’s bytes in all, and then is quiet', async () => {
    const count = 8;
    const place = createPlace({ seed: 11, count });
    await joinAll(place, count, 500);
    await place.pass(30_000);
    // The first changes find the tree.
    for (let index = 0; index < count; index++) {
      place.write(index, `early ${String(index)}`, 'x'.repeat(80));
      await place.pass(1_000);
    }
    const updates = updatesOn(place.wires);
    const bytes = await bytesOfNotes(place, count);
    expect(updatesOn(place.wires) - updates).toBe(noteCount * (count - 1));

    const star = createStar(count);
    await star.pass(2_000);
    const inStar = await bytesOfNotes(star, count);
    expect(bytes).toBeLessThanOrEqual(2 * inStar);

    const before = place.sentBytes();
    await place.pass(10_000);
    const links = place.devices.reduce((sum, device) => sum + linksOf(device), 0);
    // A ping on each link, both ways, each five seconds; two bytes would be too many.
    expect(place.sentBytes() - before).toBeLessThanOrEqual(3 * links);
  });

  it('[DR12] gives no byte of the board to a device that a forwarded introduction leads to and that lacks the key', async () => {
    const other = new Y.Doc();
    let met = 0;
    const place = createPlace({
      seed: 5,
      count: 5,
      // Whoever read or forged the letters, or stands in the way of the connection.
      intercept: (made) => {
        met += 1;
        openPeer({ ...made, doc: other, keys: otherKeys, timer: place.time.timer });
        return true;
      },
    });
    place.write(0, 'secret', 'La cour est bruyante');
    for (let index = 1; index < 5; index++) void place.scan(index - 1, index);
    await place.pass(60_000);
    expect(met).toBeGreaterThan(3);
    expect(other.store.clients.size).toBe(0);
    for (const { wire } of place.wires.slice(4)) {
      expect(wire.sent.length).toBeGreaterThan(0);
      // Hello, proof, goodbye: nothing else, from nobody.
      expect(wire.sent.every(([, [kind]]) => kind === 1 || kind === 2 || kind === 7)).toBe(true);
    }
    // The room goes on over the links that people made.
    levelHash(place.devices);
  });

  it.each<[string, (random: (length: number) => Uint8Array, index: number, target: MemberId) => Message]>([
    ['letters without end', (random, index, target) => offer(random, index, [hostile, target])],
    [
      'letters of members that are none, over others',
      (random, index, target) => offer(random, index, [hostile, target, readMember(random(6))]),
    ],
    [
      'letters in the name of members that are none',
      (random, index, target) => ({ ...offer(random, index, [readMember(random(6)), hostile, target], 2) }),
    ],
    [
      'letters of absurd length',
      (random, index, target) => offer(random, index, [hostile, target], 1, 'A'.repeat(100_000)),
    ],
    [
      'cards of devices that are none',
      (random, index) => {
        const links = Array.from({ length: 8 }, () => readMember(random(6)));
        const cards = links.map((member) => ({ member, version: 1, about: '', links: [hostile] }));
        const own = { member: hostile, version: index + 2, about: 'x', links };
        return { kind: messageKinds.cards, content: encodeCards({ from: hostile, cards: [own, ...cards] }) };
      },
    ],
    [
      'cards of others that they never wrote',
      (_, index, target) => ({
        kind: messageKinds.cards,
        content: encodeCards({
          from: hostile,
          cards: [{ member: target, version: index * 1_000_000, about: 'x', links: [] }],
        }),
      }),
    ],
    ['noise', (random, index) => ({ kind: 4 + (index % 8), content: random(1 + (index % 200)) })],
  ])('[DR12] is not brought down by a member that sends %s', async (_, make) => {
    const place = createPlace({ seed: 21, count: 5 });
    await joinAll(place, 5, 500);
    await place.pass(10_000);
    const dialled = (): number => place.dials.made + place.dials.failed + place.dials.answered;
    const dials = dialled();
    const bytes = place.sentBytes();
    const random = seeded(77);
    const target = place.device(0).room.members()[0]?.member ?? expect.fail();
    const own = { member: hostile, version: 1, about: '', links: [place.idOf(0)] };
    const queue: Message[] = [
      { kind: messageKinds.cards, content: encodeCards({ from: hostile, cards: [own] }) },
    ];
    let wake = (): void => undefined;
    const wire = createWire(place.time, () => 5);
    void place.device(0).room.link({ link: wire.ends[0], ends: { role: 'offer', prints } });
    openDirectSession({
      link: wire.ends[1],
      keys: roomKeys,
      ends: { role: 'answer', prints },
      timer: place.time.timer,
      parts: (wakes) => {
        wake = wakes;
        return [
          {
            kinds: [],
            open: () => undefined,
            next: () => queue.shift() ?? null,
            take: () => true,
            end: () => undefined,
          },
        ];
      },
    });
    for (let index = 0; index < 1_000; index++) {
      queue.push(make(random, index, index % 2 === 0 ? place.idOf(0) : target));
      wake();
      if (index % 10 === 0) await place.pass(10);
    }
    await place.pass(30_000);
    expect(dialled() - dials).toBeLessThan(60);
    // What the others are made to send of it stays within what the room itself needs.
    expect(place.sentBytes() - bytes).toBeLessThan(500_000);
    for (const device of place.devices) {
      expect(device.room.members().length).toBeLessThan(64);
      expect(linksOf(device)).toBeLessThanOrEqual(8);
    }
    wire.drop();
    place.write(1, 'later', 'text');
    await place.pass(30_000);
    levelHash(place.devices);
  });
});

const otherKeys = deriveBoardKeys(createBoardKey(seeded(99)), boardId);
const prints = { offer: seeded(301)(32), answer: seeded(302)(32) };
const hostile = readMember(seeded(303)(6));

const offer = (
  random: (length: number) => Uint8Array,
  index: number,
  path: readonly MemberId[],
  at = 1,
  code = `o${String(random(1)[0])}`,
): Message => ({
  kind: messageKinds.letter,
  content: encodeLetter({ type: 'offer', number: index, at, path, code }),
});

const isUpdate = (kind: number | undefined): boolean =>
  kind === messageKinds.answer || kind === messageKinds.told;
const updatesOn = (wires: Place['wires']): number =>
  wires.reduce(
    (sum, { wire }) => sum + wire.sent.filter(([, [frame, kind]]) => frame === 4 && isUpdate(kind)).length,
    0,
  );

const noteCount = 40;
/** Bytes that it takes to bring notes from each device in turn to all others, pings included. */
const bytesOfNotes = async (
  { write, pass, sentBytes }: Pick<Place, 'write' | 'pass' | 'sentBytes'>,
  count: number,
) => {
  const before = sentBytes();
  for (let index = 0; index < noteCount; index++) {
    write(index % count, `note ${String(index)}`, 'x'.repeat(80));
    await pass(500);
  }
  return sentBytes() - before;
};

/** The same devices, all linked with the first one only. */
const createStar = (count: number): Pick<Place, 'write' | 'pass' | 'sentBytes'> => {
  const place = createPlace({ seed: 1, count });
  const wires = place.devices.slice(1).map(({ doc }, index) => {
    const wire = createWire(place.time, () => 5);
    const common = { keys: roomKeys, timer: place.time.timer, random: seeded(400 + index) };
    openPeer({ ...common, link: wire.ends[0], doc: place.device(0).doc, ends: { role: 'offer', prints } });
    openPeer({ ...common, link: wire.ends[1], doc, ends: { role: 'answer', prints } });
    return wire;
  });
  return {
    ...place,
    sentBytes: () =>
      wires.reduce((sum, { sent }) => sum + sent.reduce((all, [, bytes]) => all + bytes.length, 0), 0),
  };
};
