import { setImmediate as turn } from 'node:timers/promises';
import * as Y from 'yjs';
import { createId, type BoardId } from '#core/ids.ts';
import { createBoardKey, deriveBoardKeys } from '#sync/board-keys.ts';
import type { NewLink } from '#sync/direct-session.ts';
import type { Dialler } from '#sync/introductions.ts';
import { readMember, type MemberId } from '#sync/roster.ts';
import { createRoom, type Room } from '#sync/room.ts';
import { createTime, seeded } from './time-for-tests.ts';
import { createWire, type Wire } from './wire-for-tests.ts';

export interface PlacedDevice {
  readonly index: number;
  readonly doc: Y.Doc;
  readonly room: Room;
}

interface PlaceOptions {
  readonly seed: number;
  readonly count: number;
  /** Whether two devices find each other on the network. */
  readonly reaches?: (a: number, b: number) => boolean;
  /** Takes the far end of a link that letters have made, in place of the device that answered; if it does. */
  readonly intercept?: (made: NewLink, device: number) => boolean;
}

export const boardId = createId<BoardId>(seeded(1));
export const roomKeys = deriveBoardKeys(createBoardKey(seeded(2)), boardId);

const verdictMs = 15_000;

/** A place with devices whose links are wires in memory, and whose codes name the wires that are to be. */
export const createPlace = ({ seed, count, reaches = () => true, intercept }: PlaceOptions) => {
  const time = createTime();
  const random = seeded(seed);
  const wires: { readonly a: number; readonly b: number; readonly wire: Wire }[] = [];
  const away = new Set<number>();
  const offers = new Map<string, number>();
  const answers = new Map<
    string,
    { device: number; offer: string; linked: (made: NewLink | null) => void }
  >();
  const dials = { made: 0, failed: 0, answered: 0 };
  let codes = 0;

  const reach = (a: number, b: number): boolean => !away.has(a) && !away.has(b) && reaches(a, b);
  const connect = (a: number, b: number): readonly [NewLink, NewLink] => {
    // As on a Wi-Fi: some milliseconds.
    const wire = createWire(time, () => 2 + ((random(1)[0] ?? 0) % 8));
    wires.push({ a, b, wire });
    const prints = { offer: random(32), answer: random(32) };
    return [
      { link: wire.ends[0], ends: { role: 'offer', prints } },
      { link: wire.ends[1], ends: { role: 'answer', prints } },
    ];
  };

  const diallerOf = (device: number): Dialler => ({
    offer: () => {
      const code = `o${String(++codes)}`;
      offers.set(code, device);
      let own: NewLink | undefined;
      return Promise.resolve({
        code,
        take: (text) => {
          const answer = answers.get(text);
          answers.delete(text);
          if (!answer || answer.offer !== code) return Promise.resolve(null);
          return new Promise((resolve) => {
            if (!reach(device, answer.device)) {
              dials.failed += 1;
              time.timer.after(verdictMs, () => resolve(null));
              return;
            }
            dials.made += 1;
            const [first, second] = connect(device, answer.device);
            if (intercept?.(second, answer.device) !== true) answer.linked(second);
            resolve((own = first));
          });
        },
        close: () => {
          offers.delete(code);
          own?.link.close();
        },
      });
    },
    answer: (offer) => {
      dials.answered += 1;
      if (!offers.has(offer)) return Promise.resolve(null);
      const code = `a${String(++codes)}`;
      const linked = new Promise<NewLink | null>((resolve) => {
        answers.set(code, { device, offer, linked: resolve });
        time.timer.after(verdictMs, () => resolve(null));
      });
      return Promise.resolve({ code, linked, close: () => answers.delete(code) });
    },
  });

  const devices = Array.from({ length: count }, (_, index): PlacedDevice => {
    const doc = new Y.Doc();
    doc.clientID = 1_000 + index;
    const room = createRoom({
      doc,
      keys: roomKeys,
      about: `device ${String(index)}`,
      dialler: diallerOf(index),
      timer: time.timer,
      clock: time.clock,
      random: seeded(seed * 1_000 + index + 1),
    });
    return { index, doc, room };
  });
  const device = (index: number): PlacedDevice => {
    const one = devices[index];
    if (!one) throw new Error('no such device');
    return one;
  };
  const present = (): readonly PlacedDevice[] => devices.filter(({ index }) => !away.has(index));

  return {
    time,
    devices,
    wires,
    dials,
    random,
    device,
    present,
    /** Two people let their devices film each other. */
    scan: (a: number, b: number) => {
      const [first, second] = connect(a, b);
      return Promise.all([device(a).room.link(first), device(b).room.link(second)]);
    },
    /** Goes out of reach, and tells nobody. */
    lose: (index: number): void => {
      away.add(index);
      for (const { a, b, wire } of wires) if (a === index || b === index) wire.cut();
    },
    /** What the others call a device. */
    idOf: (index: number): MemberId =>
      devices.flatMap(({ room }) => room.members()).find(({ about }) => about === `device ${String(index)}`)
        ?.member ?? readMember(new Uint8Array(6)),
    comeBack: (index: number): void => {
      away.delete(index);
      for (const { a, b, wire } of wires) {
        if ((a === index || b === index) && !away.has(a) && !away.has(b)) wire.mend();
      }
    },
    write: (index: number, name: string, text: string): void => {
      const { doc } = device(index);
      doc.transact(() => doc.getMap('notes').set(name, text), { type: 'own' });
    },
    /** Lets time pass, and what was promised come about. */
    pass: async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 10) {
        time.pass(10);
        await turn();
      }
    },
    /** Bytes that devices have sent so far. */
    sentBytes: (): number =>
      wires.reduce((sum, { wire }) => sum + wire.sent.reduce((all, [, bytes]) => all + bytes.length, 0), 0),
  };
};

export type Place = ReturnType<typeof createPlace>;

export const linksOf = ({ room }: PlacedDevice): number =>
  room.members().filter(({ state }) => state === 'linked').length;
