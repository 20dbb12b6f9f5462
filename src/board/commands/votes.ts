/** Votes: rounds that a facilitator opens and closes, ballots that hands cast, tallies of what was raised or stuck on paper. */

import { err, ok, type Result } from '#core/result.ts';
import { readBoard, type Round } from '../board.ts';
import {
  ballotsOf,
  bear,
  findThing,
  roundsOf,
  transact,
  transactUnlinked,
  type BallotId,
  type BoardDoc,
  type RoundId,
  type ThingId,
} from '../document.ts';
import { clusterNotes, liveClusters } from '../select.ts';
import { readRound } from '../things.ts';
import { budgetLimit, dotsThatCount, isBudget, isTally, tallyLimit } from '../vote-rules.ts';
import { orderBehind } from './arrange.ts';

export type RoundDraft = Pick<Round, 'id' | 'phase' | 'kind' | 'budget' | 'several' | 'at'>;

/** How many dots are on which thing. */
export type Dots = ReadonlyMap<ThingId, number>;

/** What one hand casts. A ballot that was cast already is replaced: by the device that cast it, and no other. */
export interface BallotDraft {
  readonly id: BallotId;
  readonly round: RoundId;
  readonly dots: Dots;
  readonly doubts: readonly ThingId[];
}

export type TallyDraft = Omit<BallotDraft, 'doubts'>;

export type BadBudget = { readonly type: 'BadBudget'; readonly limit: number };
export type RoundMissing = { readonly type: 'RoundMissing' };
export type RoundClosed = { readonly type: 'RoundClosed' };
export type TooManyDots = { readonly type: 'TooManyDots'; readonly budget: number };
export type BadTally = { readonly type: 'BadTally'; readonly limit: number };

/**
 * Opens a vote.
 * Errors: `BadBudget` for one that is not 1 to `budgetLimit`.
 */
export const openRound = (board: BoardDoc, draft: RoundDraft): Result<RoundId, BadBudget> => {
  const { id, phase, kind, budget, several, at } = draft;
  if (!isBudget(budget)) return err({ type: 'BadBudget', limit: budgetLimit });
  const is: Record<string, unknown> = { phase, budget, several, at: Math.floor(at / 60_000) * 60_000 };
  if (kind === null) is.held = heldNow(board);
  else is.kind = kind;
  transact(board, () => {
    bear(board, roundsOf(board), id, { is, order: orderBehind(roundsOf(board)) });
  });
  return ok(id);
};

/** The notes of each cluster, from which it is told later where those of a dissolved one went. */
const heldNow = (board: BoardDoc): Readonly<Record<string, readonly string[]>> => {
  const picture = readBoard(board);
  return Object.fromEntries(
    liveClusters(picture).map(({ id }) => [id, clusterNotes(picture, id).map((note) => note.id)]),
  );
};

/**
 * Closes a vote, or opens it again. Ballots that were cast elsewhere before their device heard of it count all the same.
 * Errors: `RoundMissing`.
 */
export const setRoundOpen = (board: BoardDoc, id: RoundId, open: boolean): Result<void, RoundMissing> => {
  const round = findThing(roundsOf(board), id);
  if (!round) return err({ type: 'RoundMissing' });
  transact(board, () => round.set('state', open ? 'open' : 'closed'));
  return ok();
};

/**
 * Casts a ballot, in a transaction that tells neither who cast it nor when: see `transactUnlinked`.
 * Errors: `RoundMissing`; `RoundClosed`; `TooManyDots` for more than the vote allows, on one thing or in all.
 */
export const castBallot = (
  board: BoardDoc,
  { id, round: roundId, dots, doubts }: BallotDraft,
): Result<BallotId, RoundMissing | RoundClosed | TooManyDots> => {
  const round = findOpenRound(board, roundId);
  if (!round.ok) return round;
  const cast = [...dots].filter(([, count]) => count !== 0).sort(byId);
  const counted = dotsThatCount({ dots: cast, tally: false }, round.value);
  const isWithin = cast.every(([, count], i) => Number.isInteger(count) && count === counted[i]?.[1]);
  if (!isWithin) return err({ type: 'TooManyDots', budget: round.value.budget });
  const ballot = { round: roundId, dots: Object.fromEntries(cast), doubts: [...new Set(doubts)].sort() };
  transactUnlinked(board, () => ballotsOf(board).set(id, ballot));
  return ok(id);
};

/**
 * Writes how many hands were raised for which thing, or how many paper dots stick on it. Each device has its own entry,
 * and they add up.
 * Errors: `RoundMissing`; `RoundClosed`; `BadTally` for a count that is not 0 to `tallyLimit`.
 */
export const enterTally = (
  board: BoardDoc,
  { id, round: roundId, dots }: TallyDraft,
): Result<BallotId, RoundMissing | RoundClosed | BadTally> => {
  const round = findOpenRound(board, roundId);
  if (!round.ok) return round;
  if (![...dots.values()].every(isTally)) return err({ type: 'BadTally', limit: tallyLimit });
  const counted = [...dots].filter(([, count]) => count > 0).sort(byId);
  const ballot = { round: roundId, tally: true, dots: Object.fromEntries(counted) };
  transact(board, () => ballotsOf(board).set(id, ballot));
  return ok(id);
};

const findOpenRound = (board: BoardDoc, id: RoundId): Result<Round, RoundMissing | RoundClosed> => {
  const thing = findThing(roundsOf(board), id);
  const round = thing && readRound(id, thing);
  if (round?.trash !== null) return err({ type: 'RoundMissing' });
  return round.open ? ok(round) : err({ type: 'RoundClosed' });
};

/** By id, so that the order in which the dots were stuck is not told either. */
const byId = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
