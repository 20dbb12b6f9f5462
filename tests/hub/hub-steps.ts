/** A hub on a free port, and devices that are connected to it by real WebSockets. */

import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { createId } from '#core/ids.ts';
import { createAppServer, listen } from '#hub/app-server.ts';
import { openHub, type Hub, type HubOptions } from '#hub/hub.ts';
import { entriesName, readHubMessage, type HubMessage } from '#sync/hub-protocol.ts';

const undoes: (() => Promise<void> | void)[] = [];
/** Runs after the test, last come first. */
export const afterwards = (undo: () => Promise<void> | void): void => void undoes.push(undo);
afterEach(async () => {
  for (let undo = undoes.pop(); undo !== undefined; undo = undoes.pop()) await undo();
});

export const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'grappe-hub-'));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export interface RunningHub {
  readonly hub: Hub;
  readonly server: Server;
  readonly port: number;
  readonly folder: string;
  stop(): Promise<boolean>;
}

/** Starts a hub in this process; `port` 0 takes a free one. */
export const startHub = async (
  options: Partial<HubOptions> & { port?: number } = {},
): Promise<RunningHub> => {
  const folder = options.folder ?? makeFolder();
  const opened = await openHub({
    takesNewBoards: true,
    origins: [],
    addresses: () => [],
    ...options,
    folder,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const hub = opened.value;
  const server = createAppServer(new Map(), (request, response) => hub.answer(request, response));
  server.on('upgrade', (request, stream, head) => hub.upgrade(request, stream, head));
  const listening = await listen(server, { port: options.port ?? 0, host: '127.0.0.1' });
  if (!listening.ok) throw new Error(JSON.stringify(listening.error));
  let stopped: Promise<boolean> | undefined;
  const stop = (): Promise<boolean> =>
    (stopped ??= (async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      const isKept = await hub.stop();
      server.closeAllConnections();
      await closed;
      return isKept;
    })());
  afterwards(async () => void (await stop()));
  return { hub, server, port: listening.value.port, folder, stop };
};

export const makeToken = (): string => createId(undefined, 43);

/** One that is closed before it was open is no error of anybody's. */
class QuietWebSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    this.on('error', () => undefined);
  }
}

export interface Device {
  readonly provider: HocuspocusProvider;
  readonly doc: Y.Doc;
  /** All that the hub has said to it, in order. */
  readonly said: HubMessage[];
  /** Reasons for which it was not let in, or no further. */
  readonly refusals: string[];
  /** How far its changes are known to be on the hub's disk. */
  readonly durable: () => number;
  readonly clock: () => number;
  add(entry: Uint8Array | string): void;
  entries(): string[];
  /** Ends the connection, for good. */
  leave(): void;
}

export interface DeviceOptions {
  readonly port: number;
  readonly board: string;
  readonly token: string;
  readonly doc?: Y.Doc;
}

/** Connects a device, which reconnects by itself until it leaves. */
export const connect = ({ port, board, token, doc = new Y.Doc() }: DeviceOptions): Device => {
  const said: HubMessage[] = [];
  const refusals: string[] = [];
  let durable = 0;
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${String(port)}/hub?board=${board}`,
    WebSocketPolyfill: QuietWebSocket,
    delay: 50,
    minDelay: 50,
    maxDelay: 200,
  });
  const provider = new HocuspocusProvider({
    name: board,
    token,
    document: doc,
    websocketProvider,
    onAuthenticationFailed: ({ reason }) => refusals.push(reason),
    onClose: ({ event }) => {
      if (event.reason !== '') refusals.push(event.reason);
    },
    onStateless: ({ payload }) => {
      const message = readHubMessage(payload);
      if (!message.ok) throw new Error(payload);
      said.push(message.value);
      if (message.value.type === 'writable') provider.forceSync();
      if (message.value.type !== 'durable') return;
      for (const [client, clock] of message.value.clocks)
        if (client === doc.clientID) durable = Math.max(durable, clock);
    },
    // As the app does: what it has sent may be on the disk already.
    onSynced: () => provider.sendStateless(JSON.stringify({ type: 'durable?', clients: [doc.clientID] })),
  });
  provider.attach();
  const entries = doc.getArray<Uint8Array>(entriesName);
  const leave = (): void => {
    provider.destroy();
    websocketProvider.destroy();
  };
  afterwards(leave);
  return {
    provider,
    doc,
    said,
    refusals,
    durable: () => durable,
    clock: () => Y.getState(doc.store, doc.clientID),
    add: (entry) => entries.push([typeof entry === 'string' ? new TextEncoder().encode(entry) : entry]),
    entries: () => entries.toArray().map((entry) => new TextDecoder().decode(entry)),
    leave,
  };
};

/** Waits until something holds; says what it was waiting for when it does not come. */
export const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 20_000,
): Promise<void> => {
  for (const deadline = Date.now() + limitMs; !(await holds());) {
    if (Date.now() > deadline) throw new Error(`not within ${String(limitMs)} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Waits until the hub has said that everything of a device is on its disk. */
export const untilDurable = (device: Device): Promise<void> =>
  until('all of it durable', () => device.durable() >= device.clock());
