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
  readonly clusterReference: string;
  readonly yes: string;
  readonly reference: string;
  /** Of the references that a thing was promoted from. */
  readonly from: string;
  readonly retexList: string;
  readonly parked: string;
  /** What stands for a note that has no text: « [dessin] ». */
  readonly attached: Readonly<Record<AttachedType, string>>;
}

/** The words of the document that no method has. */
export interface DocumentLabels extends TableLabels {
  readonly workshop: string;
  readonly allNotes: string;
  readonly allClusters: string;
  readonly introduction: string;
  readonly contents: string;
  readonly table: string;
  readonly page: string;
  readonly legend: string;
  readonly emptyPhase: string;
  readonly traces: string;
  readonly tracesText: string;
  readonly clusters: string;
  readonly loose: string;
  readonly unnamed: string;
  readonly noTheme: string;
  readonly votes: string;
  readonly rank: string;
  readonly voted: string;
  readonly dots: string;
  readonly hands: string;
  readonly doubts: string;
  readonly openVote: string;
  readonly pictures: string;
  readonly method: string;
  /** « Thématique n° 1 : … » */
  readonly themeLine: (theme: { readonly number: number; readonly title: string }) => string;
  readonly numbered: (part: { readonly number: number; readonly title: string }) => string;
  readonly caseName: (card: { readonly number: number }) => string;
  readonly voteName: (vote: { readonly phase: string }) => string;
  /** What a screen reader says of a picture: « Dessin de la note I482 ». */
  readonly pictureOf: (picture: {
    readonly type: 'drawing' | 'photo';
    readonly reference: string;
    readonly text: string;
  }) => string;
  /** A day, written ISO 8601. */
  readonly day: (isoDate: string) => string;
}

/** The text of a note, or what it carries in its place. */
export const noteText = ({ text, attached }: Note, labels: Pick<TableLabels, 'attached'>): string =>
  text === '' ? attached.map(({ type }) => labels.attached[type]).join(' ') : text;
