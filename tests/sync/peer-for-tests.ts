import type * as Y from 'yjs';
import type { BoardKeys } from '#sync/board-keys.ts';
import type { PairEnds } from '#sync/direct-proof.ts';
import { openDirectSession } from '#sync/direct-session.ts';
import { createGossip, type Gossip, type GossipPart } from '#sync/gossip.ts';
import type { Link } from '#sync/link.ts';
import type { RandomBytes } from '#core/ids.ts';
import type { Timer } from '#core/timer.ts';

/** All links of one device share what it gossips. */
const gossips = new WeakMap<Y.Doc, Gossip>();

interface PeerOptions {
  readonly link: Link;
  readonly doc: Y.Doc;
  readonly keys: BoardKeys;
  readonly ends: PairEnds;
  readonly timer: Timer;
  readonly random?: RandomBytes;
}

/** One end of a link that keeps a document level and does nothing else. */
export const openPeer = ({ doc, ...options }: PeerOptions) => {
  const gossip = gossips.get(doc) ?? createGossip(doc, options);
  gossips.set(doc, gossip);
  let part: GossipPart | undefined;
  const session = openDirectSession({ ...options, parts: (wake) => [(part = gossip.join(wake, true))] });
  return {
    state: () => {
      const state = session.state();
      const isLevel =
        state.type === 'open' && state.unacknowledged === 0 && part !== undefined && part.isLevel();
      return state.type === 'open' ? { ...state, isLevel } : state;
    },
    close: () => session.close(),
  };
};

export type TestPeer = ReturnType<typeof openPeer>;
