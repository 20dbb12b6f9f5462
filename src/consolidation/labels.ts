/** The words of a consolidation’s files, handed in by the layer that has the languages. */

import type { DocumentLabels } from '#synthesis/labels.ts';
import type { Dimension, Measure, Tally } from './tally.ts';

export interface ConsolidationLabels extends DocumentLabels {
  readonly consolidation: string;
  readonly measures: Readonly<Record<Measure, string>>;
  readonly dimensions: Readonly<Record<Dimension, string>>;
  /** Where notes have no value of a dimension. */
  readonly without: Readonly<Record<Dimension, string>>;
  readonly inShort: string;
  readonly figuresText: string;
  readonly themeByAudience: string;
  readonly group: string;
  readonly words: string;
  readonly byHand: string;
  readonly kind: string;
  readonly examples: string;
  readonly workshops: string;
  readonly workshopReference: string;
  readonly groupsOf: (kind: { readonly kind: string }) => string;
  readonly tally: (tally: Tally) => string;
  readonly restOf: (rest: { readonly count: number }) => string;
  readonly leftOut: (out: { readonly count: number }) => string;
}
