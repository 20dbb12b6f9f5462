/**
 * What must hold of a frame before Hocuspocus sees it. Hocuspocus prints what it fails to read, with the board’s name and
 * pieces of the content, and keeps what comes before the token; so nothing that it would fail to read gets there.
 *
 * A frame, in the encoding of lib0: text `board`, or `board\0session`; number, its type; then by type
 *
 * | type           | what follows                                                     |
 * | -------------- | ---------------------------------------------------------------- |
 * | 0 sync, 4 reply | number 0, then bytes: a state vector; or 1 or 2, then bytes: an update |
 * | 1 awareness    | bytes: number of states, then for each two numbers and JSON text  |
 * | 2 token        | number 0, text, maybe text: the provider’s version                |
 * | 3 ask for awareness, 7 close | nothing                                            |
 * | 5 stateless    | text                                                              |
 */

import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import { isId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { hubLimits, type HubRefusal } from '#sync/hub-protocol.ts';
import { changesIn, changesLimit, isPlain } from './updates.ts';

export interface Gate {
  /**
   * Says whether a frame goes on to Hocuspocus. What comes to an address before its token is dropped: it comes again when the
   * two bring each other level.
   * Errors, which end the connection: `bad-request`, `too-many-messages`, `message-too-large`.
   */
  check(frame: Uint8Array): Result<'pass' | 'drop', HubRefusal>;
  /** The token for a board was found good: from now on, frames are taken at the usual rate. */
  admit(board: string): void;
  /** It was no good. */
  refuse(board: string): void;
  /** A board that had been admitted is not there after all. */
  expel(board: string): void;
  readonly admitted: ReadonlySet<string>;
}

/** As many messages of the largest size as an honest client never sends in ten seconds. */
const bytesPerTenSeconds = 4 * hubLimits.messageBytes;
/** Boards, and windows on them, that one connection carries. */
const addressesLimit = 50;
/** What a connection may send before a token of it was found good; Hocuspocus keeps it until then. */
const untilAdmitted = { messages: 200, bytes: 1_000_000 } as const;
/** Tokens that were no good. */
const refusalsLimit = 20;
const tokenLength = 200;
const awarenessBytes = 64_000;

export const createGate = (clock: Clock): Gate => {
  const admitted = new Set<string>();
  /** Addresses whose token has come. */
  const asked = new Set<string>();
  const messages = createBucket(clock, hubLimits.messagesPerTenSeconds);
  const bytes = createBucket(clock, bytesPerTenSeconds);
  const early = { messages: 0, bytes: 0, refusals: 0 };

  const check = (bytesOfFrame: Uint8Array): Result<'pass' | 'drop', HubRefusal> => {
    if (!messages.take(1) || !bytes.take(bytesOfFrame.length)) return err('too-many-messages');
    const isEarly = admitted.size === 0;
    if (isEarly && (early.bytes += bytesOfFrame.length) > untilAdmitted.bytes)
      return err('message-too-large');
    if (isEarly && ++early.messages > untilAdmitted.messages) return err('too-many-messages');
    const frame = readFrame(bytesOfFrame);
    if (frame === undefined) return err('bad-request');
    if (frame.type === frameTypes.auth) asked.add(frame.address);
    if (asked.size > addressesLimit || early.refusals > refusalsLimit) return err('bad-request');
    return ok(asked.has(frame.address) ? 'pass' : 'drop');
  };

  const refuse = (board: string): void => {
    early.refusals++;
    if (admitted.has(board)) return;
    for (const address of asked) if (boardOf(address) === board) asked.delete(address);
  };

  return {
    check,
    admit: (board) => admitted.add(board),
    refuse,
    expel: (board) => {
      admitted.delete(board);
      refuse(board);
    },
    admitted,
  };
};

/** Holds ten seconds’ worth, and fills evenly. */
const createBucket = (clock: Clock, perTenSeconds: number) => {
  let left = perTenSeconds;
  let filledAt = clock.now();
  return {
    take: (amount: number): boolean => {
      const now = clock.now();
      left = Math.min(perTenSeconds, left + (Math.max(0, now - filledAt) * perTenSeconds) / 10_000);
      filledAt = now;
      if (amount > left) return false;
      left -= amount;
      return true;
    },
  };
};

const frameTypes = { sync: 0, awareness: 1, auth: 2, askAwareness: 3, syncReply: 4, stateless: 5, close: 7 };

interface Frame {
  readonly address: string;
  readonly type: number;
}

/** Reads a frame to its end; undefined for one that is not as above. */
const readFrame = (bytes: Uint8Array): Frame | undefined => {
  try {
    const decoder = decoding.createDecoder(bytes);
    const address = decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    return isAddress(address) && isBody(type, decoder) ? { address, type } : undefined;
  } catch {
    return undefined;
  }
};

const boardOf = (address: string): string | undefined => address.split('\0')[0];

const isAddress = (address: string): boolean => {
  const [board, session, ...rest] = address.split('\0');
  return isId(board) && (session === undefined || isId(session)) && rest.length === 0;
};

const isBody = (type: number, decoder: decoding.Decoder): boolean => {
  switch (type) {
    case frameTypes.sync:
    case frameTypes.syncReply:
      return isSync(decoder);
    case frameTypes.awareness:
      return isAwareness(decoding.readVarUint8Array(decoder));
    case frameTypes.auth:
      return decoding.readVarUint(decoder) === 0 && decoding.readVarString(decoder).length <= tokenLength;
    case frameTypes.stateless:
      decoding.readVarString(decoder);
      return true;
    case frameTypes.askAwareness:
    case frameTypes.close:
      return true;
    default:
      return false;
  }
};

const isSync = (decoder: decoding.Decoder): boolean => {
  const step = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (step === 0) Y.decodeStateVector(payload);
  else if (changesIn(payload) > changesLimit || !isPlain(payload)) return false;
  return step <= 2;
};

const isAwareness = (update: Uint8Array): boolean => {
  if (update.length > awarenessBytes) return false;
  const decoder = decoding.createDecoder(update);
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    const state: unknown = JSON.parse(decoding.readVarString(decoder));
    if (typeof state !== 'object') return false;
  }
  return true;
};
