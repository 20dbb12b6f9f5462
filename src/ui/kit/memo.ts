/** The sheets to remember by: what stands on the one of whoever leads, and on that of whoever takes part. */

import * as m from '#app/words/messages/messages.js';

export type MemoRole = 'lead' | 'join';

export interface MemoSection {
  readonly title: string;
  readonly lines: readonly string[];
  /** `ticks`: to be ticked off; `steps`: one after the other. */
  readonly look: 'ticks' | 'steps' | 'points';
}

export interface Memo {
  readonly title: string;
  readonly sections: readonly MemoSection[];
}

export const memoOf = (role: MemoRole): Memo => (role === 'lead' ? leadMemo() : joinMemo());

const leadMemo = (): Memo => ({
  title: m.memo_lead_title(),
  sections: [
    {
      title: m.memo_before(),
      look: 'ticks',
      lines: [
        m.memo_before_ready({ screen: m.preflight_title() }),
        m.memo_before_prepare(),
        m.memo_before_share(),
        m.memo_before_name(),
        m.memo_before_print(),
      ],
    },
    {
      title: m.memo_during(),
      look: 'points',
      lines: [
        m.memo_during_lead(),
        m.memo_during_pass(),
        m.memo_during_group(),
        m.memo_during_vote(),
        m.memo_during_later(),
        m.memo_during_back(),
      ],
    },
    {
      title: m.memo_after(),
      look: 'ticks',
      lines: [m.memo_after_gather(), m.memo_after_synthesis(), m.memo_after_save(), m.memo_after_erase()],
    },
    {
      title: m.memo_if(),
      look: 'points',
      lines: [m.memo_if_unsaved(), m.memo_if_mistake(), m.memo_if_network(), m.memo_if_broken()],
    },
  ],
});

const joinMemo = (): Memo => ({
  title: m.memo_join_title(),
  sections: [
    {
      title: m.memo_join_steps(),
      look: 'steps',
      lines: [
        m.memo_join_aim(),
        m.memo_join_kind(),
        m.memo_join_write(),
        m.memo_join_other(),
        m.memo_join_pass(),
        m.memo_join_vote(),
      ],
    },
    {
      title: m.memo_good(),
      look: 'points',
      lines: [m.memo_good_anonymous(), m.memo_good_saved(), m.memo_good_undo(), m.memo_good_everybody()],
    },
  ],
});
