import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { keepApart } from '#board/commands/apart.ts';
import { bringBackAll } from '#board/commands/bring-back.ts';
import { groupNotes, moveToCluster, renameCluster } from '#board/commands/clusters.ts';
import { chooseValue } from '#board/commands/conflicts.ts';
import { mergeClusters } from '#board/commands/merge-clusters.ts';
import { pileNotes, unpileNotes } from '#board/commands/piles.ts';
import { placeThings } from '#board/commands/places.ts';
import { restoreThings } from '#board/commands/restore.ts';
import { trashThings } from '#board/commands/trash.ts';
import { compareBoards } from '#board/compare.ts';
import { notesOf, type BoardDoc, type ClusterId, type NoteId, type Place } from '#board/document.ts';
import { pairKey } from '#board/pair.ts';
import { createUndo } from '#board/undo.ts';
import { copyOf, mergeBoth, newBoard, stick, value } from './board-for-tests.ts';

const [c1, c2, c3] = ['c1', 'c2', 'c3'] as ClusterId[] as [ClusterId, ClusterId, ClusterId];
const gone = 'gone' as NoteId;

const noteOf = (board: BoardDoc, id: NoteId) => readBoard(board).notes.get(id)!;
const clusterOf = (board: BoardDoc, id: ClusterId) => readBoard(board).clusters.get(id)!;
const group = (board: BoardDoc, id: ClusterId, notes: readonly NoteId[], title = '') =>
  value(groupNotes(board, { id, title }, notes));

/** Runs a command that must be refused, and sees that nothing was written. */
const refused = (board: BoardDoc, command: () => { readonly ok: boolean }) => {
  const before = Y.encodeStateAsUpdateV2(board.doc);
  const result = command();
  expect(Y.encodeStateAsUpdateV2(board.doc)).toEqual(before);
  return result;
};

describe('places on the wall', () => {
  test('[WL2] notes and clusters stay where they were put, in whole units, until they are laid out again', () => {
    const board = newBoard();
    const note = stick(board, 'a');
    group(board, c1, [stick(board, 'b')]);
    const put = (place: Place | null) =>
      value(
        placeThings(
          board,
          new Map<NoteId | ClusterId, Place | null>([
            [note, place],
            [c1, place],
          ]),
        ),
      );
    put({ x: 12.4, y: -7.6 });
    expect([noteOf(board, note).place, clusterOf(board, c1).place]).toEqual(Array(2).fill({ x: 12, y: -8 }));
    put({ x: 1e9, y: -0.2 });
    expect(noteOf(board, note).place).toEqual({ x: 1_000_000, y: 0 });
    put(null);
    expect([noteOf(board, note).place, clusterOf(board, c1).place]).toEqual([null, null]);
    const places = new Map([
      [note, { x: 1, y: 1 }],
      [gone, null],
    ]);
    expect(refused(board, () => placeThings(board, places))).toMatchObject({
      error: { type: 'ThingMissing' },
    });
  });

  test('[WL2] a place that no version has written counts as none', () => {
    const board = newBoard();
    const note = stick(board, 'a');
    const thing = notesOf(board).get(note) as Y.Map<unknown>;
    for (const place of ['1,2', [1], [1, 2, 3], [1, '2'], [Number.NaN, 1], [1e7, 1], { x: 1, y: 2 }]) {
      thing.set('place', place);
      expect(noteOf(board, note).place).toBeNull();
    }
  });

  test('[WL2] moving is one update, and taken back by one undo', () => {
    const board = newBoard();
    const undo = createUndo(board);
    const [a, b] = [stick(board, 'a'), stick(board, 'b')];
    const updates: unknown[] = [];
    board.doc.on('update', (_: Uint8Array, origin: unknown) => updates.push(origin));
    value(
      moveToCluster(
        board,
        [a, b],
        null,
        new Map([
          [a, { x: 1, y: 2 }],
          [b, { x: 3, y: 4 }],
        ]),
      ),
    );
    expect(updates).toHaveLength(1);
    expect([noteOf(board, a).place, noteOf(board, b).place]).toEqual([
      { x: 1, y: 2 },
      { x: 3, y: 4 },
    ]);
    undo.undo();
    expect([noteOf(board, a).place, noteOf(board, b).place]).toEqual([null, null]);
  });

  test('[WL2] in a cluster a note has no place of its own, and out of it the one that it is given', () => {
    const board = newBoard();
    const [a, b] = [stick(board, 'a'), stick(board, 'b')];
    value(placeThings(board, new Map([[a, { x: 1, y: 2 }]])));
    value(groupNotes(board, { id: c1, title: '', place: { x: 50, y: 60 } }, [a]));
    expect(noteOf(board, a)).toMatchObject({ cluster: c1, place: null });
    expect(clusterOf(board, c1).place).toEqual({ x: 50, y: 60 });
    value(moveToCluster(board, [a], null, new Map([[a, { x: 7, y: 8 }]])));
    expect(noteOf(board, a)).toMatchObject({ cluster: null, place: { x: 7, y: 8 } });
    // What never had a place gets no mark of having none.
    value(moveToCluster(board, [a, b], c1));
    expect(noteOf(board, a).place).toBeNull();
    expect((notesOf(board).get(b) as Y.Map<unknown>).has('place')).toBe(false);
  });
});

