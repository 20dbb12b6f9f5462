/**
 * Two devices in one room, connected by two codes and nothing else: one shows an offer, the other takes it and shows its
 * answer, which the first takes. No server is asked for anything: there are no ICE servers, so that only addresses of the room
 * are used. The camera is to be opened before, or browsers hide these addresses.
 */

import { err, ok, type Result } from '#core/result.ts';
import { boardTags, type PairEnds } from '#sync/direct-proof.ts';
import type { NewLink } from '#sync/direct-session.ts';
import type { BoardKeys } from '#sync/board-keys.ts';
import { openChannelLink } from './channel-link.ts';
import { offerTag, packCode, unpackCode, type CodeUnreadable, type PairCode } from './pack-offer.ts';
import { readSdp, writeSdp, type SdpUnusable } from './sdp.ts';

export type StartError =
  | SdpUnusable
  /** The browser has no WebRTC, or it is switched off. */
  | { readonly type: 'WebRtcMissing' };

export type CodeError =
  | CodeUnreadable
  | { readonly type: 'OtherBoard' }
  /** This board, with another key. */
  | { readonly type: 'OtherKey' }
  /** Both show a first code, or both take one. */
  | { readonly type: 'OfferExpected' }
  | { readonly type: 'AnswerExpected' }
  /** An answer to a code that is no longer shown. */
  | { readonly type: 'AnswerOutdated' };

/** Nothing came through: other networks, or one that keeps its devices apart. It can't be told which. */
export type PairError = { readonly type: 'Unreached' };

export interface Offer {
  readonly code: string;
  /** Takes the other's answer; what it gives is resolved in 15 seconds. After an error of the code, another may be taken. */
  readonly take: (code: string) => Result<Promise<Result<NewLink, PairError>>, CodeError>;
  readonly close: () => void;
}

export interface Answer {
  readonly code: string;
  /** What comes of it, within the limit. */
  readonly paired: Promise<Result<NewLink, PairError>>;
  readonly close: () => void;
}

/** By then two devices that can reach each other have: in one room it takes a tenth of a second. */
export const verdictMs = 15_000;
/** The time that people have to take an answer. */
const answerMs = 120_000;
const gatherMs = 2_500;

export const startOffer = async (keys: BoardKeys): Promise<Result<Offer, StartError>> => {
  const started = startConnection();
  if (!started.ok) return started;
  const { connection, link, close } = started.value;
  await connection.setLocalDescription(await connection.createOffer());
  const facts = await gatherFacts(connection);
  if (!facts.ok) {
    close();
    return facts;
  }
  const own = { ...facts.value, setup: 'actpass' as const };
  const code = packCode({ ...own, ...boardTags(keys), offer: null });
  let isTaken = false;

  return ok({
    code,
    take: (text) => {
      const read = readCode(keys, text);
      if (!read.ok) return read;
      const { offer, print } = read.value;
      if (offer === null) return err({ type: 'AnswerExpected' });
      if (isTaken || !isSame(offer, offerTag(code))) return err({ type: 'AnswerOutdated' });
      isTaken = true;
      const ends: PairEnds = { role: 'offer', prints: { offer: own.print, answer: print } };
      return ok(
        connect(connection, link, ends, verdictMs, { type: 'answer', sdp: writeSdp(read.value) }, close),
      );
    },
    close,
  });
};

/** Takes an offer. The errors of its code come before anything is connected. `limitMs`: for the other to take the answer. */
export const answerOffer = async (
  keys: BoardKeys,
  text: string,
  limitMs = answerMs,
): Promise<Result<Answer, StartError | CodeError>> => {
  const read = readCode(keys, text);
  if (!read.ok) return read;
  if (read.value.setup !== 'actpass') return err({ type: 'OfferExpected' });
  const started = startConnection();
  if (!started.ok) return started;
  const { connection, link, close } = started.value;
  try {
    await connection.setRemoteDescription({ type: 'offer', sdp: writeSdp(read.value) });
    await connection.setLocalDescription(await connection.createAnswer());
  } catch {
    close();
    return err({ type: 'CodeUnreadable' });
  }
  const facts = await gatherFacts(connection);
  if (!facts.ok) {
    close();
    return facts;
  }
  const offer = offerTag(text.replace(/\s+/g, ''));
  const ends: PairEnds = {
    role: 'answer',
    prints: { offer: read.value.print, answer: facts.value.print },
  };
  return ok({
    code: packCode({ ...facts.value, ...boardTags(keys), offer }),
    paired: connect(connection, link, ends, limitMs, null, close),
    close,
  });
};

const startConnection = () => {
  if (typeof RTCPeerConnection === 'undefined') return err({ type: 'WebRtcMissing' });
  let connection: RTCPeerConnection;
  try {
    connection = new RTCPeerConnection({ iceServers: [] });
  } catch {
    return err({ type: 'WebRtcMissing' });
  }
  const channel = connection.createDataChannel('grappe', { negotiated: true, id: 0 });
  const link = openChannelLink(connection, channel);
  return ok({ connection, link, close: link.close });
};

const readCode = (keys: BoardKeys, text: string): Result<PairCode, CodeError> => {
  const read = unpackCode(text);
  if (!read.ok) return read;
  const own = boardTags(keys);
  if (!isSame(read.value.board, own.board)) return err({ type: 'OtherBoard' });
  if (!isSame(read.value.key, own.key)) return err({ type: 'OtherKey' });
  return read;
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.every((byte, index) => byte === b[index]);

/** What the browser says of its own side, once it knows all its addresses. */
const gatherFacts = async (connection: RTCPeerConnection): Promise<ReturnType<typeof readSdp>> => {
  if (connection.iceGatheringState !== 'complete') {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatherMs);
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState !== 'complete') return;
        clearTimeout(timer);
        resolve();
      });
    });
  }
  return readSdp(connection.localDescription?.sdp ?? '');
};

const connect = async (
  connection: RTCPeerConnection,
  link: ReturnType<typeof openChannelLink>,
  ends: PairEnds,
  limitMs: number,
  remote: RTCSessionDescriptionInit | null,
  close: () => void,
): Promise<Result<NewLink, PairError>> => {
  try {
    if (remote) await connection.setRemoteDescription(remote);
  } catch {
    close();
    return err({ type: 'Unreached' });
  }
  if (!(await link.opened(limitMs))) {
    close();
    return err({ type: 'Unreached' });
  }
  return ok({ link, ends });
};
