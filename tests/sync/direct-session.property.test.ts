import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createId, type BoardId } from '#core/ids.ts';
import { createBoardKey, deriveBoardKeys, type BoardKeys } from '#sync/board-keys.ts';
import { encodeDirectFrame, messageKinds } from '#sync/direct-frames.ts';
import { checkNumber, type PairEnds } from '#sync/direct-proof.ts';
import { openPeer, type TestPeer } from './peer-for-tests.ts';
import { createTime, seeded } from './time-for-tests.ts';
import { createWire } from './wire-for-tests.ts';

const boardId = createId<BoardId>(seeded(1));
const keys = deriveBoardKeys(createBoardKey(seeded(2)), boardId);
const prints = { offer: seeded(3)(32), answer: seeded(4)(32) };
const isUpdate = (kind: number | undefined): boolean =>
  kind === messageKinds.answer || kind === messageKinds.told;
const secret = 'La cour est bruyante';

const write = (doc: Y.Doc, name: string, text: string): void => {
  doc.transact(() => doc.getMap('notes').set(name, text), { type: 'own' });
};
const notes = (doc: Y.Doc): unknown => doc.getMap('notes').toJSON();

interface Side {
  readonly keys?: BoardKeys;
  readonly prints?: PairEnds['prints'];
  readonly doc?: Y.Doc;
}

const pair = (a: Side = {}, b: Side = {}, alter?: (bytes: Uint8Array, from: 0 | 1) => Uint8Array) => {
  const time = createTime();
  const wire = createWire(time, () => 5, alter);
  const open = (index: 0 | 1, side: Side) => {
    const doc = side.doc ?? new Y.Doc();
    const session = openPeer({
      link: wire.ends[index],
      doc,
      keys: side.keys ?? keys,
      ends: { role: index === 0 ? 'offer' : 'answer', prints: side.prints ?? prints },
      timer: time.timer,
      random: seeded(20 + index),
    });
    return { doc, session };
  };
  const [first, second] = [open(0, a), open(1, b)];
  return { time, wire, first, second };
};

/** What went over a wire, as one text. */
const heard = (wire: ReturnType<typeof createWire>): string =>
  wire.sent.map(([, bytes]) => new TextDecoder('latin1').decode(bytes)).join('');

const withSecret = (): Y.Doc => {
  const doc = new Y.Doc();
  write(doc, 'a', secret);
  return doc;
};

