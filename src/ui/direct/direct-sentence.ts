/** How paired devices stand, and why they are not, in a sentence. */

import type { Direct } from '#app/direct/directs.svelte.ts';
import type { Pairing } from '#app/direct/pairing.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { unreachable } from '#core/assert.ts';

/** Empty where there is nothing to say. */
export const directSentence = ({ linked, lost }: Direct): string => {
  if (linked.length === 0) return lost === null ? '' : lostSentence(lost);
  const state = linked.every(({ isLevel }) => isLevel) ? m.direct_level() : m.direct_sending();
  return `${m.direct_linked({ count: linked.length })} · ${state}`;
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
