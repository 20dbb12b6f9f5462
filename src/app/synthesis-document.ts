/** The synthesis of an open workshop as its screen shows it: the very document that is printed and written to files. */

import {
  defaultPlan,
  partIds,
  picturesOf,
  type DocumentPlan,
  type SynthesisDocument,
} from '#synthesis/document.ts';
import { readDocument } from '#synthesis/read-document.ts';
import { documentLabels } from './words/table-labels.ts';
import type { Workshop } from './workshop.svelte.ts';

export type { Block, Cell, DocumentPlan, Item, PartId, SynthesisDocument } from '#synthesis/document.ts';
export type { PrintedPicture, PrintedPictures } from '#synthesis/pictures.ts';
export { columnShares, staysWhole } from '#synthesis/table-shape.ts';
export { defaultPlan, partIds, picturesOf };

export const readSynthesis = ({ board, method }: Workshop, plan: DocumentPlan): SynthesisDocument =>
  readDocument(board, method, plan, documentLabels());

/** What storage gives back, as far as it is a plan. */
export const readPlan = (stored: unknown): DocumentPlan => {
  const { parts, byTheme, references, sheet } = (stored ?? {}) as Partial<
    Record<keyof DocumentPlan, unknown>
  >;
  return {
    parts: Array.isArray(parts)
      ? partIds.filter((id) => parts.includes(id)).sort((a, b) => parts.indexOf(a) - parts.indexOf(b))
      : defaultPlan.parts,
    byTheme: byTheme === true,
    references: references !== false,
    sheet: sheet === 'portrait' ? 'portrait' : 'landscape',
  };
};
