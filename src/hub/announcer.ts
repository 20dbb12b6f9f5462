/**
 * Tells a connection what of its changes is on the disk, once for all that went there together; also of those that were there before,
 * because another device had brought them.
 */

import type { Connection } from '@hocuspocus/server';
import type { HubMessage } from '#sync/hub-protocol.ts';
import type { BoardLog } from './board-log.ts';
import type { Clocks } from './updates.ts';

export interface Announcer {
  /** To be called with changes that are just about to come in. */
  announce(connection: Connection, log: BoardLog, clocks: Clocks): void;
}

/** Of one message, as `readHubMessage` has it. */
const clocksLimit = 10_000;

export const createAnnouncer = (): Announcer => {
  const arriving = new Map<Connection, { readonly log: BoardLog; readonly clocks: Map<number, number> }>();

  /** By now, all of it is in the documents, and on its way to the disk. */
  const follow = (): void => {
    for (const [connection, { log, clocks }] of arriving) {
      void log.settle().then((isKept) => {
        if (isKept) tell(connection, log, clocks);
      });
    }
    arriving.clear();
  };

  return {
    announce: (connection, log, clocks) => {
      if (clocks.size === 0) return;
      if (arriving.size === 0) setImmediate(follow);
      const known = arriving.get(connection)?.clocks ?? new Map<number, number>();
      for (const [client, clock] of clocks) known.set(client, Math.max(clock, known.get(client) ?? 0));
      arriving.set(connection, { log, clocks: known });
    },
  };
};

/** What did not get as far (it stands on something that is not there yet) is not claimed. */
const tell = (connection: Connection, log: BoardLog, clocks: Clocks): void => {
  const kept = [...clocks].map(
    ([client, clock]) => [client, Math.min(clock, log.durableClock(client))] as const,
  );
  for (let from = 0; from < kept.length; from += clocksLimit) {
    const message: HubMessage = { type: 'durable', clocks: kept.slice(from, from + clocksLimit) };
    connection.sendStateless(JSON.stringify(message));
  }
};
