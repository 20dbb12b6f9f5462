/**
 * What paired devices send each other, one frame a message of their link.
 *
 * | byte 0 | frame | then                                                                        |
 * | ------ | ----- | --------------------------------------------------------------------------- |
 * | 1      | hello | 1 byte: version, 2; 16 random bytes                                          |
 * | 2      | proof | 32 bytes (direct-proof.ts)                                                   |
 * | 3      | piece | a part of a message; more follow                                             |
 * | 4      | last  | the last part of a message                                                   |
 * | 5      | taken | 4 bytes: how many counted messages were taken in so far                      |
 * | 6      | ping  | nothing                                                                      |
 * | 7      | end   | 1 byte: why (`endReasons`)                                                   |
 *
 * Nothing but hello, proof and end is sent or believed before both proofs hold. A message begins with a byte that says what
 * it is; kinds that are not known are passed over. Those up to 3 are counted, and the other says that it took them in.
 *
 * | kind   | what it is                                                                                         |
 * | ------ | -------------------------------------------------------------------------------------------------- |
 * | 1      | where the board stands, and a request for what is lacking (gossip.ts)                              |
 * | 2, 3   | an update: as was asked for; as it came about                                                      |
 * | 4 to 6 | ids of updates that the other may ask for; send me ids only; send me updates                       |
 * | 7      | who is in the room (roster.ts)                                                                     |
 * | 8      | a letter, by which two devices are introduced (letters.ts)                                         |
 * | 9, 10  | attachments that are asked for, or are not here; a piece of one (attachment-exchange.ts)           |
 */

import { err, ok, type Result } from '#core/result.ts';
import { nonceLength, proofLength } from './direct-proof.ts';

/** Every browser takes messages of this size (RFC 8831 asks for no more than 16 KB where nothing else was agreed on). */
const pieceLength = 16_000;
/** Largest message that is believed, in bytes: what a parcel or file may unpack to as well. */
const messageLimit = 16_000_000;

const version = 2;

/** Why a device ends a session. `spared`: others do as well. */
export const endReasons = ['left', 'not-proven', 'unreadable', 'newer', 'spared'] as const;
export type EndReason = (typeof endReasons)[number];

export type DirectFrame =
  | { readonly type: 'hello'; readonly version: number; readonly nonce: Uint8Array }
  | { readonly type: 'proof'; readonly proof: Uint8Array }
  | { readonly type: 'piece' | 'last'; readonly bytes: Uint8Array }
  | { readonly type: 'taken'; readonly count: number }
  | { readonly type: 'ping' }
  | { readonly type: 'end'; readonly reason: EndReason };

/** What a message is (see above). */
export const messageKinds = {
  standing: 1,
  answer: 2,
  told: 3,
  have: 4,
  prune: 5,
  graft: 6,
  cards: 7,
  letter: 8,
  wanted: 9,
  chunk: 10,
} as const;

export interface Message {
  readonly kind: number;
  readonly content: Uint8Array;
}

/** Tells whether the other says that it took such a message in. */
export const isCounted = (kind: number): boolean => kind <= messageKinds.told;

export type FrameUnreadable = { readonly type: 'FrameUnreadable' };

export const directVersion = version;

export const encodeDirectFrame = (frame: DirectFrame): Uint8Array => {
  switch (frame.type) {
    case 'hello':
      return Uint8Array.of(1, frame.version, ...frame.nonce);
    case 'proof':
      return Uint8Array.of(2, ...frame.proof);
    case 'piece':
    case 'last': {
      const bytes = new Uint8Array(1 + frame.bytes.length);
      bytes[0] = frame.type === 'piece' ? 3 : 4;
      bytes.set(frame.bytes, 1);
      return bytes;
    }
    case 'taken': {
      const bytes = new Uint8Array(5);
      bytes[0] = 5;
      new DataView(bytes.buffer).setUint32(1, frame.count);
      return bytes;
    }
    case 'ping':
      return Uint8Array.of(6);
    case 'end':
      return Uint8Array.of(7, endReasons.indexOf(frame.reason));
  }
};

/** Reads what came; never throws, whatever the bytes. */
export const decodeDirectFrame = (bytes: Uint8Array): Result<DirectFrame, FrameUnreadable> => {
  const rest = bytes.subarray(1);
  const unreadable = err({ type: 'FrameUnreadable' });
  switch (bytes[0]) {
    case 1:
      return rest.length >= 1 + nonceLength
        ? ok({ type: 'hello', version: rest[0] ?? 0, nonce: rest.slice(1, 1 + nonceLength) })
        : unreadable;
    case 2:
      return rest.length === proofLength ? ok({ type: 'proof', proof: rest.slice() }) : unreadable;
    case 3:
    case 4:
      return rest.length <= pieceLength
        ? ok({ type: bytes[0] === 3 ? 'piece' : 'last', bytes: rest })
        : unreadable;
    case 5:
      return rest.length === 4
        ? ok({ type: 'taken', count: new DataView(rest.buffer, rest.byteOffset).getUint32(0) })
        : unreadable;
    case 6:
      return ok({ type: 'ping' });
    case 7: {
      const reason = endReasons[rest[0] ?? -1];
      return reason ? ok({ type: 'end', reason }) : unreadable;
    }
    default:
      return unreadable;
  }
};

/** Cuts a message into frames. */
export const cutMessage = ({ kind, content }: Message): readonly Uint8Array[] => {
  const message = new Uint8Array(1 + content.length);
  message[0] = kind;
  message.set(content, 1);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < message.length; at += pieceLength) {
    const bytes = message.subarray(at, at + pieceLength);
    const type = at + pieceLength < message.length ? 'piece' : 'last';
    frames.push(encodeDirectFrame({ type, bytes }));
  }
  return frames;
};

export interface MessageSink {
  /** Gives the message when its last part has come. Error: it is too long. */
  readonly add: (bytes: Uint8Array, isLast: boolean) => Result<Uint8Array | null, FrameUnreadable>;
}

/** Puts messages together again. */
export const createMessageSink = (limit = messageLimit): MessageSink => {
  let parts: Uint8Array[] = [];
  let length = 0;
  return {
    add: (bytes, isLast) => {
      length += bytes.length;
      // Empty parts take memory as well.
      if (length > limit || (bytes.length === 0 && !isLast)) return err({ type: 'FrameUnreadable' });
      parts.push(bytes);
      if (!isLast) return ok(null);
      const message = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        message.set(part, at);
        at += part.length;
      }
      parts = [];
      length = 0;
      return ok(message);
    },
  };
};
