/**
 * Hands on, by Redis, what one hub has written and who is there, to the other hubs that have the board open. It may lose anything at
 * any time: the log of the board, which is read every second, brings what did not come.
 *
 * One channel per board. A message: 16 bytes for the hub that it comes from; 1 byte, its kind; then a Yjs update that is in the
 * log, an update of awareness, or nothing: who comes asks for the others’ awareness.
 */

import { Redis, type RedisOptions } from 'ioredis';
import { isId, type BoardId } from '#core/ids.ts';

export type FanOutMessage =
  { readonly type: 'update' | 'awareness'; readonly bytes: Uint8Array } | { readonly type: 'who-is-there' };

export interface FanOut {
  /** Hears of a board from now on, also after Redis was away. */
  join(board: BoardId): void;
  leave(board: BoardId): void;
  send(board: BoardId, message: FanOutMessage): void;
  close(): void;
}

export interface FanOutListener {
  onMessage(board: BoardId, message: FanOutMessage): void;
  /** Boards are heard of from now on: what was written before may be missing. */
  onJoined(boards: readonly BoardId[]): void;
  /** Redis is away, or there again. */
  onReach(isThere: boolean): void;
}

const prefix = 'grappe:1:';
const kinds = ['update', 'awareness', 'who-is-there'] as const;
const headLength = 17;

/** What waits for a Redis that does not read; more is dropped. */
const backlogBytes = 32_000_000;

const redisOptions: RedisOptions = {
  // What can't go now comes by the log.
  enableOfflineQueue: false,
  autoResubscribe: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  retryStrategy: (times) => Math.min(100 * times, 2_000),
};

/** `node` says which hub this is, as a UUID. */
export const openFanOut = (url: string, node: string, listener: FanOutListener): FanOut => {
  const self = Buffer.from(node.replaceAll('-', ''), 'hex');
  const [publisher, subscriber] = [new Redis(url, redisOptions), new Redis(url, redisOptions)];
  const joined = new Set<BoardId>();
  let waitingBytes = 0;
  let isThere: boolean | undefined;

  const hear = (found: boolean): void => {
    if (found === isThere) return;
    // It is there at the start unless it is not.
    if (isThere !== undefined || !found) listener.onReach(found);
    isThere = found;
  };

  const subscribe = (boards: readonly BoardId[]): void => {
    if (boards.length === 0 || subscriber.status !== 'ready') return;
    subscriber.subscribe(...boards.map((board) => prefix + board)).then(
      () => listener.onJoined(boards),
      () => undefined,
    );
  };

  for (const redis of [publisher, subscriber]) redis.on('error', () => undefined);
  subscriber.on('ready', () => {
    hear(true);
    subscribe([...joined]);
  });
  subscriber.on('close', () => hear(false));
  subscriber.on('messageBuffer', (channel: Buffer, message: Buffer) => {
    const board = channel.toString().slice(prefix.length);
    const type = kinds[message[headLength - 1] ?? -1];
    if (!isId(board) || type === undefined || message.subarray(0, self.length).equals(self)) return;
    const bytes = message.subarray(headLength);
    listener.onMessage(board as BoardId, type === 'who-is-there' ? { type } : { type, bytes });
  });

  return {
    join: (board) => {
      joined.add(board);
      subscribe([board]);
    },
    leave: (board) => {
      joined.delete(board);
      if (subscriber.status === 'ready') subscriber.unsubscribe(prefix + board).catch(() => undefined);
    },
    send: (board, message) => {
      const bytes = 'bytes' in message ? message.bytes : new Uint8Array();
      if (publisher.status !== 'ready' || waitingBytes + bytes.length > backlogBytes) return;
      const sent = Buffer.concat([self, Buffer.of(kinds.indexOf(message.type)), bytes]);
      waitingBytes += bytes.length;
      publisher
        .publish(prefix + board, sent)
        .catch(() => undefined)
        .finally(() => (waitingBytes -= bytes.length));
    },
    close: () => {
      subscriber.removeAllListeners('close');
      for (const redis of [publisher, subscriber]) redis.disconnect();
    },
  };
};
