/**
 * Which links a room is to have: each member is linked with the two behind it and the two before it in a ring of all, in the
 * order of their ids. Any three may go then, and the rest still holds together: the circulant graph on 1 and 2 is
 * 4-connected (Boesch and Tindell, “Circulants and their connectivities”, J. Graph Theory 1984).
 */

import type { MemberId, Roster } from './roster.ts';

/** All others, from the one behind a member on. */
export const behind = (members: readonly MemberId[], member: MemberId): readonly MemberId[] => {
  const at = members.indexOf(member);
  return [...members.slice(at + 1), ...members.slice(0, Math.max(at, 0))];
};

/** Those with whom a member is to be linked; it is of their ring, too. */
const ringOf = (members: readonly MemberId[], member: MemberId): readonly MemberId[] => {
  const others = behind(members, member);
  return [...new Set([...others.slice(0, 2), ...others.slice(-2)])];
};

/**
 * The one link of all in the room that is to be given up next, as every device finds it on its own: its ends have all of
 * their ring, of which the link is none. So that no two are given up in the belief that the other stays.
 */
export const findSpare = (roster: Roster): readonly [MemberId, MemberId] | undefined => {
  const members = roster.here();
  const hasRing = (member: MemberId): boolean => {
    const links = roster.linksOf(member);
    return ringOf(members, member).every((other) => links.includes(other));
  };
  const whole = members.filter(hasRing);
  for (const member of whole) {
    const ring = ringOf(members, member);
    for (const other of [...roster.linksOf(member)].sort()) {
      const isSpare = member < other && !ring.includes(other) && whole.includes(other);
      if (isSpare && isJoinedWithout(roster, member, other)) return [member, other];
    }
  }
  return undefined;
};

/** A link of a member, none of its ring, without which the room still holds together. */
export const findSpareOf = (roster: Roster, member: MemberId): MemberId | undefined => {
  const ring = ringOf(roster.here(), member);
  return roster
    .linksOf(member)
    .find((other) => !ring.includes(other) && isJoinedWithout(roster, member, other));
};

/** Two that are linked reach each other over others as well. */
const isJoinedWithout = (roster: Roster, a: MemberId, b: MemberId): boolean => {
  const found = new Set([a]);
  for (const member of found) {
    for (const next of roster.linksOf(member)) if (member !== a || next !== b) found.add(next);
  }
  return found.has(b);
};
