/** Gives each note to the group it clearly belongs to, or to none. */

import type { Group, KeptApart } from './group.ts';
import { noVector, productOf, sumOf, type Vector } from './vectors.ts';

export interface Assigned {
  readonly notes: Group;
  /** How similar they are to the group, added up. */
  readonly strength: number;
}

/** How many times as near as any other the group must be: notes between two are left to people. */
const clearly = 2;

/**
 * Assigns `notes` to `groups`, in whose order the answer is. A note that lies in a group is compared with the rest of it.
 * `least`: the average similarity a note must have with the notes of its group. Where two notes are kept apart, the
 * more similar one comes first.
 */
export const assign = (
  notes: Group,
  groups: readonly Group[],
  vectors: readonly Vector[],
  least: number,
  keptApart: KeptApart,
): readonly Assigned[] => {
  const sums = groups.map((group) => sumOf(group.map((note) => vectors[note] ?? noVector)));
  const homes = new Map(groups.flatMap((group, at) => group.map((note) => [note, at] as const)));
  const moving = new Set(notes);
  const wishes = groups.map((): { note: number; similarity: number }[] => []);
  for (const note of notes) {
    const vector = vectors[note] ?? noVector;
    let best = { at: -1, similarity: 0 };
    let second = 0;
    groups.forEach((group, at) => {
      const isHome = homes.get(note) === at;
      const others = group.length - (isHome ? 1 : 0);
      if (others === 0) return;
      const product = productOf(vector, sums[at] ?? noVector) - (isHome ? productOf(vector, vector) : 0);
      const similarity = product / others;
      if (similarity > best.similarity) {
        second = best.similarity;
        best = { at, similarity };
      } else second = Math.max(second, similarity);
    });
    if (best.similarity >= least && best.similarity >= clearly * second)
      wishes[best.at]?.push({ note, similarity: best.similarity });
  }
  return wishes.map((wishing, at) => {
    const staying = (groups[at] ?? []).filter((note) => !moving.has(note));
    const taken: number[] = [];
    let strength = 0;
    for (const { note, similarity } of wishing.sort(
      (a, b) => b.similarity - a.similarity || a.note - b.note,
    )) {
      if (keptApart([note], staying) || keptApart([note], taken)) continue;
      taken.push(note);
      strength += similarity;
    }
    return { notes: taken.sort((a, b) => a - b), strength };
  });
};

/** Adds up how similar each note is to the others of its group. */
export const strengthOf = (group: Group, vectors: readonly Vector[]): number => {
  const ofGroup = group.map((note) => vectors[note] ?? noVector);
  const sum = sumOf(ofGroup);
  const selves = ofGroup.reduce((all, vector) => all + productOf(vector, vector), 0);
  return (productOf(sum, sum) - selves) / (group.length - 1);
};
