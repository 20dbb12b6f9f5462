/**
 * Groups the notes of hundreds of workshops by what they say, in a time that grows with their number.
 *
 * The wall's way, average linkage, follows every note to its nearest and is not made for 35,000 of them. Here a sample is grouped
 * so; each further text joins the group that it is nearest to, or founds one; groups that came to be alike become one, and at the
 * end every text is asked again. A group is looked for by the words that are most its own, so that what it costs to
 * place a text does not grow with the groups that share a common word with it.
 *
 * The order of the texts makes no difference: they are taken in an order that their hash gives.
 */

import { groupBySimilarity } from './group.ts';
import { readNotes, type ReadNote } from './read-notes.ts';
import { sharedWords } from './shared-words.ts';
import { noVector, sumOf, topicVectors, weighTerms, type Vector } from './vectors.ts';

/** A text; only texts of one sort are put together. */
export interface ManyText {
  readonly text: string;
  readonly sort: string;
}

export interface AlikeGroup {
  /** Indices of texts, ascending. */
  readonly members: readonly number[];
  /** The member that says best what all say. */
  readonly centre: number;
  /** What they share, as they write it, most telling first. */
  readonly words: readonly string[];
}

// The similarities below were tuned on the subjects of even place in tests/support/sayings.ts; bench/README.md tells what they
// give on the others, and on notes of another hand.

/** Average similarity at which a text joins a group. */
const leastToJoin = 0.3;
/** Average similarity at which two groups become one. */
const leastToUnite = 0.34;
/** Of how many texts must have a word, and three at least, for one that nobody else wrote to be a slip of it. */
const commonShare = 1 / 5_000;
/** How many different texts are grouped by the wall's way. */
const sampleSize = 1_500;
/** Most groups that are held against each other by it; the rest stay as they are. */
const mostUnited = 4_000;
/** A group is looked for by so many of its words. */
const keysOfGroup = 24;
/** And one of a single text by so many. */
const keysOfOne = 5;

/** Puts texts of a sort together that say alike: every text is in one group, perhaps alone. The largest groups come first. */
export const groupMany = (texts: readonly ManyText[]): readonly AlikeGroup[] => {
  const distinct = [...new Set(texts.map(({ text }) => text))].sort(byHash);
  const places = new Map(distinct.map((text, at) => [text, at]));
  const read = readNotes(distinct, Math.max(3, distinct.length * commonShare));
  const weights = weighTerms(read);
  const vectors = topicVectors(read, weights);
  const bySort = new Map<string, number[]>();
  texts.forEach(({ sort }, at) => {
    const ofSort = bySort.get(sort);
    if (ofSort) ofSort.push(at);
    else bySort.set(sort, [at]);
  });
  const groups: AlikeGroup[] = [];
  for (const [, members] of [...bySort].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sayings = sayingsOf(texts, members, (text) => places.get(text) ?? 0);
    for (const group of groupSayings(sayings, vectors)) {
      groups.push({
        members: group.flatMap((saying) => saying.members).sort((a, b) => a - b),
        centre: centreOf(group, vectors).members[0] ?? 0,
        words: sharedWords(
          group.slice(0, wordsRead).map(({ place }): ReadNote => read[place] ?? []),
          weights,
        ),
      });
    }
  }
  return groups.sort(
    (a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0),
  );
};

/** Of how many texts of a group the shared words are read: more change nothing. */
const wordsRead = 400;

/** A text, and all that say it to the letter. */
interface Saying {
  readonly place: number;
  readonly members: number[];
}

const sayingsOf = (
  texts: readonly ManyText[],
  members: readonly number[],
  placeOf: (text: string) => number,
): readonly Saying[] => {
  const sayings = new Map<number, Saying>();
  for (const at of members) {
    const place = placeOf(texts[at]?.text ?? '');
    const saying = sayings.get(place);
    if (saying) saying.members.push(at);
    else sayings.set(place, { place, members: [at] });
  }
  return [...sayings.values()].sort((a, b) => a.place - b.place);
};

const groupSayings = (
  sayings: readonly Saying[],
  vectors: readonly Vector[],
): readonly (readonly Saying[])[] => {
  const vectorOf = (saying: Saying | undefined): Vector => vectors[saying?.place ?? -1] ?? noVector;
  const field = new Field();
  const sample = sayings.slice(0, sampleSize);
  for (const group of groupBySimilarity(sample.map(vectorOf), leastToUnite, () => false)) {
    field.found(group.map((at) => vectorOf(sample[at])));
  }
  for (const saying of sayings.slice(sampleSize)) {
    const vector = vectorOf(saying);
    const at = field.nearest(vector, leastToJoin);
    if (at === undefined) field.found([vector]);
    else field.join(at, vector);
  }
  const leaders = new Field();
  for (const mean of field.means()) leaders.found([mean]);

  const taken = leaders.all.map((): Saying[] => []);
  const alone: Saying[] = [];
  for (const saying of sayings) {
    const at = leaders.nearest(vectorOf(saying), leastToJoin);
    if (at === undefined) alone.push(saying);
    else taken[at]?.push(saying);
  }
  return [...taken.filter((group) => group.length > 0), ...alone.map((saying) => [saying])];
};

