/** Promotion: clusters and notes become rows of a later phase, and keep where they came from. */

import type { Attached } from '#board/attached.ts';
import type { RowId, ThingId } from '#board/document.ts';
import type { Phase } from '#board/method.ts';
import { local, locale } from '#app/words/locale.svelte.ts';
import { rowCommands } from '#app/row-commands.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { tell } from './tell.ts';

export interface Source {
  readonly id: ThingId;
  readonly text: string;
  /** What the head carries where there is no text. */
  readonly attached?: readonly Attached[];
}

/** A row of each, or one row of all. */
export type HowMany = 'each' | 'together';

/** « Promouvoir en irritant principal ». */
export const promotionLabel = (phase: Phase): string =>
  phase.rows.type === 'heads'
    ? m.notes_promote({ label: local(phase.rows.head.label).toLocaleLowerCase(locale()) })
    : '';

/** Makes a row of each, or one row of all; stops at the first refusal and says how many rows came. */
export const promote = (
  workshop: Workshop,
  phase: Phase,
  sources: readonly Source[],
  how: HowMany,
): boolean => {
  const [first, ...others] = sources;
  if (!first) return false;
  const row = rowCommands(workshop).addRow(phase, head(first));
  let steps = row.ok ? 1 : 0;
  for (const source of others) {
    if (!row.ok) break;
    const added =
      how === 'each'
        ? rowCommands(workshop).addRow(phase, head(source))
        : rowCommands(workshop).addHead(phase, row.value, head(source));
    if (!added.ok) return tell(workshop, added, '');
    steps += 1;
  }
  const count = how === 'each' ? steps : 1;
  return tell(workshop, row, m.notes_promoted({ count, phase: local(phase.title) }), steps);
};

/** What has words needs nothing else to be read in a table; its origin leads to the rest. */
const head = ({ id, text, attached = [] }: Source) => ({
  text,
  attached: text === '' ? attached : [],
  from: [id],
});

/** Adds things to a row as further heads. */
export const promoteInto = (
  workshop: Workshop,
  phase: Phase,
  row: RowId,
  sources: readonly Source[],
): boolean => {
  const results = sources.map((source) => rowCommands(workshop).addHead(phase, row, head(source)));
  const result = results.find((candidate) => !candidate.ok) ?? results[0];
  if (!result) return false;
  const count = results.filter((candidate) => candidate.ok).length;
  return tell(workshop, result, m.phase_promote_joined({ count }), count);
};
