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

/** The groups that have a term, with its weight in each; they may hold groups that are gone. */
interface Holders {
  groups: number[];
  weights: number[];
}

/** Groups by number. Two become one of a new number. */
class GrowingGroups {
  readonly #groups: (GrowingGroup | undefined)[];
  readonly #holders = new Map<string, Holders>();
  /** By number: the product of the group that is looked at with each other; zeros between two looks. */
  readonly #products: Float64Array;
  #first = 0;

  constructor(vectors: readonly Vector[]) {
    this.#groups = [];
    this.#products = new Float64Array(2 * vectors.length);
    vectors.forEach((vector, note) => this.#add({ members: [note], sum: new Map(vector) }));
  }

  /** Gives the group of the lowest number; undefined: none is left. */
  first(): number | undefined {
    while (this.#first < this.#groups.length && this.#groups[this.#first] === undefined) this.#first += 1;
    return this.#first < this.#groups.length ? this.#first : undefined;
  }

  /** Finds the nearest group that is at least `least` near; `preferred` when none is nearer than it. */
  nearest(
    number: number,
    preferred: number | undefined,
    least: number,
    keptApart: KeptApart,
  ): number | undefined {
    const { members } = this.#get(number);
    let found: { readonly number: number; readonly similarity: number } | undefined;
    let preferredSimilarity = -Infinity;
    for (const other of this.#multiply(number)) {
      const product = this.#products[other] ?? 0;
      this.#products[other] = 0;
      if (other === number) continue;
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
    this.#groups[number] = undefined;
    return group;
  }

  #add(group: GrowingGroup): void {
    const number = this.#groups.push(group) - 1;
    for (const [term, weight] of group.sum) {
      const holders = this.#holders.get(term);
      if (holders) {
        holders.groups.push(number);
        holders.weights.push(weight);
      } else this.#holders.set(term, { groups: [number], weights: [weight] });
    }
  }

  #get(number: number): GrowingGroup {
    const group = this.#groups[number];
    assert(group, 'a group that is gone was asked for');
    return group;
  }

  /** Multiplies a group with all that share a term with it, itself too; gives their numbers. */
  #multiply(number: number): readonly number[] {
    const touched: number[] = [];
    for (const [term, weight] of this.#get(number).sum) {
      const holders = this.#holders.get(term);
      assert(holders, 'a group has a term that none holds');
      const { groups, weights } = holders;
      let kept = 0;
      for (let at = 0; at < groups.length; at += 1) {
        const other = groups[at] ?? 0;
        if (this.#groups[other] === undefined) continue;
        const itsWeight = weights[at] ?? 0;
        if (this.#products[other] === 0) touched.push(other);
        this.#products[other] = (this.#products[other] ?? 0) + weight * itsWeight;
        groups[kept] = other;
        weights[kept] = itsWeight;
        kept += 1;
      }
      // Groups that are gone are swept out on the way.
      groups.length = kept;
      weights.length = kept;
    }
    return touched;
  }
}
