/** How paired devices stand, and why they are not, in a sentence. */

import type { Direct } from '#app/direct/directs.svelte.ts';
import type { Pairing } from '#app/direct/pairing.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { unreachable } from '#core/assert.ts';

/** Devices that can be reached. */
export const countHere = ({ devices }: Direct): number =>
  devices.filter(({ state }) => state !== 'gone').length;

/** Empty where there is nothing to say. */
export const directSentence = (direct: Direct): string => {
  const { devices, lost } = direct;
  const count = countHere(direct);
  if (count === 0) return lost === null ? '' : lostSentence(lost);
  const isLevel = devices.every(({ state, isLevel }) => state !== 'linked' || isLevel);
  const gone = devices.length - count;
  return [
    m.direct_linked({ count }),
    isLevel ? m.direct_level() : m.direct_sending(),
    ...(gone > 0 ? [m.direct_left_count({ count: gone })] : []),
  ].join(' · ');
};

const lostSentence = (lost: NonNullable<Direct['lost']>): string =>
  lost === 'left' ? m.direct_left() : m.direct_lost();

export const problemSentence = (problem: NonNullable<Pairing['problem']>): string => {
  switch (problem) {
    case 'CodeUnreadable':
      return m.direct_problem_unreadable();
    case 'OtherBoard':
      return m.direct_problem_board();
    case 'OtherKey':
      return m.direct_problem_key();
    case 'OfferExpected':
      return m.direct_problem_answer();
    case 'AnswerExpected':
      return m.direct_problem_offer();
    case 'AnswerOutdated':
      return m.direct_problem_old();
    default:
      return unreachable(problem);
  }
};
