/** The labelled notes of tests/fixtures/similar-notes.json, and how well groups of them agree with the labels. */

import type { SimilarNote, Suggestion } from '#similarity/suggest.ts';
import labelled from '../fixtures/similar-notes.json' with { type: 'json' };

export type Half = 'tune' | 'aside';

export interface LabelledNote extends SimilarNote {
  /** Where a facilitator puts it; null: nowhere, or on its own. */
  readonly theme: string | null;
  /** The same for notes that say the same; null: no other does. */
  readonly idea: string | null;
}

/** Gives a half’s notes, all loose. */
export const notesOf = (half: Half): readonly LabelledNote[] => {
  const notes: Omit<LabelledNote, 'id'>[] = [];
  for (const { title, notes: ideas } of labelled[half].themes) {
    for (const [at, idea] of ideas.entries()) {
      const same = Array.isArray(idea) ? `${title} ${String(at)}` : null;
      for (const text of [idea].flat()) notes.push({ text, cluster: null, theme: title, idea: same });
    }
  }
  for (const text of labelled[half].alone) notes.push({ text, cluster: null, theme: null, idea: null });
  return notes.map((note, at) => ({ ...note, id: `note-${String(at).padStart(3, '0')}` }));
};

/** Puts every second note of a theme into its cluster, as when a room has begun. */
export const halfPlaced = (notes: readonly LabelledNote[]): readonly LabelledNote[] => {
  const seen = new Map<string, number>();
  return notes.map((note) => {
    if (note.theme === null) return note;
    const before = seen.get(note.theme) ?? 0;
    seen.set(note.theme, before + 1);
    return before % 2 === 0 ? { ...note, cluster: note.theme } : note;
  });
};

/** From 0 to 1. */
export interface Figures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Counts the pairs that groups of ids put together, and those that the label does. */
export const pairFigures = (
  notes: readonly LabelledNote[],
  groups: readonly (readonly string[])[],
  label: 'theme' | 'idea',
): Figures => {
  const labels = new Map(notes.map((note) => [note.id, note[label]]));
  const isRight = ([one, other]: readonly [string, string]): boolean =>
    labels.get(one) != null && labels.get(one) === labels.get(other);
  const proposed = groups.flatMap(pairsOf);
  const all = pairsOf(notes.map(({ id }) => id)).filter(isRight);
  return figures(proposed.filter(isRight).length, proposed.length, all.length);
};

/** Counts the loose notes that `join` suggestions put into their theme’s cluster. */
export const joinFigures = (notes: readonly LabelledNote[], suggestions: readonly Suggestion[]): Figures => {
  const themes = new Map(notes.map(({ id, theme }) => [id, theme]));
  const proposed = suggestions.flatMap((suggestion) =>
    suggestion.type === 'join' ? suggestion.notes.map((id) => themes.get(id) === suggestion.cluster) : [],
  );
  const all = notes.filter(({ cluster, theme }) => cluster === null && theme !== null);
  return figures(proposed.filter(Boolean).length, proposed.length, all.length);
};

const figures = (right: number, proposed: number, all: number): Figures => {
  const precision = proposed === 0 ? 0 : right / proposed;
  const recall = right / all;
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
};

const pairsOf = (ids: readonly string[]): (readonly [string, string])[] =>
  ids.flatMap((one, at) => ids.slice(at + 1).map((other) => [one, other] as const));

/** The notes of the suggestions of one type. */
export const groupsOf = (
  suggestions: readonly Suggestion[],
  type: Suggestion['type'],
): (readonly string[])[] =>
  suggestions.filter((suggestion) => suggestion.type === type).map(({ notes }) => notes);
