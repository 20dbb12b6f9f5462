/** Suggests which notes of a wall say the same, and which belong together: texts in, proposals out. It knows no board. */

import { assign, strengthOf, type Assigned } from './assign.ts';
import { groupBySimilarity, type Group, type KeptApart } from './group.ts';
import { readNotes, type ReadNote } from './read-notes.ts';
import { sharedWords } from './shared-words.ts';
import { noVector, topicVectors, weighTerms, wordVectors, type Vector } from './vectors.ts';

export interface SimilarNote {
  /** Without `~`. */
  readonly id: string;
  readonly text: string;
  /** The cluster it lies in; null: loose. */
  readonly cluster: string | null;
}

/** `notes`: ids in order. `words`: what the notes share, as they write it, most telling first. */
export type Suggestion =
  /** Notes that say the same, no two of them in one cluster. */
  | { readonly type: 'duplicates'; readonly notes: readonly string[]; readonly words: readonly string[] }
  /** Loose notes for a new cluster. */
  | { readonly type: 'cluster'; readonly notes: readonly string[]; readonly words: readonly string[] }
  /** Loose notes for a cluster that is there. */
  | {
      readonly type: 'join';
      readonly cluster: string;
      readonly notes: readonly string[];
      readonly words: readonly string[];
    };

/** Of each type, the strongest ones: more would be no quiet list, and the rest comes up when these are settled. */
const mostOfAType = 12;

/**
 * Makes suggestions: duplicates, then notes for clusters that are there, then new clusters, the strongest of each first.
 * The order of `notes` makes no difference; a note is in one suggestion of each type at most.
 * `apart`: pairs of ids with `~` between that shall not be suggested to be together.
 */
export const suggest = (notes: readonly SimilarNote[], apart: ReadonlySet<string>): readonly Suggestion[] => {
  const wall = [...notes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const read = readNotes(wall.map(({ text }) => text));
  const weights = weighTerms(read);
  const topics = topicVectors(read, weights);
  const keptApart = readApart(wall, apart);

  const clusters = clustersOf(wall);
  const loose = wall.flatMap(({ cluster }, at) => (cluster === null ? [at] : []));
  const assigned = assign(loose, [...clusters.values()], topics, leastToJoin, keptApart);
  const joins = [...clusters].map(([cluster, members], at) => ({
    ...(assigned[at] ?? none),
    cluster,
    members,
  }));
  const joining = new Set(joins.flatMap((join) => join.notes));
  const rest = loose.filter((note) => !joining.has(note));

  const idsOf = (group: Group): string[] => group.map((at) => wall[at]?.id ?? '');
  const readOf = (group: Group): ReadNote[] => group.map((at) => read[at] ?? []);
  return [
    ...strongest(findDuplicates(wall, wordVectors(read, weights), keptApart)).map((group) => ({
      type: 'duplicates' as const,
      notes: idsOf(group.notes),
      words: sharedWords(readOf(group.notes), weights),
    })),
    ...strongest(joins).map((join) => ({
      type: 'join' as const,
      cluster: join.cluster,
      notes: idsOf(join.notes),
      words: sharedWords(readOf(join.notes), weights, readOf(join.members)),
    })),
    ...strongest(findClusters(rest, topics, keptApart)).map((group) => ({
      type: 'cluster' as const,
      notes: idsOf(group.notes),
      words: sharedWords(readOf(group.notes), weights),
    })),
  ];
};

const none: Assigned = { notes: [], strength: 0 };

const strongest = <T extends Assigned>(found: readonly T[]): T[] =>
  found
    .filter(({ notes }) => notes.length > 0)
    .sort((a, b) => b.strength - a.strength || (a.notes[0] ?? 0) - (b.notes[0] ?? 0))
    .slice(0, mostOfAType);

const clustersOf = (wall: readonly SimilarNote[]): ReadonlyMap<string, Group> => {
  const clusters = new Map<string, number[]>();
  wall.forEach(({ cluster }, at) => {
    if (cluster === null) return;
    const members = clusters.get(cluster);
    if (members) members.push(at);
    else clusters.set(cluster, [at]);
  });
  return clusters;
};

const readApart = (wall: readonly SimilarNote[], apart: ReadonlySet<string>): KeptApart => {
  const places = new Map(wall.map(({ id }, at) => [id, at]));
  const partners = new Map<number, Set<number>>();
  for (const pair of apart) {
    const [one, other] = pair.split('~').map((id) => places.get(id));
    if (one === undefined || other === undefined) continue;
    partners.set(one, (partners.get(one) ?? new Set()).add(other));
    partners.set(other, (partners.get(other) ?? new Set()).add(one));
  }
  return (one, other) =>
    one.some((note) => {
      const ofNote = partners.get(note);
      return ofNote !== undefined && other.some((partner) => ofNote.has(partner));
    });
};

// The similarities below, and the shares in vectors.ts, were tuned on one half of tests/fixtures/similar-notes.json;
// bench/README.md tells what they give on the other.

/** Average similarity of the words of two notes that say the same. */
const leastOfDuplicates = 0.65;

const findDuplicates = (
  wall: readonly SimilarNote[],
  vectors: readonly Vector[],
  keptApart: KeptApart,
): Assigned[] => {
  // Two notes of a cluster are together already.
  const areTogether = (one: number, other: number): boolean =>
    wall[one]?.cluster != null && wall[one].cluster === wall[other]?.cluster;
  return groupBySimilarity(
    vectors,
    leastOfDuplicates,
    (one, other) => keptApart(one, other) || one.some((note) => other.some((at) => areTogether(note, at))),
  )
    .filter((group) => group.length > 1)
    .map((group) => ({ notes: group, strength: strengthOf(group, vectors) }));
};

/** Average similarity of a loose note with the notes of a cluster, which may hold what has no word in common. */
const leastToJoin = 0.12;

/** Average similarity at which two groups of notes become one: low, since doubtful notes are let go afterwards. */
const leastToGroup = 0.1;

/** Average similarity of a note with the others of its group. */
const leastToStay = 0.2;

/** Fewer than three notes are no cluster; two that are alike come as duplicates. */
const smallestCluster = 3;

const findClusters = (loose: Group, vectors: readonly Vector[], keptApart: KeptApart): Assigned[] => {
  const ofLoose = loose.map((note) => vectors[note] ?? noVector);
  const onWall = (group: Group): Group => group.map((at) => loose[at] ?? 0);
  let groups = groupBySimilarity(ofLoose, leastToGroup, (one, other) => keptApart(onWall(one), onWall(other)))
    .map(onWall)
    .filter((group) => group.length >= smallestCluster);
  let assigned: readonly Assigned[] = [];
  // Again and again: notes that leave a group make it clearer what the rest is about. Further rounds change little.
  for (let round = 0; round < 3; round += 1) {
    assigned = assign(loose, groups, vectors, leastToStay, keptApart).filter(
      ({ notes }) => notes.length >= smallestCluster,
    );
    groups = assigned.map(({ notes }) => notes);
  }
  return [...assigned];
};
