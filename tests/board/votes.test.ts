import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { checkBoard } from '#board/check.ts';
import { bringBackAll } from '#board/commands/bring-back.ts';
import { groupNotes, moveToCluster, renameCluster } from '#board/commands/clusters.ts';
import { estimate } from '#board/commands/estimates.ts';
import { mergeClusters } from '#board/commands/merge-clusters.ts';
import { pileNotes } from '#board/commands/piles.ts';
import { restoreThings } from '#board/commands/restore.ts';
import { trashThings } from '#board/commands/trash.ts';
import { castBallot, enterTally, openRound, setRoundOpen, type RoundDraft } from '#board/commands/votes.ts';
import { compareBoards } from '#board/compare.ts';
import {
  ballotsOf,
  matrixOf,
  roundsOf,
  type BallotId,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RoundId,
  type ThingId,
} from '#board/document.ts';
import type { KindId, PhaseId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createUndo } from '#board/undo.ts';
import { budgetLimit, tallyLimit } from '#board/vote-rules.ts';
import { countBallots, readResults, readVotables } from '#board/votes.ts';
import { copyOf, merge, mergeBoth, newBoard, stick, value } from './board-for-tests.ts';

const [network, devices, training] = ['c-network', 'd-devices', 'e-training'] as [
  ClusterId,
  ClusterId,
  ClusterId,
];
const vote = 'v' as RoundId;

/** Three clusters of the first phase, two of two notes and one of three, and a note beside them. */
const prepared = () => {
  const board = newBoard();
  const inCluster = (id: ClusterId, title: string, ...texts: readonly string[]): readonly NoteId[] => {
    const notes = texts.map((text) => stick(board, text));
    value(groupNotes(board, { id, title }, notes));
    return notes;
  };
  const ofNetwork = inCluster(network, 'Réseau', 'Zones blanches', 'Débit', 'Coupures');
  const ofDevices = inCluster(devices, 'Matériel', 'Tablettes lentes', 'Prises');
  const ofTraining = inCluster(training, 'Formation', 'Trop courte', 'Trop tard');
  const loose = stick(board, 'Trop de mots de passe');
  return { board, ofNetwork, ofDevices, ofTraining, loose };
};

const open = (board: BoardDoc, draft: Partial<RoundDraft> = {}): RoundId =>
  value(
    openRound(board, {
      id: vote,
      phase: 'diagnostic' as PhaseId,
      kind: null,
      budget: 3,
      several: true,
      at: 90_000,
      ...draft,
    }),
  );

let ballots = 0;
const cast = (
  board: BoardDoc,
  dots: Readonly<Record<string, number>>,
  { doubts = [] as readonly ThingId[], id = `ballot${ballots++}`, round = vote } = {},
) =>
  castBallot(board, {
    id: id as BallotId,
    round,
    dots: new Map(Object.entries(dots) as [ThingId, number][]),
    doubts,
  });

const tally = (board: BoardDoc, dots: Readonly<Record<string, number>>, id = 'hands') =>
  enterTally(board, {
    id: id as BallotId,
    round: vote,
    dots: new Map(Object.entries(dots) as [ThingId, number][]),
  });

const roundOf = (board: BoardDoc, id = vote) => readBoard(board).rounds.get(id)!;

/** Closes the vote and counts it. */
const count = (board: BoardDoc) => {
  value(setRoundOpen(board, vote, false));
  return readResults(readBoard(board), defaultMethod, roundOf(board))!;
};

/** What has dots, with its rank and how many. */
const ranking = (board: BoardDoc) =>
  count(board)
    .standings.filter(({ total }) => total > 0)
    .map(({ rank, id, total }) => [rank, id, total]);

