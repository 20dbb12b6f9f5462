/** Connects devices that are introduced to each other, as pairing does, but by letters and without people. */

import type { BoardKeys } from '#sync/board-keys.ts';
import type { Dialler } from '#sync/introductions.ts';
import { answerOffer, startOffer, verdictMs } from '#transports/webrtc/pair.ts';

export const createDialler = (keys: BoardKeys): Dialler => ({
  offer: async () => {
    const started = await startOffer(keys);
    if (!started.ok) return null;
    const { code, take, close } = started.value;
    return {
      code,
      take: async (answer) => {
        const taken = take(answer);
        const made = taken.ok ? await taken.value : taken;
        return made.ok ? made.value : null;
      },
      close,
    };
  },
  answer: async (offer) => {
    const answered = await answerOffer(keys, offer, verdictMs);
    if (!answered.ok) return null;
    const { code, paired, close } = answered.value;
    return { code, linked: paired.then((made) => (made.ok ? made.value : null)), close };
  },
});
