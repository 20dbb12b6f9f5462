/** The matrix of impact and effort: what is in it, what waits beside it, and what is carried. */

import type { Estimate } from '#board/board.ts';
import { estimateLevels } from '#board/vote-rules.ts';
import type { VotedId } from '#board/votes.ts';
import { voteCommands } from '#app/vote-commands.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { tell, tellQuietly } from '../notes/tell.ts';
import { readChoices, type Choice, type Subject } from './choices.ts';

/** A thing with its number, by which it is told where there is no room for its words. */
export interface Placed extends Choice {
  readonly number: number;
  readonly estimate: Estimate | null;
}

/** Levels from the highest to the lowest impact, as the rows stand. */
export const impacts = Array.from({ length: estimateLevels }, (_, i) => estimateLevels - i);
/** Levels from the least to the most effort, as the columns stand. */
export const efforts = Array.from({ length: estimateLevels }, (_, i) => i + 1);

export type Matrix = ReturnType<typeof createMatrix>;

export const createMatrix = (workshop: () => Workshop, subject: () => Subject | undefined) => {
  let carried = $state<VotedId | null>(null);

  const placed = $derived.by((): readonly Placed[] => {
    const about = subject();
    if (!about) return [];
    const { board, method } = workshop();
    const { clusters, notes } = readChoices(board, method, about);
    return [...clusters, ...notes].map((choice, i) => ({
      ...choice,
      number: i + 1,
      estimate: board.matrix.get(choice.id) ?? null,
    }));
  });
  const tray = $derived(placed.filter(({ estimate }) => estimate === null));
  const ranked = $derived(rank(placed));

  const find = (id: VotedId): Placed | undefined => placed.find((thing) => thing.id === id);

  const put = (id: VotedId, estimate: Estimate | null): void => {
    const thing = find(id);
    if (
      !thing ||
      (thing.estimate?.impact === estimate?.impact && thing.estimate?.effort === estimate?.effort)
    ) {
      return;
    }
    const result = voteCommands(workshop()).estimate(id, estimate);
    if (estimate) tellQuietly(result, m.matrix_put({ text: thing.text, ...estimate }));
    else tell(workshop(), result, m.matrix_taken({ text: thing.text }));
  };

  return {
    get things() {
      return placed;
    },
    /** What is not in the matrix yet. */
    get tray() {
      return tray;
    },
    /** What is in it, the most impact for the least effort first. */
    get ranked() {
      return ranked;
    },
    at: (impact: number, effort: number): readonly Placed[] =>
      placed.filter(({ estimate }) => estimate?.impact === impact && estimate.effort === effort),
    /** What the next tap on a cell puts there. */
    get carried() {
      return carried === null ? undefined : find(carried);
    },
    pick: (id: VotedId): void => {
      carried = carried === id ? null : id;
    },
    drop: (): void => {
      carried = null;
    },
    put,
    /** An arrow moves a thing by one level; from beside the matrix, into its middle. */
    step: (id: VotedId, up: number, right: number): void => {
      const from = find(id)?.estimate;
      put(
        id,
        from
          ? { impact: within(from.impact + up), effort: within(from.effort + right) }
          : { impact: middle(up), effort: middle(right) },
      );
    },
  };
};

const within = (level: number): number => Math.max(1, Math.min(estimateLevels, level));
const middle = (step: number): number => Math.floor(estimateLevels / 2) + (step > 0 ? 1 : 0);

const rank = (things: readonly Placed[]): readonly { readonly id: VotedId; readonly rank: number }[] => {
  const worth = ({ estimate }: Placed): number =>
    estimate ? (estimate.impact - estimate.effort) * (estimateLevels + 1) + estimate.impact : 0;
  const sorted = things.filter(({ estimate }) => estimate !== null).sort((a, b) => worth(b) - worth(a));
  return sorted.map((thing) => ({
    id: thing.id,
    rank: sorted.findIndex((other) => worth(other) === worth(thing)) + 1,
  }));
};