describe('piles', () => {
  /** Three notes, of which b and c lie under a, in a cluster. */
  const piled = () => {
    const board = newBoard();
    const [a, b, c] = [stick(board, 'a'), stick(board, 'b'), stick(board, 'c')];
    group(board, c1, [a]);
    group(board, c2, [c]);
    value(pileNotes(board, [b, c], a));
    return { board, a, b, c };
  };
  const shows = (board: BoardDoc, ids: readonly NoteId[]) =>
    ids.map((id) => [noteOf(board, id).pile, noteOf(board, id).cluster]);

  test('[WL3] notes lie under the top, in its cluster, and go with it', () => {
    const { board, a, b, c } = piled();
    expect(shows(board, [a, b, c])).toEqual([
      [null, c1],
      [a, c1],
      [a, c1],
    ]);
    group(board, c3, [a]);
    expect(shows(board, [b, c])).toEqual(Array(2).fill([a, c3]));
    value(moveToCluster(board, [a, c], c2));
    expect(shows(board, [a, b, c])).toEqual([
      [null, c2],
      [a, c2],
      [a, c2],
    ]);
    // Also what is written on them is that cluster, so that they are in it when the top is not there.
    value(trashThings(board, [a]));
    expect(shows(board, [b, c])).toEqual(Array(2).fill([null, c2]));
    value(restoreThings(board, [a]));
    expect(shows(board, [b, c])).toEqual(Array(2).fill([a, c2]));
  });

  test('[WL3] a note that is moved or grouped without its top leaves the pile', () => {
    const { board, a, b, c } = piled();
    value(moveToCluster(board, [b], c2));
    group(board, c3, [c]);
    expect(shows(board, [a, b, c])).toEqual([
      [null, c1],
      [null, c2],
      [null, c3],
    ]);
  });

  test('[WL3] a note that is moved while its top is in the trash does not go back under it', () => {
    const { board, a, b } = piled();
    value(trashThings(board, [a]));
    value(moveToCluster(board, [b], c2));
    value(restoreThings(board, [a]));
    expect(shows(board, [b])).toEqual([[null, c2]]);
  });

  test('[WL3] piling a pile, or on a note that lies in one, makes one pile', () => {
    const { board, a, b, c } = piled();
    const d = stick(board, 'd');
    value(pileNotes(board, [d], b));
    expect(shows(board, [d])).toEqual([[a, c1]]);
    const top = stick(board, 'top');
    value(placeThings(board, new Map([[a, { x: 1, y: 1 }]])));
    value(pileNotes(board, [a], top));
    expect(shows(board, [a, b, c, d])).toEqual(Array(4).fill([top, null]));
    expect(noteOf(board, a).place).toBeNull();
    expect(refused(board, () => pileNotes(board, [a], gone))).toMatchObject({
      error: { type: 'NoteMissing' },
    });
    expect(refused(board, () => unpileNotes(board, [a, gone]))).toMatchObject({
      error: { type: 'NoteMissing' },
    });
  });

  test('[WL3] a note on which others are piled lies under nothing, not even when its old top comes back', () => {
    const { board, a, b, c } = piled();
    value(trashThings(board, [a]));
    value(pileNotes(board, [c], b));
    value(restoreThings(board, [a]));
    expect(shows(board, [b, c])).toEqual([
      [null, c1],
      [b, c1],
    ]);
  });

  test('[WL3] a note that leaves a pile shows beside its top, and is undone in one', () => {
    const { board, a, b, c } = piled();
    const undo = createUndo(board);
    value(unpileNotes(board, [b]));
    expect(shows(board, [b, c])).toEqual([
      [null, c1],
      [a, c1],
    ]);
    expect(noteOf(board, b).place).toBeNull();
    undo.undo();
    expect(shows(board, [b])).toEqual([[a, c1]]);
    value(moveToCluster(board, [a], null, new Map([[a, { x: 100, y: 200 }]])));
    value(unpileNotes(board, [b, c]));
    expect(shows(board, [b, c])).toEqual(Array(2).fill([null, null]));
    const places = [b, c].map((id) => noteOf(board, id).place);
    expect(places).toEqual([
      { x: 132, y: 232 },
      { x: 164, y: 264 },
    ]);
  });

  test('[WL3] two notes that were piled on each other apart make one pile, the same everywhere', () => {
    const here = newBoard();
    const [a, b] = [stick(here, 'a'), stick(here, 'b')].sort() as [NoteId, NoteId];
    const there = copyOf(here);
    value(pileNotes(here, [a], b));
    value(pileNotes(there, [b], a));
    mergeBoth(here, there);
    for (const board of [here, there]) {
      expect(shows(board, [a, b])).toEqual([
        [null, null],
        [a, null],
      ]);
    }
    value(unpileNotes(here, [b]));
    expect(shows(here, [a, b])).toEqual(Array(2).fill([null, null]));
  });

  test('[WL3] who leaves a pile leaves those in it that others had put under that note', () => {
    const here = newBoard();
    const [top, middle, under] = [stick(here, 'top'), stick(here, 'middle'), stick(here, 'under')];
    const there = copyOf(here);
    value(pileNotes(here, [middle], top));
    value(pileNotes(there, [under], middle));
    mergeBoth(here, there);
    expect(shows(here, [middle, under])).toEqual(Array(2).fill([top, null]));
    group(here, c1, [middle]);
    expect(shows(here, [top, middle, under])).toEqual([
      [null, null],
      [null, c1],
      [top, null],
    ]);
  });

  test('[GR6] of a piled note that was put elsewhere apart the other place is kept, and taken when it is chosen', () => {
    const here = newBoard();
    const [a, b] = [stick(here, 'a'), stick(here, 'b')];
    group(here, c1, [a]);
    const there = copyOf(here);
    value(pileNotes(here, [b], a));
    group(there, c3, [b]);
    mergeBoth(here, there);
    expect(noteOf(here, b)).toMatchObject({ pile: a, cluster: c1, others: { cluster: [c3] } });
    const same = copyOf(here);
    value(chooseValue(same, b, 'cluster', c1));
    expect(noteOf(same, b)).toMatchObject({ pile: a, cluster: c1, others: { cluster: [] } });
    value(chooseValue(here, b, 'cluster', c3));
    expect(noteOf(here, b)).toMatchObject({ cluster: c3, pile: null, others: { cluster: [] } });
  });
});

