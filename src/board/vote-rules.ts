/** The rules of votes: how much a ballot has, and what of it counts. */

import type { Ballot, Round } from './board.ts';
import type { ThingId } from './document.ts';

/** Most dots of a ballot: nobody weighs more than twenty things. */
export const budgetLimit = 20;
/** Dots of a ballot unless the facilitator says otherwise: what dot voting is mostly done with. */
export const defaultBudget = 3;
/** Most raised hands, or paper dots, that are counted on one thing: a full amphitheatre ten times over. */
export const tallyLimit = 9_999;
/** How finely impact and effort are told: two halves, each with a smaller and a larger part. */
export const estimateLevels = 4;

export const isBudget = (value: unknown): value is number => isWhole(value, 1, budgetLimit);
export const isLevel = (value: unknown): value is number => isWhole(value, 1, estimateLevels);
export const isTally = (value: unknown): value is number => isWhole(value, 0, tallyLimit);

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/**
 * The dots of a ballot that count. One past its budget, which no version of Grappe casts, is cut down in the order of
 * its things' ids: the same on every device, whatever has arrived there.
 */
export const dotsThatCount = (
  { dots, tally }: Pick<Ballot, 'dots' | 'tally'>,
  { budget, several }: Pick<Round, 'budget' | 'several'>,
): readonly (readonly [ThingId, number])[] => {
  if (tally) return dots.map(([id, count]) => [id, Math.min(count, tallyLimit)]);
  let left = budget;
  return dots.flatMap(([id, count]) => {
    const counted = Math.min(count, left, several ? budget : 1);
    left -= counted;
    return counted > 0 ? [[id, counted] as const] : [];
  });
};
