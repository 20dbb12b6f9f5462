/** Who is let in: by the board’s token, of which the hub keeps only what recognises it, and by the page that asks. */

import { createHash, timingSafeEqual } from 'node:crypto';

const tokenPattern = /^[\w-]{22,200}$/;

/** SHA-256 of a token as base64url; undefined for what is none. */
export const verifierOf = (token: unknown): string | undefined =>
  typeof token === 'string' && tokenPattern.test(token)
    ? createHash('sha256').update(token).digest('base64url')
    : undefined;

export const sameVerifier = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Tells whether a page may open a connection, by its `Origin` and the `Host` it asks: the hub's own pages, any page over https (the
 * installed app), pages of this machine, and what is no page. `only` narrows it to the hub's own and those named.
 */
export const isOriginAllowed = (
  origin: string | undefined,
  host: string | undefined,
  only: readonly string[],
): boolean => {
  if (origin === undefined) return true;
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  if (page === undefined) return false;
  if (page.host === host?.toLowerCase()) return true;
  if (only.length > 0) return only.includes(page.origin);
  return page.protocol === 'https:' || isThisMachine(page.hostname);
};

const isThisMachine = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\./.test(hostname);