describe('a vote', () => {
  test('[VT1] a ballot holds no more dots than the vote gives, and none more on one thing than it allows', () => {
    const { board } = prepared();
    open(board, { budget: 3, several: false });
    value(cast(board, { [network]: 1, [devices]: 1, [training]: 1 }));
    for (const dots of [{ [network]: 2 }, { [network]: -1 }, { [network]: 0.5 }] as const) {
      expect(cast(board, dots)).toEqual({ ok: false, error: { type: 'TooManyDots', budget: 3 } });
    }
    value(openRound(board, { ...roundOf(board), id: 'w' as RoundId, several: true }));
    value(cast(board, { [network]: 2, [devices]: 1 }, { round: 'w' as RoundId }));
    expect(cast(board, { [network]: 2, [devices]: 2 }, { round: 'w' as RoundId }).ok).toBe(false);
    expect(readBoard(board).ballots.size).toBe(2);
  });

  test('[VT1] a budget is 1 to 20 dots, and a vote that is closed or thrown away takes no ballot', () => {
    const { board } = prepared();
    const draft = { id: vote, phase: 'diagnostic' as PhaseId, kind: null, several: true, at: 0 };
    for (const budget of [0, budgetLimit + 1, 1.5, NaN]) {
      expect(openRound(board, { ...draft, budget })).toEqual({
        ok: false,
        error: { type: 'BadBudget', limit: budgetLimit },
      });
    }
    expect(cast(board, {})).toEqual({ ok: false, error: { type: 'RoundMissing' } });
    expect(setRoundOpen(board, vote, true)).toEqual({ ok: false, error: { type: 'RoundMissing' } });
    open(board);
    expect(roundOf(board)).toMatchObject({ at: 60_000, open: true, budget: 3, several: true, kind: null });
    value(setRoundOpen(board, vote, false));
    for (const refused of [cast(board, { [network]: 1 }), tally(board, { [network]: 1 })]) {
      expect(refused).toEqual({ ok: false, error: { type: 'RoundClosed' } });
    }
    value(setRoundOpen(board, vote, true));
    value(cast(board, { [network]: 1 }));
    value(trashThings(board, [vote]));
    expect(cast(board, { [network]: 1 })).toEqual({ ok: false, error: { type: 'RoundMissing' } });
    value(restoreThings(board, [vote]));
    expect(ranking(board)).toEqual([[1, network, 1]]);
  });

  test('[VT2] while it is open nothing is counted but its ballots, and so again once it is reopened', () => {
    const { board } = prepared();
    open(board);
    value(cast(board, { [network]: 3 }));
    value(tally(board, { [devices]: 12 }));
    expect(countBallots(readBoard(board), vote)).toBe(1);
    expect(readResults(readBoard(board), defaultMethod, roundOf(board))).toBeNull();
    expect(ranking(board)).toEqual([
      [1, devices, 12],
      [2, network, 3],
    ]);
    value(setRoundOpen(board, vote, true));
    expect(readResults(readBoard(board), defaultMethod, roundOf(board))).toBeNull();
  });

  test('[VT3] a ballot is changed by casting it again, and what was cast before does not count', () => {
    const { board } = prepared();
    open(board);
    value(cast(board, { [network]: 3 }, { id: 'mine' }));
    value(cast(board, { [devices]: 1 }, { id: 'mine', doubts: [network] }));
    const { ballots, dots, standings } = count(board);
    expect([ballots, dots]).toEqual([1, 1]);
    expect(standings.find(({ id }) => id === network)).toMatchObject({ total: 0, doubts: 1 });
    expect(standings[0]).toMatchObject({ id: devices, rank: 1, tied: false, total: 1, doubts: 0 });
  });

  test('[VT3] a ballot that was cast before its device heard of the closing counts', () => {
    const { board: here } = prepared();
    open(here);
    const there = copyOf(here);
    value(setRoundOpen(here, vote, false));
    value(cast(there, { [network]: 2 }));
    mergeBoth(here, there);
    expect(roundOf(there).open).toBe(false);
    expect(ranking(here)).toEqual([[1, network, 2]]);
  });

  test('[VT4] things with as many dots share a rank and stand in the board’s order', () => {
    const { board, loose } = prepared();
    open(board);
    value(cast(board, { [training]: 1, [devices]: 1, [loose]: 1 }));
    value(cast(board, { [network]: 3 }));
    const { standings } = count(board);
    expect(standings.map(({ id, rank, tied }) => [id, rank, tied])).toEqual([
      [network, 1, false],
      [devices, 2, true],
      [training, 2, true],
      [loose, 2, true],
    ]);
  });

  test('[VT4] what nobody voted for stands behind the rest, with none', () => {
    const { board, loose } = prepared();
    open(board);
    value(cast(board, { [loose]: 1 }));
    expect(count(board).standings.map(({ id, rank, total }) => [id, rank, total])).toEqual([
      [loose, 1, 1],
      [network, 2, 0],
      [devices, 2, 0],
      [training, 2, 0],
    ]);
  });

  test('[VT5] hands that were counted add up over devices, apart from the ballots, and are corrected', () => {
    const { board: here } = prepared();
    open(here);
    value(tally(here, { [network]: 9 }, 'here'));
    value(tally(here, { [network]: 7, [devices]: 0 }, 'here'));
    const there = copyOf(here);
    value(tally(there, { [network]: 5, [devices]: 30 }, 'there'));
    value(cast(here, { [network]: 2 }));
    merge(here, there);
    const { standings, ...totals } = count(here);
    expect(totals).toEqual({ ballots: 1, dots: 2, hands: 42, elsewhere: 0 });
    expect(standings.slice(0, 2)).toMatchObject([
      { id: devices, total: 30, hands: 30 },
      { id: network, total: 14, hands: 12 },
    ]);
    value(setRoundOpen(here, vote, true));
    for (const bad of [-1, 0.5, tallyLimit + 1]) {
      expect(tally(here, { [network]: bad })).toEqual({
        ok: false,
        error: { type: 'BadTally', limit: tallyLimit },
      });
    }
  });

  test('[VT5] a tally is taken back by undo, a ballot never', () => {
    const { board } = prepared();
    open(board);
    const undo = createUndo(board);
    value(tally(board, { [network]: 9 }));
    value(cast(board, { [devices]: 1 }));
    expect(undo.undo()).toBe(true);
    expect(undo.undo()).toBe(false);
    expect(ranking(board)).toEqual([[1, devices, 1]]);
  });

  test('[VT6] doubts are outside of the budget, and counted once a ballot', () => {
    const { board } = prepared();
    open(board, { budget: 1 });
    value(cast(board, { [network]: 1 }, { doubts: [devices, devices, training] }));
    value(cast(board, {}, { doubts: [devices] }));
    value(mergeClusters(board, [training], devices));
    const { standings, ballots } = count(board);
    expect(ballots).toBe(2);
    expect(standings.map(({ id, total, doubts }) => [id, total, doubts]).slice(0, 2)).toEqual([
      [network, 1, 0],
      [devices, 0, 2],
    ]);
  });
});

