/** Addresses of hubs: as people type them, as a join link brings them. */

import { hubPath } from '#sync/hub-protocol.ts';

/** The port of `npm start`. */
const usualPort = 4173;

/**
 * What a typed address may mean, likeliest first, as origins (`http://192.168.1.20:4173`); nothing where it is no address.
 * Without a scheme or port, a hub in the room is likelier than one of an organisation.
 */
export const hubCandidates = (typed: string): readonly string[] => {
  const text = typed.trim();
  if (text === '' || text.length > 300 || /\s/.test(text)) return [];
  if (/^(https?|wss?):\/\//i.test(text)) return originOf(text.replace(/^ws/i, 'http'));
  const [bare] = originOf(`http://${text}`);
  if (bare === undefined) return [];
  const { hostname, port, host } = new URL(bare);
  if (port !== '') return [`http://${host}`, `https://${host}`];
  return [`http://${hostname}:${String(usualPort)}`, `https://${hostname}`, `http://${hostname}`];
};

const originOf = (address: string): readonly string[] => {
  try {
    const { origin, hostname } = new URL(address);
    return hostname === '' ? [] : [origin];
  } catch {
    return [];
  }
};

/** Where the WebSocket of a hub is; the board is for whatever stands before several hubs, to bring all of one to the same. */
export const socketUrl = (origin: string, board: string): string =>
  `${origin.replace(/^http/, 'ws')}${hubPath}?board=${board}`;

/**
 * Whether browsers refuse the connection before it is tried: from a page of https, only private addresses and `.local`
 * names may be asked over plain http, and that only where Chromium's permission for the local network is given.
 */
export const isMixed = (origin: string, page: Pick<Location, 'protocol'>): boolean =>
  page.protocol === 'https:' && origin.startsWith('http:') && !isPrivate(new URL(origin).hostname);

export const isPrivate = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.local') ||
  /^(10|127)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(hostname) ||
  /^\[(::1|f[cd]|fe80)/i.test(hostname);
