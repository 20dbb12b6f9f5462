/**
 * A room: devices that are linked with each other in any shape, each with a few of the others, and level. A device takes part
 * from its first link on; whom it is linked with besides is settled by introductions.
 */

import type * as Y from 'yjs';
import { systemClock, type Clock } from '#core/clock.ts';
import { randomBytes, type RandomBytes } from '#core/ids.ts';
import { systemTimer, type Timer } from '#core/timer.ts';
import type { AttachmentExchange } from './attachment-exchange.ts';
import type { BoardKeys } from './board-keys.ts';
import { messageKinds, type Message } from './direct-frames.ts';
import {
  openDirectSession,
  type DirectPart,
  type DirectSession,
  type NewLink,
  type SessionEnd,
} from './direct-session.ts';
import { createGossip, type GossipPart } from './gossip.ts';
import { createIntroductions, type Dialler } from './introductions.ts';
import { decodeLetter, encodeLetter, type Letter } from './letters.ts';
import {
  createMemberId,
  createRoster,
  decodeCards,
  encodeCards,
  linkLimit,
  type Card,
  type MemberId,
} from './roster.ts';

export interface RoomOptions {
  readonly doc: Y.Doc;
  readonly keys: BoardKeys;
  /** What this device tells of itself. */
  readonly about: string;
  readonly dialler: Dialler;
  /** What notes carry, if this device shares it. */
  readonly attachments?: AttachmentExchange;
  readonly timer?: Timer;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
}

/** Another device. */
export interface RoomMember {
  readonly member: MemberId;
  /** What it tells of itself. */
  readonly about: string;
  /** `linked`: with this device; `here`: over others; `gone`: it was here. */
  readonly state: 'linked' | 'here' | 'gone';
  /** It is linked, and each has all that the other has. */
  readonly isLevel: boolean;
  /** Why its last link with this device ended; null: it has one, or had none. */
  readonly ended: SessionEnd | null;
}

export interface Room {
  readonly members: () => readonly RoomMember[];
  /** Takes over a link; resolves once the other has proved that it has the key (null), else with why it has not. */
  readonly link: (made: NewLink) => Promise<SessionEnd | null>;
  readonly isFull: () => boolean;
  /** Tells the others something else of this device. */
  readonly tell: (about: string) => void;
  /** Calls back at each change; returns the undo. */
  readonly observe: (callback: () => void) => () => void;
  /** Says goodbye to all. A new room begins anew. */
  readonly close: () => void;
}

interface Tie {
  readonly session: DirectSession;
  readonly board: GossipPart;
  /** Which device it is; null: it has not said so. */
  member: MemberId | null;
  /** Cards that are to be handed on. */
  readonly cards: Set<MemberId>;
  readonly letters: Letter[];
  readonly wake: () => void;
}

/** Letters that wait for a link. */
const letterLimit = 20;
/** Cards are handed on together. */
const cardsMs = 100;

