/**
 * What two paired devices say to each other over a link of any kind. First each proves to the other that it has the board's key;
 * from then on the parts of the session have the word: each says what is to go next whenever there is room, those that
 * stand first before the others, so that nothing piles up behind a slow link.
 */

import { randomBytes, type RandomBytes } from '#core/ids.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import type { BoardKeys } from './board-keys.ts';
import {
  createMessageSink,
  cutMessage,
  decodeDirectFrame,
  directVersion,
  encodeDirectFrame,
  isCounted,
  type DirectFrame,
  type EndReason,
  type Message,
} from './direct-frames.ts';
import { isSameProof, makeProof, nonceLength, otherRole, type PairEnds } from './direct-proof.ts';
import type { Link } from './link.ts';

/** One matter of a session, such as keeping the board level. */
export interface DirectPart {
  /** Kinds of messages that are its own. */
  readonly kinds: readonly number[];
  /** It can wait: it is asked only while the link holds little. */
  readonly isBulk?: boolean;
  /** Both have proved that they have the key; or the other, of which nothing was heard for a while, is there again. */
  readonly open: () => void;
  /** What is to go next; null: nothing. */
  readonly next: () => Message | null;
  /** Takes a message; false: it can't be read, which ends the session. */
  readonly take: (message: Message) => boolean;
  /** It is over, or nothing is heard of the other. */
  readonly end: () => void;
}

/** A link that has come about, on which nothing is proved yet. */
export interface NewLink {
  readonly link: Link;
  readonly ends: PairEnds;
}

export interface DirectSessionOptions extends NewLink {
  readonly keys: BoardKeys;
  /** Makes the parts; each calls `wake` when it has something to send. */
  readonly parts: (wake: () => void) => readonly DirectPart[];
  readonly timer?: Timer;
  readonly random?: RandomBytes;
}

export type DirectState =
  | { readonly type: 'proving' }
  | {
      readonly type: 'open';
      /** Bytes that wait to leave this device, those apart that a part has not given yet. */
      readonly unsentBytes: number;
      /** Messages of which the other has not said that it took them in. */
      readonly unacknowledged: number;
    }
  /** Nothing has come for a while: the other sleeps, or is out of reach. It goes on as soon as something comes. */
  | { readonly type: 'silent' }
  | { readonly type: 'ended'; readonly reason: SessionEnd };

export type SessionEnd =
  | EndReason
  /** Nothing came for very long. */
  | 'silent'
  /** The link is gone. */
  | 'lost';

export interface DirectSession {
  readonly state: () => DirectState;
  /** Calls back at each change of the state; returns the undo. */
  readonly observe: (callback: () => void) => () => void;
  /** Says goodbye. */
  readonly close: (reason?: 'left' | 'spared') => void;
}

const pingMs = 5_000;
/** Beats without a sign of life after which the other is taken for gone: 15 seconds, which a busy tablet may be silent. */
const silentBeats = 3;
/** Beats after which nobody waits for it any more: an hour, as long as people eat. */
const lostBeats = 720;
/** Bytes that the link is to hold at a time: enough for it never to stand still, little enough for pings to pass. */
const bufferLimit = 256_000;
/** The same for what can wait: a text that comes behind it is to leave within a quarter of a second on a slow Wi-Fi. */
const bulkLimit = 64_000;

export const openDirectSession = (options: DirectSessionOptions): DirectSession => {
  const { link, keys, ends, timer = systemTimer, random = randomBytes } = options;
  const peer = otherRole(ends.role);
  const nonce = random(nonceLength);
  const callbacks = new Set<() => void>();
  const sink = createMessageSink();

  let stage: 'proving' | 'open' | 'silent' | 'ended' = 'proving';
  let ended: SessionEnd = 'lost';
  let peerNonce: Uint8Array | undefined;
  let outbox: Uint8Array[] = [];
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
    const isSilent = stage === 'silent';
    stage = 'ended';
    ended = reason;
    stopBeat();
    outbox = [];
    link.close();
    if (!isSilent) for (const part of parts) part.end();
    tell();
  };
  const refuse = (reason: EndReason): void => {
    if (stage === 'ended') return;
    // What was said last is still to go, as far as it does at once.
    pump();
    send({ type: 'end', reason });
    end(reason);
  };

  /** Hands over as much as the link is to hold. */
  const pump = (): void => {
    while (stage === 'open' && link.bufferedBytes() < bufferLimit) {
      const frame = outbox.shift() ?? nextFrame();
      if (!frame) return;
      link.send(frame);
    }
  };
  const nextFrame = (): Uint8Array | undefined => {
    for (const part of parts) {
      if (part.isBulk === true && link.bufferedBytes() >= bulkLimit) continue;
      const message = part.next();
      if (!message) continue;
      if (isCounted(message.kind)) sent += 1;
      outbox.push(...cutMessage(message));
      return outbox.shift();
    }
    return undefined;
  };
  const wake = (): void => {
    if (stage !== 'open') return;
    pump();
    tell();
  };
  const parts = options.parts(wake);

  const prove = (role: PairEnds['role'], theirs: Uint8Array): Uint8Array =>
    makeProof(
      keys,
      ends,
      role,
      ends.role === 'offer' ? { offer: nonce, answer: theirs } : { offer: theirs, answer: nonce },
    );

  const open = (): void => {
    stage = 'open';
    for (const part of parts) part.open();
    pump();
  };

  const takeMessage = (bytes: Uint8Array): boolean => {
    const message = { kind: bytes[0] ?? 0, content: bytes.subarray(1) };
    const part = parts.find(({ kinds }) => kinds.includes(message.kind));
    if (part && !part.take(message)) return false;
    if (isCounted(message.kind)) {
      taken += 1;
      send({ type: 'taken', count: taken });
    }
    return true;
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
    if (stage === 'silent') open();
    const frame = decodeDirectFrame(bytes);
    if (!frame.ok) refuse('unreadable');
    else if (frame.value.type === 'end') end(frame.value.reason);
    else if (stage === 'open') takeOpen(frame.value);
    else takeProving(frame.value);
  };

  const beat = (): void => {
    beats += 1;
    if (beats > (stage === 'proving' ? silentBeats : lostBeats)) {
      end('silent');
      return;
    }
    stopBeat = timer.after(pingMs, beat);
    if (stage === 'open' && beats > silentBeats) {
      stage = 'silent';
      for (const part of parts) part.end();
      tell();
    }
    if (stage === 'silent') link.revive();
    // One that comes through again is enough.
    if (stage === 'open' || link.bufferedBytes() === 0) send({ type: 'ping' });
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
      if (stage !== 'open') return { type: stage };
      const waiting = outbox.reduce((sum, { length }) => sum + length, 0);
      return {
        type: 'open',
        unsentBytes: waiting + link.bufferedBytes(),
        unacknowledged: sent - acknowledged,
      };
    },
    observe: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    close: (reason = 'left') => refuse(reason),
  };
};
