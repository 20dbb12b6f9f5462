/**
 * Letters by which two devices of a room are introduced: the codes of a pairing, carried over links that are there, by devices
 * that have proved the board's key. Each hands a letter to the next on its way, and no letter goes further than its way.
 *
 * A letter: 1 byte what it is (0 offer, 1 answer, 2 refusal), 4 its number, 1 the place of who has it, 1 the count of members
 * on the way, 6 each, from the sender to the receiver; the code, as ASCII.
 */

import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { err, ok, type Result } from '#core/result.ts';
import { createByteReader, uint32 } from './byte-reader.ts';
import { memberBytes, readMember, type MemberId } from './roster.ts';

export interface Letter {
  readonly type: LetterType;
  /** Of the offer, and of what answers it. */
  readonly number: number;
  /** Which of those on the way has it now. */
  readonly at: number;
  /** From the sender to the receiver, both included. */
  readonly path: readonly MemberId[];
  /** A code (transports/webrtc/pack-offer.ts); empty in a refusal. */
  readonly code: string;
}

const letterTypes = ['offer', 'answer', 'refusal'] as const;
export type LetterType = (typeof letterTypes)[number];

/** Longest way: in a room whose ring is whole it is a quarter of the devices. */
export const pathLimit = 17;
/** Characters: an honest code has 220 at most. */
const codeLimit = 500;

export const encodeLetter = ({ type, number, at, path, code }: Letter): Uint8Array =>
  concatBytes(
    Uint8Array.from([letterTypes.indexOf(type), ...uint32(number), at, path.length]),
    ...path.map(memberBytes),
    utf8ToBytes(code),
  );

export type LetterUnreadable = { readonly type: 'LetterUnreadable' };

/** Never throws, whatever the bytes. */
export const decodeLetter = (bytes: Uint8Array): Result<Letter, LetterUnreadable> => {
  const unreadable = err({ type: 'LetterUnreadable' });
  const reader = createByteReader(bytes);
  try {
    const type = letterTypes[reader.byte()];
    const number = reader.uint32();
    const [at, count] = [reader.byte(), reader.byte()];
    if (!type || count < 2 || count > pathLimit || at >= count) return unreadable;
    const path = Array.from({ length: count }, () => readMember(reader.take(6)));
    const code = new TextDecoder().decode(reader.rest());
    return code.length > codeLimit || !/^[\w-]*$/.test(code)
      ? unreadable
      : ok({ type, number, at, path, code });
  } catch {
    return unreadable;
  }
};

/** What goes back on the way that a letter came. */
export const replyTo = ({ number, path }: Letter, type: LetterType, code = ''): Letter => ({
  type,
  number,
  at: 0,
  path: [...path].reverse(),
  code,
});
