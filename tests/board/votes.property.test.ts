import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBoard, type Board, type Round } from '#board/board.ts';
import { setRoundOpen } from '#board/commands/votes.ts';
import { ballotsOf, type BoardDoc, type ClusterId, type ThingId } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { countBallots, readResults } from '#board/votes.ts';
import { level, run, steps, votingActions, type Cast } from './replicas.ts';

/** Dots of ballots that nobody casts: on clusters of the board, chosen by a number, and on things that are not there. */
const hostileBallots = fc.array(
  fc.dictionary(fc.stringMatching(/^[\w-]{1,3}$/), fc.integer({ min: -3, max: 60 })),
  { maxLength: 4 },
);

const writeHostile = (board: BoardDoc, all: readonly Readonly<Record<string, number>>[]): void => {
  const picture = readBoard(board);
  const [rounds, clusters] = [[...picture.rounds.keys()], [...picture.clusters.keys()]];
  all.forEach((counts, i) => {
    const dots = Object.fromEntries(Object.entries(counts).map(([id, n]) => [clusters.at(n) ?? id, n]));
    const round = rounds[i % Math.max(1, rounds.length)] ?? 'none';
    ballotsOf(board).set(`hostile${String(i)}`, { round, dots, doubts: [] });
  });
};

/** What was cast in a round, of ballots or of tallies, by the thing that it was cast on. */
const owedIn = (round: Round, tally: boolean, cast: Iterable<Cast>): ReadonlyMap<ThingId, number> => {
  const owed = new Map<ThingId, number>();
  for (const ballot of cast) {
    if (ballot.round !== round.id || ballot.tally !== tally) continue;
    for (const [id, count] of ballot.dots) owed.set(id, (owed.get(id) ?? 0) + count);
  }
  return owed;
};

/** The cluster on the board that one is by now, step by step; null: it was dissolved. */
const endOf = (picture: Board, id: ClusterId): ClusterId | null => {
  let cluster = picture.clusters.get(id);
  for (let step = 0; cluster && step <= picture.clusters.size; step++) {
    if (cluster.trash === null) return cluster.id;
    cluster = picture.clusters.get(cluster.trash.with as ClusterId);
  }
  return null;
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, number) => all + number, 0);

const checkRound = (picture: Board, round: Round, casts: readonly Cast[]): void => {
  const { ballots, dots, hands, elsewhere, standings } = readResults(picture, defaultMethod, round)!;
  const [owedDots, owedHands] = [owedIn(round, false, casts), owedIn(round, true, casts)];
  const own = casts.filter((ballot) => ballot.round === round.id && !ballot.tally).length;
  const foreign = [...picture.ballots.values()].filter(
    (ballot) => ballot.round === round.id && ballot.id.startsWith('hostile'),
  ).length;

  expect([ballots, countBallots(picture, round.id)]).toEqual([own + foreign, own + foreign]);
  expect(hands).toBe(sum(owedHands.values()));
  expect(dots).toBeGreaterThanOrEqual(sum(owedDots.values()));
  expect(dots).toBeLessThanOrEqual(sum(owedDots.values()) + foreign * round.budget);
  expect(dots).toBeLessThanOrEqual(ballots * round.budget);

  // Every dot is shown: on a thing that has a name, or said to be elsewhere.
  expect(sum(standings.map(({ total }) => total)) + elsewhere).toBe(dots + hands);
  if (foreign === 0) expect(elsewhere).toBe(0);
  const byId = new Map<ThingId, (typeof standings)[number]>(standings.map((each) => [each.id, each]));
  expect(byId.size).toBe(standings.length);
  // A cluster on the board has at least what was cast on it, and on those that it took in.
  const owedTo = new Map<ThingId, number>();
  for (const { id } of picture.clusters.values()) {
    const owed = (owedDots.get(id) ?? 0) + (owedHands.get(id) ?? 0);
    const end = endOf(picture, id);
    if (end !== null) owedTo.set(end, (owedTo.get(end) ?? 0) + owed);
  }
  for (const [id, owed] of owedTo) expect(byId.get(id)?.total ?? 0).toBeGreaterThanOrEqual(owed);
  for (const { id, gone, rank, total } of standings) {
    const thing = picture.clusters.get(id as never) ?? picture.notes.get(id as never);
    expect(thing && (thing.trash !== null) === gone).toBe(true);
    expect(rank).toBe(standings.filter((other) => other.total > total).length + 1);
  }
};

describe.each([1, 20_261_124, 77])('five devices vote, merge, split and dissolve (seed %i)', (seed) => {
  test(`[VT13] no vote is lost, and no total is past what the ballots may hold (seed ${seed})`, () => {
    let checked = 0;
    fc.assert(
      fc.property(steps(150, votingActions), hostileBallots, (all, hostile) => {
        const { replicas, cast } = run(all);
        const { board } = replicas[0]!;
        writeHostile(board, hostile);
        level(replicas, [3, 1, 4, 1, 5]);
        for (const id of readBoard(board).rounds.keys()) setRoundOpen(board, id, false);
        level(replicas, [2, 7]);
        const [first, ...others] = replicas.map((replica) => readBoard(replica.board));
        for (const other of others) expect(other).toEqual(first);
        for (const round of first!.rounds.values()) checkRound(first!, round, [...cast.values()]);
        checked += cast.size;
      }),
      { seed, numRuns: 60 },
    );
    expect(checked).toBeGreaterThan(100);
  });
});
