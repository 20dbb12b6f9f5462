/**
 * Whether this device leads the room. A local choice: the device keeps a key, whose hash stands in the board. It keeps the
 * controls out of the way of those who do not need them; participants are no enemies (SECURITY.md).
 */

import type { Session } from '#board/session.ts';

/** The key this device keeps of a workshop, and its hash as the board names it. */
export interface RoleKey {
  readonly key: string;
  readonly hash: string;
}

export interface Role {
  /** Tells whether this device leads: it has the key, or nobody has one yet. */
  readonly leads: boolean;
  /** The key it keeps; null: none. */
  readonly held: RoleKey | null;
  /** Keeps a key, or (null) lets it go. */
  readonly hold: (key: RoleKey | null) => Promise<void>;
  /**
   * This device goes on by itself, whatever the board says of freezing or hiding: for one that will not meet the others
   * again. It lasts until the workshop is closed.
   */
  readonly isAlone: boolean;
  readonly goAlone: () => void;
}

export interface RoleContext {
  readonly held: RoleKey | null;
  readonly session: () => Session;
  /** Whether the workshop itself has arrived on this device. */
  readonly isKnown: () => boolean;
  readonly write: (key: RoleKey | null) => Promise<unknown>;
}

export const createRole = (context: RoleContext): Role => {
  let held = $state.raw(context.held);
  let isAlone = $state(false);
  return {
    get leads() {
      const { leaders } = context.session();
      if (leaders.length === 0) return context.isKnown();
      return held !== null && leaders.includes(held.hash);
    },
    get held() {
      return held;
    },
    hold: async (key) => {
      held = key;
      await context.write(key);
    },
    get isAlone() {
      return isAlone;
    },
    goAlone: () => (isAlone = true),
  };
};

/** Storage gives back what some version wrote; anything of another shape is passed over. */
export const readRoleKey = (stored: unknown): RoleKey | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  const { key, hash } = stored as Record<string, unknown>;
  return typeof key === 'string' && typeof hash === 'string' ? { key, hash } : null;
};