const noSaying: Saying = { place: -1, members: [] };

/** Groups that are found by their words. */
class Field {
  readonly all: { sum: Map<string, number>; size: number }[] = [];
  /** The groups that are looked for by a word. */
  readonly #keys = new Map<string, number[]>();
  /** How many texts each group had when it was last entered. */
  readonly #entered: number[] = [];
  /** At which look each group was last looked at. */
  readonly #seen: number[] = [];
  #look = 0;

  found(vectors: readonly Vector[]): void {
    const at = this.all.push({ sum: new Map(sumOf(vectors)), size: vectors.length }) - 1;
    this.#entered.push(vectors.length);
    this.#seen.push(0);
    this.#enter(at);
  }

  join(at: number, vector: Vector): void {
    const group = this.all[at];
    if (!group) return;
    for (const [term, weight] of vector) group.sum.set(term, (group.sum.get(term) ?? 0) + weight);
    group.size += 1;
    // Its words change as it grows, but ever less.
    if (group.size >= 2 * (this.#entered[at] ?? 1)) {
      this.#entered[at] = group.size;
      this.#enter(at);
    }
  }

  /** The group with the highest average similarity, at least `least`; of several, the one that was founded first. */
  nearest(vector: Vector, least: number): number | undefined {
    this.#look += 1;
    let best: { readonly at: number; readonly similarity: number } | undefined;
    for (const term of vector.keys()) {
      for (const at of this.#keys.get(term) ?? []) {
        if (this.#seen[at] === this.#look) continue;
        this.#seen[at] = this.#look;
        const group = this.all[at];
        if (!group) continue;
        let product = 0;
        for (const [other, weight] of vector) product += weight * (group.sum.get(other) ?? 0);
        const similarity = product / group.size;
        if (similarity < least) continue;
        if (!best || similarity > best.similarity || (similarity === best.similarity && at < best.at)) {
          best = { at, similarity };
        }
      }
    }
    return best?.at;
  }

  /** The means of the groups; those that are alike are one. */
  means(): readonly Vector[] {
    const order = this.all.map((_, at) => at).sort((a, b) => this.#sizeOf(b) - this.#sizeOf(a) || a - b);
    const meanOf = (at: number): Vector => scaled(this.all[at]?.sum ?? noVector, this.#sizeOf(at));
    const held = order.slice(0, mostUnited);
    const groups = groupBySimilarity(held.map(meanOf), leastToUnite, () => false);
    return [
      ...groups.map((group) => {
        const united = group.map((at) => held[at] ?? -1);
        const size = united.reduce((all, at) => all + this.#sizeOf(at), 0);
        return scaled(sumOf(united.map((at) => this.all[at]?.sum ?? noVector)), size);
      }),
      ...order.slice(mostUnited).map(meanOf),
    ];
  }

  #sizeOf(at: number): number {
    return this.all[at]?.size ?? 1;
  }

  #enter(at: number): void {
    const group = this.all[at];
    if (!group) return;
    const most = group.size === 1 ? keysOfOne : keysOfGroup;
    const telling = [...group.sum].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, most);
    for (const [term] of telling) {
      const groups = this.#keys.get(term);
      if (!groups) this.#keys.set(term, [at]);
      else if (!groups.includes(at)) groups.push(at);
    }
  }
}

const scaled = (sum: Vector, size: number): Vector =>
  new Map([...sum].map(([term, weight]) => [term, weight / size]));

/** The saying that is nearest to the mean of all; of two as near, the one that more people said. */
const centreOf = (sayings: readonly Saying[], vectors: readonly Vector[]): Saying => {
  const mean = sumOf(sayings.map(({ place }) => vectors[place] ?? noVector));
  let best: Saying = sayings[0] ?? noSaying;
  let most = -Infinity;
  for (const saying of sayings) {
    let product = 0;
    for (const [term, weight] of vectors[saying.place] ?? noVector) product += weight * (mean.get(term) ?? 0);
    const near = product * (1 + Math.log(saying.members.length));
    if (near > most) {
      best = saying;
      most = near;
    }
  }
  return best;
};

/** An order that has nothing to do with what texts are about. */
const byHash = (a: string, b: string): number => hashOf(a) - hashOf(b) || (a < b ? -1 : 1);

/** FNV-1a, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};