describe('votes follow what became of clusters', () => {
  test('[VT7] dots on a cluster count for the one it was merged into, also through several and in circles', () => {
    const { board: here } = prepared();
    open(here);
    value(cast(here, { [network]: 1, [devices]: 1, [training]: 1 }));
    const there = copyOf(here);
    value(mergeClusters(here, [network], devices));
    value(mergeClusters(there, [devices], training));
    value(mergeClusters(there, [training], network));
    mergeBoth(here, there);
    const live = [...readBoard(here).clusters.values()].filter(({ trash }) => trash === null);
    expect(ranking(here)).toEqual([[1, live[0]!.id, 3]]);
    merge(there, here);
    expect(ranking(there)).toEqual(ranking(here));
  });

  test('[VT7] so do dots on one that came after the vote was opened, and held nothing when it was merged', () => {
    const { board, loose } = prepared();
    open(board);
    const late = 'late' as ClusterId;
    value(groupNotes(board, { id: late, title: 'Mots de passe' }, [loose]));
    value(cast(board, { [late]: 2, [devices]: 1 }));
    value(moveToCluster(board, [loose], null));
    value(mergeClusters(board, [late], devices));
    expect(ranking(board)).toEqual([[1, devices, 3]]);
  });

  test('[VT7] a merge that is taken back gives each cluster its own dots again', () => {
    const { board } = prepared();
    open(board);
    value(cast(board, { [network]: 2, [devices]: 1 }));
    value(mergeClusters(board, [network], devices));
    expect(ranking(board)).toEqual([[1, devices, 3]]);
    value(restoreThings(board, [network]));
    expect(ranking(board)).toEqual([
      [1, network, 2],
      [2, devices, 1],
    ]);
  });

  test('[VT7] of a cluster that is split the dots stay with the one that kept the name', () => {
    const { board, ofNetwork } = prepared();
    open(board);
    value(cast(board, { [network]: 3 }));
    value(groupNotes(board, { id: 'new' as ClusterId, title: 'Débit' }, ofNetwork.slice(1)));
    value(renameCluster(board, network, 'Réseau mobile'));
    expect(ranking(board)).toEqual([[1, network, 3]]);
  });

  test('[VT8] dots on a dissolved cluster stay under its name until most of its notes are in one other', () => {
    const { board, ofNetwork } = prepared();
    open(board);
    value(cast(board, { [network]: 2, [devices]: 1 }));
    value(trashThings(board, [network]));
    expect(ranking(board)).toEqual([
      [1, network, 2],
      [2, devices, 1],
    ]);
    expect(count(board).standings[0]).toMatchObject({ id: network, gone: true });
    value(moveToCluster(board, ofNetwork.slice(0, 1), devices));
    expect(ranking(board)[0]).toEqual([1, network, 2]);
    value(moveToCluster(board, ofNetwork.slice(1, 2), devices));
    expect(ranking(board)).toEqual([[1, devices, 3]]);
    value(restoreThings(board, [network]));
    expect(ranking(board)[0]).toEqual([1, network, 2]);
  });

  test('[VT8] half of the notes is not most of them, nor are those in the trash', () => {
    const { board, ofDevices } = prepared();
    open(board);
    value(cast(board, { [devices]: 1 }));
    value(trashThings(board, [devices]));
    value(moveToCluster(board, ofDevices.slice(0, 1), network));
    expect(ranking(board)).toEqual([[1, devices, 1]]);
    value(moveToCluster(board, ofDevices.slice(1), network));
    value(trashThings(board, ofDevices.slice(1)));
    expect(ranking(board)).toEqual([[1, devices, 1]]);
    value(restoreThings(board, ofDevices.slice(1)));
    expect(ranking(board)).toEqual([[1, network, 1]]);
  });

  test('[VT7] dots on a note count for the cluster it came into, and for the top of its pile', () => {
    const { board, ofNetwork, loose } = prepared();
    open(board);
    value(cast(board, { [loose]: 2 }));
    value(pileNotes(board, [loose], ofNetwork[0]!));
    expect(ranking(board)).toEqual([[1, network, 2]]);
    open(board, { id: 'w' as RoundId, kind: 'irritant' as KindId });
    value(cast(board, { [loose]: 1, [ofNetwork[1]!]: 1 }, { round: 'w' as RoundId }));
    value(setRoundOpen(board, 'w' as RoundId, false));
    const { standings } = readResults(readBoard(board), defaultMethod, roundOf(board, 'w' as RoundId))!;
    expect(standings.slice(0, 2).map(({ id }) => id)).toEqual([ofNetwork[0], ofNetwork[1]]);
  });

  test('[VT8] dots on a note in the trash stay with it, and those on what has not come yet are counted apart', () => {
    const { board: here, loose } = prepared();
    open(here);
    const there = copyOf(here);
    const late = stick(there, 'Nouvelle');
    value(cast(there, { [late]: 1, [loose]: 1 }));
    const [ballot] = [...readBoard(there).ballots.values()];
    ballotsOf(here).set(ballot!.id, { round: vote, dots: Object.fromEntries(ballot!.dots), doubts: [] });
    value(trashThings(here, [loose]));
    const before = count(here);
    expect(before).toMatchObject({ ballots: 1, dots: 2, elsewhere: 1 });
    expect(before.standings[0]).toMatchObject({ id: loose, total: 1, gone: true });
    merge(here, there);
    expect(count(here)).toMatchObject({ dots: 2, elsewhere: 0 });
  });

  test('[VT9] of clusters one votes on those of the phase, and on its notes that are in none', () => {
    const { board, loose, ofNetwork } = prepared();
    const other = stick(board, 'Un besoin', { kind: 'need' as KindId });
    value(pileNotes(board, ofNetwork.slice(1, 2), ofNetwork[0]!));
    const picture = readBoard(board);
    const phase = 'diagnostic' as PhaseId;
    const found = readVotables(picture, defaultMethod, { phase, kind: null });
    expect(found.clusters.map(({ id }) => id)).toEqual([network, devices, training]);
    expect(found.notes.map(({ id }) => id)).toEqual([loose]);
    const notes = readVotables(picture, defaultMethod, { phase, kind: 'irritant' as KindId }).notes;
    expect(notes.map(({ id }) => id)).not.toContain(ofNetwork[1]);
    expect(notes).toHaveLength(7);
    const later = readVotables(picture, defaultMethod, { phase: 'projections' as PhaseId, kind: null });
    expect([later.clusters, later.notes.map(({ id }) => id)]).toEqual([[], [other]]);
  });
});

