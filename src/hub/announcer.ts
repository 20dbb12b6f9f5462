/** Tells connections what of their changes is on the disk: once for all that went there together. */

import type { Connection } from '@hocuspocus/server';
import type { HubMessage } from '#sync/hub-protocol.ts';
import type { Clocks } from './updates.ts';

export interface Announcer {
  announce(connection: Connection, clocks: Clocks): void;
}

/** Of one message, as `readHubMessage` has it. */
const clocksLimit = 10_000;

export const createAnnouncer = (): Announcer => {
  const waiting = new Map<Connection, Map<number, number>>();

  const flush = (): void => {
    for (const [connection, clocks] of waiting) {
      const all = [...clocks];
      for (let from = 0; from < all.length; from += clocksLimit) {
        const message: HubMessage = { type: 'durable', clocks: all.slice(from, from + clocksLimit) };
        connection.sendStateless(JSON.stringify(message));
      }
    }
    waiting.clear();
  };

  return {
    announce: (connection, clocks) => {
      if (waiting.size === 0) setImmediate(flush);
      const known = waiting.get(connection) ?? new Map<number, number>();
      for (const [client, clock] of clocks) known.set(client, Math.max(clock, known.get(client) ?? 0));
      waiting.set(connection, known);
    },
  };
};
