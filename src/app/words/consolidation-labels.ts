/** The words of a consolidation’s files and figures. */

import type { ConsolidationLabels } from '#consolidation/labels.ts';
import { measures, type Measure, type Tally } from '#consolidation/tally.ts';
import * as m from './messages/messages.js';
import { getLocale } from './messages/runtime.js';
import { documentLabels } from './table-labels.ts';

export const consolidationLabels = (): ConsolidationLabels => ({
  ...documentLabels(),
  consolidation: m.consolidate_document(),
  measures: {
    workshops: m.consolidate_workshops(),
    notes: m.consolidate_notes(),
    votes: m.consolidate_votes(),
  },
  dimensions: {
    theme: m.consolidate_theme(),
    audience: m.consolidate_audience(),
    place: m.consolidate_place(),
  },
  without: {
    theme: m.document_no_theme(),
    audience: m.consolidate_no_audience(),
    place: m.consolidate_no_place(),
  },
  inShort: m.consolidate_in_short(),
  figuresText: m.consolidate_figures_text(),
  themeByAudience: m.consolidate_cross(),
  group: m.consolidate_group(),
  words: m.consolidate_words(),
  byHand: m.consolidate_by_hand(),
  kind: m.consolidate_kind(),
  examples: m.consolidate_examples(),
  workshops: m.consolidate_workshops(),
  workshopReference: m.consolidate_workshop_reference(),
  groupsOf: (kind) => m.consolidate_groups_of(kind),
  tally: tallySentence,
  restOf: (rest) => m.consolidate_rest(rest),
  leftOut: (out) => m.consolidate_out(out),
});

/** « 350 ateliers · 35 000 notes · 812 votes » */
export const tallySentence = (counted: Tally): string =>
  measures.map((measure) => figureOf(measure, counted[measure])).join(' · ');

/** « 35 000 notes » */
export const figureOf = (measure: Measure, count: number): string =>
  figureWords[measure]({ count }).replace(String(count), figure(count));

const figureWords = {
  workshops: m.consolidate_count_workshops,
  notes: m.consolidate_count_notes,
  votes: m.consolidate_count_votes,
} as const;

/** « 35 000 » */
export const figure = (count: number): string => new Intl.NumberFormat(getLocale()).format(count);
