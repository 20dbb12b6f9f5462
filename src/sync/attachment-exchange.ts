/**
 * What notes carry, between devices that are linked: asked for by its hash, one at a time, after the texts, in pieces of one
 * frame each. What has come is believed once it has that hash.
 *
 * | message | content                                                                                     |
 * | ------- | ------------------------------------------------------------------------------------------- |
 * | wanted  | 1 byte: 1 asked for, 0 not here; 32 bytes of hash                                           |
 * | chunk   | 32 bytes of hash; 4 bytes: length of the whole; 4: where this piece begins; the piece       |
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { attachmentSizeLimit, type AttachmentHash } from '#core/attachments.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import { createByteReader, uint32 } from './byte-reader.ts';
import { messageKinds, type Message } from './direct-frames.ts';
import type { DirectPart } from './direct-session.ts';

export interface AttachmentExchange {
  /** Makes the part of one more link. */
  readonly join: (wake: () => void) => DirectPart;
  /** Says what this device lacks, in the order in which it is fetched. */
  readonly want: (hashes: readonly AttachmentHash[]) => void;
  readonly close: () => void;
}

export interface AttachmentExchangeOptions {
  /** What this device has, if it does. */
  readonly read: (hash: AttachmentHash) => Promise<Uint8Array | undefined>;
  /** Keeps what has come; its hash is right. */
  readonly keep: (hash: AttachmentHash, bytes: Uint8Array) => Promise<void>;
  readonly timer?: Timer;
}

interface Peer {
  readonly ask: (hash: AttachmentHash) => void;
  /** What it said that it does not have; asked again after a while. */
  readonly lacks: Set<AttachmentHash>;
}

interface Fetching {
  readonly hash: AttachmentHash;
  readonly peer: Peer;
  bytes: Uint8Array;
  length: number;
  stopWaiting: () => void;
}

/** With its head, what one frame holds. */
const chunkLength = 15_000;
/** What other devices ask of this one at a time. */
const requestLimit = 8;
/** Nothing more has come of what was asked for: somebody else may have it. */
const stalledMs = 20_000;
/** Whoever wrote the note may be bringing it to others. */
const retryMs = 3_000;
const hashLength = 32;

