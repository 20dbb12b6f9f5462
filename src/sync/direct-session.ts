/**
 * Keeps a board level with that of one paired device, over a link of any kind. First each proves to the other that it has
 * the board's key; then they tell where they stand, send what the other lacks, and from then on each change.
 *
 * A session passes over what came in by itself and sends on everything else, so that devices that are linked in any shape
 * reach each other; an update that brings nothing new is not told by Yjs, so that none goes round for ever.
 */

import * as Y from 'yjs';
import { randomBytes, type RandomBytes } from '#core/ids.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import type { BoardKeys } from './board-keys.ts';
import {
  createMessageSink,
  cutMessage,
  decodeDirectFrame,
  directVersion,
  encodeDirectFrame,
  type DirectFrame,
  type EndReason,
} from './direct-frames.ts';
import { isSameProof, makeProof, nonceLength, otherRole, type PairEnds } from './direct-proof.ts';
import type { Link } from './link.ts';
import { readState } from './scratch-doc.ts';

/** Marks what came from a paired device; each session has one of its own, and passes over no other. */
export interface DirectOrigin {
  readonly type: 'direct';
}

export interface DirectSessionOptions {
  readonly link: Link;
  readonly doc: Y.Doc;
  readonly keys: BoardKeys;
  readonly ends: PairEnds;
  /** What this device tells of itself, once the other has proved that it has the key. */
  readonly about: string;
  readonly timer?: Timer;
  readonly random?: RandomBytes;
}

export type DirectState =
  | { readonly type: 'proving' }
  | {
      readonly type: 'open';
      /** Both have, of all that each knows, what the other had; nothing is on its way from here. */
      readonly isLevel: boolean;
      /** What the other device tells of itself; null: nothing yet. */
      readonly about: string | null;
      /** Bytes that wait to leave this device. */
      readonly unsentBytes: number;
      /** Messages of which the other has not said that it took them in. */
      readonly unacknowledged: number;
    }
  | { readonly type: 'ended'; readonly reason: SessionEnd };

export type SessionEnd =
  | EndReason
  /** Nothing came for a while. */
  | 'silent'
  /** The link is gone. */
  | 'lost';

export interface DirectSession {
  readonly state: () => DirectState;
  /** Calls back at each change of the state; returns the undo. */
  readonly observe: (callback: () => void) => () => void;
  /** Says goodbye. */
  readonly close: () => void;
}

const pingMs = 5_000;
/** Beats without a sign of life after which the other is taken for gone: 15 seconds, which a busy tablet may be silent. */
const silentBeats = 3;
/** Bytes that the link is to hold at a time: enough for it never to stand still, little enough for pings to pass. */
const bufferLimit = 256_000;
const aboutLimit = 2_000;
const partLimit = 1_000_000;

const [isAbout, isVector, isUpdate] = [1, 2, 3];

