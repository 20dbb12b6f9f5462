/**
 * A code to type, by which a device joins that can follow neither link nor QR code: eight characters, 40 random bits.
 *
 * The invitation lies sealed at a hub, at an address of its own. Address and seal are derived from the code, by a function that
 * is slow and needs memory on purpose (scrypt, RFC 7914): whoever has what lies there, and not the code, has 2^40 of them to
 * try. The salt is the hub’s own, so that trying them once is for one hub only. See docs/decisions/0071.
 */

import { scryptAsync } from '@noble/hashes/scrypt.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64UrlEncoded } from 'lib0/buffer';
import { randomBytes, type BoardId, type Brand, type RandomBytes } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { BoardKey } from './board-key.ts';
import { deriveBoardKeys, type BoardKeys } from './board-keys.ts';
import { openSeal, seal, type OpenError } from './seal.ts';

/** Eight characters of the alphabet. */
export type JoinCode = Brand<string, 'JoinCode'>;

/** Crockford’s: 32 signs, without I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Signs that are in no code, and those that somebody read them for. */
const lookAlikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', U: 'V' };
const codeLength = 8;

export const createJoinCode = (random: RandomBytes = randomBytes): JoinCode =>
  Array.from(random(codeLength), (byte) => alphabet.charAt(byte & 31)).join('') as JoinCode;

export type JoinCodeError =
  | { readonly type: 'CodeTooShort' }
  /** Longer than a code, or with a sign that no code has. */
  | { readonly type: 'CodeUnreadable' };

/** Reads what somebody typed: case, spaces and dashes don’t matter, nor does which of two look-alikes it is. */
export const readJoinCode = (typed: string): Result<JoinCode, JoinCodeError> => {
  const signs = [...typed.normalize('NFKC').toUpperCase()].filter((sign) => !/[\s\p{Pd}\p{Cf}_]/u.test(sign));
  const code = signs.map((sign) => lookAlikes[sign] ?? sign);
  if (code.length > codeLength || code.some((sign) => !alphabet.includes(sign)))
    return err({ type: 'CodeUnreadable' });
  return code.length < codeLength ? err({ type: 'CodeTooShort' }) : ok(code.join('') as JoinCode);
};

export const isJoinCode = (value: unknown): value is JoinCode =>
  typeof value === 'string' &&
  value.length === codeLength &&
  [...value].every((sign) => alphabet.includes(sign));

/** 32 MB, and what docs/decisions/0071 measures: as slow as an old phone bears. */
const cost = { N: 2 ** 15, r: 8, p: 1, dkLen: 32, asyncTick: 40 } as const;

/**
 * Makes of a code what a board’s key is made into: `token` is the address of the sealed invitation.
 * `salt`: the hub’s (`HubInfo.codeSalt`). Takes a second on a slow phone.
 */
export const stretchJoinCode = async (code: JoinCode, salt: string): Promise<BoardKeys> => {
  const secret = await scryptAsync(utf8ToBytes(code), utf8ToBytes(`grappe join code 1 ${salt}`), cost);
  return deriveBoardKeys(toBase64UrlEncoded(secret) as BoardKey, 'join-code' as BoardId);
};

/** `link`: a join link without the address of the app, and without a leader’s key. */
export const sealInvitation = (keys: BoardKeys, link: string): Uint8Array =>
  seal(keys, 'invitation', utf8ToBytes(link));

/** Gives the link, unchecked. Errors: those of `openSeal`. */
export const openInvitation = (keys: BoardKeys, sealed: Uint8Array): Result<string, OpenError> => {
  const opened = openSeal(keys, 'invitation', sealed);
  return opened.ok ? ok(new TextDecoder().decode(opened.value)) : opened;
};
