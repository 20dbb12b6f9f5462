/** Pairing two devices, step by step: one shows a code, the other reads it and shows its own, which the first reads. */

import type { BoardKeys } from '#sync/board-keys.ts';
import { checkNumber } from '#sync/direct-proof.ts';
import type { NewLink, SessionEnd } from '#sync/direct-session.ts';
import {
  answerOffer,
  startOffer,
  type Answer,
  type CodeError,
  type Offer,
  type PairError,
  type StartError,
} from '#transports/webrtc/pair.ts';
import type { Result } from '#core/result.ts';
import { closeStream, openCamera } from '../attachments/camera.ts';

export type PairFailure =
  | StartError['type']
  | PairError['type']
  /** The other did not prove that it has the workshop's key. */
  | 'NotProven';

export type PairStage =
  | { readonly type: 'choosing' }
  | { readonly type: 'preparing' }
  /** The first code, for the other device to read. */
  | { readonly type: 'offering'; readonly code: string }
  /** Reads the first code, or (`answer`) the one that answers this device's. */
  | { readonly type: 'reading'; readonly what: 'offer' | 'answer' }
  /** The second code, for the first device to read. */
  | { readonly type: 'answering'; readonly code: string }
  | { readonly type: 'connecting' }
  /** `check`: four digits that both devices show. */
  | { readonly type: 'paired'; readonly check: string }
  | { readonly type: 'failed'; readonly reason: PairFailure };

export interface Pairing {
  readonly stage: PairStage;
  /** Why the code that was read last is of no use, or null. */
  readonly problem: CodeError['type'] | null;
  /** This device can't read a first code: an invitation is to give it the workshop's key before. */
  readonly lacksKey: boolean;
  /** Makes and shows the first code. */
  show(): Promise<void>;
  read(what: 'offer' | 'answer'): void;
  /** Shows the first code once more, while its answer is awaited. */
  showAgain(): void;
  /** Takes a code that was filmed, photographed or pasted. */
  take(text: string): Promise<void>;
  /** Begins anew. */
  restart(): void;
  close(): void;
}

interface PairingContext {
  readonly hasKey: () => boolean;
  readonly keys: () => BoardKeys;
  readonly doubtKey: () => void;
  /** Takes over a link; gives null once the other device has proved that it has the key, else why it has not. */
  readonly link: (made: NewLink) => Promise<SessionEnd | null>;
}

export const createPairing = ({ hasKey, keys, doubtKey, link }: PairingContext): Pairing => {
  let stage = $state.raw<PairStage>({ type: 'choosing' });
  let problem = $state.raw<CodeError['type'] | null>(null);
  let offer: Offer | undefined;
  let answer: Answer | undefined;
  let isBusy = false;
  /** What was begun before somebody began anew is of no interest. */
  let turn = 0;

  const drop = (): void => {
    turn += 1;
    isBusy = false;
    problem = null;
    if (stage.type !== 'paired') {
      offer?.close();
      answer?.close();
    }
    offer = answer = undefined;
  };

  const refuse = (type: CodeError['type']): void => {
    problem = type;
    if (type === 'OtherKey') doubtKey();
  };

  const finish = async (pairing: Promise<Result<NewLink, PairError>>): Promise<void> => {
    const own = turn;
    const paired = await pairing;
    if (own !== turn) {
      if (paired.ok) paired.value.link.close();
      return;
    }
    if (!paired.ok) {
      stage = { type: 'failed', reason: paired.error.type };
      return;
    }
    const ended = await link(paired.value);
    if (own !== turn) return;
    stage =
      ended === null
        ? { type: 'paired', check: checkNumber(paired.value.ends) }
        : { type: 'failed', reason: ended === 'not-proven' ? 'NotProven' : 'Unreached' };
  };

  const takeOffer = async (text: string): Promise<void> => {
    const own = turn;
    // The camera is still on, so that this device learns its own addresses.
    const started = await answerOffer(keys(), text);
    if (own !== turn) {
      if (started.ok) started.value.close();
      return;
    }
    if (started.ok) {
      answer = started.value;
      stage = { type: 'answering', code: answer.code };
      void finish(answer.paired);
      return;
    }
    const { type } = started.error;
    if (isStartError(type)) stage = { type: 'failed', reason: type };
    else refuse(type);
  };

  return {
    get stage() {
      return stage;
    },
    get problem() {
      return problem;
    },
    get lacksKey() {
      return !hasKey();
    },
    show: async () => {
      drop();
      const own = turn;
      stage = { type: 'preparing' };
      // Browsers tell pages their addresses once these have the camera, which is needed in a moment anyhow.
      const camera = await openCamera();
      const started = await startOffer(keys());
      if (camera.ok) closeStream(camera.value);
      if (own !== turn) {
        if (started.ok) started.value.close();
      } else if (started.ok) {
        offer = started.value;
        stage = { type: 'offering', code: offer.code };
      } else stage = { type: 'failed', reason: started.error.type };
    },
    read: (what) => {
      if (what === 'offer') drop();
      problem = null;
      stage = { type: 'reading', what };
    },
    showAgain: () => {
      problem = null;
      if (offer) stage = { type: 'offering', code: offer.code };
    },
    take: async (text) => {
      if (isBusy || stage.type !== 'reading') return;
      problem = null;
      if (stage.what === 'answer') {
        const taken = offer?.take(text);
        if (!taken) return;
        if (!taken.ok) {
          refuse(taken.error.type);
          return;
        }
        stage = { type: 'connecting' };
        await finish(taken.value);
        return;
      }
      isBusy = true;
      try {
        await takeOffer(text);
      } finally {
        isBusy = false;
      }
    },
    restart: () => {
      drop();
      stage = { type: 'choosing' };
    },
    close: drop,
  };
};

const isStartError = (type: (StartError | CodeError)['type']): type is StartError['type'] =>
  type === 'NoAddress' || type === 'SdpUnknown' || type === 'WebRtcMissing';