describe('ballots that no version of Grappe casts', () => {
  const write = (board: BoardDoc, id: string, ballot: unknown): void => {
    board.doc.transact(() => ballotsOf(board).set(id, ballot), 'hostile');
  };

  test('[VT10] one past its budget is cut down, the same on every device', () => {
    const { board } = prepared();
    open(board, { budget: 3, several: true });
    write(board, 'big', { round: vote, dots: { [training]: 9, [network]: 2, [devices]: 7 } });
    write(board, 'far', { round: vote, dots: { unknown: 50, zzz: 2 } });
    const results = count(board);
    expect(results).toMatchObject({ ballots: 2, dots: 6, elsewhere: 3 });
    expect(ranking(board)).toEqual([
      [1, network, 2],
      [2, devices, 1],
    ]);
    value(setRoundOpen(board, vote, true));
    open(board, { id: 'w' as RoundId, several: false });
    write(board, 'big', { round: 'w', dots: { [training]: 9, [network]: 2, [devices]: 7 } });
    value(setRoundOpen(board, 'w' as RoundId, false));
    const { standings } = readResults(readBoard(board), defaultMethod, roundOf(board, 'w' as RoundId))!;
    expect(standings.slice(0, 3).map(({ total }) => total)).toEqual([1, 1, 1]);
  });

  test('[VT10] any shape is read without a crash, and counts for nothing', () => {
    const { board } = prepared();
    open(board);
    const shapes: unknown[] = [null, 3, 'x', [], {}, { round: 4 }, { round: vote, dots: [1], doubts: 'x' }];
    const counts = { [network]: 'two', [devices]: -1, [training]: NaN, ' ': 2 };
    shapes.push({ round: vote, dots: counts, doubts: [4, null, ' ', network, network] });
    shapes.push({ round: vote, tally: true, dots: { [network]: 1e12 } });
    shapes.forEach((shape, i) => write(board, `shape${i}`, shape));
    write(board, 'a map', new Y.Map());
    write(board, 'map', new Y.Map());
    const { ballots, dots, standings } = count(board);
    expect([ballots, dots]).toEqual([2, 0]);
    expect(standings[0]).toMatchObject({ id: network, total: tallyLimit, doubts: 1 });
  });

  test('[VT10] a document whose votes, ballots or matrix are no maps is no board', () => {
    for (const root of ['rounds', 'ballots', 'matrix']) {
      const { doc } = copyOf(newBoard());
      expect(checkBoard(doc).ok).toBe(true);
      const foreign = new Y.Doc();
      foreign.getText(root).insert(0, 'x');
      const broken = new Y.Doc();
      broken.getText(root);
      for (const from of [doc, foreign]) Y.applyUpdateV2(broken, Y.encodeStateAsUpdateV2(from));
      expect(checkBoard(broken)).toEqual({ ok: false, error: { type: 'NotABoard' } });
    }
  });

  test('[VT10] so is any vote: what is said of it wrongly is what a vote has unless somebody says otherwise', () => {
    const { board } = prepared();
    const thing = new Y.Map();
    board.doc.transact(() => {
      roundsOf(board).set('odd', thing);
      thing.set('is', {
        phase: 3,
        kind: [],
        budget: 1e9,
        several: 'yes',
        at: 'now',
        held: { a: 1, ' ': [] },
      });
      thing.set('state', 4);
      thing.set('live', true);
      roundsOf(board).set('text', 'no thing');
    }, 'hostile');
    expect([...readBoard(board).rounds.values()]).toEqual([
      {
        id: 'odd',
        ...{ phase: '', kind: null, budget: 3, several: false, at: 0, open: true, held: [['a', []]] },
        ...{ order: null, trash: null },
      },
    ]);
  });
});

