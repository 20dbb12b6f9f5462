/**
 * Keeps a board level among devices that are linked in any shape, with each change crossing each device once.
 *
 * Of its links a device sends changes over some (the tree), and over the others only their ids. Who gets a change twice asks
 * to be sent ids only by the second one; who hears of an id whose change does not come asks for all that it lacks, and to
 * be sent changes from then on. So the links that are quickest become a tree, and the others mend it when it breaks.
 * Source: Leitão, Pereira, Rodrigues, “Epidemic Broadcast Trees” (Plumtree), SRDS 2007.
 *
 * | message      | content                                                                                           |
 * | ------------ | ------------------------------------------------------------------------------------------------- |
 * | standing     | 1 byte: whether the other's is asked for; 8: hash of Yjs's snapshot; its state vector. Asks for an answer |
 * | answer, told | 2 bytes: count of ids; 8 bytes each; an update of Yjs in its format V2                            |
 * | have         | ids, 8 bytes each                                                                                 |
 * | prune, graft | nothing; a standing follows a graft                                                               |
 *
 * An id is 4 random bytes of the device and the count of its changes. An update that brings nothing new is not told by Yjs,
 * so that none goes round for ever, whatever ids it has.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import * as Y from 'yjs';
import { randomBytes, type Brand, type RandomBytes } from '#core/ids.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import { createByteReader, uint16, uint32 } from './byte-reader.ts';
import { messageKinds, type Message } from './direct-frames.ts';
import type { DirectPart } from './direct-session.ts';
import { readState } from './scratch-doc.ts';

/** Marks what came from a paired device; each link has one of its own. */
export interface DirectOrigin {
  readonly type: 'direct';
}

/** The board's part of one link. */
export interface GossipPart extends DirectPart {
  /** Each has all that the other has told of; nothing waits here. */
  readonly isLevel: () => boolean;
}

export interface Gossip {
  /**
   * Makes the part of one more link.
   * `isTree`: changes go over it from the start, as over the only link there may be.
   */
  readonly join: (wake: () => void, isTree: boolean) => GossipPart;
  readonly close: () => void;
}

/** 16 hexadecimal digits. */
type UpdateId = Brand<string, 'UpdateId'>;

interface Change {
  readonly ids: readonly UpdateId[];
  readonly update: Uint8Array;
}

/** What is being taken in now; ids: null where it has none of its own. */
interface Arriving {
  readonly origin: DirectOrigin;
  readonly peer: Peer;
  readonly ids: readonly UpdateId[] | null;
  readonly waiting: Waiting;
}

interface Peer {
  isTree: boolean;
  /** Has changes go over this link in both directions. */
  readonly open: () => void;
  readonly offer: (change: Change) => void;
}

const idLength = 8;
/** Ids that are remembered. One that was forgotten costs an answer, and nothing else. */
const seenLimit = 4_000;
/** Ids in a message. */
const idLimit = 500;
/** Ids are sent together: whoever lacks one waits that much longer, which only happens where the tree broke. */
const haveMs = 300;
/** A change that comes by the tree is there sooner; and whoever asks first brings it to those behind. */
const missMs = { least: 300, most: 900 };
/** Turns of that wait until somebody else is asked: five seconds, which a large answer may take. */
const patience = 10;
const partLimit = 1_000_000;

export interface GossipOptions {
  readonly timer?: Timer;
  readonly random?: RandomBytes;
}

