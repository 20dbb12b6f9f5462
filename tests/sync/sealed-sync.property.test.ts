import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createId, type BoardId } from '#core/ids.ts';
import { createBoardKey, deriveBoardKeys } from '#sync/board-keys.ts';
import { entriesName } from '#sync/hub-protocol.ts';
import { seal } from '#sync/seal.ts';
import { createSealedSync, type SealedSync } from '#sync/sealed-sync.ts';
import { createTime, seeded } from './time-for-tests.ts';

const own = { type: 'own' };
const fromFile = { type: 'file' };

/** A hub as it is seen from outside: a document that everybody who is connected is level with. */
const createRoom = (count: number, seed: number) => {
  const boardId = createId<BoardId>(seeded(seed));
  const keys = deriveBoardKeys(createBoardKey(seeded(seed + 1)), boardId);
  const time = createTime();
  let hub = new Y.Doc();
  const entries = () => hub.getArray<Uint8Array>(entriesName);

  const devices = Array.from({ length: count }, (_, index) => {
    const doc = new Y.Doc();
    const outer = new Y.Doc();
    const sync: SealedSync = createSealedSync({
      doc,
      outer,
      keys,
      isOwn: (origin) => origin === own,
      entryLimit: 8,
      clock: time.clock,
      timer: time.timer,
      random: seeded(seed + 10 + index),
    });
    let disconnect: (() => void) | undefined;
    const connect = (): void => {
      if (disconnect) return;
      const there = hub;
      const wire = {};
      Y.applyUpdate(outer, Y.encodeStateAsUpdate(there, Y.encodeStateVector(outer)), wire);
      Y.applyUpdate(there, Y.encodeStateAsUpdate(outer, Y.encodeStateVector(there)), wire);
      const up = (update: Uint8Array, origin: unknown): void => {
        if (origin !== wire) Y.applyUpdate(there, update, wire);
      };
      const down = (update: Uint8Array, origin: unknown): void => {
        if (origin !== wire) Y.applyUpdate(outer, update, wire);
      };
      outer.on('update', up);
      there.on('update', down);
      sync.level();
      disconnect = () => {
        outer.off('update', up);
        there.off('update', down);
        sync.pause();
        disconnect = undefined;
      };
    };
    return { doc, outer, sync, connect, disconnect: () => disconnect?.() };
  });

  return {
    keys,
    boardId,
    time,
    devices,
    entries,
    device: (index: number) => devices[index % count] ?? expect.fail('no device'),
    /** The hub starts again from an empty disk. */
    loseHub: () => {
      for (const device of devices) device.disconnect();
      hub = new Y.Doc();
    },
    connectAll: () => {
      for (const device of devices) device.connect();
    },
    end: () => {
      for (const device of devices) device.connect();
      for (let round = 0; round < 4; round++) time.pass(60_000);
    },
  };
};

const write = (doc: Y.Doc, name: string, text: string): void => {
  doc.transact(() => doc.getMap('notes').set(name, text), own);
};

