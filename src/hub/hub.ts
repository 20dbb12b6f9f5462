/**
 * The hub: boards as Hocuspocus documents of sealed entries, kept by our own log. Hocuspocus says that it has a change once it is in
 * memory; what the hub says, `durable`, comes after the disk has it.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Hocuspocus, type Connection } from '@hocuspocus/server';
import { systemClock, type Clock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { hubLimits, readHubQuestion, type HubMessage, type HubRefusal } from '#sync/hub-protocol.ts';
import { createAnnouncer } from './announcer.ts';
import type { AuthorityFacts } from './authority-page.ts';
import { createBoards } from './boards.ts';
import { createFailedLookUps } from './code-requests.ts';
import { openFolder } from './keeper.ts';
import { answerHubRequest, type HubFacts } from './requests.ts';
import type { BoardAbout } from './rows.ts';
import { createSockets, type Socket } from './sockets.ts';
import type { HubStatus } from './status-page.ts';
import type { PostgresError } from './postgres.ts';
import type { SharedPlaces } from './shared-keeper.ts';
import type { StoreError, Trouble } from './store.ts';
import { clocksOf, otherHub } from './updates.ts';

export interface HubOptions {
  /** Where everything is kept. */
  readonly folder: string;
  /** Where it is kept instead, together with other hubs. */
  readonly shared?: SharedPlaces;
  /** Whether boards that it does not know are taken. */
  readonly takesNewBoards: boolean;
  /** Origins of pages that are let in besides the hub's own; none for the usual ones. */
  readonly origins: readonly string[];
  /** Addresses at which the room reaches the hub, likeliest first. */
  readonly addresses: () => readonly string[];
  /** Hears of connections and their addresses: for looking into a fault, not for keeping. */
  readonly log?: (line: string) => void;
  /** Boards that were not used for so long are erased; none when absent. */
  readonly keepMs?: number;
  readonly onErased?: (count: number) => void;
  /** Whether there are figures for Prometheus. */
  readonly hasMetrics?: boolean;
  /** Milliseconds since 1970 when the certificate ends; undefined over http. */
  readonly certificateEnds?: () => number | undefined;
  /** Undefined unless the hub is an authority of its own. */
  readonly authority?: () => AuthorityFacts | undefined;
  readonly onTrouble?: (trouble: Trouble) => void;
  readonly onRecovery?: () => void;
  readonly clock?: Clock;
}

export interface Hub {
  /** Answers a request for the hub; false for any other. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  /** Tells everybody, writes what waits, lets go of the folder; true when all that had come in is on the disk. */
  stop(): Promise<boolean>;
}

/** What Hocuspocus hands through from a connection to its boards. */
interface Context {
  readonly socket: Socket;
  readonly about?: BoardAbout;
}

/** Makes Hocuspocus refuse; an error without a message is one that it does not print. */
class Refused extends Error {
  constructor(readonly reason: HubRefusal) {
    super('');
  }
}

/** How long stopping waits for a disk that refuses. */
const stopPatienceMs = 3_000;
const dayMs = 86_400_000;
const silent = (): void => undefined;

