/**
 * The way to a hub: keeps one board level with it as long as it is open, over whatever comes: a hub that starts again, a
 * tablet that sleeps, a network that goes. Content is sealed before it gets here (`#sync/sealed-sync.ts`).
 */

import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { BoardKeys } from '#sync/board-keys.ts';
import { isHubRefusal, readHubMessage, type HubQuestion, type HubRefusal } from '#sync/hub-protocol.ts';
import { openSeal, seal } from '#sync/seal.ts';
import { createSealedSync } from '#sync/sealed-sync.ts';
import { encodeVector } from '#sync/state-vector.ts';

export interface HubLinkOptions {
  /** As in `ws://192.168.1.20:4173/hub`. */
  readonly url: string;
  readonly doc: Y.Doc;
  readonly keys: BoardKeys;
  readonly isOwn: (origin: unknown) => boolean;
  /** What this device tells the others of itself; sealed as well. */
  readonly presence: string;
  /** Where there is none built in: Node 20. */
  readonly WebSocket?: unknown;
}

export type HubLinkState =
  /** Not there yet, or no more: it tries again, for ever. */
  | { readonly type: 'away' }
  | {
      readonly type: 'on';
      /** All of this board is known to be on the hub's disk. */
      readonly isAllThere: boolean;
      /** What each connection tells of its device, this one among them. */
      readonly present: readonly string[];
      /** Entries that this version or key does not open. */
      readonly foreign: number;
    }
  | { readonly type: 'read-only'; readonly reason: 'disk-full' | 'disk-read-only' | 'disk-failed' }
  /** The hub says no, and will again: it is asked again only when told to. */
  | { readonly type: 'refused'; readonly reason: HubRefusal };

export interface HubLink {
  readonly state: () => HubLinkState;
  /** Where the board stands, as text (`#sync/state-vector.ts`). */
  readonly vector: () => string;
  /** Calls back at each change of the state; returns the undo. */
  readonly observe: (callback: () => void) => () => void;
  /** The device woke, or is online again: tries at once, and asks whether what looks connected is. */
  readonly wake: () => void;
  /** Tells the others something else of this device. */
  readonly tell: (presence: string) => void;
  /** Asks again a hub that has refused. */
  readonly retry: () => void;
  readonly close: () => void;
}

/** A hub that asks to wait, or that is starting, is asked again; other refusals would be the same again. */
const passing: ReadonlySet<HubRefusal> = new Set(['stopping', 'too-many-messages']);

const reconnect = { delay: 400, minDelay: 300, maxDelay: 8_000, factor: 1.6, jitter: true };
/** Hubs send something at least every 15 seconds: the presence of those who are connected. */
const silenceMs = 30_000;
/** How long one that was asked may take before it is given up. */
const answerMs = 4_000;
const questionMs = 2_000;
const openState = 1;

const presentLimit = 1_000;