describe('merging clusters', () => {
  const two = () => {
    const board = newBoard();
    const [a, b] = [stick(board, 'a'), stick(board, 'b')];
    group(board, c1, [a], 'Réseau');
    group(board, c2, [b]);
    return { board, a, b };
  };

  test('[WL4] the notes move, with what lies under them, and an unnamed cluster takes the first name', () => {
    const { board, a, b } = two();
    const under = stick(board, 'under');
    value(pileNotes(board, [under], a));
    group(board, c3, [stick(board, 'c')], 'Débit');
    value(mergeClusters(board, [c2, c1, c3], c2));
    const { notes, clusters } = readBoard(board);
    expect([a, b, under].map((id) => notes.get(id)?.cluster)).toEqual([c2, c2, c2]);
    expect(clusters.get(c2)).toMatchObject({ title: { value: 'Réseau', others: [] }, trash: null });
    expect(clusters.get(c1)).toMatchObject({ title: { value: 'Réseau' }, trash: { with: c2 } });
    value(trashThings(board, [a]));
    expect(noteOf(board, under)).toMatchObject({ pile: null, cluster: c2 });
  });

  test('[WL4] a name is kept, and one undo takes the merge back', () => {
    const { board, a, b } = two();
    const undo = createUndo(board);
    const before = readBoard(board);
    value(mergeClusters(board, [c2], c1));
    expect(clusterOf(board, c1).title.value).toBe('Réseau');
    expect([noteOf(board, a).cluster, noteOf(board, b).cluster]).toEqual([c1, c1]);
    undo.undo();
    expect(readBoard(board)).toEqual(before);
  });

  test('[WL4] what another device puts into a cluster that was merged comes along', () => {
    const { board: here, a } = two();
    const there = copyOf(here);
    value(mergeClusters(here, [c1], c2));
    const late = stick(there, 'late', { cluster: c1 });
    value(renameCluster(there, c1, 'Réseau et débit'));
    mergeBoth(here, there);
    expect([noteOf(here, a).cluster, noteOf(here, late).cluster]).toEqual([c2, c2]);
    value(restoreThings(here, [c1]));
    expect(clusterOf(here, c1)).toMatchObject({ title: { value: 'Réseau et débit' }, trash: null });
    expect([noteOf(here, a).cluster, noteOf(here, late).cluster]).toEqual([c2, c1]);
  });

  test('[WL4] two clusters that were merged into each other apart become one, and each can come back', () => {
    const { board: here, a, b } = two();
    const there = copyOf(here);
    value(mergeClusters(here, [c1], c2));
    value(mergeClusters(there, [c2], c1));
    mergeBoth(here, there);
    for (const board of [here, there]) {
      expect([clusterOf(board, c1).trash, clusterOf(board, c2).trash]).toEqual([null, { with: c1 }]);
      expect([noteOf(board, a).cluster, noteOf(board, b).cluster]).toEqual([c1, c1]);
      expect([a, b].flatMap((id) => noteOf(board, id).others.cluster)).toEqual([]);
    }
    value(restoreThings(here, [c2]));
    expect([clusterOf(here, c1).trash, clusterOf(here, c2).trash]).toEqual([null, null]);
  });

  test('[WL4] a cluster that others are merged into stays when somebody takes back that it was merged', () => {
    const { board: here } = two();
    const there = copyOf(here);
    const undo = createUndo(there);
    value(mergeClusters(here, [c1], c2));
    value(mergeClusters(there, [c2], c1));
    mergeBoth(here, there);
    const late = stick(here, 'late');
    group(here, c3, [late]);
    value(mergeClusters(here, [c3], c1));
    undo.undo();
    mergeBoth(here, there);
    expect([c1, c2].map((id) => clusterOf(here, id).trash)).toEqual([null, null]);
    expect(noteOf(here, late).cluster).toBe(c1);
  });

  test('[WL4] what is thrown away when it is in the trash already stays with what it went with', () => {
    const { board, a } = two();
    value(mergeClusters(board, [c1], c2));
    value(trashThings(board, [c1, a]));
    expect(clusterOf(board, c1).trash).toEqual({ with: c2 });
    expect(noteOf(board, a).trash).toEqual({ with: null });
  });

  test('[WL4] a cluster at the end of a circle can be thrown away', () => {
    const { board: here } = two();
    const there = copyOf(here);
    value(mergeClusters(here, [c1], c2));
    value(mergeClusters(there, [c2], c1));
    mergeBoth(here, there);
    value(trashThings(here, [c1]));
    expect([c1, c2].map((id) => clusterOf(here, id).trash?.with)).toEqual([null, c1]);
  });

  test('[WL4] only clusters that are on the board are merged', () => {
    const { board } = two();
    const missing = { error: { type: 'ClusterMissing' } };
    expect(refused(board, () => mergeClusters(board, [c3], c1))).toMatchObject(missing);
    value(trashThings(board, [c2]));
    expect(refused(board, () => mergeClusters(board, [c1], c2))).toMatchObject(missing);
    expect(refused(board, () => moveToCluster(board, [], c3))).toMatchObject(missing);
  });
});