export const createGossip = (
  doc: Y.Doc,
  { timer = systemTimer, random = randomBytes }: GossipOptions = {},
): Gossip => {
  const source = random(4);
  const peers = new Set<Peer>();
  const seen = new Set<UpdateId>();
  /** Of whom an id was asked, and for how many turns: others wait meanwhile. */
  const asked = new Map<UpdateId, { readonly peer: Peer; turns: number }>();
  let arriving: Arriving | undefined;
  let count = 0;

  const see = (ids: readonly UpdateId[]): void => {
    for (const id of ids) {
      seen.add(id);
      asked.delete(id);
    }
    for (const id of seen) {
      if (seen.size <= seenLimit) break;
      seen.delete(id);
    }
  };
  const createUpdateId = (): UpdateId => {
    count += 1;
    return bytesToHex(concatBytes(source, Uint8Array.from(uint32(count)))) as UpdateId;
  };
  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    const from = origin === arriving?.origin ? arriving : undefined;
    // What had waited for this came along: it is more than its ids say.
    const isMore = from && !isSameWaiting(from.waiting, waiting(doc));
    const ids = isMore || !from?.ids?.length ? [createUpdateId()] : from.ids;
    see(ids);
    for (const peer of peers) if (peer !== from?.peer) peer.offer({ ids, update });
  };
  doc.on('updateV2', onUpdate);

  const join = (wake: () => void, isTree: boolean): GossipPart => {
    const origin: DirectOrigin = { type: 'direct' };
    /** The other has told where it stands: from then on it is sent each change. */
    let isAsked = false;
    /** The other has sent what this device lacked. */
    let isAnswered = false;
    /** To say where this device stands, and whether to ask where the other does. */
    let asks: { readonly forOther: boolean } | null = null;
    let wasOpen = false;
    let answer: Uint8Array | null = null;
    let changes: Change[] = [];
    let haves: UpdateId[] = [];
    /** Nothing, or a word about how changes are to come. */
    let word: 'prune' | 'graft' | null = null;
    /** What the other has, and this device did not have then. */
    const told = new Set<UpdateId>();
    let stopHave: (() => void) | undefined;
    let stopMiss: (() => void) | undefined;
    let areHavesDue = false;

    const peer: Peer = {
      isTree,
      open: () => {
        peer.isTree = true;
        word = 'graft';
        wake();
      },
      offer: (change) => {
        if (!isAsked) return;
        if (peer.isTree) {
          changes.push(change);
          wake();
          return;
        }
        haves.push(...change.ids);
        stopHave ??= timer.after(haveMs, () => {
          stopHave = undefined;
          areHavesDue = true;
          wake();
        });
      },
    };

    const ask = (forOther = false): void => {
      asks = { forOther: forOther || asks?.forOther === true };
    };
    const isUnseen = (id: UpdateId): boolean => {
      if (seen.has(id)) told.delete(id);
      return told.has(id);
    };
    const awaitTold = (): void => {
      const spread = ((random(1)[0] ?? 0) / 256) * (missMs.most - missMs.least);
      stopMiss ??= timer.after(missMs.least + spread, () => {
        stopMiss = undefined;
        const missing = [...told].filter(isUnseen);
        if (missing.length === 0) return;
        for (const id of missing) {
          const one = asked.get(id);
          if (one?.peer === peer && ++one.turns > patience) asked.delete(id);
        }
        const mine = missing.filter((id) => !asked.has(id));
        for (const id of mine) asked.set(id, { peer, turns: 0 });
        if (mine.length > 0) {
          ask();
          peer.open();
        }
        // Who was asked may be gone by then.
        awaitTold();
      });
    };

    /** False: it can't be read. */
    const apply = (update: Uint8Array, ids: readonly UpdateId[] | null): boolean => {
      const read = readState(update, { limit: partLimit });
      if (!read.ok) return false;
      read.value.doc.destroy();
      const before = waiting(doc);
      arriving = { origin, peer, ids, waiting: before };
      Y.applyUpdateV2(doc, update, origin);
      const after = waiting(doc);
      if (after.structs && !isSameWaiting(before, after)) ask();
      return true;
    };

    const takeChange = ({ kind, content }: Message): boolean => {
      const reader = createByteReader(content);
      const ids = readIds(reader.take(idLength * reader.uint16()));
      if (ids.length > idLimit) return false;
      const update = reader.rest();
      if (kind === messageKinds.answer) {
        if (!apply(update, null)) return false;
        isAnswered = true;
        // It was made after all that the other has told of.
        see([...ids, ...told]);
        told.clear();
        return true;
      }
      if (ids.length > 0 && ids.every((id) => seen.has(id))) {
        if (peer.isTree) word = 'prune';
        peer.isTree = false;
        return true;
      }
      if (!apply(update, ids)) return false;
      see(ids);
      // The way here is the way back.
      peer.isTree = true;
      return true;
    };

    const take = (message: Message): boolean => {
      const { kind, content } = message;
      switch (kind) {
        case messageKinds.standing: {
          const reader = createByteReader(content);
          const isForOther = reader.byte() === 1;
          const isSame = bytesToHex(reader.take(idLength)) === bytesToHex(snapshotHash(doc));
          const vector = reader.rest();
          Y.decodeStateVector(vector);
          isAsked = true;
          answer = isSame ? emptyUpdate : Y.encodeStateAsUpdateV2(doc, vector);
          if (isForOther) ask();
          return true;
        }
        case messageKinds.have: {
          if (content.length > idLength * idLimit) return false;
          for (const id of readIds(content)) {
            if (!seen.has(id) && told.size < seenLimit) told.add(id);
          }
          if (told.size > 0) awaitTold();
          return true;
        }
        case messageKinds.prune:
          peer.isTree = false;
          return true;
        case messageKinds.graft:
          peer.isTree = true;
          return true;
        default:
          return takeChange(message);
      }
    };

    const next = (): Message | null => {
      if (word) {
        const kind = messageKinds[word];
        word = null;
        return { kind, content: new Uint8Array() };
      }
      if (asks) {
        const head = Uint8Array.of(asks.forOther ? 1 : 0);
        asks = null;
        return {
          kind: messageKinds.standing,
          content: concatBytes(head, snapshotHash(doc), Y.encodeStateVector(doc)),
        };
      }
      if (answer || changes.length > 0) {
        const kind = answer ? messageKinds.answer : messageKinds.told;
        // The answer has all changes up to it.
        const ids = changes.flatMap((change) => change.ids).slice(-idLimit);
        const updates = [...(answer ? [answer] : []), ...changes.map(({ update }) => update)];
        const [only = emptyUpdate] = updates;
        const update = updates.length > 1 ? Y.mergeUpdatesV2(updates) : only;
        answer = null;
        changes = [];
        return {
          kind,
          content: concatBytes(Uint8Array.from(uint16(ids.length)), ...ids.map(hexToBytes), update),
        };
      }
      if (areHavesDue) {
        areHavesDue = false;
        const content = concatBytes(...haves.slice(-idLimit).map(hexToBytes));
        haves = [];
        return { kind: messageKinds.have, content };
      }
      return null;
    };

    return {
      kinds: [1, 2, 3, 4, 5, 6],
      open: () => {
        peers.add(peer);
        // The other may not have noticed that nothing came through.
        ask(wasOpen);
        wasOpen = true;
      },
      next,
      take,
      isLevel: () =>
        isAsked && isAnswered && !asks && !answer && changes.length === 0 && ![...told].some(isUnseen),
      end: () => {
        stopHave?.();
        stopMiss?.();
        stopHave = stopMiss = undefined;
        isAsked = isAnswered = areHavesDue = false;
        [asks, answer, word, changes, haves] = [null, null, null, [], []];
        told.clear();
        peers.delete(peer);
        for (const [id, other] of asked) if (other.peer === peer) asked.delete(id);
        // Until a new tree has formed, all that are left bring each other everything.
        if (peer.isTree) for (const other of peers) other.open();
      },
    };
  };

  return { join, close: () => doc.off('updateV2', onUpdate) };
};

const emptyUpdate = Y.encodeStateAsUpdateV2(new Y.Doc());

/** What came while its forerunners have not. */
interface Waiting {
  readonly structs: unknown;
  readonly deletions: number;
}
const waiting = ({ store }: Y.Doc): Waiting => ({
  structs: store.pendingStructs,
  deletions: store.pendingDs?.length ?? 0,
});
const isSameWaiting = (a: Waiting, b: Waiting): boolean =>
  a.structs === b.structs && a.deletions === b.deletions;

/** The same for documents that have the same, deletions included. */
const snapshotHash = (doc: Y.Doc): Uint8Array =>
  sha256(Y.encodeSnapshotV2(Y.snapshot(doc))).slice(0, idLength);

const readIds = (bytes: Uint8Array): readonly UpdateId[] =>
  Array.from(
    { length: Math.floor(bytes.length / idLength) },
    (_, index) => bytesToHex(bytes.subarray(index * idLength, (index + 1) * idLength)) as UpdateId,
  );
