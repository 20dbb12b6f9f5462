/**
 * The link by which a device joins a workshop that it has never seen: `#/rejoindre/<id>?t=<title>&m=<method>&k=<key>`;
 * with `&f=<key>` it leads the room as well. The key seals what goes to a hub (`#sync/board-keys.ts`).
 *
 * All of it is in the fragment of the address, so that no server ever sees it. Title and method are shown until the
 * workshop itself arrives. Further parameters are passed over by who does not know them. A link comes from anywhere, a
 * stranger's QR code included: nothing of it is believed before it is checked here.
 */

import type { MethodId } from '#board/method.ts';
import { methods } from '#board/methods.ts';
import { cleanLine } from '#board/text.ts';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { isBoardKey, type BoardKey } from '#sync/board-key.ts';

/** What a link tells of a workshop. */
export interface Invitation {
  readonly id: BoardId;
  /** May be empty. */
  readonly title: string;
  readonly method: MethodId;
  /** The key of whoever leads; in the facilitator’s link only. */
  readonly leader?: string;
  /** The key of the workshop: with it, what is written travels by a hub. */
  readonly key?: BoardKey;
}

/** Longest title in a link, in UTF-16 code units: each accent makes the QR code finer, and finer is read from less far. */
export const linkTitleLimit = 60;

/** Longest link that is read: an honest one has 600 characters at most. */
const linkLimit = 2_000;

export type JoinLinkBroken = { readonly type: 'JoinLinkBroken' };

const start = '#/rejoindre/';

/** Makes the link. `page` is the address of the app; left out, the link is the fragment alone. */
export const joinLink = ({ id, title, method, key, leader }: Invitation, page = ''): string => {
  const about = new URLSearchParams({
    t: shorten(title),
    m: method,
    ...(key && { k: key }),
    ...(leader && { f: leader }),
  });
  return `${page}${start}${id}?${about.toString()}`;
};

/**
 * Reads the fragment of a link.
 * Errors: `JoinLinkBroken` where it was cut or altered, or names a method that this version does not know.
 */
export const readJoinLink = (fragment: string): Result<Invitation, JoinLinkBroken> => {
  if (!fragment.startsWith(start) || fragment.length > linkLimit) return err({ type: 'JoinLinkBroken' });
  const [id = '', ...about] = fragment.slice(start.length).split('?');
  const told = new URLSearchParams(about.join('?'));
  const method = methods.find((known) => known.id === told.get('m'));
  if (!isId(id) || !method) return err({ type: 'JoinLinkBroken' });
  const leader = told.get('f') ?? '';
  const key = told.get('k');
  return ok({
    id: id as BoardId,
    title: shorten(told.get('t') ?? ''),
    method: method.id,
    ...(isBoardKey(key) && { key }),
    ...(leaderKey.test(leader) && { leader }),
  });
};

/** The key of a leader: 96 random bits. */
export const leaderKey = /^[\w-]{16}$/;

/** Cleans a title, and cuts it between two characters. */
const shorten = (typed: string): string => {
  const title = cleanLine(typed.slice(0, linkLimit)).replace(invisible, '').trim();
  if (title.length <= linkTitleLimit) return title;
  return `${title
    .slice(0, linkTitleLimit - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
};

/** Marks that turn or hide a text, which a title from a stranger needs none of; joiners of emoji and scripts stay. */
const invisible = /[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The address of the app, without what is in its fragment. */
export const appAddress = ({ origin, pathname }: Pick<Location, 'origin' | 'pathname'>): string =>
  origin + pathname;

/** Tells whether an address leads to the very device that opens it: a phone that follows it finds itself. */
export const isOnlyHere = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  /^127\./.test(hostname) ||
  ['[::1]', '::1', '0.0.0.0', '[::]'].includes(hostname);