export const createRoom = (options: RoomOptions): Room => {
  const { doc, keys, dialler, attachments } = options;
  const { timer = systemTimer, clock = systemClock, random = randomBytes } = options;
  const gossip = createGossip(doc, { timer, random });
  const roster = createRoster(createMemberId(random), options.about);
  const { self } = roster;
  let ties: readonly Tie[] = [];
  const ends = new Map<MemberId, SessionEnd>();
  const callbacks = new Set<() => void>();
  let isClosed = false;

  const tell = (): void => {
    for (const callback of callbacks) callback();
  };
  const openTies = (): readonly Tie[] => ties.filter(({ session }) => session.state().type === 'open');
  const linked = (): readonly MemberId[] => openTies().flatMap(({ member }) => member ?? []);
  const tieOf = (member: MemberId): Tie | undefined => openTies().find((tie) => tie.member === member);

  /** Hands on what is new, but not to where it came from. */
  const spread = (members: readonly MemberId[], from?: Tie): void => {
    for (const tie of openTies()) {
      if (tie === from) continue;
      for (const member of members) tie.cards.add(member);
      tie.wake();
    }
    introductions.wake();
    tell();
  };
  const relink = (): void => {
    if (roster.setLinks(linked())) spread([self]);
  };

  /** A link has ended, or nothing is heard over it. */
  const miss = (tie: Tie, reason: SessionEnd): void => {
    if (!ties.includes(tie)) return;
    if (reason !== 'silent') ties = ties.filter((other) => other !== tie);
    if (tie.member !== null && !tieOf(tie.member) && reason !== 'spared') ends.set(tie.member, reason);
    relink();
  };

  /** The part of a link about who is here, and about letters. */
  const createRoomPart = (tie: () => Tie, wake: () => void): DirectPart => {
    let stopPause: (() => void) | undefined;
    return {
      kinds: [messageKinds.cards, messageKinds.letter],
      open: () => {
        for (const { member } of roster.cards()) tie().cards.add(member);
      },
      next: () => {
        const { cards, letters } = tie();
        const letter = letters.shift();
        if (letter) return { kind: messageKinds.letter, content: encodeLetter(letter) };
        if (cards.size === 0 || stopPause) return null;
        stopPause = timer.after(cardsMs, () => {
          stopPause = undefined;
          wake();
        });
        const told = [...cards].flatMap((member): Card[] => {
          const card = roster.card(member);
          return card ? [card] : [];
        });
        cards.clear();
        return { kind: messageKinds.cards, content: encodeCards({ from: self, cards: told }) };
      },
      take: (message) => takeRoom(tie(), message),
      end: () => {
        stopPause?.();
        stopPause = undefined;
        tie().cards.clear();
        tie().letters.length = 0;
      },
    };
  };

  const takeRoom = (tie: Tie, { kind, content }: Message): boolean => {
    if (kind === messageKinds.letter) {
      const letter = decodeLetter(content);
      if (letter.ok && tie.member !== null) introductions.take(tie.member, letter.value);
      return letter.ok;
    }
    const read = decodeCards(content);
    if (!read.ok) return false;
    const { from, cards } = read.value;
    if (from === self || (tie.member !== null && tie.member !== from)) return false;
    const isNew = tie.member === null;
    tie.member = from;
    ends.delete(from);
    const changed = roster.take(cards);
    if (changed.length > 0) spread(changed, changed.includes(self) ? undefined : tie);
    relink();
    // A link of long ago, which may not have noticed yet that it is dead, gives way.
    if (isNew) {
      for (const old of ties) if (old !== tie && old.member === from) old.session.close('spared');
    }
    return true;
  };

  const open = (made: NewLink, isTree: boolean): Promise<SessionEnd | null> =>
    new Promise((resolve) => {
      let board: GossipPart | undefined;
      let wakeTie = (): void => undefined;
      const session = openDirectSession({
        ...made,
        keys,
        timer,
        random,
        parts: (wake) => {
          wakeTie = wake;
          board = gossip.join(wake, isTree);
          return [board, createRoomPart(() => tie, wake), ...(attachments ? [attachments.join(wake)] : [])];
        },
      });
      if (!board) throw new Error('Bug: the parts of a session are made at once');
      const tie: Tie = { session, board, member: null, cards: new Set(), letters: [], wake: wakeTie };
      ties = [...ties, tie];
      session.observe(() => {
        const state = session.state();
        if (state.type === 'open') resolve(null);
        else if (state.type === 'silent') miss(tie, 'silent');
        else if (state.type === 'ended') {
          resolve(state.reason);
          miss(tie, state.reason);
          ties = ties.filter((other) => other !== tie);
        }
        tell();
      });
    });

  const introductions = createIntroductions({
    roster,
    dialler,
    timer,
    clock,
    random,
    linked,
    post: (to, letter) => {
      const tie = tieOf(to);
      if (!tie || tie.letters.length >= letterLimit) return false;
      tie.letters.push(letter);
      tie.wake();
      return true;
    },
    link: async (made) => (await open(made, false)) === null,
    spare: (member) => tieOf(member)?.session.close('spared'),
  });

  return {
    members: () => {
      const here = roster.here();
      return roster.cards().flatMap(({ member, about }): RoomMember[] => {
        if (member === self) return [];
        const tie = tieOf(member);
        const isHere = here.includes(member);
        return [
          {
            member,
            about,
            state: tie ? 'linked' : isHere ? 'here' : 'gone',
            isLevel: tie !== undefined && isLevel(tie),
            ended: tie ? null : (ends.get(member) ?? null),
          },
        ];
      });
    },
    link: (made) => open(made, true),
    isFull: () => linked().length >= linkLimit,
    tell: (about) => {
      roster.setAbout(about);
      spread([self]);
    },
    observe: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      introductions.close();
      // Those that are left learn at once that this device is not on anybody's way.
      const leaving = ties;
      if (roster.setLinks([])) {
        for (const tie of leaving) tie.cards.add(self);
      }
      ties = [];
      for (const { session } of leaving) session.close();
      gossip.close();
    },
  };
};

const isLevel = ({ session, board }: Tie): boolean => {
  const state = session.state();
  return state.type === 'open' && state.unacknowledged === 0 && board.isLevel();
};
