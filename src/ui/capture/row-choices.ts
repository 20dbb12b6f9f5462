/** What a note of a phase can be about: a RETEX card, a main irritant, an axis. */

import type { Phase } from '#board/method.ts';
import { local } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { noteName } from '../notes/note-name.ts';

export interface RowChoice {
  /** Empty: in no row. */
  readonly value: string;
  readonly label: string;
}

/** A native list shows one line: longer names end in an ellipsis. */
const labelLimit = 90;

/** Lists the rows, behind the choice of none; empty when the phase has none to choose. */
export const rowChoices = (workshop: Workshop, phase: Phase): readonly RowChoice[] => {
  const { rows } = phase;
  if (rows.type === 'whole') return [];
  const table = workshop.tables.find((candidate) => candidate.phase.id === phase.id);
  const choices = (table?.rows ?? []).flatMap(({ id, retex, heads }, index) => {
    if (id === null) return [];
    const label = retex
      ? [`${rowsLabel(phase)} ${String(retex.number.value)}`, retex.title.value || retex.scope.value]
          .filter((part) => part !== '')
          .join(' · ')
      : heads.map(noteName).join(' + ') || m.capture_row_unnamed({ number: index + 1 });
    return [{ value: id, label: shorten(label) }];
  });
  return [{ value: '', label: local(rows.without) }, ...choices];
};

/** The list's name: « RETEX », « Irritant principal », « Axe ». */
export const rowsLabel = ({ rows }: Phase): string =>
  rows.type === 'retex' ? local(rows.column) : rows.type === 'heads' ? local(rows.head.label) : '';

const shorten = (label: string): string => {
  const line = label.replace(/\s+/g, ' ');
  return line.length <= labelLimit ? line : `${line.slice(0, labelLimit - 1).trimEnd()}…`;
};
