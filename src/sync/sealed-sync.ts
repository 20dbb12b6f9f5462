/**
 * Keeps a board's document level with the sealed entries that a hub holds: what changes here is sealed and put among them,
 * what stands among them is opened and merged here.
 *
 * The entries are an array of the outer document, which the hub and its clients bring level as any other. Entries may come
 * twice and in any order. Whoever finds many makes one of those that it has opened and merged itself; others stay. What the
 * hub turns out to lack, because somebody took entries away or it lost its disk, is put there again.
 */

import * as Y from 'yjs';
import { systemClock, type Clock } from '#core/clock.ts';
import { createNumber, randomBytes, type RandomBytes } from '#core/ids.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import type { BoardKeys } from './board-keys.ts';
import { entriesName } from './hub-protocol.ts';
import { readState } from './scratch-doc.ts';
import { openSeal, seal } from './seal.ts';

/** Marks what came from a hub; a session passes over its own only. */
export interface HubOrigin {
  readonly type: 'hub';
}

export interface SealedSyncOptions {
  readonly doc: Y.Doc;
  readonly outer: Y.Doc;
  readonly keys: BoardKeys;
  /** Whether a change was made in this window. One from elsewhere (a tab, a file) is put among the entries only if nobody else does. */
  readonly isOwn: (origin: unknown) => boolean;
  /** Entries beyond which one is made of those that were merged. */
  readonly entryLimit?: number;
  readonly clock?: Clock;
  readonly timer?: Timer;
  readonly random?: RandomBytes;
}

export interface SealedSync {
  /** The outer document has all that the hub has: compares, and from now on sends. Called at each connection. */
  readonly level: () => void;
  /** The connection is gone: what changes waits. */
  readonly pause: () => void;
  /** Up to these clocks of Yjs clients the outer document is on the hub's disk. */
  readonly heardDurable: (clocks: readonly (readonly [number, number])[]) => void;
  /** Yjs clients whose clocks are of interest: of whom something is not known to be on the hub's disk. */
  readonly asked: () => readonly number[];
  readonly state: () => SealedSyncState;
  /** Calls back at each change of the state; returns the undo. */
  readonly observe: (callback: () => void) => () => void;
  /** Sends what waits, where there is a connection, and lets go. */
  readonly close: () => void;
}

export interface SealedSyncState {
  /** Whether the hub was compared with since the last connection. */
  readonly isLevel: boolean;
  /** Whether all of this document is known to be on the hub's disk. */
  readonly isAllThere: boolean;
  /** Entries of another key, or of a newer version: they stay. */
  readonly foreign: number;
  /** Entries that are not what they say. */
  readonly broken: number;
}

/** What is written here goes at once; what follows closely goes together. */
const firstDelayMs = 20;
const nextDelayMs = 200;
/** Who has it from elsewhere leaves it to whoever wrote it, for so long. */
const otherDelayMs = { least: 2_000, spread: 3_000 };
const compactDelayMs = { least: 1_000, spread: 8_000 };
const refillDelayMs = { least: 500, spread: 3_000 };

const defaultEntryLimit = 200;
/** Bytes of entries below which nothing is made one. */
const smallBytes = 64_000;
const growth = 3;
const partLimit = 1_000_000;

