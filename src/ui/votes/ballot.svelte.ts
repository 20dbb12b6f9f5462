/** The ballot that is being filled in on this device, kept as a draft until it is cast, and while it can be changed. */

import { voteCommands } from '#app/vote-commands.ts';
import type { Round } from '#board/board.ts';
import type { BallotId, RoundId } from '#board/document.ts';
import type { VotedId } from '#board/votes.ts';
import type { Grappe, OpenWorkshop } from '#app/grappe.ts';
import type { BoardError } from '#app/words/sentences.ts';
import { createId, isId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';

interface Draft {
  readonly ballot: BallotId;
  readonly dots: readonly (readonly [VotedId, number])[];
  readonly doubts: readonly VotedId[];
  /** It was cast by a hand that has passed the device on: nobody changes it any more. */
  readonly passed: boolean;
}

/** `cast`: it is counted, and may be changed; `passed`: it is counted, and the next hand is waited for. */
export type Stage = 'filling' | 'cast' | 'passed';

/** What a tap on a thing did. */
export type Tapped = 'stuck' | 'taken' | 'none left';

const newDraft = (): Draft => ({ ballot: createId<BallotId>(), dots: [], doubts: [], passed: false });

const draftKey = (workshop: string, round: RoundId): string => `${workshop}/ballot-${round}`;

/** `offered`: what can be voted on by now. `isKept`: what is begun is there again after the page was lost. */
export const createBallot = (
  open: OpenWorkshop,
  grappe: Grappe,
  round: () => Round,
  offered: () => ReadonlySet<VotedId>,
  isKept = true,
) => {
  const { workshop } = open;
  const key = draftKey(workshop.id, round().id);
  let draft = $state.raw<Draft>(newDraft());
  let stage = $state<Stage>('filling');

  const dots = $derived(new Map(draft.dots.filter(([id]) => offered().has(id))));
  const doubts = $derived(draft.doubts.filter((id) => offered().has(id)));
  const spent = $derived(sum(dots.values()));
  /** Dots on what is no longer offered: the hand has them again. */
  const returned = $derived(countOf(draft) - spent);
  const isCast = $derived(workshop.board.ballots.has(draft.ballot));

  const change = (part: Partial<Draft>): void => {
    draft = { ...draft, ...part };
    if (isKept) grappe.writeDraft(key, draft);
  };

  const put = (id: VotedId, count: number): void => {
    const others = [...dots].filter(([other]) => other !== id);
    change({ dots: count > 0 ? [...others, [id, count]] : others });
  };

  const take = (id: VotedId): boolean => {
    const count = dots.get(id) ?? 0;
    if (count > 0) put(id, count - 1);
    return count > 0;
  };

  const cast = (): Result<BallotId, BoardError> => {
    const result = voteCommands(workshop).castBallot({ id: draft.ballot, round: round().id, dots, doubts });
    if (result.ok) stage = 'cast';
    return result;
  };

  /**
   * Forgets what was cast, for the next hands. On the disk only once the ballot is there: a tab killed in between has
   * one or the other.
   */
  const letGo = (next: Stage): void => {
    const passed = { ...draft, passed: true };
    grappe.writeDraft(key, passed);
    draft = newDraft();
    stage = next;
    const fresh = draft;
    void open.whenSaved().then(() => {
      if (draft === fresh) grappe.writeDraft(key, undefined);
    });
  };

  return {
    get stage() {
      return stage;
    },
    /** Dots that are still to be stuck. */
    get left() {
      return round().budget - spent;
    },
    get returned() {
      return returned;
    },
    /** Whether it was cast before: then it is being changed. */
    get isCast() {
      return isCast;
    },
    dotsOn: (id: VotedId): number => dots.get(id) ?? 0,
    isDoubted: (id: VotedId): boolean => doubts.includes(id),

    /** Sticks a dot; on a thing that takes no second one, takes it back. */
    tap: (id: VotedId): Tapped => {
      const count = dots.get(id) ?? 0;
      if (count > 0 && !round().several) return take(id) ? 'taken' : 'none left';
      if (round().budget - spent <= 0) return 'none left';
      put(id, count + 1);
      return 'stuck';
    },
    take,
    doubt: (id: VotedId): void => {
      change({ doubts: doubts.includes(id) ? doubts.filter((other) => other !== id) : [...doubts, id] });
    },

    cast,
    castAndPass: (): Result<BallotId, BoardError> => {
      const result = cast();
      if (result.ok) letGo('passed');
      return result;
    },
    /** The person who cast it wants to change it. */
    reopen: (): void => {
      stage = 'filling';
    },
    /** Another person votes here. */
    next: (): void => {
      if (stage === 'cast') letGo('filling');
      else stage = 'filling';
    },

    /** Takes up what was being filled in here before; what was cast and passed on stays out of sight. */
    restore: async (): Promise<void> => {
      const before = draft;
      const stored = readDraft(await grappe.readDraft(key));
      if (!stored || draft !== before) return;
      const isThere = workshop.board.ballots.has(stored.ballot);
      if (stored.passed && isThere) return;
      draft = { ...stored, passed: false };
      if (isThere) stage = 'cast';
    },
  };
};

/** Tells whether a ballot was begun on this device and not cast. */
export const isForgotten = async (open: OpenWorkshop, grappe: Grappe, round: RoundId): Promise<boolean> => {
  const stored = readDraft(await grappe.readDraft(draftKey(open.workshop.id, round)));
  return stored !== undefined && countOf(stored) > 0 && !open.workshop.board.ballots.has(stored.ballot);
};

const countOf = ({ dots }: Draft): number => sum(dots.map(([, count]) => count));

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, number) => all + number, 0);

/** Storage gives back what some version wrote; anything of another shape is passed over. */
const readDraft = (stored: unknown): Draft | undefined => {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { ballot, dots, doubts, passed } = stored as Record<string, unknown>;
  if (!isId(ballot)) return undefined;
  const counts = (Array.isArray(dots) ? dots : []).filter(
    (entry): entry is [VotedId, number] =>
      Array.isArray(entry) && isId(entry[0]) && Number.isInteger(entry[1]) && entry[1] > 0,
  );
  return {
    ballot: ballot as BallotId,
    dots: counts,
    doubts: Array.isArray(doubts) ? doubts.filter((id): id is VotedId => isId(id)) : [],
    passed: passed === true,
  };
};