export const createAttachmentExchange = ({
  read,
  keep,
  timer = systemTimer,
}: AttachmentExchangeOptions): AttachmentExchange => {
  const peers = new Set<Peer>();
  let wanted: readonly AttachmentHash[] = [];
  let fetching: Fetching | null = null;
  let stopRetry: (() => void) | undefined;

  const drop = (): void => {
    fetching?.stopWaiting();
    fetching = null;
  };

  /** Asks for the first that somebody may have. */
  const fetchNext = (): void => {
    if (fetching) return;
    for (const hash of wanted) {
      const peer = [...peers].find(({ lacks }) => !lacks.has(hash));
      if (!peer) continue;
      fetching = { hash, peer, bytes: new Uint8Array(), length: 0, stopWaiting: () => undefined };
      awaitMore(fetching);
      peer.ask(hash);
      return;
    }
    if (wanted.length > 0 && peers.size > 0) {
      stopRetry ??= timer.after(retryMs, () => {
        stopRetry = undefined;
        for (const { lacks } of peers) lacks.clear();
        fetchNext();
      });
    }
  };

  /** The one that is asked has so long to go on. */
  const awaitMore = (one: Fetching): void => {
    one.stopWaiting();
    one.stopWaiting = timer.after(stalledMs, () => {
      one.peer.lacks.add(one.hash);
      drop();
      fetchNext();
    });
  };

  /** False: it is not what was asked for. */
  const takeChunk = (peer: Peer, content: Uint8Array): boolean => {
    const reader = createByteReader(content);
    const hash = bytesToHex(reader.take(hashLength)) as AttachmentHash;
    const [length, at] = [reader.uint32(), reader.uint32()];
    const piece = reader.rest();
    // It was given up, and came all the same.
    if (!fetching || fetching.hash !== hash || fetching.peer !== peer) return true;
    const one = fetching;
    if (at === 0) {
      if (length === 0 || length > attachmentSizeLimit) return false;
      [one.bytes, one.length] = [new Uint8Array(length), 0];
    }
    if (
      at !== one.length ||
      length !== one.bytes.length ||
      piece.length === 0 ||
      at + piece.length > length
    ) {
      return false;
    }
    one.bytes.set(piece, at);
    one.length += piece.length;
    awaitMore(one);
    if (one.length < length) return true;
    drop();
    if (bytesToHex(sha256(one.bytes)) !== hash) return false;
    wanted = wanted.filter((other) => other !== hash);
    void keep(hash, one.bytes).finally(fetchNext);
    return true;
  };

  const join = (wake: () => void): DirectPart => {
    const asks: AttachmentHash[] = [];
    const refusals: AttachmentHash[] = [];
    const requests: AttachmentHash[] = [];
    let giving: { readonly hash: AttachmentHash; readonly bytes: Uint8Array; at: number } | null = null;
    let isReading = false;
    const peer: Peer = {
      lacks: new Set(),
      ask: (hash) => {
        asks.push(hash);
        wake();
      },
    };

    const readNext = async (): Promise<void> => {
      const hash = isReading || giving ? undefined : requests.shift();
      if (hash === undefined) return;
      isReading = true;
      const bytes = await read(hash).catch(() => undefined);
      isReading = false;
      if (bytes && bytes.length > 0) giving = { hash, bytes, at: 0 };
      else refusals.push(hash);
      if (!giving) void readNext();
      wake();
    };

    const takeWanted = (content: Uint8Array): boolean => {
      const reader = createByteReader(content);
      const isAsked = reader.byte() === 1;
      const hash = bytesToHex(reader.take(hashLength)) as AttachmentHash;
      if (!isAsked) {
        peer.lacks.add(hash);
        if (fetching?.hash === hash && fetching.peer === peer) drop();
        fetchNext();
      } else if (requests.length >= requestLimit) refusals.push(hash);
      else {
        requests.push(hash);
        void readNext();
      }
      return refusals.length <= 10 * requestLimit;
    };

    const message = (is: 0 | 1, hash: AttachmentHash): Message => ({
      kind: messageKinds.wanted,
      content: concatBytes(Uint8Array.of(is), hexToBytes(hash)),
    });

    return {
      kinds: [messageKinds.wanted, messageKinds.chunk],
      isBulk: true,
      open: () => {
        peers.add(peer);
        fetchNext();
      },
      next: () => {
        const ask = asks.shift();
        if (ask !== undefined) return message(1, ask);
        const refusal = refusals.shift();
        if (refusal !== undefined) return message(0, refusal);
        if (!giving) return null;
        const { hash, bytes, at } = giving;
        const piece = bytes.subarray(at, at + chunkLength);
        giving.at += piece.length;
        if (giving.at >= bytes.length) {
          giving = null;
          void readNext();
        }
        return {
          kind: messageKinds.chunk,
          content: concatBytes(
            hexToBytes(hash),
            Uint8Array.from([...uint32(bytes.length), ...uint32(at)]),
            piece,
          ),
        };
      },
      take: ({ kind, content }) =>
        kind === messageKinds.wanted ? takeWanted(content) : takeChunk(peer, content),
      end: () => {
        peers.delete(peer);
        giving = null;
        requests.length = 0;
        if (fetching?.peer === peer) drop();
        fetchNext();
      },
    };
  };

  return {
    join,
    want: (hashes) => {
      wanted = hashes;
      if (fetching && !hashes.includes(fetching.hash)) drop();
      fetchNext();
    },
    close: () => {
      drop();
      stopRetry?.();
      wanted = [];
      peers.clear();
    },
  };
};
