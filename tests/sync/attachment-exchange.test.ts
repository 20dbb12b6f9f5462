import { setImmediate as turn } from 'node:timers/promises';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { attachmentSizeLimit, type AttachmentHash } from '#core/attachments.ts';
import { createAttachmentExchange } from '#sync/attachment-exchange.ts';
import { messageKinds } from '#sync/direct-frames.ts';
import { openDirectSession } from '#sync/direct-session.ts';
import { createGossip } from '#sync/gossip.ts';
import { roomKeys as keys } from './place-for-tests.ts';
import { createTime, seeded } from './time-for-tests.ts';
import { createWire, type Wire } from './wire-for-tests.ts';

const prints = { offer: seeded(3)(32), answer: seeded(4)(32) };
const hashOf = (bytes: Uint8Array): AttachmentHash => bytesToHex(sha256(bytes)) as AttachmentHash;

const createTable = () => {
  const time = createTime();
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      time.pass(Math.min(50, ms));
      await turn();
    }
  };
  const createDevice = () => {
    const held = new Map<AttachmentHash, Uint8Array>();
    const doc = new Y.Doc();
    const gossip = createGossip(doc, { timer: time.timer });
    const exchange = createAttachmentExchange({
      read: (hash) => Promise.resolve(held.get(hash)),
      keep: (hash, bytes) => Promise.resolve(void held.set(hash, bytes)),
      timer: time.timer,
    });
    return { held, doc, gossip, exchange };
  };
  type Device = ReturnType<typeof createDevice>;
  const link = (a: Device, b: Device, alter?: Parameters<typeof createWire>[2]) => {
    const wire = createWire(time, () => 5, alter);
    const sessions = [a, b].map(({ gossip, exchange }, side) =>
      openDirectSession({
        link: wire.ends[side === 0 ? 0 : 1],
        keys,
        ends: { role: side === 0 ? 'offer' : 'answer', prints },
        timer: time.timer,
        parts: (wake) => [gossip.join(wake, true), exchange.join(wake)],
      }),
    );
    return { wire, sessions };
  };
  return { pass, createDevice, link };
};

const chunksOn = ({ sent }: Wire): number =>
  sent.filter(([, [frame, kind]]) => frame === 4 && kind === messageKinds.chunk).length;

describe('what notes carry, over links', () => {
  const large = seeded(8)(attachmentSizeLimit);
  const small = seeded(9)(700);

  it('[DR13] goes in pieces, behind the texts, and is kept where its hash is right', async () => {
    const { pass, createDevice, link } = createTable();
    const [a, b] = [createDevice(), createDevice()];
    for (const bytes of [large, small]) a.held.set(hashOf(bytes), bytes);
    const { wire } = link(a, b);
    await pass(100);
    b.exchange.want([hashOf(large), hashOf(small)]);
    await pass(10);
    a.doc.getMap('notes').set('a', 'a text that comes while a photo is on its way');
    await pass(3_000);
    expect([...b.held.keys()].sort()).toEqual([hashOf(large), hashOf(small)].sort());
    expect(b.held.get(hashOf(large))).toEqual(large);
    expect(b.doc.getMap('notes').size).toBe(1);
    const kinds = wire.sent.flatMap(([from, [frame, kind]]) => (from === 0 && frame === 4 ? [kind] : []));
    expect(kinds.indexOf(messageKinds.told)).toBeLessThan(kinds.lastIndexOf(messageKinds.chunk));
    expect(wire.sent.every(([, { length }]) => length <= 16_001)).toBe(true);
  });

  it('[DR13] comes from whoever has it, also from who gets it only later, and over devices between', async () => {
    const { pass, createDevice, link } = createTable();
    const [a, b, c] = [createDevice(), createDevice(), createDevice()];
    link(a, b);
    link(b, c);
    for (const { exchange } of [b, c]) exchange.want([hashOf(large)]);
    await pass(10_000);
    expect(c.held.size).toBe(0);
    a.held.set(hashOf(large), large);
    await pass(10_000);
    expect(c.held.get(hashOf(large))).toEqual(large);
  });

  it('[DR13] is asked of another device when the one that was asked is silent or gone', async () => {
    for (const how of ['cut', 'drop'] as const) {
      const { pass, createDevice, link } = createTable();
      const [a, b, c] = [createDevice(), createDevice(), createDevice()];
      for (const { held } of [a, c]) held.set(hashOf(large), large);
      const { wire } = link(a, b);
      link(b, c);
      await pass(1_000);
      b.exchange.want([hashOf(large)]);
      await pass(10);
      wire[how]();
      await pass(30_000);
      expect(b.held.get(hashOf(large))).toEqual(large);
    }
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['another content', (bytes) => bytes.map((byte, index) => (index > 60 ? byte ^ 1 : byte))],
    ['a length beyond what is kept', (bytes) => bytes.map((byte, index) => (index === 34 ? 0xff : byte))],
    ['a place out of order', (bytes) => bytes.map((byte, index) => (index === 41 ? 7 : byte))],
    ['nothing', (bytes) => bytes.slice(0, 42)],
  ])('[DR13] is not kept, and ends the link, when it comes with %s', async (_, change) => {
    const { pass, createDevice, link } = createTable();
    const [a, b] = [createDevice(), createDevice()];
    a.held.set(hashOf(small), small);
    const { wire, sessions } = link(a, b, (bytes) =>
      bytes[0] === 4 && bytes[1] === messageKinds.chunk ? change(bytes) : bytes,
    );
    await pass(100);
    b.exchange.want([hashOf(small)]);
    await pass(2_000);
    expect(chunksOn(wire)).toBe(1);
    expect(b.held.size).toBe(0);
    expect(sessions[1]?.state()).toEqual({ type: 'ended', reason: 'unreadable' });
  });

  it('[DR13] is not given in any number at once to who asks without end', async () => {
    const { pass, createDevice, link } = createTable();
    const a = createDevice();
    for (let index = 0; index < 40; index++) {
      const bytes = seeded(500 + index)(60_000);
      a.held.set(hashOf(bytes), bytes);
    }
    const greedy = createDevice();
    const { wire, sessions } = link(a, {
      ...greedy,
      exchange: {
        ...greedy.exchange,
        join: () => {
          const asks = Array.from({ length: 50 }, () => [...a.held.keys()]).flat();
          return {
            kinds: [],
            open: () => undefined,
            next: () => {
              const hash = asks.pop();
              if (hash === undefined) return null;
              const content = Uint8Array.of(1, ...Buffer.from(hash, 'hex'));
              return { kind: messageKinds.wanted, content };
            },
            take: () => true,
            end: () => undefined,
          };
        },
      },
    });
    await pass(20_000);
    // What goes unanswered in such numbers ends the link; at most what waited in line was given.
    expect(chunksOn(wire)).toBeLessThan(100);
    expect(sessions[0]?.state().type).toBe('ended');
  });
});