describe('documents by way of sealed entries', () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('write' as const),
        who: fc.nat(3),
        key: fc.nat(8),
        text: fc.string({ maxLength: 20 }),
      }),
    },
    fc.record({ type: fc.constant('erase' as const), who: fc.nat(3), key: fc.nat(8) }),
    fc.record({ type: fc.constantFrom<'connect' | 'disconnect'>('connect', 'disconnect'), who: fc.nat(3) }),
    fc.record({ type: fc.constant('file' as const), who: fc.nat(3), from: fc.nat(3) }),
    fc.record({ type: fc.constant('rogue' as const), at: fc.nat(100) }),
    fc.record({ type: fc.constant('lose hub' as const) }),
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 12_000 }) }),
    },
  );

  it('[HC2] put back what somebody took away, while all stay connected', () => {
    const room = createRoom(3, 1);
    room.connectAll();
    write(room.device(0).doc, 'a', 'kept');
    room.time.pass(1_000);
    expect(room.entries().length).toBe(1);
    room.entries().delete(0);
    room.time.pass(20_000);
    expect(room.entries().length).toBe(1);
  });

  it('[HC2] leave what came by a file to whoever wrote it, and send it where nobody else does', () => {
    const room = createRoom(3, 2);
    const [writer, reader] = [room.device(0), room.device(1)];
    reader.connect();
    writer.connect();
    write(writer.doc, 'a', 'by both ways');
    Y.applyUpdateV2(reader.doc, Y.encodeStateAsUpdateV2(writer.doc), fromFile);
    room.time.pass(20_000);
    expect(room.entries().length).toBe(1);

    writer.disconnect();
    write(writer.doc, 'b', 'by the file alone');
    Y.applyUpdateV2(reader.doc, Y.encodeStateAsUpdateV2(writer.doc), fromFile);
    room.time.pass(20_000);
    expect(room.entries().length).toBe(2);
    expect(reader.sync.state().isLevel).toBe(true);
    room.device(2).connect();
    expect(room.device(2).doc.getMap('notes').toJSON()).toEqual({
      a: 'by both ways',
      b: 'by the file alone',
    });
  });

  it('[HC3] say that all is there only when the disk has all that was sent, at this connection', () => {
    const room = createRoom(2, 3);
    const { sync, doc, outer } = room.device(0);
    room.device(0).connect();
    expect(sync.state()).toMatchObject({ isLevel: true, isAllThere: true });
    write(doc, 'a', 'x');
    expect(sync.state().isAllThere).toBe(false);
    room.time.pass(1_000);
    expect(sync.state().isAllThere).toBe(false);
    const reached = Y.getState(outer.store, outer.clientID);
    sync.heardDurable([[outer.clientID, reached - 1]]);
    expect(sync.state().isAllThere).toBe(false);
    sync.heardDurable([[outer.clientID, reached]]);
    expect(sync.state().isAllThere).toBe(true);

    // Another connection, perhaps another disk: what one said does not hold for the next.
    room.device(0).disconnect();
    expect(sync.state().isAllThere).toBe(false);
    room.device(0).connect();
    expect(sync.asked()).toEqual([outer.clientID]);
    expect(sync.state().isAllThere).toBe(false);
  });

  it.each([1, 2, 3])(
    '[HC1] are level at the end, whoever was away, took entries away, or emptied the hub (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 100, size: 'max' }), fc.nat(1_000), (steps, roomSeed) => {
          const room = createRoom(4, roomSeed);
          const stranger = deriveBoardKeys(createBoardKey(seeded(roomSeed + 99)), room.boardId);
          const theirs = seal(stranger, 'update', Uint8Array.of(1, 2, 3), seeded(7));
          room.connectAll();
          room.entries().push([theirs]);
          for (const one of steps) {
            if (one.type === 'write') write(room.device(one.who).doc, String(one.key), one.text);
            else if (one.type === 'erase') {
              const { doc } = room.device(one.who);
              doc.transact(() => doc.getMap('notes').delete(String(one.key)), own);
            } else if (one.type === 'connect') room.device(one.who).connect();
            else if (one.type === 'disconnect') room.device(one.who).disconnect();
            else if (one.type === 'file') {
              Y.applyUpdateV2(
                room.device(one.who).doc,
                Y.encodeStateAsUpdateV2(room.device(one.from).doc),
                fromFile,
              );
            } else if (one.type === 'rogue') {
              const kept = room.entries();
              const at = one.at % Math.max(1, kept.length);
              if (kept.length > 0 && kept.get(at)[1] !== theirs[1]) kept.delete(at);
            } else if (one.type === 'lose hub') {
              room.loseHub();
              room.entries().push([theirs]);
            } else if (one.type === 'time') room.time.pass(one.ms);
          }
          room.end();
          const [first, ...rest] = room.devices.map(({ doc }) => doc);
          for (const doc of rest) {
            expect(doc.getMap('notes').toJSON()).toEqual(first?.getMap('notes').toJSON());
            expect(Y.encodeStateVector(doc).length).toBe(Y.encodeStateVector(first ?? doc).length);
          }
          // A newcomer gets all of it from the entries alone.
          const newcomer = new Y.Doc();
          createSealedSync({
            doc: newcomer,
            outer: room.devices[0]?.outer ?? expect.fail(),
            keys: room.keys,
            isOwn: () => false,
            clock: room.time.clock,
            timer: room.time.timer,
          }).level();
          expect(newcomer.getMap('notes').toJSON()).toEqual(first?.getMap('notes').toJSON());
          // Once all are level, coming again adds nothing.
          const count = room.entries().length;
          for (const device of room.devices) device.disconnect();
          room.connectAll();
          room.time.pass(400);
          expect(room.entries().length).toBe(count);
          const left = room.entries().toArray();
          expect(left.some((entry) => Buffer.from(entry).equals(theirs))).toBe(true);
          expect(left.length).toBeLessThanOrEqual(12);
        }),
        { seed, numRuns: 30 },
      );
    },
  );
});
