/** The guided example: what it asks for, one thing after the other, and what of it is kept on the device. */

import type { Board } from '#board/board.ts';
import { clusterNotes, liveClusters, liveNotes } from '#board/select.ts';
import { countBallots } from '#board/votes.ts';
import { isBlank } from '#board/text.ts';
import type { DeviceId } from '#core/ids.ts';
import type { Screen } from '../router.svelte.ts';

export const practiceSteps = ['write', 'wall', 'group', 'vote', 'synthesis'] as const;
export type PracticeStep = (typeof practiceSteps)[number];

/**
 * How far somebody is, kept with the workshop so that erasing it erases this too. `end`: all was done or passed over;
 * `offer`: a workshop to look at, from which one may go and try.
 */
export interface PracticeState {
  readonly step: PracticeStep | 'end' | 'offer';
  /** It was left, to go on later. */
  readonly paused: boolean;
}

export const practiceStart: PracticeState = { step: practiceSteps[0], paused: false };

/** Storage gives back what some version wrote; null: there is nothing to guide in this workshop. */
export const readPractice = (stored: unknown): PracticeState | null => {
  const { step, paused } = (stored ?? {}) as Record<string, unknown>;
  const known = [...practiceSteps, 'end', 'offer'] as const;
  const found = known.find((each) => each === step);
  return found === undefined ? null : { step: found, paused: paused === true };
};

/** Where a step is done. */
export const practiceScreens: Readonly<Record<PracticeStep, Screen>> = {
  write: { name: 'capture' },
  wall: { name: 'wall' },
  group: { name: 'wall' },
  vote: { name: 'votes' },
  synthesis: { name: 'synthesis' },
};

export interface PracticeFacts {
  readonly board: Board;
  readonly device: DeviceId;
  readonly screen: Screen['name'];
}

/** Tells whether a step was really done: by what is on the board, or by the screen that one has come to. */
export const isStepDone = (step: PracticeStep, { board, device, screen }: PracticeFacts): boolean => {
  switch (step) {
    case 'write':
      // Those that were there before name no device.
      return liveNotes(board).some((note) => note.device === device);
    case 'wall':
    case 'synthesis':
      return screen === step;
    case 'group':
      return liveClusters(board).some(
        ({ id, title }) => !isBlank(title.value) && clusterNotes(board, id).length > 1,
      );
    case 'vote':
      return [...board.rounds.keys()].some((round) => countBallots(board, round) > 0);
  }
};

export const stepAfter = (step: PracticeStep): PracticeStep | 'end' =>
  practiceSteps[practiceSteps.indexOf(step) + 1] ?? 'end';
