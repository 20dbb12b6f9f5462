/**
 * Average-linkage grouping: two groups become one as long as their notes are similar enough on average. The average of all
 * pairs is the product of the groups’ mean vectors, so that no two notes are ever compared by themselves; and
 * whoever is nearest is followed until two groups are each other’s nearest. Source: F. Murtagh, “A survey of recent
 * advances in hierarchical clustering algorithms”, The Computer Journal 26 (1983), 354–359 (nearest-neighbour chain).
 */

import { assert } from '#core/assert.ts';
import type { Vector } from './vectors.ts';

/** Indices of notes, ascending. */
export type Group = readonly number[];

/** Tells whether two groups may not become one. */
export type KeptApart = (one: Group, other: Group) => boolean;

/**
 * What differs by less is equally near: sums come out differently in another order, and three groups might each be the
 * nearest of the next for ever.
 */
const rounding = 1e-9;

/** Groups vectors until no two groups are `least` similar. Gives all groups, those of one note too. */
export const groupBySimilarity = (
  vectors: readonly Vector[],
  least: number,
  keptApart: KeptApart,
): readonly Group[] => {
  const growing = new GrowingGroups(vectors);
  const done: Group[] = [];
  const chain: number[] = [];
  for (;;) {
    const top = chain.at(-1) ?? growing.first();
    if (top === undefined) return done;
    if (chain.length === 0) chain.push(top);
    const before = chain.at(-2);
    const nearest = growing.nearest(top, before, least, keptApart);
    if (nearest === undefined) {
      done.push(growing.take(top).members);
      chain.pop();
    } else if (nearest === before) {
      growing.unite(top, before);
      chain.splice(-2);
    } else chain.push(nearest);
  }
};

interface GrowingGroup {
  readonly members: Group;
  /** Of the vectors of its members. */
  readonly sum: Map<string, number>;
}

/** Groups by number, and which of them have a term. */
class GrowingGroups {
  readonly #groups = new Map<number, GrowingGroup>();
  readonly #holders = new Map<string, Map<number, number>>();
  #next = 0;

  constructor(vectors: readonly Vector[]) {
    vectors.forEach((vector, note) => this.#add({ members: [note], sum: new Map(vector) }));
  }

  first(): number | undefined {
    return this.#groups.keys().next().value;
  }

  /** Finds the nearest group that is at least `least` near; `preferred` when none is nearer than it. */
  nearest(
    number: number,
    preferred: number | undefined,
    least: number,
    keptApart: KeptApart,
  ): number | undefined {
    const { members, sum } = this.#get(number);
    const products = new Map<number, number>();
    for (const [term, weight] of sum)
      for (const [other, itsWeight] of this.#holders.get(term) ?? [])
        products.set(other, (products.get(other) ?? 0) + weight * itsWeight);
    products.delete(number);
    let found: { readonly number: number; readonly similarity: number } | undefined;
    let preferredSimilarity = -Infinity;
    for (const [other, product] of products) {
      const others = this.#get(other).members;
      const similarity = product / (members.length * others.length);
      if (other === preferred) preferredSimilarity = similarity;
      if (similarity < (found ? found.similarity + rounding : least)) continue;
      if (!keptApart(members, others)) found = { number: other, similarity };
    }
    return found && preferredSimilarity > found.similarity - 2 * rounding ? preferred : found?.number;
  }

  unite(one: number, other: number): void {
    const [a, b] = [this.take(one), this.take(other)];
    const [more, fewer] = a.sum.size < b.sum.size ? [b.sum, a.sum] : [a.sum, b.sum];
    for (const [term, weight] of fewer) more.set(term, (more.get(term) ?? 0) + weight);
    this.#add({ members: [...a.members, ...b.members].sort((x, y) => x - y), sum: more });
  }

  take(number: number): GrowingGroup {
    const group = this.#get(number);
    for (const term of group.sum.keys()) this.#holders.get(term)?.delete(number);
    this.#groups.delete(number);
    return group;
  }

  #add(group: GrowingGroup): void {
    const number = this.#next;
    this.#next += 1;
    this.#groups.set(number, group);
    for (const [term, weight] of group.sum) {
      const holders = this.#holders.get(term);
      if (holders) holders.set(number, weight);
      else this.#holders.set(term, new Map([[number, weight]]));
    }
  }

  #get(number: number): GrowingGroup {
    const group = this.#groups.get(number);
    assert(group, 'a group that is gone was asked for');
    return group;
  }
}
