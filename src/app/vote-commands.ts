/** What is done where the room chooses: it loads with the votes. */

import type { Estimate } from '#board/board.ts';
import { estimate } from '#board/commands/estimates.ts';
import {
  castBallot,
  enterTally,
  openRound,
  setRoundOpen,
  type BallotDraft,
  type RoundDraft,
  type TallyDraft,
} from '#board/commands/votes.ts';
import type { ClusterId, NoteId, RoundId } from '#board/document.ts';
import { createId } from '#core/ids.ts';
import type { Workshop } from './workshop.svelte.ts';

export const voteCommands = ({ run }: Workshop) => ({
  openRound: (draft: Omit<RoundDraft, 'id' | 'at'>) =>
    run((board, { at }) => openRound(board, { ...draft, id: createId<RoundId>(), at })),
  setRoundOpen: (round: RoundId, open: boolean) => run((board) => setRoundOpen(board, round, open)),
  /** With an id of this device, so that it replaces what the same hand has cast before. */
  castBallot: (draft: BallotDraft) => run((board) => castBallot(board, draft)),
  enterTally: (draft: TallyDraft) => run((board) => enterTally(board, draft)),
  estimate: (thing: NoteId | ClusterId, expected: Estimate | null) =>
    run((board) => estimate(board, thing, expected)),
});
