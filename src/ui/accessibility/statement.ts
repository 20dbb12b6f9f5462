/**
 * The accessibility statement, in the order of the French « déclaration d’accessibilité » (RGAA 4.1). The app shows it, and
 * docs/accessibility.*.md are made of it: tests/ui/accessibility/statement.test.ts.
 */

import * as m from '#app/words/messages/messages.js';

export interface StatementPart {
  /** Null: what stands under the title. */
  readonly heading: string | null;
  /** Paragraphs, and lists of points. */
  readonly blocks: readonly (string | readonly string[])[];
}

/** In the language of the interface. */
export const statement = (): readonly StatementPart[] => [
  { heading: null, blocks: [m.a11y_about(), m.a11y_about_who()] },
  { heading: m.a11y_state(), blocks: [m.a11y_state_partial(), m.a11y_state_audit()] },
  {
    heading: m.a11y_tested(),
    blocks: [
      m.a11y_tested_how(),
      [
        m.a11y_tested_axe(),
        m.a11y_tested_keys(),
        m.a11y_tested_reflow(),
        m.a11y_tested_touch(),
        m.a11y_tested_contrast(),
        m.a11y_tested_word(),
      ],
    ],
  },
  {
    heading: m.a11y_untested(),
    blocks: [[m.a11y_untested_reader(), m.a11y_untested_people(), m.a11y_untested_real()]],
  },
  {
    heading: m.a11y_gaps(),
    blocks: [
      [
        m.a11y_gaps_taken(),
        m.a11y_gaps_plane(),
        m.a11y_gaps_plenary(),
        m.a11y_gaps_language(),
        m.a11y_gaps_qr(),
        m.a11y_gaps_print(),
      ],
    ],
  },
  {
    heading: m.a11y_offers(),
    blocks: [[m.a11y_offers_reading(), m.a11y_offers_simple(), m.a11y_offers_aloud(), m.a11y_offers_ways()]],
  },
  { heading: m.a11y_made(), blocks: [m.a11y_made_text()] },
  { heading: m.a11y_contact(), blocks: [m.a11y_contact_text()] },
  {
    heading: m.a11y_recourse(),
    blocks: [
      m.a11y_recourse_text(),
      [m.a11y_recourse_write(), m.a11y_recourse_delegate(), m.a11y_recourse_post()],
    ],
  },
];