/** How much each Yjs client has written. */
const clocksOf = ({ doc }: BoardDoc) => Y.decodeStateVector(Y.encodeStateVector(doc));

describe('what a ballot tells', () => {
  test('[VT11] a ballot tells neither time nor device, nor in which order it was cast or filled', () => {
    const { board } = prepared();
    open(board);
    const before = clocksOf(board);
    const own = board.doc.clientID;
    value(cast(board, { [training]: 1, [network]: 1 }, { id: 'b2' }));
    value(cast(board, { [devices]: 1 }, { id: 'b1' }));
    value(cast(board, { [devices]: 2 }, { id: 'b2' }));
    expect(board.doc.clientID).toBe(own);
    const after = clocksOf(board);
    expect(after.get(own)).toBe(before.get(own));
    // Each casting is the only thing that its client ever wrote.
    const fresh = [...after].filter(([client]) => !before.has(client));
    expect(fresh.map(([, clock]) => clock)).toEqual([1, 1, 1]);
    const stored = ballotsOf(board).get('b1') as Record<string, unknown>;
    expect(Object.keys(stored).sort()).toEqual(['dots', 'doubts', 'round']);
    expect([...readBoard(copyOf(board)).ballots.keys()]).toEqual(['b1', 'b2']);
    value(cast(board, { [training]: 1, [network]: 1 }, { id: 'b3' }));
    expect(Object.keys((ballotsOf(board).get('b3') as { dots: object }).dots)).toEqual([network, training]);
  });
});