test('[WL5] notes that somebody keeps apart are kept apart on every device, until it is undone', () => {
  const here = newBoard();
  const undo = createUndo(here);
  const [a, b, c] = [stick(here, 'a'), stick(here, 'b'), stick(here, 'c')];
  const there = copyOf(here);
  value(keepApart(here, [[b, a]]));
  value(keepApart(there, [[a, c]]));
  mergeBoth(here, there);
  for (const board of [here, there]) {
    expect(readBoard(board).apart).toEqual(new Set([pairKey(a, b), pairKey(c, a)]));
  }
  undo.undo();
  expect(readBoard(here).apart).toEqual(new Set([pairKey(a, c)]));
  expect(refused(here, () => keepApart(here, [[a, gone]]))).toMatchObject({
    error: { type: 'NoteMissing' },
  });
});

test('[RP1] [RP2] a place alone is worth no word, a pile counts as a place among neighbours, and both come back', () => {
  const board = newBoard();
  const [a, b] = [stick(board, 'a'), stick(board, 'b')];
  value(placeThings(board, new Map([[a, { x: 1, y: 2 }]])));
  const then = readBoard(board);
  value(placeThings(board, new Map([[a, { x: 3, y: 4 }]])));
  expect(compareBoards(then, readBoard(board))).toEqual({ things: [], meta: [], reordered: [] });
  value(pileNotes(board, [a], b));
  expect(compareBoards(then, readBoard(board))).toEqual({ things: [], meta: [], reordered: [a] });
  bringBackAll(board, then, { withdraw: false });
  expect(noteOf(board, a)).toMatchObject({ place: { x: 1, y: 2 }, pile: null });
});
