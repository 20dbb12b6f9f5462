/** What is suggested for the labelled notes, held against the labels; beside it the naive way. Run by similarity.js. */

import { suggest, type SimilarNote } from '#similarity/suggest.ts';
import {
  groupsOf,
  halfPlaced,
  joinFigures,
  notesOf,
  pairFigures,
  type Figures,
  type Half,
  type LabelledNote,
} from '../tests/similarity/labelled-notes.ts';

export interface Measured {
  readonly duplicates: Figures;
  readonly clusters: Figures;
  readonly joins: Figures;
}

export const measure = (half: Half): Measured => {
  const notes = notesOf(half);
  const begun = halfPlaced(notes);
  const suggestions = suggest(notes, new Set());
  return {
    duplicates: pairFigures(notes, groupsOf(suggestions, 'duplicates'), 'idea'),
    clusters: pairFigures(notes, groupsOf(suggestions, 'cluster'), 'theme'),
    joins: joinFigures(begun, suggest(begun, new Set())),
  };
};

/**
 * Measures the naive way: notes that share enough of their words (Jaccard’s coefficient) are together, and so are those
 * that a third one joins; a loose note goes where its most similar note is. Each threshold is the best
 * for the half to tune, by a measure that counts precision double (F0.5), as suggestions do.
 */
export const measureNaive = (half: Half): Measured => ({
  duplicates: atBestThreshold(naiveDuplicates, half),
  clusters: atBestThreshold(naiveClusters, half),
  joins: atBestThreshold(naiveJoins, half),
});

const atBestThreshold = (way: (half: Half, threshold: number) => Figures, half: Half): Figures => {
  const thresholds = Array.from({ length: 19 }, (_, at) => (at + 1) / 20);
  const [best = 0] = thresholds.sort((a, b) => fHalf(way('tune', b)) - fHalf(way('tune', a)));
  return way(half, best);
};

const fHalf = ({ precision, recall }: Figures): number =>
  precision === 0 ? 0 : (1.25 * precision * recall) / (0.25 * precision + recall);

const naiveDuplicates = (half: Half, threshold: number): Figures => {
  const notes = notesOf(half);
  return pairFigures(notes, linked(notes, threshold), 'idea');
};

const naiveClusters = (half: Half, threshold: number): Figures => {
  const notes = notesOf(half);
  return pairFigures(notes, linked(notes, threshold), 'theme');
};

const naiveJoins = (half: Half, threshold: number): Figures => {
  const notes = halfPlaced(notesOf(half));
  const placed = notes.filter(({ cluster }) => cluster !== null);
  const joins = notes.flatMap((note) => {
    if (note.cluster !== null) return [];
    const likeness = (other: LabelledNote): number => jaccard(note, other);
    const [nearest] = [...placed].sort((a, b) => likeness(b) - likeness(a));
    if (!nearest?.cluster || likeness(nearest) < threshold) return [];
    return [{ type: 'join' as const, cluster: nearest.cluster, notes: [note.id], words: [] }];
  });
  return joinFigures(notes, joins);
};

const linked = (notes: readonly LabelledNote[], threshold: number): string[][] => {
  const groups = new Map(notes.map((note) => [note, new Set([note])]));
  for (const [at, one] of notes.entries()) {
    for (const other of notes.slice(at + 1)) {
      if (jaccard(one, other) < threshold) continue;
      const united = new Set([...(groups.get(one) ?? []), ...(groups.get(other) ?? [])]);
      for (const note of united) groups.set(note, united);
    }
  }
  return [...new Set(groups.values())].map((group) => [...group].map(({ id }) => id));
};

const jaccard = (one: SimilarNote, other: SimilarNote): number => {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
};

const wordsOf = ({ text }: SimilarNote): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

/**
 * Times suggestions for a wall of `count` notes, a third of them in clusters: the beginnings of labelled notes, three words
 * from anywhere and two of six thousand that are made up, as rare words are on a wall. In milliseconds.
 */
export const timeSuggestions = (count: number): number => {
  const chance = repeatableChance();
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(chance() * from.length)];
  const texts = (['tune', 'aside'] as const).flatMap(notesOf).map(({ text }) => text.split(' '));
  const words = texts.flat();
  const rare = Array.from({ length: 6_000 }, (_, at) =>
    at.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit))),
  );
  const notes = Array.from({ length: count }, (_, at): SimilarNote => {
    const begun = (pick(texts) ?? []).slice(0, 5);
    return {
      id: String(at),
      text: [...begun, pick(words), pick(words), pick(words), pick(rare), pick(rare)].join(' '),
      cluster: chance() < 1 / 3 ? `cluster-${String(Math.floor(chance() * 60))}` : null,
    };
  });
  const start = performance.now();
  suggest(notes, new Set());
  return performance.now() - start;
};

/** Park and Miller’s generator: the same wall every time. From 0 to 1. */
const repeatableChance = (): (() => number) => {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};
