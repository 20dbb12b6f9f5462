/** Why notes are put together, in their own words. */

import type { ReadNote, ReadWord } from './read-notes.ts';
import { bareOf } from './tokens.ts';
import { termsAndSubjects, type Weights } from './vectors.ts';

/** Three words are read at a glance. */
const mostWords = 3;

/**
 * Gives the words that the notes share, as most of them write them, most telling first. Words of one subject are shared too.
 * `beside`: notes of the cluster that they are to join, which share but don’t choose.
 */
export const sharedWords = (
  notes: readonly ReadNote[],
  weights: Weights,
  beside: readonly ReadNote[] = [],
): readonly string[] => {
  const all = [...notes, ...beside];
  const holders = new Map<string, number>();
  for (const note of all)
    for (const key of termsAndSubjects(note)) holders.set(key, (holders.get(key) ?? 0) + 1);
  const chosen = new Map<string, { readonly word: ReadWord; readonly ways: Map<string, number> }>();
  for (const word of notes.flat()) {
    const { ways } = chosen.get(word.term) ?? { ways: new Map<string, number>() };
    ways.set(word.written, (ways.get(word.written) ?? 0) + 1);
    chosen.set(word.term, { word, ways });
  }
  const telling = ({ term, subject }: ReadWord): number => {
    const shared = (key: string | undefined): number =>
      key !== undefined && (holders.get(key) ?? 0) > 1 ? weights.telling(key) : 0;
    return (holders.get(term) ?? 0) * (shared(term) + shared(subject));
  };
  return [...chosen.values()]
    .map(({ word, ways }) => ({ telling: telling(word), written: likeliest(ways) }))
    .filter((word) => word.telling > 0)
    .sort((a, b) => b.telling - a.telling || (a.written < b.written ? -1 : 1))
    .slice(0, mostWords)
    .map(({ written }) => written);
};

/** The most common way to write it; of two, the one with its accents, then the one that doesn’t begin a sentence. */
const likeliest = (ways: ReadonlyMap<string, number>): string =>
  [...ways]
    .sort(
      ([a, x], [b, y]) =>
        y - x ||
        Number(isAccented(b)) - Number(isAccented(a)) ||
        Number(isLower(b)) - Number(isLower(a)) ||
        (a < b ? -1 : 1),
    )
    .map(([written]) => written)[0] ?? '';

const isAccented = (written: string): boolean => bareOf(written) !== written;

const isLower = (written: string): boolean => written === written.toLowerCase();
