/** Notes as directions: the nearer two of them, the more the notes share that is rare on the wall. */

import { isCommonplace } from './lexicon.ts';
import { isNumber, type ReadNote } from './read-notes.ts';

/** Weights by term and subject. The similarity of two: the sum of the products of what both have, from 0 to 1. */
export type Vector = ReadonlyMap<string, number>;

/** What words are worth on this wall. */
export interface Weights {
  /** The fewer notes have a term or a subject, the more. */
  readonly rarity: (termOrSubject: string) => number;
  /** Its rarity, less for what is commonplace in any workshop. */
  readonly telling: (termOrSubject: string) => number;
  /** Tells whether one note only has it, so that it joins none to another. */
  readonly isSingle: (termOrSubject: string) => boolean;
}

/** Notes without the word that are thought beside the wall’s: of ten notes, a word that two share is not common yet. */
const background = 60;

/** What a commonplace tells of what another word does. */
const commonplaceShare = 0.3;

export const weighTerms = (notes: readonly ReadNote[]): Weights => {
  const counts = new Map<string, number>();
  for (const note of notes)
    for (const term of termsAndSubjects(note)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const all = notes.length + background;
  const rarity = (term: string): number => Math.log(all / ((counts.get(term) ?? 0) + 1));
  return {
    rarity,
    telling: (term) => rarity(term) * (isCommonplace(term) ? commonplaceShare : 1),
    isSingle: (term) => counts.get(term) === 1,
  };
};

/** Terms and subjects of a note. */
export const termsAndSubjects = (note: ReadNote): ReadonlySet<string> =>
  new Set(note.flatMap(({ term, subject }) => (subject === undefined ? [term] : [term, subject])));

/** Subjects count more than the single word: two notes that say “wifi” and “débit” are about the same. */
const subjectShare = 1.75;

/** What no other note says still makes a note be about something else, but less so: each has its own words. */
const singleShare = 0.5;

/** Notes of a word or two are not taken to be about it with all their might. In the unit of `Weights`. */
const shortestLength = 5;

/** What notes are about. Numbers are nothing to be about. */
export const topicVectors = (notes: readonly ReadNote[], weights: Weights): readonly Vector[] =>
  notes.map((note) => {
    const vector = new Map<string, number>();
    const put = (key: string, share: number): void => {
      vector.set(key, weights.telling(key) * share * (weights.isSingle(key) ? singleShare : 1));
    };
    for (const { term, subject } of note) {
      if (!isNumber(term)) put(term, 1);
      if (subject !== undefined) put(subject, subjectShare);
    }
    const length = Math.max(lengthOf(vector), shortestLength);
    return joining(vector, length, weights);
  });

/** Synonyms make two notes say the same, but less than the same word does. */
const synonymShare = 0.5;

/** What notes say, word by word. */
export const wordVectors = (notes: readonly ReadNote[], weights: Weights): readonly Vector[] =>
  notes.map((note) => {
    const vector = new Map<string, number>();
    for (const { term, subject } of note) {
      vector.set(term, weights.rarity(term));
      if (subject !== undefined) vector.set(subject, weights.rarity(subject) * synonymShare);
    }
    return joining(vector, lengthOf(vector), weights);
  });

export const noVector: Vector = new Map();

export const sumOf = (vectors: readonly Vector[]): Vector => {
  const sum = new Map<string, number>();
  for (const vector of vectors)
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight);
  return sum;
};

export const productOf = (one: Vector, other: Vector): number => {
  let product = 0;
  for (const [term, weight] of one) product += weight * (other.get(term) ?? 0);
  return product;
};

const lengthOf = (vector: Vector): number => Math.sqrt(productOf(vector, vector));

/** What may join a note to another, scaled; what it has alone only made it longer. */
const joining = (vector: Vector, length: number, weights: Weights): Vector =>
  new Map(
    [...vector].filter(([key]) => !weights.isSingle(key)).map(([key, weight]) => [key, weight / length]),
  );
