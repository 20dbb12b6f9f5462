/** The words of exported documents, handed in by the layer that has the languages. */

import type { AttachedType } from '#board/attached.ts';
import type { Note } from '#board/board.ts';
import type { Locale } from '#board/method.ts';

export interface TableLabels {
  readonly locale: Locale;
  readonly untitled: string;
  readonly theme: string;
  readonly place: string;
  readonly date: string;
  readonly phase: string;
  readonly row: string;
  readonly column: string;
  readonly note: string;
  readonly stressed: string;
  readonly audience: string;
  readonly cluster: string;
  readonly yes: string;
  readonly retexList: string;
  readonly parked: string;
  /** What stands for a note that has no text: « [dessin] ». */
  readonly attached: Readonly<Record<AttachedType, string>>;
}

/** The text of a note, or what it carries in its place. */
export const noteText = ({ text, attached }: Note, labels: Pick<TableLabels, 'attached'>): string =>
  text === '' ? attached.map(({ type }) => labels.attached[type]).join(' ') : text;