/** Errors: those of `openStore`; of a shared hub, those of `openPostgres`. */
export const openHub = async (options: HubOptions): Promise<Result<Hub, StoreError | PostgresError>> => {
  const { clock = systemClock, onTrouble = silent, onRecovery = silent, log = silent } = options;
  const { keepMs, onErased = silent } = options;
  const listener = {
    onTrouble: (trouble: Trouble) => {
      tellAll({ type: 'read-only', reason: trouble }, true);
      onTrouble(trouble);
    },
    onRecovery: () => {
      tellAll({ type: 'writable' }, false);
      onRecovery();
    },
    onOusted: (board: BoardId) => expelAll(board, 'wrong-token'),
  };
  const store =
    options.shared === undefined
      ? await openFolder(options.folder, listener, clock)
      : await (await import('./shared-keeper.ts')).openShared(options.shared, listener, clock);
  if (!store.ok) return store;
  const boards = createBoards(store.value, { clock, takesNewBoards: options.takesNewBoards });
  const announcer = createAnnouncer();
  let isStopping = false;

  const hocuspocus = new Hocuspocus<Context>({
    quiet: true,
    // The gate refuses sooner, and prints nothing.
    maxUnauthenticatedQueueSize: 2 * hubLimits.messageBytes,
    maxUnauthenticatedQueueMessages: 2 * hubLimits.messagesPerTenSeconds,

    onAuthenticate: async ({ documentName, token, connectionConfig, context }) => {
      const refuse = (reason: HubRefusal): never => {
        context.socket.deny(documentName, reason);
        throw new Refused(reason);
      };
      if (isStopping) return refuse('stopping');
      const admitted = await boards.admit(documentName, token);
      if (!admitted.ok) return refuse(admitted.error);
      const connected = hocuspocus.documents.get(documentName)?.getConnectionsCount() ?? 0;
      if (connected >= hubLimits.connections) return refuse('too-many-connections');
      connectionConfig.readOnly = store.value.trouble !== undefined;
      context.socket.admit(documentName);
      return { about: admitted.value };
    },

    onLoadDocument: async ({ document, documentName, context }) => {
      const board = documentName as BoardId;
      const loaded = context.about && (await boards.load(board, context.about, document));
      if (loaded?.ok !== true) {
        const reason = loaded?.error ?? 'unreadable';
        // Others may wait for the same document.
        for (const socket of clients.keys()) socket.expel(board, reason);
        // Hocuspocus forgets it, and its timer would run on.
        document.destroy();
        throw new Refused(reason);
      }
      document.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === otherHub) return;
        const came = performance.now();
        void loaded.value.append(update).then((isKept) => {
          if (isKept) metrics?.observeDurable(performance.now() - came);
        });
      });
    },

    connected: ({ connection }) => {
      const { trouble } = store.value;
      connection.readOnly = trouble !== undefined;
      if (trouble !== undefined) tell(connection, { type: 'read-only', reason: trouble });
      return Promise.resolve();
    },

    beforeSync: ({ connection, documentName, type, payload }) => {
      const boardLog = boards.logOf(documentName);
      if (type === stateVectorStep || boardLog === undefined) return Promise.resolve();
      if (boardLog.hasRoomFor(payload)) {
        announcer.announce(connection, boardLog, clocksOf(payload));
      } else {
        // What is being read now still gets to the document otherwise.
        connection.readOnly = true;
        connection.close({ code: 1000, reason: 'board-full' satisfies HubRefusal });
      }
      return Promise.resolve();
    },

    onStateless: ({ connection, documentName, payload }) => {
      const question = readHubQuestion(payload);
      const boardLog = boards.logOf(documentName);
      if (!question.ok || boardLog === undefined) return Promise.resolve();
      const clocks = question.value.clients.map((client) => [client, boardLog.durableClock(client)] as const);
      tell(connection, { type: 'durable', clocks });
      return Promise.resolve();
    },

    beforeUnloadDocument: async ({ documentName }) => {
      if ((await boards.logOf(documentName)?.leave()) === false) throw new Refused('stopping');
    },

    afterUnloadDocument: ({ documentName }) => {
      forgetUnlessOpen(documentName);
      return Promise.resolve();
    },
  });

  const isOpen = (board: string): boolean =>
    hocuspocus.documents.has(board) || hocuspocus.loadingDocuments.has(board);

  const tellAll = (message: HubMessage, readOnly: boolean): void => {
    for (const document of hocuspocus.documents.values()) {
      for (const connection of document.getConnections()) {
        connection.readOnly = readOnly;
        tell(connection, message);
      }
    }
  };

  const expelAll = (board: BoardId, reason: HubRefusal): void => {
    for (const connection of hocuspocus.documents.get(board)?.getConnections() ?? [])
      connection.close({ code: 1000, reason });
    for (const socket of clients.keys()) socket.expel(board, reason);
  };

  // Hocuspocus hears nothing of who connects.
  const request = new Request('http://hub/');
  const clients = new Map<Socket, ReturnType<typeof hocuspocus.handleConnection>>();
  const sockets = createSockets(
    { clock, origins: options.origins, log },
    {
      onOpen: (socket) => {
        clients.set(socket, hocuspocus.handleConnection(socket.webSocket, request, { socket }));
      },
      onFrame: (socket, frame) => clients.get(socket)?.handleMessage(frame),
      onClose: (socket, code) => {
        clients.get(socket)?.handleClose({ code, reason: '' });
        clients.delete(socket);
        // One that left before its document was open.
        for (const board of socket.boards) forgetUnlessOpen(board);
      },
    },
  );

  const forgetUnlessOpen = (board: string): void => {
    if (!isOpen(board)) boards.forget(board);
  };

  const status = async (): Promise<HubStatus> => ({
    addresses: options.addresses(),
    boards: hocuspocus.documents.size,
    connections: sockets.count,
    trouble: store.value.trouble,
    freeBytes: await store.value.freeBytes().catch(() => undefined),
    certificateEnds: options.certificateEnds?.(),
    authority: options.authority?.() !== undefined,
    now: clock.now(),
  });

  const metrics = options.hasMetrics
    ? (await import('./metrics.ts')).createMetrics({
        boards: () => hocuspocus.documents.size,
        connections: () => sockets.count,
        hasTrouble: () => store.value.trouble !== undefined,
        ...(options.certificateEnds !== undefined && { certificateEnds: options.certificateEnds }),
      })
    : undefined;

  const eraseOld = async (): Promise<void> => {
    if (keepMs === undefined) return;
    const isBusy = (board: BoardId): boolean => isOpen(board);
    const count = await store.value.eraseUnused(clock.now() - keepMs, isBusy).catch(() => 0);
    if (count > 0) onErased(count);
  };
  await eraseOld();
  const daily = setInterval(() => void eraseOld(), dayMs);
  daily.unref();

  const facts: HubFacts = {
    status,
    metrics,
    authority: () => options.authority?.(),
    info: () => ({
      addresses: options.addresses(),
      takesNewBoards: options.takesNewBoards,
      codeSalt: store.value.codes.salt,
    }),
    access: {
      attachments: store.value.attachments,
      codes: store.value.codes,
      failures: createFailedLookUps(clock),
      trouble: () => store.value.trouble,
      admit: (board, token) => boards.admit(board, token),
      release: forgetUnlessOpen,
    },
  };

  return ok({
    answer: (incoming, response) => answerHubRequest(incoming, response, facts),
    upgrade: (incoming, stream, head) => sockets.upgrade(incoming, stream, head),
    stop: async () => {
      isStopping = true;
      clearInterval(daily);
      await sockets.close();
      const isKept = await store.value.close(stopPatienceMs);
      // Those of which the disk has not taken all.
      for (const document of hocuspocus.documents.values()) document.destroy();
      return isKept;
    },
  });
};

/** Of the protocol of Yjs: asks, and brings no changes. */
const stateVectorStep = 0;

const tell = (connection: Connection, message: HubMessage): void =>
  connection.sendStateless(JSON.stringify(message));
