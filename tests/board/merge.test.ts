import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard, type Board } from '#board/board.ts';
import { takeBackMerge } from '#board/commands/bring-back.ts';
import { groupNotes, renameCluster } from '#board/commands/clusters.ts';
import { correctNote } from '#board/commands/notes.ts';
import { trashThings } from '#board/commands/trash.ts';
import { changeWorkshop } from '#board/commands/workshop.ts';
import { compareBoards } from '#board/compare.ts';
import { encodeBoard, type BoardDoc, type ClusterId } from '#board/document.ts';
import { mergeFigures } from '#board/merge-figures.ts';
import { previewMerge } from '#board/preview-merge.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import { createUndo } from '#board/undo.ts';
import { copyOf, merge, newBoard, stick, value } from './board-for-tests.ts';
import { run, steps } from './replicas.ts';

const matter = 'c' as ClusterId;

/** Two devices that went apart. */
const apart = () => {
  const here = newBoard('Atelier');
  const [one, two] = [stick(here, 'Débit'), stick(here, 'Prises')];
  value(groupNotes(here, { id: matter, title: 'Matériel' }, [one]));
  const there = copyOf(here);
  value(correctNote(there, one, 'Débit', 'Débit trop faible'));
  value(renameCluster(there, matter, 'Réseau'));
  value(trashThings(there, [two]));
  const fresh = stick(there, 'Formation');
  value(changeWorkshop(there, { place: 'Limoges' }));
  return { here, there, one, two, fresh };
};

const figuresOf = (board: BoardDoc, state: Uint8Array) => {
  const before = readBoard(board);
  const { after } = previewMerge(board, state);
  return mergeFigures(before, after, compareBoards(before, after));
};

/** What people see of a board, without what is nobody's text: registers' other values, votes. */
const seen = (board: Board) => [
  board.meta.title.value,
  board.meta.place.value,
  liveNotes(board).map(({ id, text, kind, row, cluster, pile, stressed }) => [
    id,
    text,
    kind,
    row,
    cluster,
    pile,
    stressed,
  ]),
  liveClusters(board).map(({ id, title }) => [id, title.value]),
];

describe('before a merge', () => {
  test('[BR1] its figures are told, and the board is left alone', () => {
    const { here, there } = apart();
    const before = encodeBoard(here);
    expect(figuresOf(here, encodeBoard(there))).toEqual({
      newNotes: 1,
      changedNotes: 1,
      movedNotes: 0,
      goneNotes: 1,
      newClusters: 0,
      renamedClusters: 1,
      goneClusters: 0,
      newRows: 0,
      goneRows: 0,
      cards: 0,
      votes: 0,
      facts: 1,
    });
    expect(encodeBoard(here)).toEqual(before);
  });

  test('[BR1] the figures are those of the merge that follows, on 200 random pairs of devices', () => {
    let pairs = 0;
    let brought = 0;
    fc.assert(
      fc.property(steps(60), fc.nat(4), fc.nat(3), (all, i, offset) => {
        const { replicas } = run(all);
        const here = replicas[i]!.board;
        const there = replicas[(i + 1 + offset) % replicas.length]!.board;
        const then = readBoard(here);
        const told = figuresOf(here, encodeBoard(there));
        const { standing } = previewMerge(here, encodeBoard(there));
        const before = Y.snapshot(here.doc);
        merge(here, there);
        const now = readBoard(here);
        // Counted on the boards themselves, not by what the preview counts with.
        const ids = (board: Board) => liveNotes(board).map(({ id }) => id);
        expect(told.newNotes).toBe(ids(now).filter((id) => !ids(then).includes(id)).length);
        expect(told.goneNotes).toBe(ids(then).filter((id) => !ids(now).includes(id)).length);
        const names = (board: Board) =>
          new Map(liveClusters(board).map(({ id, title }) => [id, title.value]));
        const [old, fresh] = [names(then), names(now)];
        expect(told.newClusters).toBe([...fresh.keys()].filter((id) => !old.has(id)).length);
        expect(told.renamedClusters).toBe(
          [...fresh].filter(([id, name]) => old.has(id) && old.get(id) !== name).length,
        );
        expect(now.notes.size).toBeGreaterThanOrEqual(then.notes.size);
        expect(standing === 'news').toBe(!Y.equalSnapshots(before, Y.snapshot(here.doc)));
        if (standing !== 'news') expect(now).toEqual(then);
        pairs += 1;
        brought += told.newNotes;
      }),
      { numRuns: 200, seed: 6 },
    );
    expect(pairs).toBe(200);
    expect(brought).toBeGreaterThan(100);
  });

  test('[BR2] a file that was merged before, and an older copy, are told from one with news', () => {
    const { here, there } = apart();
    const old = encodeBoard(here);
    expect(previewMerge(there, old).standing).toBe('older');
    expect(previewMerge(here, encodeBoard(there)).standing).toBe('news');
    merge(here, there);
    expect(previewMerge(here, encodeBoard(there)).standing).toBe('same');
    stick(here, 'Encore');
    expect(previewMerge(here, encodeBoard(there)).standing).toBe('older');
  });
});

describe('taking back a merge', () => {
  test('[BR3] leaves the board as it was, in one step, and what came in the trash', () => {
    const { here, there, fresh } = apart();
    const before = readBoard(here);
    merge(here, there);
    const after = readBoard(here);
    const undo = createUndo(here);
    expect(value(takeBackMerge(here, before, after))).toBe(0);
    const now = readBoard(here);
    expect(seen(now)).toEqual(seen(before));
    expect(now.notes.get(fresh)).toMatchObject({ text: 'Formation', trash: { with: null } });
    undo.undo();
    expect(seen(readBoard(here))).toEqual(seen(after));
    undo.stop();
  });

  test('[BR3] keeps what was written since, and counts what it leaves', () => {
    const { here, there, one } = apart();
    const before = readBoard(here);
    merge(here, there);
    const after = readBoard(here);
    value(correctNote(here, one, 'Débit trop faible', 'Débit bien trop faible'));
    const since = stick(here, 'Écrite depuis');
    expect(value(takeBackMerge(here, before, after))).toBe(1);
    const now = readBoard(here);
    expect(now.notes.get(one)?.text).toBe('Débit bien trop faible');
    expect(now.notes.get(since)?.trash).toBeNull();
    expect(now.clusters.get(matter)?.title.value).toBe('Matériel');
  });

  test('[BR3] whatever two devices did, brings back what was seen before', () => {
    fc.assert(
      fc.property(steps(40), fc.nat(4), (all, i) => {
        const { replicas } = run(all);
        const here = replicas[i]!.board;
        const before = readBoard(here);
        merge(here, replicas[(i + 1) % replicas.length]!.board);
        const after = readBoard(here);
        expect(value(takeBackMerge(here, before, after))).toBe(0);
        const now = readBoard(here);
        expect(seen(now)).toEqual(seen(before));
        for (const id of after.notes.keys()) expect(now.notes.has(id)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
