/** WebSockets at `/hub`, on the app's own server: who may open one, for how long without a token, and how it ends. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketLike } from '@hocuspocus/server';
import type { Peer } from 'crossws';
import crossws from 'crossws/adapters/node';
import type { Clock } from '#core/clock.ts';
import { hubLimits, hubPath, type HubRefusal } from '#sync/hub-protocol.ts';
import { isOriginAllowed } from './access.ts';
import { createGate, type Gate } from './gate.ts';

/** A connection as the rest of the hub sees it. */
export interface Socket {
  readonly webSocket: WebSocketLike;
  /** The token for a board was found good. */
  admit(board: string): void;
  /** The token for a board was no good: without any other, the connection ends. */
  deny(board: string, reason: HubRefusal): void;
  /** A board that had been admitted could not be opened. */
  expel(board: string, reason: HubRefusal): void;
  /** Boards for which a token was found good. */
  readonly boards: ReadonlySet<string>;
}

export interface SocketListener {
  onOpen(socket: Socket): void;
  onFrame(socket: Socket, frame: Uint8Array): void;
  onClose(socket: Socket, code: number): void;
}

export interface Sockets {
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  readonly count: number;
  /** Takes no more, tells all that the hub stops, and waits until they are gone. */
  close(): Promise<void>;
}

export interface SocketsOptions {
  readonly clock: Clock;
  /** Origins of pages that are let in besides the hub's own; none for the usual ones. */
  readonly origins: readonly string[];
  readonly log: (line: string) => void;
}

/** The connection ends for a reason of `hubRefusals`, which stands in the close frame. */
const refusedCode = 4403;
/** Of RFC 6455's registry: the service restarts. */
const stoppingCode = 1012;

/** Connections without a token so far. Of more, the oldest go: an honest client's comes with its first frames. */
const pendingLimit = 1_000;
const pendingMs = 15_000;
/** What waits for a device that does not read. */
const backlogBytes = 4 * hubLimits.messageBytes;
const farewellMs = 2_000;

export const createSockets = (options: SocketsOptions, listener: SocketListener): Sockets => {
  const connections = new Map<Peer, Connection>();
  /** In the order in which they came. */
  const pending = new Set<Connection>();
  let isClosing = false;

  const adapter = crossws({
    // Without it, crossws reads a name out of the Host header, which may be anything.
    getNamespace: () => hubPath,
    serverOptions: { maxPayload: hubLimits.messageBytes, perMessageDeflate: false },
    hooks: {
      open: (peer) => {
        const connection = createConnection(peer, options, () => pending.delete(connection));
        connections.set(peer, connection);
        pending.add(connection);
        const [oldest] = pending;
        if (pending.size > pendingLimit) oldest?.refuse('too-many-connections');
        listener.onOpen(connection.socket);
      },
      message: (peer, message) => {
        const connection = connections.get(peer);
        if (connection === undefined || connection.isRefused) return;
        const frame = message.uint8Array();
        const checked = connection.check(frame);
        if (!checked.ok) connection.refuse(checked.error);
        else if (checked.value === 'pass') listener.onFrame(connection.socket, frame);
      },
      close: (peer, { code }) => {
        const connection = connections.get(peer);
        if (connection === undefined) return;
        connections.delete(peer);
        connection.end();
        listener.onClose(connection.socket, code ?? 1006);
      },
      error: (peer) => options.log(`${addressOf(peer)} broke the rules of WebSockets`),
    },
  });

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    stream.on('error', () => stream.destroy());
    const { origin, host } = request.headers;
    if (request.url?.split('?')[0] !== hubPath) return turnAway(stream, '404 Not Found');
    if (isClosing) return turnAway(stream, '503 Service Unavailable');
    if (!isOriginAllowed(origin, host, options.origins)) return turnAway(stream, '403 Forbidden');
    adapter.handleUpgrade(request, stream, head).catch(() => stream.destroy());
  };

  return {
    upgrade,
    get count() {
      return connections.size;
    },
    close: async () => {
      isClosing = true;
      adapter.closeAll(stoppingCode, 'stopping' satisfies HubRefusal);
      for (let waitedMs = 0; connections.size > 0 && waitedMs < farewellMs; waitedMs += 20) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      adapter.closeAll(undefined, undefined, true);
    },
  };
};

interface Connection {
  readonly socket: Socket;
  readonly isRefused: boolean;
  check(frame: Uint8Array): ReturnType<Gate['check']>;
  refuse(reason: HubRefusal): void;
  end(): void;
}

const createConnection = (
  peer: Peer,
  { clock, log }: SocketsOptions,
  noLongerPending: () => void,
): Connection => {
  const gate = createGate(clock);
  let isRefused = false;

  const refuse = (reason: HubRefusal): void => {
    if (isRefused) return;
    isRefused = true;
    log(`${addressOf(peer)} refused: ${reason}`);
    peer.close(refusedCode, reason);
    end();
  };
  const end = (): void => {
    clearTimeout(deadline);
    noLongerPending();
  };
  const deadline = setTimeout(() => refuse('bad-request'), pendingMs);
  /** Once Hocuspocus has told the client's provider of this board. */
  const endUnlessAdmitted = (reason: HubRefusal): void => {
    setImmediate(() => {
      if (gate.admitted.size === 0) refuse(reason);
    });
  };

  const { websocket } = peer;
  const webSocket: WebSocketLike = {
    send: (data) => {
      if ((websocket.bufferedAmount ?? 0) > backlogBytes) peer.terminate();
      else peer.send(data);
    },
    close: (code, reason) => peer.close(code, reason),
    get readyState() {
      return websocket.readyState ?? 3;
    },
  };

  return {
    socket: {
      webSocket,
      admit: (board) => {
        gate.admit(board);
        end();
      },
      deny: (board, reason) => {
        gate.refuse(board);
        endUnlessAdmitted(reason);
      },
      expel: (board, reason) => {
        if (!gate.admitted.has(board)) return;
        gate.expel(board);
        endUnlessAdmitted(reason);
      },
      boards: gate.admitted,
    },
    get isRefused() {
      return isRefused;
    },
    check: (frame) => gate.check(frame),
    refuse,
    end,
  };
};

const addressOf = (peer: Peer): string => peer.remoteAddress ?? 'somebody';

const turnAway = (stream: Duplex, status: string): void => {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => stream.destroy());
};
