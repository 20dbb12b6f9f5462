/**
 * The code that a device shows to be paired, about 70 to 115 bytes, as text of base64url: small enough for a QR code that is
 * read from an arm's length, and to be copied and pasted.
 *
 * | bytes | content                                                                                              |
 * | ----- | ---------------------------------------------------------------------------------------------------- |
 * | 1     | 0xd1: a code in this format                                                                          |
 * | 1     | 0: an offer; 1, 2: an answer, active or passive (`setup`)                                            |
 * | 4     | of the board's id (`boardTags`)                                                                      |
 * | 4     | of its key                                                                                           |
 * | 4     | only in an answer: of the offer, so that one that was answered before is not taken for this one      |
 * | 32    | fingerprint of the certificate                                                                       |
 * | 1, 1  | lengths of ufrag and pwd                                                                             |
 * | …     | ufrag and pwd together, 6 bits a character, in whole groups of 3 bytes                               |
 * | …     | candidates to the end: 1 byte (4, 6: version of IP; 7: mDNS), 4 or 16 bytes of address, 2 of port   |
 */

import { fromBase64, fromBase64UrlEncoded, toBase64, toBase64UrlEncoded } from 'lib0/buffer';
import { err, ok, type Result } from '#core/result.ts';
import { shortHash } from '#sync/direct-proof.ts';
import { candidateLimit, type Candidate, type ConnectionFacts, type Setup } from './sdp.ts';

export interface PairCode extends ConnectionFacts {
  /** 4 bytes each. */
  readonly board: Uint8Array;
  readonly key: Uint8Array;
  /** Of which offer (`offerTag`), in an answer. */
  readonly offer: Uint8Array | null;
}

export type CodeUnreadable = { readonly type: 'CodeUnreadable' };

const mark = 0xd1;
const setups: readonly Setup[] = ['actpass', 'active', 'passive'];
const kinds = { ipv4: 4, ipv6: 6, mdns: 7 } as const;
const sizes: Readonly<Record<number, readonly [type: Candidate['type'], bytes: number]>> = {
  4: ['ipv4', 4],
  6: ['ipv6', 16],
  7: ['mdns', 16],
};
/** Longest code that is read, in characters: an honest one has 220 at most. */
const codeLimit = 1_000;

export const packCode = ({ setup, board, key, offer, print, ufrag, pwd, candidates }: PairCode): string => {
  const secrets = ufrag + pwd;
  const padded = secrets.padEnd(4 * Math.ceil(secrets.length / 4), 'A');
  return toBase64UrlEncoded(
    Uint8Array.of(
      mark,
      setups.indexOf(setup),
      ...board,
      ...key,
      ...(offer ?? []),
      ...print,
      ufrag.length,
      pwd.length,
      ...fromBase64(padded),
      ...candidates.flatMap(({ type, address, port }) => [kinds[type], ...address, port >> 8, port & 0xff]),
    ),
  );
};

/** Reads what somebody showed or pasted; never throws, whatever it is. */
export const unpackCode = (text: string): Result<PairCode, CodeUnreadable> => {
  const unreadable = err({ type: 'CodeUnreadable' });
  const packed = text.replace(/\s+/g, '');
  if (packed.length > codeLimit || !/^[\w-]+$/.test(packed)) return unreadable;
  try {
    const code = readBytes(fromBase64UrlEncoded(packed));
    return code ? ok(code) : unreadable;
  } catch {
    return unreadable;
  }
};

const readBytes = (bytes: Uint8Array): PairCode | undefined => {
  let at = 0;
  const take = (length: number): Uint8Array => {
    const taken = bytes.slice(at, at + length);
    if (taken.length < length) throw new RangeError('cut');
    at += length;
    return taken;
  };
  const byte = (): number => take(1)[0] ?? 0;

  if (byte() !== mark) return undefined;
  const setup = setups[byte()];
  if (!setup) return undefined;
  const [board, key] = [take(4), take(4)];
  const offer = setup === 'actpass' ? null : take(4);
  const print = take(32);
  const [ufragLength, pwdLength] = [byte(), byte()];
  // RFC 8839, 5.4.
  if (ufragLength < 4 || pwdLength < 22) return undefined;
  const secrets = toBase64(take(3 * Math.ceil((ufragLength + pwdLength) / 4)));
  const ufrag = secrets.slice(0, ufragLength);
  const pwd = secrets.slice(ufragLength, ufragLength + pwdLength);
  const candidates: Candidate[] = [];
  while (at < bytes.length) {
    const [type, size] = sizes[byte()] ?? [];
    if (!type || size === undefined || candidates.length === candidateLimit) return undefined;
    const address = take(size);
    const [high = 0, low = 0] = take(2);
    candidates.push({ type, address, port: (high << 8) | low });
  }
  if (candidates.length === 0) return undefined;
  return { setup, board, key, offer, print, ufrag, pwd, candidates };
};

/** What an answer says of the offer that it answers. */
export const offerTag = (code: string): Uint8Array => shortHash(new TextEncoder().encode(code));
