/** The words of exported documents, handed in by the layer that has the languages. */

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
}
