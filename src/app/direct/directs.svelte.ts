/**
 * The devices that are linked to this one directly, for one workshop that is open. A part of its own, loaded when somebody
 * pairs. Links last as long as the workshop stays open; what was written meanwhile is kept as anything else.
 */

import type * as Y from 'yjs';
import type { BoardKeys } from '#sync/board-keys.ts';
import { openDirectSession, type DirectSession, type SessionEnd } from '#sync/direct-session.ts';
import type { Paired } from '#transports/webrtc/pair.ts';
import { readPresence } from '../presence.ts';
import { createPairing, type Pairing } from './pairing.svelte.ts';

/** One device that is linked. */
export interface Linked {
  /** What people call it; may be empty. */
  readonly name: string;
  /** Each has all that the other has. */
  readonly isLevel: boolean;
}

export interface Direct {
  readonly linked: readonly Linked[];
  /** Why the last link ended that is not there again; null: none has, or somebody chose so here. */
  readonly lost: SessionEnd | null;
  /** No further device can be linked to this one: another one can take it. */
  readonly isFull: boolean;
  /** Begins to pair a device. */
  pair(): Pairing;
  /** Says goodbye to all. */
  part(): void;
  close(): void;
}

export interface DirectContext {
  readonly doc: Y.Doc;
  /** What this device tells of itself (presence.ts). */
  readonly about: string;
  readonly hasKey: () => boolean;
  /** Makes a key where there is none. */
  readonly keys: () => BoardKeys;
  /** Another device of this workshop has another key: an invitation may bring this one's. */
  readonly doubtKey: () => void;
  /** A device is there with all that is here. */
  readonly hear: (about: string) => void;
}

/** Links that a tablet holds at a time without being slowed down. */
const linkLimit = 8;

export const createDirect = (context: DirectContext): Direct => {
  let sessions: readonly DirectSession[] = [];
  let linked = $state.raw<readonly Linked[]>([]);
  let lost = $state.raw<SessionEnd | null>(null);
  let pairing: Pairing | undefined;

  const show = (): void => {
    linked = sessions.flatMap((session) => {
      const state = session.state();
      if (state.type !== 'open') return [];
      if (state.isLevel && state.about !== null) context.hear(state.about);
      const [about] = readPresence([state.about ?? '']);
      return [{ name: about?.name ?? '', isLevel: state.isLevel }];
    });
  };

  /** Resolves once the other has proved that it has the key (null), else with why it has not. */
  const link = ({ link: way, ends }: Paired): Promise<SessionEnd | null> =>
    new Promise((resolve) => {
      const session = openDirectSession({
        link: way,
        doc: context.doc,
        keys: context.keys(),
        ends,
        about: context.about,
      });
      let wasOpen = false;
      sessions = [...sessions, session];
      session.observe(() => {
        const state = session.state();
        if (state.type === 'open' && !wasOpen) {
          wasOpen = true;
          lost = null;
          resolve(null);
        }
        if (state.type === 'ended' && sessions.includes(session)) {
          sessions = sessions.filter((other) => other !== session);
          if (wasOpen) lost = state.reason;
          resolve(state.reason);
        }
        show();
      });
    });

  const part = (): void => {
    const leaving = sessions;
    sessions = [];
    for (const session of leaving) session.close();
    lost = null;
    show();
  };

  return {
    get linked() {
      return linked;
    },
    get lost() {
      return lost;
    },
    get isFull() {
      return linked.length >= linkLimit;
    },
    pair: () => {
      pairing?.close();
      pairing = createPairing({ ...context, link });
      return pairing;
    },
    part,
    close: () => {
      pairing?.close();
      part();
    },
  };
};
