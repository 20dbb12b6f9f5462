/** Slips of the pen: a word that is written once, and is nearly another. */

/** Shorter words have too few letters to tell a slip from another word (“poste”, “porte”). */
const shortest = 6;

/**
 * How much of their letter pairs two words must share (Dice’s coefficient, from 0 to 1). At 0.8 a letter is missing, doubled
 * or wrong in a word of nine, and “internat” is still not “internet”.
 */
const enough = 0.8;

/**
 * Finds, for each stem that only one note has, the stem it was meant to be. `counts`: in how many notes a stem is.
 * `known`: stems that are no slips, whether a note has them or not. `least`: how many notes must have a stem that is not known for
 * it to be meant; where thousands of notes each have a word of their own, these are not held against each other.
 */
export const findSlips = (
  counts: ReadonlyMap<string, number>,
  known: readonly string[],
  least = 1,
): ReadonlyMap<string, string> => {
  const sure = new Set(known);
  const candidates = new Map<string, Candidate[]>();
  for (const stem of new Set([...counts.keys(), ...known])) {
    if (stem.length < shortest - 1) continue;
    const count = counts.get(stem) ?? 0;
    if (count < least && !sure.has(stem)) continue;
    const candidate = { stem, pairs: letterPairs(stem), count, sure: sure.has(stem) };
    const place = candidates.get(placeOf(stem, 0));
    if (place) place.push(candidate);
    else candidates.set(placeOf(stem, 0), [candidate]);
  }
  const slips = new Map<string, string>();
  for (const [stem, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (count > 1 || stem.length < shortest || sure.has(stem)) continue;
    const pairs = letterPairs(stem);
    let meant: { readonly candidate: Candidate; readonly likeness: number } | undefined;
    for (const longer of [-2, -1, 0, 1, 2]) {
      for (const candidate of candidates.get(placeOf(stem, longer)) ?? []) {
        if (candidate.stem === stem || slips.has(candidate.stem)) continue;
        const likeness = dice(pairs, candidate.pairs);
        if (likeness < enough) continue;
        if (meant === undefined || isLikelier(candidate, likeness, meant.candidate, meant.likeness))
          meant = { candidate, likeness };
      }
    }
    if (meant) slips.set(stem, meant.candidate.stem);
  }
  return slips;
};

interface Candidate {
  readonly stem: string;
  readonly pairs: readonly string[];
  readonly count: number;
  readonly sure: boolean;
}

const isLikelier = (a: Candidate, likeness: number, b: Candidate, likenessOfB: number): boolean => {
  if (likeness !== likenessOfB) return likeness > likenessOfB;
  if (a.sure !== b.sure) return a.sure;
  if (a.count !== b.count) return a.count > b.count;
  return a.stem < b.stem;
};

/** Words are compared with those of the same first letter, which is seldom wrong, and about the same length. */
const placeOf = (stem: string, longer: number): string => `${stem.charAt(0)}${String(stem.length + longer)}`;

/** Sorted, with the borders: `_a ab b_`. */
const letterPairs = (stem: string): string[] => {
  const bordered = ` ${stem} `;
  return Array.from({ length: bordered.length - 1 }, (_, at) => bordered.slice(at, at + 2)).sort();
};

const dice = (a: readonly string[], b: readonly string[]): number => {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const [x = '', y = ''] = [a[i], b[j]];
    if (x === y) shared += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  return (2 * shared) / (a.length + b.length);
};