export const openDirectSession = (options: DirectSessionOptions): DirectSession => {
  const { link, doc, keys, ends, about, timer = systemTimer, random = randomBytes } = options;
  const peer = otherRole(ends.role);
  const origin: DirectOrigin = { type: 'direct' };
  const nonce = random(nonceLength);
  const callbacks = new Set<() => void>();
  const sink = createMessageSink();

  let stage: 'proving' | 'open' | 'ended' = 'proving';
  let ended: SessionEnd = 'lost';
  let peerNonce: Uint8Array | undefined;
  let peerAbout: string | null = null;
  /** The other has told where it stands: from then on it is sent each change. */
  let isAsked = false;
  /** The other has sent what this device lacked. */
  let isAnswered = false;
  let outbox: Uint8Array[] = [];
  let updates: Uint8Array[] = [];
  let sent = 0;
  let acknowledged = 0;
  let taken = 0;
  let beats = 0;

  const tell = (): void => {
    for (const callback of callbacks) callback();
  };
  const send = (frame: DirectFrame): void => link.send(encodeDirectFrame(frame));

  const end = (reason: SessionEnd): void => {
    if (stage === 'ended') return;
    stage = 'ended';
    ended = reason;
    stopBeat();
    doc.off('updateV2', onUpdate);
    outbox = [];
    updates = [];
    link.close();
    tell();
  };
  const refuse = (reason: EndReason): void => {
    if (stage === 'ended') return;
    send({ type: 'end', reason });
    end(reason);
  };

  const post = (kind: number, content: Uint8Array): void => {
    const message = new Uint8Array(1 + content.length);
    message[0] = kind;
    message.set(content, 1);
    outbox.push(...cutMessage(message));
    sent += 1;
  };

  /** Hands over as much as the link is to hold; what changes meanwhile goes as one message. */
  const pump = (): void => {
    if (stage !== 'open') return;
    for (;;) {
      if (outbox.length === 0 && updates.length > 0) {
        const [first] = updates;
        const merged = updates.length === 1 && first ? first : Y.mergeUpdatesV2(updates);
        updates = [];
        post(isUpdate, merged);
      }
      if (link.bufferedBytes() >= bufferLimit) return;
      const frame = outbox.shift();
      if (!frame) return;
      link.send(frame);
    }
  };

  const onUpdate = (update: Uint8Array, from: unknown): void => {
    if (from === origin || !isAsked) return;
    updates.push(update);
    pump();
    tell();
  };

  const prove = (role: PairEnds['role'], theirs: Uint8Array): Uint8Array =>
    makeProof(
      keys,
      ends,
      role,
      ends.role === 'offer' ? { offer: nonce, answer: theirs } : { offer: theirs, answer: nonce },
    );

  const open = (): void => {
    stage = 'open';
    doc.on('updateV2', onUpdate);
    post(isAbout, new TextEncoder().encode(about));
    post(isVector, Y.encodeStateVector(doc));
    pump();
  };

  const takeMessage = (message: Uint8Array): boolean => {
    const content = message.subarray(1);
    switch (message[0]) {
      case isAbout:
        if (content.length > aboutLimit) return false;
        peerAbout = new TextDecoder().decode(content);
        return true;
      case isVector:
        Y.decodeStateVector(content);
        isAsked = true;
        updates.push(Y.encodeStateAsUpdateV2(doc, content));
        return true;
      case isUpdate: {
        const read = readState(content, { limit: partLimit });
        if (!read.ok) return false;
        read.value.doc.destroy();
        isAnswered = true;
        Y.applyUpdateV2(doc, content, origin);
        return true;
      }
      default:
        // Of a newer version: to be passed over.
        return true;
    }
  };

  const takeOpen = (frame: DirectFrame): void => {
    if (frame.type === 'taken') {
      if (frame.count > sent || frame.count < acknowledged) refuse('unreadable');
      else acknowledged = frame.count;
    } else if (frame.type === 'piece' || frame.type === 'last') {
      const message = sink.add(frame.bytes, frame.type === 'last');
      if (!message.ok || (message.value && !takeMessage(message.value))) {
        refuse('unreadable');
        return;
      }
      if (message.value) {
        taken += 1;
        send({ type: 'taken', count: taken });
      }
    }
    pump();
    tell();
  };

  const takeProving = (frame: DirectFrame): void => {
    if (frame.type === 'hello' && !peerNonce) {
      if (frame.version > directVersion) {
        refuse('newer');
        return;
      }
      peerNonce = frame.nonce;
      send({ type: 'proof', proof: prove(ends.role, peerNonce) });
    } else if (frame.type === 'proof' && peerNonce && isSameProof(frame.proof, prove(peer, peerNonce))) {
      open();
      tell();
    } else refuse('not-proven');
  };

  const take = (bytes: Uint8Array): void => {
    if (stage === 'ended') return;
    beats = 0;
    const frame = decodeDirectFrame(bytes);
    if (!frame.ok) refuse('unreadable');
    else if (frame.value.type === 'end') end(frame.value.reason);
    else if (stage === 'open') takeOpen(frame.value);
    else takeProving(frame.value);
  };

  const beat = (): void => {
    beats += 1;
    if (beats > silentBeats) {
      end('silent');
      return;
    }
    if (stage === 'open') send({ type: 'ping' });
    stopBeat = timer.after(pingMs, beat);
  };
  let stopBeat = timer.after(pingMs, beat);

  // Before anything is heard: what has come already is answered, and the answer is to come second.
  send({ type: 'hello', version: directVersion, nonce });
  link.hear({
    message: (bytes) => {
      // What Yjs can't read may throw: a session ends by it, and nothing else does.
      try {
        take(bytes);
      } catch {
        refuse('unreadable');
      }
    },
    drain: () => {
      pump();
      tell();
    },
    end: () => end('lost'),
  });

  return {
    state: () => {
      if (stage === 'ended') return { type: 'ended', reason: ended };
      if (stage === 'proving') return { type: 'proving' };
      const waiting = [...outbox, ...updates].reduce((sum, { length }) => sum + length, 0);
      const unsentBytes = waiting + link.bufferedBytes();
      const unacknowledged = sent - acknowledged;
      const isLevel = isAsked && isAnswered && waiting === 0 && unacknowledged === 0;
      return { type: 'open', isLevel, about: peerAbout, unsentBytes, unacknowledged };
    },
    observe: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    close: () => refuse('left'),
  };
};
