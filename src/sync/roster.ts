/**
 * Who is in a room of linked devices, and who is linked with whom. Each device tells of itself on a card; cards are handed on
 * over links, the newest of each device. Two are linked where both cards say so, and whoever can be reached by such links is
 * here: a device that is gone can't say so itself, but those it was linked with do.
 *
 * A card: 6 bytes id of the member, 4 version, 1 count of links, 6 each, 2 length, and what the device tells of itself, as
 * UTF-8. A message: 6 bytes id of who sends it, then cards to the end.
 */

import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { randomBytes, type Brand, type RandomBytes } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { createByteReader, uint16, uint32 } from './byte-reader.ts';

/** A device in a room, for as long as its workshop is open: 8 characters of base64url. */
export type MemberId = Brand<string, 'MemberId'>;

export interface Card {
  readonly member: MemberId;
  /** Rises with each change. */
  readonly version: number;
  /** What the device tells of itself. */
  readonly about: string;
  readonly links: readonly MemberId[];
}

/** Links that a tablet holds at a time without being slowed down. */
export const linkLimit = 8;
/** Links that a card names: there may be more for a moment. */
const toldLimit = linkLimit + 4;
/** Devices that are believed to be in a room. */
const memberLimit = 64;
const aboutLimit = 1_000;
const versionLimit = 2 ** 31;
const idBytes = 6;

export const createMemberId = (random: RandomBytes = randomBytes): MemberId =>
  toBase64UrlEncoded(random(idBytes)) as MemberId;

export const memberBytes = (member: MemberId): Uint8Array => fromBase64UrlEncoded(member);

/** Reads the id of a member from bytes that hold one. */
export const readMember = (bytes: Uint8Array): MemberId => toBase64UrlEncoded(bytes) as MemberId;

export interface CardMessage {
  readonly from: MemberId;
  readonly cards: readonly Card[];
}

export const encodeCards = ({ from, cards }: CardMessage): Uint8Array =>
  concatBytes(memberBytes(from), ...cards.map(encodeCard));

const encodeCard = ({ member, version, about, links }: Card): Uint8Array => {
  const text = utf8ToBytes(about);
  return concatBytes(
    memberBytes(member),
    Uint8Array.from([...uint32(version), links.length]),
    ...links.map(memberBytes),
    Uint8Array.from(uint16(text.length)),
    text,
  );
};

export type CardsUnreadable = { readonly type: 'CardsUnreadable' };

/** Never throws, whatever the bytes. */
export const decodeCards = (bytes: Uint8Array): Result<CardMessage, CardsUnreadable> => {
  const unreadable = err({ type: 'CardsUnreadable' });
  const reader = createByteReader(bytes);
  const cards: Card[] = [];
  try {
    const from = readMember(reader.take(idBytes));
    while (!reader.isAtEnd()) {
      const member = readMember(reader.take(idBytes));
      const version = reader.uint32();
      const count = reader.byte();
      if (cards.length === memberLimit || version > versionLimit || count > toldLimit) return unreadable;
      const links = Array.from({ length: count }, () => readMember(reader.take(idBytes)));
      const length = reader.uint16();
      if (length > aboutLimit) return unreadable;
      cards.push({ member, version, about: new TextDecoder().decode(reader.take(length)), links });
    }
    return ok({ from, cards });
  } catch {
    return unreadable;
  }
};

export interface Roster {
  readonly self: MemberId;
  readonly card: (member: MemberId) => Card | undefined;
  /** All that are known, this device first. */
  readonly cards: () => readonly Card[];
  /** Says on this device's own card with whom it is linked; false: it said so already. */
  readonly setLinks: (links: readonly MemberId[]) => boolean;
  /** Says something else of this device on its card. */
  readonly setAbout: (about: string) => void;
  /** Takes cards that came; gives the members of whom something new is known. */
  readonly take: (cards: readonly Card[]) => readonly MemberId[];
  /** Those that can be reached, this device among them, in the order of their ids. */
  readonly here: () => readonly MemberId[];
  /** With whom a member is linked, as both say. */
  readonly linksOf: (member: MemberId) => readonly MemberId[];
  /** The shortest way from this device to another one, both included; null: there is none. */
  readonly path: (to: MemberId) => readonly MemberId[] | null;
}

export const createRoster = (self: MemberId, about: string): Roster => {
  const cards = new Map<MemberId, Card>([[self, { member: self, version: 1, about, links: [] }]]);
  /** Each member that can be reached, and the one before it on the way. */
  let ways: ReadonlyMap<MemberId, MemberId> | undefined;

  const own = (): Card => cards.get(self) ?? { member: self, version: 1, about, links: [] };
  const write = (change: Partial<Card>): void => {
    const version = Math.min(own().version + 1, versionLimit);
    cards.set(self, { ...own(), version, ...change });
    ways = undefined;
  };

  const linksOf = (member: MemberId): readonly MemberId[] => {
    const links = cards.get(member)?.links ?? [];
    // What this device says of its own links needs no second word.
    return member === self ? links : links.filter((other) => cards.get(other)?.links.includes(member));
  };
  const findWays = (): ReadonlyMap<MemberId, MemberId> => {
    const found = new Map([[self, self]]);
    for (const member of found.keys()) {
      for (const next of linksOf(member)) if (!found.has(next)) found.set(next, member);
    }
    return found;
  };
  const way = (): ReadonlyMap<MemberId, MemberId> => (ways ??= findWays());

  /** Makes room for one more, by one that is gone. */
  const makeRoom = (): boolean => {
    if (cards.size < memberLimit) return true;
    const gone = [...cards.keys()].find((member) => !way().has(member));
    return gone !== undefined && cards.delete(gone);
  };

  return {
    self,
    card: (member) => cards.get(member),
    cards: () => [...cards.values()],
    setLinks: (links) => {
      if (own().links.length === links.length && links.every((link) => own().links.includes(link))) {
        return false;
      }
      write({ links: links.slice(0, toldLimit) });
      return true;
    },
    setAbout: (next) => write({ about: next }),
    take: (taken) => {
      const changed: MemberId[] = [];
      for (const card of taken) {
        const known = cards.get(card.member);
        if (card.member === self) {
          // Somebody hands on what this device never said, or said before it was opened anew.
          if (card.version < own().version || isSameCard(card, own())) continue;
          write({ version: Math.min(card.version + 1, versionLimit) });
        } else {
          if (known ? card.version <= known.version : !makeRoom()) continue;
          cards.set(card.member, card);
        }
        ways = undefined;
        changed.push(card.member);
      }
      return changed;
    },
    here: () => [...way().keys()].sort(),
    linksOf,
    path: (to) => {
      const path = [to];
      for (let at = to; at !== self;) {
        const before = way().get(at);
        if (before === undefined) return null;
        path.unshift((at = before));
      }
      return path;
    },
  };
};

const isSameCard = (a: Card, b: Card): boolean =>
  a.version === b.version && a.about === b.about && a.links.join() === b.links.join();
