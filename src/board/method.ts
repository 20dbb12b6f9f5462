/** What a method is: the phases of a workshop, their tables and kinds of note. Methods are data files. */

import type { Brand } from '#core/ids.ts';

export type MethodId = Brand<string, 'MethodId'>;
export type PhaseId = Brand<string, 'PhaseId'>;
export type KindId = Brand<string, 'KindId'>;
export type AudienceId = Brand<string, 'AudienceId'>;

/** A language as BCP 47 names it: « fr », « pt-BR ». Which ones the interface has, its words say. */
export type Locale = string;

/** A text of a method: in French and English, and in whichever other languages its file has. */
export interface Localized {
  readonly fr: string;
  readonly en: string;
  readonly [locale: Locale]: string;
}

/** In this language, or in English, as all that a language lacks is told (docs/decisions/0070). */
export const localized = (text: Localized, locale: Locale): string => text[locale] ?? text.en;

/** The colours a kind can have; each is a design token with a light and a dark value. */
export const hues = [
  'coral',
  'green',
  'blue',
  'yellow',
  'violet',
  'teal',
  'orange',
  'slate',
  'pink',
  'paper',
] as const;
export type Hue = (typeof hues)[number];

/** The signs a kind can have beside its colour, because colour is never the only sign. */
export const signs = [
  'bolt',
  'star',
  'target',
  'lever',
  'compass',
  'check',
  'people',
  'calendar',
  'gauge',
  'note',
  'play',
  'stop',
  'repeat',
] as const;
export type Sign = (typeof signs)[number];

/** What references to clusters begin with, in every method: « G » for *grappe*. */
export const clusterLetter = 'G';

/** A kind of note: what the column of a table holds. */
export interface Kind {
  readonly id: KindId;
  /** A capital letter that no other kind of the method has, nor clusters (`clusterLetter`): references begin with it. */
  readonly letter: string;
  /** One of them, as a choice when writing: « Irritant ». */
  readonly label: Localized;
  /** The column's header: « Irritants », « Comment ». */
  readonly column: Localized;
  /** The question a pupil reads above the composer. */
  readonly question: Localized;
  /** A few words under the label, or an empty text. */
  readonly hint: Localized;
  readonly hue: Hue;
  readonly sign: Sign;
  /** Name of the cell in the readable JSON. */
  readonly key: string;
}

/**
 * What a row of a phase's table is about.
 * - `retex`: a RETEX card, or none;
 * - `heads`: one or more notes of the kind `head`, promoted from clusters or from notes of the kinds `from`;
 *   `key` names them in the readable JSON, as one text when `single`, else as a list;
 * - `whole`: the phase is one row.
 */
export type RowRule =
  | { readonly type: 'retex'; readonly column: Localized; readonly without: Localized }
  | {
      readonly type: 'heads';
      readonly head: Kind;
      readonly from: readonly KindId[];
      readonly single: boolean;
      readonly without: Localized;
    }
  | { readonly type: 'whole' };

export interface Phase {
  readonly id: PhaseId;
  readonly title: Localized;
  readonly rows: RowRule;
  readonly kinds: readonly Kind[];
}

/** A public that may speak; a note keeps its id, never a name. */
export interface Audience {
  readonly id: AudienceId;
  readonly label: Localized;
  /** How the readable JSON writes it: « partenaires (collectivités, Edtech, opérateurs…) ». */
  readonly inFull: string;
}

export interface Theme {
  readonly number: number;
  readonly title: string;
}

export interface Method {
  readonly id: MethodId;
  readonly name: Localized;
  readonly description: Localized;
  readonly themes: readonly Theme[];
  readonly audiences: readonly Audience[];
  readonly phases: readonly Phase[];
}

/** Every kind of the phase: the head of its rows, if it has one, and its columns. */
export const phaseKinds = (phase: Phase): readonly Kind[] =>
  phase.rows.type === 'heads' ? [phase.rows.head, ...phase.kinds] : phase.kinds;

export const findPhase = (method: Method, id: PhaseId | string): Phase | undefined =>
  method.phases.find((phase) => phase.id === id);

/** Finds a kind and the phase that holds it. */
export const findKind = (
  method: Method,
  id: KindId | string,
): { readonly kind: Kind; readonly phase: Phase } | undefined => {
  for (const phase of method.phases) {
    const kind = phaseKinds(phase).find((candidate) => candidate.id === id);
    if (kind) return { kind, phase };
  }
  return undefined;
};

/** The next phase whose rows are promoted from this kind of note, if the method has one. */
export const findPromotion = (method: Method, kind: KindId | string): Phase | undefined =>
  method.phases.find((phase) => phase.rows.type === 'heads' && phase.rows.from.some((id) => id === kind));