export const createSealedSync = (options: SealedSyncOptions): SealedSync => {
  const { doc, outer, keys, isOwn, entryLimit = defaultEntryLimit } = options;
  const { clock = systemClock, timer = systemTimer, random = randomBytes } = options;
  const entries = outer.getArray<Uint8Array>(entriesName);
  const origin: HubOrigin = { type: 'hub' };
  const callbacks = new Set<() => void>();
  /** Entries whose content is merged here. */
  const merged = new WeakSet<Uint8Array>();
  /** Where the entries' content stands: clocks of the inner document. */
  const hubVector = new Map<number, number>();
  /** Clocks of the outer document that are on the hub's disk, and those that should be. */
  const durable = new Map<number, number>();
  const wanted = new Map<number, number>();

  let own: Uint8Array[] = [];
  let others: Uint8Array[] = [];
  let isLevel = false;
  let foreign = 0;
  let broken = 0;
  let sentAtMs = 0;
  let compactedBytes = 0;

  const waits = new Map<string, () => void>();
  const later = (name: string, delayMs: number, run: () => void): void => {
    if (waits.has(name)) return;
    waits.set(
      name,
      timer.after(delayMs, () => {
        waits.delete(name);
        run();
      }),
    );
  };
  const spread = ({ least, spread: most }: { least: number; spread: number }): number =>
    least + (createNumber(random) / 2 ** 32) * most;
  const tell = (): void => {
    for (const callback of callbacks) callback();
  };

  const want = (client: number, reached: number): void => {
    if ((durable.get(client) ?? 0) < reached) wanted.set(client, Math.max(reached, wanted.get(client) ?? 0));
  };

  const remember = (update: Uint8Array): void => {
    for (const [client, reached] of Y.parseUpdateMetaV2(update).to) {
      hubVector.set(client, Math.max(reached, hubVector.get(client) ?? 0));
    }
  };

  /** Puts updates among the entries, with `replaced` ones taken away in the same step. */
  const push = (updates: readonly Uint8Array[], replaced: readonly number[] = []): void => {
    const update = updates.length === 1 && updates[0] ? updates[0] : Y.mergeUpdatesV2([...updates]);
    const entry = seal(keys, 'update', update, random);
    remember(update);
    outer.transact(() => {
      for (const index of [...replaced].reverse()) entries.delete(index);
      merged.add(entry);
      entries.push([entry]);
    }, origin);
    want(outer.clientID, Y.getState(outer.store, outer.clientID));
    sentAtMs = clock.now();
  };

  const send = (): void => {
    if (!isLevel || own.length === 0) return;
    const updates = own;
    own = [];
    push(updates);
    tidy();
    tell();
  };

  const sendOthers = (): void => {
    if (!isLevel) return;
    const lacking = others.filter((update) => !isThere(update));
    others = [];
    if (lacking.length > 0) push(lacking);
    tell();
  };

  /** Whether the entries hold all of an update; of one that deletes, nobody knows. */
  const isThere = (update: Uint8Array): boolean => {
    const { ds } = Y.decodeUpdateV2(update);
    if (ds.clients.size > 0) return false;
    return [...Y.parseUpdateMetaV2(update).to].every(
      ([client, reached]) => (hubVector.get(client) ?? 0) >= reached,
    );
  };

  const onInner = (update: Uint8Array, from: unknown): void => {
    if (from === origin) return;
    if (isOwn(from)) {
      own.push(update);
      later('own', clock.now() - sentAtMs > nextDelayMs ? firstDelayMs : nextDelayMs, send);
    } else {
      others.push(update);
      later('others', spread(otherDelayMs), sendOthers);
    }
    tell();
  };

  /** Opens entries; those that hold gives what they hold. */
  const open = (sealed: Iterable<unknown>): Uint8Array[] => {
    const updates: Uint8Array[] = [];
    for (const entry of sealed) {
      if (!(entry instanceof Uint8Array)) {
        broken += 1;
        continue;
      }
      const opened = openSeal(keys, 'update', entry);
      if (!opened.ok) {
        if (opened.error.type === 'SealedOtherwise') foreign += 1;
        else broken += 1;
        continue;
      }
      const read = readState(opened.value, { limit: partLimit });
      if (!read.ok) {
        broken += 1;
        continue;
      }
      read.value.doc.destroy();
      merged.add(entry);
      remember(opened.value);
      updates.push(opened.value);
    }
    return updates;
  };

  const take = (sealed: Iterable<unknown>): void => {
    const updates = open(sealed);
    if (updates.length > 0) Y.applyUpdateV2(doc, Y.mergeUpdatesV2(updates), origin);
  };

  const onEntries = (event: Y.YArrayEvent<Uint8Array>, transaction: Y.Transaction): void => {
    if (transaction.origin === origin) return;
    take(event.changes.delta.flatMap(({ insert }) => (Array.isArray(insert) ? (insert as unknown[]) : [])));
    // Somebody may have taken away what nobody put back.
    if (event.changes.deleted.size > 0) later('refill', spread(refillDelayMs), refill);
    tidy();
    tell();
  };

  const refill = (): void => {
    if (!isLevel) return;
    compare();
    tell();
  };

  /** Puts there what the entries, all together, lack of this document. */
  const compare = (): void => {
    own = [];
    others = [];
    hubVector.clear();
    foreign = 0;
    broken = 0;
    const there = new Y.Doc();
    const updates = open(entries.toArray());
    if (updates.length > 0) Y.applyUpdateV2(there, Y.mergeUpdatesV2(updates));
    if (!Y.equalSnapshots(Y.snapshot(there), Y.snapshot(doc))) {
      push([Y.encodeStateAsUpdateV2(doc, Y.encodeStateVector(there))]);
    }
    there.destroy();
  };

  const tidy = (): void => {
    if (isLevel && isOvergrown()) later('compact', spread(compactDelayMs), compact);
  };

  const isOvergrown = (): boolean => {
    if (entries.length > entryLimit) return true;
    if (entries.length < 2) return false;
    const bytes = entries.toArray().reduce((sum, entry) => sum + entry.length, 0);
    return bytes > Math.max(smallBytes, growth * compactedBytes);
  };

  const compact = (): void => {
    if (!isLevel || !isOvergrown()) return;
    const mine = entries.toArray().flatMap((entry, index) => (merged.has(entry) ? [index] : []));
    own = [];
    others = [];
    push([Y.encodeStateAsUpdateV2(doc)], mine);
    compactedBytes = entries.get(entries.length - 1).length;
    tell();
  };

  take(entries.toArray());
  doc.on('updateV2', onInner);
  entries.observe(onEntries);

  return {
    level: () => {
      isLevel = true;
      // Another connection, perhaps another disk.
      durable.clear();
      compare();
      for (const [client, reached] of Y.decodeStateVector(Y.encodeStateVector(outer))) want(client, reached);
      tidy();
      tell();
    },
    pause: () => {
      isLevel = false;
      tell();
    },
    heardDurable: (clocks) => {
      for (const [client, reached] of clocks) {
        durable.set(client, Math.max(reached, durable.get(client) ?? 0));
        if (reached >= (wanted.get(client) ?? 0)) wanted.delete(client);
      }
      tell();
    },
    asked: () => [...wanted.keys()],
    state: () => ({
      isLevel,
      isAllThere: isLevel && own.length + others.length + wanted.size === 0,
      foreign,
      broken,
    }),
    observe: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    close: () => {
      send();
      sendOthers();
      for (const cancel of waits.values()) cancel();
      doc.off('updateV2', onInner);
      entries.unobserve(onEntries);
    },
  };
};