export const openHubLink = ({ url, doc, keys, isOwn, presence, WebSocket }: HubLinkOptions): HubLink => {
  const outer = new Y.Doc();
  const awareness = new Awareness(outer);
  const callbacks = new Set<() => void>();
  let status: 'away' | 'on' = 'away';
  let readOnly: Extract<HubLinkState, { type: 'read-only' }> | undefined;
  let refused: HubRefusal | undefined;
  let present: readonly string[] = [];

  const tell = (): void => {
    for (const callback of callbacks) callback();
  };

  const sync = createSealedSync({ doc, outer, keys, isOwn });
  const unobserve = sync.observe(() => {
    askLater();
    tell();
  });

  const socket = new HocuspocusProviderWebsocket({
    url,
    ...reconnect,
    messageReconnectTimeout: silenceMs,
    ...(WebSocket !== undefined && { WebSocketPolyfill: WebSocket }),
  });
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: keys.boardId,
    document: outer,
    awareness,
    token: keys.token,
    onSynced: ({ state }) => {
      if (!state) return;
      status = 'on';
      refused = undefined;
      sync.level();
      ask();
    },
    onStateless: ({ payload }) => {
      const message = readHubMessage(payload);
      if (message.ok) hear(message.value);
    },
    onAuthenticationFailed: ({ reason }) => refuse(isHubRefusal(reason) ? reason : 'bad-request'),
    onClose: ({ event }) => leave(event.reason),
    onAwarenessChange: () => {
      present = readPresent(awareness, keys);
      tell();
    },
  });
  provider.attach();
  const tellOthers = (text: string): void => {
    const sealed = seal(keys, 'presence', new TextEncoder().encode(text));
    provider.setAwarenessField('p', toBase64UrlEncoded(sealed));
  };
  tellOthers(presence);

  const leave = (reason: string): void => {
    status = 'away';
    readOnly = undefined;
    sync.pause();
    if (isHubRefusal(reason) && !passing.has(reason)) refuse(reason);
    // The hub has closed the board and left the connection open: only a new one begins anew.
    else if (socket.webSocket?.readyState === openState) socket.webSocket.close();
    tell();
  };

  const refuse = (reason: HubRefusal): void => {
    refused = reason;
    socket.disconnect();
    tell();
  };

  const hear = (message: Extract<ReturnType<typeof readHubMessage>, { ok: true }>['value']): void => {
    switch (message.type) {
      case 'durable':
        sync.heardDurable(message.clocks);
        return;
      case 'read-only':
        readOnly = message;
        break;
      case 'writable':
        readOnly = undefined;
        // What was refused meanwhile is sent again.
        provider.forceSync();
    }
    tell();
  };

  /** What is sent is told of without a question; this is for what got lost, and for what others sent. */
  const ask = (): void => {
    const clients = sync.asked();
    if (status !== 'on' || clients.length === 0) return;
    provider.sendStateless(JSON.stringify({ type: 'durable?', clients } satisfies HubQuestion));
  };
  let question: ReturnType<typeof setTimeout> | undefined;
  const askLater = (): void => {
    question ??= setTimeout(() => {
      question = undefined;
      ask();
      if (sync.asked().length > 0) askLater();
    }, questionMs);
  };

  let answer: ReturnType<typeof setTimeout> | undefined;
  const wake = (): void => {
    if (refused !== undefined) return;
    if (status !== 'on') {
      void socket.connect();
      return;
    }
    const before = socket.lastMessageReceived;
    provider.forceSync();
    clearTimeout(answer);
    answer = setTimeout(() => {
      if (socket.lastMessageReceived !== before) return;
      // A connection that is gone may take minutes to close by itself.
      socket.onClose({ event: { code: 4408, reason: 'silent' } });
      provider.onClose();
      leave('');
    }, answerMs);
  };

  return {
    state: () => {
      if (refused !== undefined) return { type: 'refused', reason: refused };
      const { isLevel, isAllThere, foreign } = sync.state();
      if (status !== 'on' || !isLevel) return { type: 'away' };
      return readOnly ?? { type: 'on', isAllThere, present, foreign };
    },
    vector: () => encodeVector(doc),
    observe: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    wake,
    tell: tellOthers,
    retry: () => {
      refused = undefined;
      void socket.connect();
      tell();
    },
    close: () => {
      clearTimeout(answer);
      clearTimeout(question);
      unobserve();
      sync.close();
      provider.destroy();
      socket.destroy();
      outer.destroy();
    },
  };
};

const readPresent = (awareness: Awareness, keys: BoardKeys): readonly string[] => {
  const found: string[] = [];
  for (const state of awareness.getStates().values()) {
    const sealed = (state as { readonly p?: unknown }).p;
    if (typeof sealed !== 'string' || sealed.length > 2_000 || found.length >= presentLimit) continue;
    try {
      const opened = openSeal(keys, 'presence', fromBase64UrlEncoded(sealed));
      if (opened.ok) found.push(new TextDecoder().decode(opened.value));
    } catch {
      // Not base64: somebody else's.
    }
  }
  return found;
};
