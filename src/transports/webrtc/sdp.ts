/**
 * What of a session description two browsers in one room have to tell each other, read from what a browser made, and made a
 * description again on the other side. All else in it (RFC 8841, RFC 8839) is the same for every data channel.
 */

import { err, ok, type Result } from '#core/result.ts';

/** `actpass`: an offer. An answer chooses who begins the handshake of DTLS. */
export type Setup = 'actpass' | 'active' | 'passive';

export type Candidate =
  | { readonly type: 'ipv4'; readonly address: Uint8Array; readonly port: number }
  | { readonly type: 'ipv6'; readonly address: Uint8Array; readonly port: number }
  /** `<uuid>.local`, in place of an address, where the page has no permission for the camera. */
  | { readonly type: 'mdns'; readonly address: Uint8Array; readonly port: number };

export interface ConnectionFacts {
  readonly setup: Setup;
  /** Of ICE: letters, digits, `+` and `/`. */
  readonly ufrag: string;
  readonly pwd: string;
  /** SHA-256 of the certificate, 32 bytes. */
  readonly print: Uint8Array;
  readonly candidates: readonly Candidate[];
}

/** Candidates that a code holds: more than a device of a room has, and few enough for a code that is easily read. */
export const candidateLimit = 4;

export type SdpUnusable =
  /** This device is in no network that it tells pages of. */
  | { readonly type: 'NoAddress' }
  /** A browser that describes its connections otherwise. */
  | { readonly type: 'SdpUnknown' };

/** Reads what this browser made. */
export const readSdp = (sdp: string): Result<ConnectionFacts, SdpUnusable> => {
  const find = (pattern: RegExp): string | undefined => pattern.exec(sdp)?.[1];
  const setup = find(/^a=setup:(actpass|active|passive)\r?$/m);
  const ufrag = find(/^a=ice-ufrag:([A-Za-z0-9+/]{4,255})\r?$/m);
  const pwd = find(/^a=ice-pwd:([A-Za-z0-9+/]{22,255})\r?$/m);
  const print = find(/^a=fingerprint:sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})\r?$/im);
  if (setup === undefined || ufrag === undefined || pwd === undefined || print === undefined) {
    return err({ type: 'SdpUnknown' });
  }
  const found = [...sdp.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host/gim)].flatMap(
    ([, address = '', port]): Candidate[] => {
      const read = readAddress(address);
      return read ? [{ ...read, port: Number(port) }] : [];
    },
  );
  // Old addresses first: they are shorter, and every network of a room has them.
  const order = ['ipv4', 'ipv6', 'mdns'];
  found.sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  const candidates = found.slice(0, candidateLimit);
  if (candidates.length === 0) return err({ type: 'NoAddress' });
  return ok({
    setup: setup as Setup,
    ufrag,
    pwd,
    print: Uint8Array.from(print.split(':'), (byte) => parseInt(byte, 16)),
    candidates,
  });
};

/** Makes a description of the other side. */
export const writeSdp = ({ setup, ufrag, pwd, print, candidates }: ConnectionFacts): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    ...candidates.map(
      (candidate, index) =>
        // Priorities as in RFC 8445, 5.1.2.1: of host candidates, those that stand first are tried first.
        `a=candidate:${String(index + 1)} 1 udp ${String(2 ** 24 * 126 + 2 ** 8 * (65_535 - index) + 255)} ${writeAddress(candidate)} ${String(candidate.port)} typ host`,
    ),
    'a=end-of-candidates',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${[...print].map(hex).join(':').toUpperCase()}`,
    `a=setup:${setup}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:65536',
    '',
  ].join('\r\n');

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

const readAddress = (text: string): Pick<Candidate, 'type' | 'address'> | undefined => {
  const quads = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (quads) {
    const bytes = quads.slice(1).map(Number);
    return bytes.every((byte) => byte < 256) ? { type: 'ipv4', address: Uint8Array.from(bytes) } : undefined;
  }
  const uuid = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\.local$/i.exec(text);
  if (uuid) {
    const digits = uuid.slice(1).join('');
    return { type: 'mdns', address: Uint8Array.from({ length: 16 }, (_, i) => pairAt(digits, i)) };
  }
  return readIpv6(text);
};

const pairAt = (digits: string, index: number): number =>
  parseInt(digits.slice(2 * index, 2 * index + 2), 16);

const readIpv6 = (text: string): Pick<Candidate, 'type' | 'address'> | undefined => {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const digits = groups.map((group) => group.padStart(4, '0')).join('');
  return { type: 'ipv6', address: Uint8Array.from({ length: 16 }, (_, i) => pairAt(digits, i)) };
};

const writeAddress = ({ type, address }: Candidate): string => {
  if (type === 'ipv4') return address.join('.');
  const digits = [...address].map(hex).join('');
  if (type === 'ipv6') return digits.match(/.{4}/g)?.join(':') ?? '';
  return `${digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}.local`;
};