describe('two paired devices', () => {
  it('[DR3] are level both ways, follow each change, and say when all was taken in', () => {
    const { time, first, second, wire } = pair({ doc: withSecret() });
    write(second.doc, 'b', 'from the other');
    time.pass(1_000);
    expect(notes(first.doc)).toEqual({ a: secret, b: 'from the other' });
    expect(notes(second.doc)).toEqual(notes(first.doc));
    write(first.doc, 'c', 'live');
    expect(first.session.state()).toMatchObject({ type: 'open', isLevel: false, unacknowledged: 1 });
    const before = wire.sent.length;
    time.pass(100);
    // It is taken in and acknowledged, and not sent back.
    expect(wire.sent.slice(before).map(([from, [kind]]) => [from, kind])).toEqual([[1, 5]]);
    expect(notes(second.doc)).toMatchObject({ c: 'live' });
    expect(first.session.state()).toEqual({
      type: 'open',
      isLevel: true,
      unsentBytes: 0,
      unacknowledged: 0,
    });
    expect(heard(wire)).toContain(secret);
  });

  it('[DR2] prove themselves as well when one begins while the other’s greeting waits for it', () => {
    const time = createTime();
    const wire = createWire(time, () => 5);
    const open = (index: 0 | 1) =>
      openPeer({
        link: wire.ends[index],
        doc: new Y.Doc(),
        keys,
        ends: { role: index === 0 ? 'offer' : 'answer', prints },
        timer: time.timer,
      });
    const first = open(0);
    time.pass(100);
    const second = open(1);
    time.pass(1_000);
    expect([first, second].map((session) => session.state().type)).toEqual(['open', 'open']);
  });

  it('[DR3] send much in pieces, without filling the link, and go on hearing each other', () => {
    const doc = new Y.Doc();
    const random = seeded(9);
    for (let i = 0; i < 60; i++) {
      write(
        doc,
        `n${String(i)}`,
        Array.from(random(40_000), (byte) => String.fromCharCode(33 + (byte % 90))).join(''),
      );
    }
    const time = createTime();
    const wire = createWire(time, () => 20);
    let most = 0;
    const link = wire.ends[0];
    const watched = {
      ...link,
      send: (bytes: Uint8Array) => {
        expect(bytes.length).toBeLessThanOrEqual(16_001);
        link.send(bytes);
        most = Math.max(most, link.bufferedBytes());
      },
    };
    const other = new Y.Doc();
    const common = { keys, timer: time.timer };
    openPeer({ ...common, link: watched, doc, ends: { role: 'offer', prints } });
    openPeer({ ...common, link: wire.ends[1], doc: other, ends: { role: 'answer', prints } });
    time.pass(60_000);
    expect(notes(other)).toEqual(notes(doc));
    expect(wire.sent.length).toBeGreaterThan(100);
    expect(most).toBeLessThan(300_000);
  });

  it.each<[string, Side, Side]>([
    ['another key of the board', {}, { keys: deriveBoardKeys(createBoardKey(seeded(77)), boardId) }],
    [
      'the key of another board',
      {},
      { keys: deriveBoardKeys(createBoardKey(seeded(2)), createId<BoardId>(seeded(78))) },
    ],
    [
      'the key, on another connection than this one: somebody stands between',
      {},
      { prints: { offer: seeded(5)(32), answer: prints.answer } },
    ],
  ])('[DR2] nothing of the board goes to a device with %s', (_, a, b) => {
    const { time, first, second, wire } = pair({ doc: withSecret(), ...a }, { doc: withSecret(), ...b });
    time.pass(60_000);
    for (const { session } of [first, second]) {
      expect(session.state()).toEqual({ type: 'ended', reason: 'not-proven' });
    }
    // Hello, proof, goodbye: nothing else, from nobody.
    expect(wire.sent.every(([, [kind]]) => kind === 1 || kind === 2 || kind === 7)).toBe(true);
    expect(heard(wire)).not.toContain(secret);
  });

  it('[DR2] a proof that was overheard, or sent back, proves nothing', () => {
    const before = pair();
    before.time.pass(100);
    const overheard = before.wire.sent.filter(([from, [kind]]) => from === 1 && (kind === 1 || kind === 2));
    expect(overheard).toHaveLength(2);
    for (const how of ['replay', 'reflect'] as const) {
      const time = createTime();
      const wire = createWire(time, () => 5);
      const doc = withSecret();
      const session = openPeer({
        link: wire.ends[0],
        doc,
        keys,
        ends: { role: 'offer', prints },
        timer: time.timer,
        random: seeded(how === 'replay' ? 501 : 502),
      });
      const rogue = wire.ends[1];
      if (how === 'replay') for (const [, bytes] of overheard) rogue.send(bytes);
      rogue.hear({
        message: (bytes) => {
          if (how === 'reflect') rogue.send(bytes);
        },
        drain: () => undefined,
        end: () => undefined,
      });
      time.pass(60_000);
      expect(session.state()).toEqual({ type: 'ended', reason: 'not-proven' });
      expect(
        wire.sent
          .filter(([from]) => from === 0)
          .every(([, [kind]]) => kind === 1 || kind === 2 || kind === 7),
      ).toBe(true);
      write(doc, 'later', secret);
      expect(heard(wire)).not.toContain(secret);
    }
  });

  it('[DR2] who sends data instead of a proof is sent away, and none of it is taken', () => {
    const update = Y.encodeStateAsUpdateV2(withSecret());
    const frame = encodeDirectFrame({ type: 'last', bytes: Uint8Array.of(3, ...update) });
    const { time, first } = pair({}, {}, (bytes, from) => (from === 1 && bytes[0] === 2 ? frame : bytes));
    time.pass(60_000);
    expect(first.session.state()).toEqual({ type: 'ended', reason: 'not-proven' });
    expect(notes(first.doc)).toEqual({});
  });

  it('[DR2] both show the same four digits, and others on another connection', () => {
    expect(checkNumber({ role: 'offer', prints })).toMatch(/^\d{4}$/);
    expect(checkNumber({ role: 'offer', prints })).toBe(checkNumber({ role: 'answer', prints }));
    const numbers = new Set(
      Array.from({ length: 50 }, (_, i) =>
        checkNumber({ role: 'offer', prints: { ...prints, answer: seeded(600 + i)(32) } }),
      ),
    );
    expect(numbers.size).toBeGreaterThan(45);
  });

  it('[DR4] a device that falls silent is taken for gone in 20 seconds, one that leaves at once; the first is heard again once it wakes, within the hour', () => {
    const { time, first, second, wire } = pair();
    time.pass(60_000);
    expect(first.session.state()).toMatchObject({ type: 'open', isLevel: true });
    wire.cut();
    time.pass(20_001);
    expect(first.session.state()).toEqual({ type: 'silent' });
    expect(second.session.state()).toEqual({ type: 'silent' });
    write(first.doc, 'a', 'while one sleeps');
    write(second.doc, 'b', 'while one sleeps');
    time.pass(600_000);
    wire.mend();
    time.pass(6_000);
    expect(notes(first.doc)).toEqual(notes(second.doc));
    expect(notes(first.doc)).toMatchObject({ a: 'while one sleeps', b: 'while one sleeps' });
    for (const { session } of [first, second]) expect(session.state()).toMatchObject({ isLevel: true });
    wire.cut();
    time.pass(3_700_000);
    expect(first.session.state()).toEqual({ type: 'ended', reason: 'silent' });

    const again = pair();
    again.time.pass(100);
    again.second.session.close();
    again.time.pass(100);
    expect(again.first.session.state()).toEqual({ type: 'ended', reason: 'left' });
  });

  it('[DR5] whatever bytes are changed on the way, a session ends or goes on, and nothing is thrown or half taken', () => {
    fc.assert(
      fc.property(
        fc.nat(14),
        fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.tuple(fc.nat(60), fc.nat(255))),
        (which, change) => {
          let count = 0;
          const { time, first, second } = pair({ doc: withSecret() }, {}, (bytes) => {
            if (count++ !== which) return bytes;
            if (change instanceof Uint8Array) return change;
            const copy = bytes.slice();
            copy[change[0] % Math.max(1, copy.length)] = change[1];
            return copy;
          });
          time.pass(200);
          write(first.doc, 'b', 'more');
          time.pass(60_000);
          const [a, b] = [first, second].map(({ session }) => session.state().type);
          expect(['ended', 'open', 'silent']).toContain(a);
          expect(['ended', 'open', 'silent']).toContain(b);
          expect(notes(first.doc)).toMatchObject({ b: 'more' });
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('devices linked in any shape', () => {
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('write' as const),
        who: fc.nat(20),
        key: fc.nat(8),
        text: fc.string({ maxLength: 20 }),
      }),
    },
    fc.record({ type: fc.constant('erase' as const), who: fc.nat(20), key: fc.nat(8) }),
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('link' as const), who: fc.nat(20), other: fc.nat(20) }),
    },
    fc.record({
      type: fc.constant('drop' as const),
      which: fc.nat(20),
      how: fc.constantFrom<'cut' | 'drop' | 'close'>('cut', 'drop', 'close'),
    }),
    { weight: 3, arbitrary: fc.record({ type: fc.constant('time' as const), ms: fc.nat(3_000) }) },
  );

  it.each([1, 2, 3])(
    '[DR6] are level at the end, whichever links came and went, and fall silent then (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 2, max: 7 }),
          fc.array(step, { maxLength: 80, size: 'max' }),
          fc.nat(1_000),
          (count, steps, roomSeed) => {
            const time = createTime();
            const random = seeded(roomSeed + 1);
            const delay = (): number => (random(1)[0] ?? 0) * 2;
            const docs = Array.from({ length: count }, () => new Y.Doc());
            const links: { wire: ReturnType<typeof createWire>; sessions: TestPeer[] }[] = [];
            const join = (a: number, b: number): void => {
              if (a === b) return;
              const wire = createWire(time, delay);
              const sessions = [a, b].map((index, side) =>
                openPeer({
                  link: wire.ends[side === 0 ? 0 : 1],
                  doc: docs[index] ?? expect.fail(),
                  keys,
                  ends: { role: side === 0 ? 'offer' : 'answer', prints },
                  timer: time.timer,
                  random,
                }),
              );
              links.push({ wire, sessions });
            };
            for (const one of steps) {
              if (one.type === 'write')
                write(docs[one.who % count] ?? expect.fail(), String(one.key), one.text);
              else if (one.type === 'erase') {
                const doc = docs[one.who % count] ?? expect.fail();
                doc.transact(() => doc.getMap('notes').delete(String(one.key)));
              } else if (one.type === 'link') {
                if (links.length < 20) join(one.who % count, one.other % count);
              } else if (one.type === 'drop') {
                const link = links[one.which % Math.max(1, links.length)];
                if (one.how === 'close') link?.sessions[0]?.close();
                else link?.wire[one.how]();
              } else time.pass(one.ms);
            }
            // Whatever links are left, a line of new ones reaches all.
            for (let i = 1; i < count; i++) join(i - 1, i);
            time.pass(120_000);
            for (const doc of docs) {
              expect(notes(doc)).toEqual(notes(docs[0] ?? expect.fail()));
              expect(Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(docs[0] ?? expect.fail()))).toBe(true);
            }
            for (const { sessions } of links.slice(1 - count)) {
              for (const session of sessions) expect(session.state()).toMatchObject({ isLevel: true });
            }
            // One change crosses each link once in either direction at most, and then only pings go.
            const pieces = (): number =>
              links.reduce(
                (sum, { wire }) =>
                  sum + wire.sent.filter(([, [frame, kind]]) => frame === 4 && isUpdate(kind)).length,
                0,
              );
            const before = pieces();
            write(docs[0] ?? expect.fail(), 'last', 'one');
            time.pass(60_000);
            const crossed = pieces() - before;
            expect(crossed).toBeGreaterThanOrEqual(count - 1);
            expect(crossed).toBeLessThanOrEqual(2 * links.length);
            time.pass(60_000);
            expect(pieces() - before).toBe(crossed);
            for (const doc of docs) expect(notes(doc)).toMatchObject({ last: 'one' });
          },
        ),
        { seed, numRuns: 25 },
      );
    },
  );
});
