/**
 * The synthesis as a document: what is printed, in its order, whatever the format. `read-document.ts` makes it of a board; the
 * page, DOCX, ODT and Markdown are made of it, and so say the same. Plain data, so that it can be handed to a worker.
 */

import type { AttachmentHash } from '#core/attachments.ts';
import type { NoteId, RetexId } from '#board/document.ts';
import type { Hue, Locale, Sign } from '#board/method.ts';

/** The parts that a document may have, in the order they have until somebody chooses another. */
export const partIds = [
  'introduction',
  'cases',
  'tables',
  'traces',
  'parked',
  'clusters',
  'votes',
  'pictures',
  'method',
] as const;
export type PartId = (typeof partIds)[number];

/** What is in a document. */
export interface DocumentPlan {
  /** The parts that are in it, in their order. */
  readonly parts: readonly PartId[];
  /** Whether every table is told theme by theme. */
  readonly byTheme: boolean;
  /** Whether every note has its reference beside it. */
  readonly references: boolean;
  /** How the sheets of A4 lie. */
  readonly sheet: 'landscape' | 'portrait';
}

/** What the room worked out; annexes are added by whoever wants them. */
export const defaultPlan: DocumentPlan = {
  parts: ['introduction', 'cases', 'tables', 'traces', 'parked'],
  byTheme: false,
  references: true,
  sheet: 'landscape',
};

/** A note, or a thing that stands for notes, in one line. */
export interface Item {
  /** The note that is corrected here; null: it can't be corrected here. */
  readonly note: NoteId | null;
  /** Empty where the document has none. */
  readonly reference: string;
  readonly text: string;
  readonly stressed: boolean;
}

export interface Column {
  readonly title: string;
  readonly hue: Hue | null;
  readonly sign: Sign | null;
}

/** A cell has notes, each with a bullet; or things named elsewhere, without; or words of the document's own. */
export type Cell =
  | { readonly type: 'notes' | 'named'; readonly items: readonly Item[] }
  | { readonly type: 'words'; readonly text: string; readonly quiet?: string }
  /** `share`: of the largest of its table, from 0 to 1, for formats that shade it. */
  | { readonly type: 'number'; readonly value: number; readonly share?: number };

export interface Link {
  readonly url: string;
  /** Http, https or mailto; what is not stays text. */
  readonly isSafe: boolean;
}

export type Block =
  /** 2 for a part, 3 within one. */
  | { readonly type: 'heading'; readonly level: 2 | 3; readonly text: string }
  /** `source`: what of the workshop is corrected here. */
  | {
      readonly type: 'words';
      readonly text: string;
      readonly look: 'plain' | 'quiet' | 'strong';
      readonly source?: 'introduction';
    }
  | {
      readonly type: 'case';
      readonly card: RetexId;
      readonly name: string;
      readonly scope: string;
      readonly title: string;
      readonly text: string;
      readonly links: readonly Link[];
    }
  | { readonly type: 'items'; readonly items: readonly Item[] }
  | {
      readonly type: 'table';
      readonly caption: string;
      readonly columns: readonly Column[];
      /** Whether the first cell of each row is its header. */
      readonly hasRowHeaders: boolean;
      readonly rows: readonly (readonly Cell[])[];
    }
  | {
      readonly type: 'picture';
      readonly hash: AttachmentHash;
      readonly kind: 'drawing' | 'photo';
      readonly width: number;
      readonly height: number;
      /** What a screen reader says in its place. */
      readonly alt: string;
      readonly caption: string;
    };

export interface Part {
  readonly id: PartId;
  readonly blocks: readonly Block[];
}

export interface SynthesisDocument {
  readonly locale: Locale;
  readonly sheet: DocumentPlan['sheet'];
  /** What the workshop is called. */
  readonly name: string;
  /** « Thématique n° 1 : … », or empty. */
  readonly themeLine: string;
  /** Above the title, or empty. */
  readonly theme: string;
  readonly title: string;
  /** Place and date, where there are any. */
  readonly facts: readonly string[];
  readonly parts: readonly Part[];
  /** What bold and green mean; empty where nothing is stressed. */
  readonly legend: string;
  /** Words that formats need beside it. */
  readonly words: {
    readonly contents: string;
    readonly table: string;
    readonly page: string;
    readonly stressed: string;
  };
}

/** The pictures that a document shows. */
export const picturesOf = ({ parts }: SynthesisDocument): readonly Extract<Block, { type: 'picture' }>[] =>
  parts.flatMap(({ blocks }) => blocks.filter((block) => block.type === 'picture'));
