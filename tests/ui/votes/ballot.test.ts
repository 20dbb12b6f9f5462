import { expect, test } from 'vitest';
import { openRound } from '#board/commands/votes.ts';
import type { BoardDoc, ClusterId, RoundId } from '#board/document.ts';
import type { PhaseId } from '#board/method.ts';
import type { VotedId } from '#board/votes.ts';
import type { Grappe, OpenWorkshop } from '#app/grappe.ts';
import { createWorkshop } from '#app/workshop.svelte.ts';
import type { BoardId, DeviceId } from '#core/ids.ts';
import { createBallot, isForgotten } from '#ui/votes/ballot.svelte.ts';
import { copyOf, newBoard, value } from '../../board/board-for-tests.ts';

const vote = 'v' as RoundId;
const [network, devices] = ['c', 'd'] as [ClusterId, ClusterId];

/** A device with a board and drafts, whose disk takes what is new when `save` is called. */
const device = (board: BoardDoc, drafts = new Map<string, unknown>()) => {
  const workshop = createWorkshop({
    id: 'w' as BoardId,
    board,
    device: 'tablet' as DeviceId,
    clock: { now: () => 0 },
  });
  let save = (): void => undefined;
  const saved = new Promise<void>((resolve) => (save = resolve));
  const open = { workshop, whenSaved: () => saved } as OpenWorkshop;
  const grappe = {
    readDraft: (key: string) => Promise.resolve(drafts.get(key)),
    writeDraft: (key: string, draft: unknown) => {
      if (draft === undefined) drafts.delete(key);
      else drafts.set(key, JSON.parse(JSON.stringify(draft)));
    },
  } as Grappe;
  const offered: ReadonlySet<VotedId> = new Set([network, devices]);
  const ballot = createBallot(
    open,
    grappe,
    () => workshop.board.rounds.get(vote)!,
    () => offered,
  );
  return { ballot, drafts, open, grappe, workshop, save: () => (save(), saved) };
};

const votingBoard = (): BoardDoc => {
  const board = newBoard();
  const draft = { phase: 'diagnostic' as PhaseId, kind: null, budget: 2, several: true, at: 0 };
  value(openRound(board, { ...draft, id: vote }));
  return board;
};

test('[VS3] a ballot that was passed on stays in the draft until the disk has it, and no longer', async () => {
  const board = votingBoard();
  const before = copyOf(board);
  const first = device(board);
  first.ballot.tap(network);
  first.ballot.tap(network);
  expect(first.ballot.tap(devices)).toBe('none left');
  expect(first.ballot.castAndPass().ok).toBe(true);
  expect([first.ballot.stage, first.ballot.left]).toEqual(['passed', 2]);

  // The tab is killed before the disk has the ballot: it is there to be cast.
  const killed = device(before, new Map(first.drafts));
  await killed.ballot.restore();
  expect([killed.ballot.stage, killed.ballot.dotsOn(network)]).toEqual(['filling', 2]);
  // And after it: the next hands see nothing of it.
  const late = device(board, new Map(first.drafts));
  await late.ballot.restore();
  expect([late.ballot.stage, late.ballot.dotsOn(network), late.ballot.left]).toEqual(['filling', 0, 2]);

  expect(first.drafts.size).toBe(1);
  await first.save();
  expect([...first.drafts]).toEqual([]);
});

test('[VS3] the next hands have a ballot of their own, and one’s own is replaced', async () => {
  const { ballot, workshop, save, drafts } = device(votingBoard());
  ballot.tap(network);
  ballot.cast();
  ballot.reopen();
  expect([ballot.isCast, ballot.left]).toEqual([true, 1]);
  ballot.tap(devices);
  ballot.cast();
  expect(workshop.board.ballots.size).toBe(1);
  ballot.next();
  expect([ballot.stage, ballot.left, ballot.isCast]).toEqual(['filling', 2, false]);
  ballot.tap(devices);
  await save();
  // What the next hands have begun is not forgotten with the ballot before it.
  expect(drafts.size).toBe(1);
  ballot.castAndPass();
  expect(workshop.board.ballots.size).toBe(2);
});

test('[VS3] a ballot that was begun and not cast is told when the vote is closed', async () => {
  const { ballot, open, grappe } = device(votingBoard());
  expect(await isForgotten(open, grappe, vote)).toBe(false);
  ballot.tap(network);
  expect(await isForgotten(open, grappe, vote)).toBe(true);
  ballot.cast();
  expect(await isForgotten(open, grappe, vote)).toBe(false);
});

test('[VS3] a draft of another shape is passed over', async () => {
  for (const shape of [3, null, {}, { ballot: 'x', dots: [[network, -1], 4, ['a b', 1]], doubts: [1] }]) {
    const drafts = new Map<string, unknown>([[`w/ballot-${vote}`, shape]]);
    const { ballot } = device(votingBoard(), drafts);
    await ballot.restore();
    expect([ballot.stage, ballot.left]).toEqual(['filling', 2]);
  }
});
