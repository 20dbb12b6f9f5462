/**
 * What can be voted on, and what a vote came to.
 *
 * A ballot names the things that its dots were stuck on, and nobody changes it afterwards: where the dots count is found
 * when they are counted, from where these things are by then.
 * - Dots on a cluster that was merged count for the one it became; dots on a note under a pile, for the note on top.
 * - A vote on clusters: dots on a note that is in a cluster by now count for that one. Of a cluster that is split, the
 *   dots stay with the one that kept the name. Of a cluster that was dissolved, they go to the one that more than half
 *   of its notes are in by now; where there is none, they stay under its name.
 * - Dots on what has not come yet from another device are counted apart, so that none goes missing.
 *
 * Blind: of a vote that is open nothing is counted but its ballots.
 */

import type { Ballot, Board, Cluster, Note, Round } from './board.ts';
import type { ClusterId, NoteId, RoundId, ThingId } from './document.ts';
import { findPhase, type Method } from './method.ts';
import { liveClusters, liveNotes } from './select.ts';
import { followMerged } from './shown.ts';
import { dotsThatCount } from './vote-rules.ts';

export type VotedId = NoteId | ClusterId;

/** What can be voted on, in the board's order. */
export interface Votables {
  readonly clusters: readonly Cluster[];
  /** The tops of piles, and what lies in none. In a vote on clusters: those that are in no cluster, heads of rows left out. */
  readonly notes: readonly Note[];
}

/** Where a thing stands in a vote. */
export interface Standing {
  readonly id: VotedId;
  /** 1 for the most. Things with as many share a rank, and the rank behind them is as much higher. */
  readonly rank: number;
  readonly tied: boolean;
  /** Dots, and hands that were counted. */
  readonly total: number;
  readonly hands: number;
  /** Ballots on which it is to be made clear first, or is objected to. */
  readonly doubts: number;
  /** It is not on the board any more: a dissolved cluster, a note in the trash. */
  readonly gone: boolean;
}

export interface Results {
  readonly ballots: number;
  /** All dots of the ballots. */
  readonly dots: number;
  /** All hands, or paper dots, that somebody counted. */
  readonly hands: number;
  /** Dots and hands for things that have not come yet from another device. */
  readonly elsewhere: number;
  /** The most voted first; of as many, in the board's order. */
  readonly standings: readonly Standing[];
}

/** How many ballots a vote has, those that somebody counted apart left out. */
export const countBallots = (board: Board, round: RoundId): number =>
  ballotsIn(board, round).filter(({ tally }) => !tally).length;

/** What a vote came to; null while it is open. */
export const readResults = (board: Board, method: Method, round: Round): Results | null => {
  if (round.open) return null;
  const homeOf = findHomes(board, round);
  const votables = readVotables(board, method, round);
  const counts = new Map<VotedId, Count>();
  for (const { id } of [...votables.clusters, ...votables.notes]) counts.set(id, newCount());
  const all = { ballots: 0, dots: 0, hands: 0, elsewhere: 0 };
  const countFor = (thing: ThingId): Count | undefined => {
    const home = homeOf(thing);
    if (home === null) return undefined;
    const count = counts.get(home) ?? newCount();
    counts.set(home, count);
    return count;
  };

  for (const ballot of ballotsIn(board, round.id)) {
    const cast = ballot.tally ? 'hands' : 'dots';
    if (!ballot.tally) all.ballots += 1;
    for (const [thing, number] of dotsThatCount(ballot, round)) {
      all[cast] += number;
      const count = countFor(thing);
      if (count) count[cast] += number;
      else all.elsewhere += number;
    }
    const doubted = new Set(ballot.doubts.map(countFor));
    for (const count of doubted) if (count) count.doubts += 1;
  }
  return { ...all, standings: rankAll(board, counts) };
};

/** What can be voted on in a phase: notes of a kind, or (null) clusters and the notes that are in none. */
export const readVotables = (
  board: Board,
  method: Method,
  { phase: phaseId, kind }: Pick<Round, 'phase' | 'kind'>,
): Votables => {
  const tops = liveNotes(board).filter((note) => note.pile === null);
  if (kind !== null) return { clusters: [], notes: tops.filter((note) => note.kind === kind) };
  const phase = findPhase(method, phaseId);
  const kinds = phase && new Set(phase.kinds.map(({ id }) => id));
  const notes = tops.filter((note) => kinds?.has(note.kind) ?? true);
  const filled = new Set(notes.map(({ cluster }) => cluster));
  return {
    clusters: liveClusters(board).filter(({ id }) => filled.has(id)),
    notes: notes.filter(({ cluster }) => cluster === null),
  };
};

const ballotsIn = (board: Board, round: RoundId): readonly Ballot[] =>
  [...board.ballots.values()].filter((ballot) => ballot.round === round);

interface Count {
  dots: number;
  hands: number;
  doubts: number;
}

const newCount = (): Count => ({ dots: 0, hands: 0, doubts: 0 });

/** Finds where dots on a thing count; null: on nothing that this board has. */
const findHomes = (board: Board, { kind, held }: Round): ((id: ThingId) => VotedId | null) => {
  const { notes, clusters } = board;
  const merged = followMerged(clusters);
  const endOf = (id: ClusterId): ClusterId => {
    const end = merged.get(id) ?? id;
    return clusters.has(end) ? end : id;
  };
  const had = new Map<ClusterId, Set<NoteId>>();
  for (const [id, members] of held) {
    const end = endOf(id);
    had.set(end, new Set([...(had.get(end) ?? []), ...members]));
  }

  const homeOfCluster = (id: ClusterId): ClusterId => {
    const end = endOf(id);
    return clusters.get(end)?.trash === null ? end : (heirOf(end) ?? end);
  };

  /** The cluster that took more than half of the notes of one that was dissolved: there can't be two. */
  const heirOf = (id: ClusterId): ClusterId | undefined => {
    const members = had.get(id) ?? new Set();
    const taken = new Map<ClusterId, number>();
    for (const member of members) {
      const note = notes.get(member);
      if (note?.trash !== null || note.cluster === null) continue;
      taken.set(note.cluster, (taken.get(note.cluster) ?? 0) + 1);
    }
    return [...taken].find(([, count]) => count * 2 > members.size)?.[0];
  };

  return (id) => {
    if (clusters.has(id as ClusterId)) return homeOfCluster(id as ClusterId);
    const note = notes.get(id as NoteId);
    if (!note) return null;
    return kind === null && note.cluster !== null ? note.cluster : (note.pile ?? note.id);
  };
};

const rankAll = (board: Board, counts: ReadonlyMap<VotedId, Count>): readonly Standing[] => {
  const inOrder = [...board.clusters.values(), ...board.notes.values()].flatMap(({ id, trash }) => {
    const count = counts.get(id);
    return count ? [{ id, ...count, total: count.dots + count.hands, gone: trash !== null }] : [];
  });
  // Sorting is stable: things with as many stay in the board's order.
  const sorted = inOrder.sort((a, b) => b.total - a.total);
  let rank = 0;
  return sorted.map(({ id, total, hands, doubts, gone }, i) => {
    const isAsBefore = sorted[i - 1]?.total === total;
    if (!isAsBefore) rank = i + 1;
    return { id, rank, tied: isAsBefore || sorted[i + 1]?.total === total, total, hands, doubts, gone };
  });
};