describe('the matrix of impact and effort', () => {
  test('[VT12] a thing has one place in it, the last that anyone gave it, or none', () => {
    const { board: here, loose } = prepared();
    value(estimate(here, network, { impact: 4, effort: 1 }));
    value(estimate(here, loose, { impact: 2, effort: 3 }));
    const there = copyOf(here);
    value(estimate(there, loose, null));
    mergeBoth(here, there);
    expect([...readBoard(here).matrix]).toEqual([[network, { impact: 4, effort: 1 }]]);
    expect(estimate(here, 'gone' as NoteId, null)).toEqual({ ok: false, error: { type: 'ThingMissing' } });
    expect(estimate(here, loose, { impact: 0, effort: 5 })).toEqual({
      ok: false,
      error: { type: 'BadEstimate', limit: 4 },
    });
    const undo = createUndo(here);
    value(estimate(here, network, { impact: 1, effort: 1 }));
    undo.undo();
    expect(readBoard(here).matrix.get(network)).toEqual({ impact: 4, effort: 1 });
  });

  test('[VT12] values of another shape are no places', () => {
    const { board, loose } = prepared();
    for (const shape of [null, 'x', [1], [0, 1], [5, 1], [1, 2, 3], [1.5, 2], { impact: 1, effort: 1 }]) {
      matrixOf(board).set(loose, shape);
      expect(readBoard(board).matrix.size).toBe(0);
    }
  });
});

describe('going back', () => {
  test('[RP2] votes and places in the matrix come back as they were; what was cast stays cast', () => {
    const { board } = prepared();
    open(board);
    value(estimate(board, network, { impact: 4, effort: 1 }));
    const then = readBoard(board);
    value(cast(board, { [network]: 2 }));
    value(setRoundOpen(board, vote, false));
    value(estimate(board, network, { impact: 1, effort: 4 }));
    value(estimate(board, devices, { impact: 1, effort: 4 }));
    open(board, { id: 'w' as RoundId });
    expect(
      compareBoards(then, readBoard(board)).things.map(({ id, change, fields }) => [id, change, fields]),
    ).toEqual([
      [vote, 'changed', ['open']],
      ['w', 'new', []],
    ]);
    value(bringBackAll(board, then, { withdraw: true }));
    const back = readBoard(board);
    expect(back.matrix).toEqual(then.matrix);
    expect(back.rounds.get(vote)).toEqual(then.rounds.get(vote));
    expect(back.rounds.get('w' as RoundId)?.trash).toEqual({ with: null });
    expect(ranking(board)).toEqual([[1, network, 2]]);
  });
});
