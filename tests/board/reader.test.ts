import { describe, expect, test } from 'vitest';
import { readBoard } from '#board/board.ts';
import { groupNotes, renameCluster } from '#board/commands/clusters.ts';
import { mergeClusters } from '#board/commands/merge-clusters.ts';
import { correctNote } from '#board/commands/notes.ts';
import { restoreThings } from '#board/commands/restore.ts';
import { trashThings } from '#board/commands/trash.ts';
import { castBallot, openRound } from '#board/commands/votes.ts';
import type { BallotId, ClusterId, RoundId } from '#board/document.ts';
import type { PhaseId } from '#board/method.ts';
import { createBoardReader } from '#board/reader.ts';
import { Sequence } from '#board/sequence.ts';
import { copyOf, merge, newBoard, stick, value } from './board-for-tests.ts';

const matter = 'c' as ClusterId;

const prepared = () => {
  const board = newBoard();
  const [grouped, alone] = [stick(board, 'Débit'), stick(board, 'Tablettes')];
  value(groupNotes(board, { id: matter, title: 'Matériel' }, [grouped]));
  const reader = createBoardReader(board);
  return { board, grouped, alone, reader };
};

describe('a board that is read while it changes', () => {
  test('[RD2] the picture, its maps and its things are the very same where nothing changed', () => {
    const { board, grouped, alone, reader } = prepared();
    const before = reader.read();
    expect(reader.read()).toBe(before);
    value(correctNote(board, alone, 'Tablettes', 'Tablettes lentes'));
    const after = reader.read();
    expect(after.notes.get(alone)).toMatchObject({ text: 'Tablettes lentes' });
    expect(after.notes.get(grouped)).toBe(before.notes.get(grouped));
    for (const key of [
      'clusters',
      'rows',
      'retex',
      'meta',
      'apart',
      'rounds',
      'ballots',
      'matrix',
    ] as const) {
      expect(after[key]).toBe(before[key]);
    }
    value(renameCluster(board, matter, 'Matériel vieux'));
    expect(reader.read().notes).toBe(after.notes);
  });

  test('[RD2] a note whose cluster goes to the trash, or comes back, changes; the others do not', () => {
    const { board, grouped, alone, reader } = prepared();
    const before = reader.read();
    value(trashThings(board, [matter]));
    expect(reader.read().notes.get(grouped)).toMatchObject({ cluster: null });
    value(restoreThings(board, [matter]));
    const after = reader.read();
    expect(after.notes.get(grouped)).toEqual(before.notes.get(grouped));
    expect(after.notes.get(alone)).toBe(before.notes.get(alone));
  });

  test('[RD2] a ballot that is cast leaves the others, and all else, as they are', () => {
    const { board, reader } = prepared();
    const round = 'v' as RoundId;
    const draft = { id: round, phase: 'diagnostic' as PhaseId, kind: null, budget: 3, several: true, at: 0 };
    value(openRound(board, draft));
    const dots = new Map([[matter, 1]]);
    value(castBallot(board, { id: 'one' as BallotId, round, dots, doubts: [] }));
    const before = reader.read();
    value(castBallot(board, { id: 'two' as BallotId, round, dots, doubts: [] }));
    const after = reader.read();
    expect([...after.ballots.keys()]).toEqual(['one', 'two']);
    expect(after.ballots.get('one' as BallotId)).toBe(before.ballots.get('one' as BallotId));
    expect([after.notes, after.rounds]).toEqual([before.notes, before.rounds]);
    expect(after.rounds).toBe(before.rounds);
    value(castBallot(board, { id: 'two' as BallotId, round, dots, doubts: [] }));
    expect(reader.read().ballots).toBe(after.ballots);
  });

  test('[RD2] an earlier picture stays as it was', () => {
    const { board, alone, reader } = prepared();
    const before = reader.read();
    const fresh = stick(board, 'Nouvelle');
    value(correctNote(board, alone, 'Tablettes', 'Tablettes lentes'));
    expect(reader.read().notes.has(fresh)).toBe(true);
    expect([...before.notes.values()].map(({ text }) => text)).toEqual(['Débit', 'Tablettes']);
    expect(before.notes.has(fresh)).toBe(false);
    expect(before.notes.get(alone)).toMatchObject({ text: 'Tablettes' });
    expect(reader.read().notes.get(alone)).toMatchObject({ text: 'Tablettes lentes' });
  });

  test('[RD1] what a cluster shows follows the clusters that it was merged into', () => {
    const { board: here, grouped, reader } = prepared();
    const [second, third] = ['d', 'e'] as [ClusterId, ClusterId];
    value(groupNotes(here, { id: second, title: '' }, [stick(here, 'b')]));
    value(groupNotes(here, { id: third, title: '' }, [stick(here, 'c')]));
    const [there, elsewhere] = [copyOf(here), copyOf(here)];
    const late = stick(here, 'late', { cluster: matter });
    value(mergeClusters(there, [matter], second));
    merge(here, there);
    expect(reader.read().notes.get(late)?.cluster).toBe(second);
    value(mergeClusters(elsewhere, [second], third));
    merge(here, elsewhere);
    expect(reader.read().notes.get(late)?.cluster).toBe(third);
    value(restoreThings(elsewhere, [third]));
    value(mergeClusters(elsewhere, [third], matter));
    merge(here, elsewhere);
    expect(reader.read().clusters.get(matter)?.trash).toBeNull();
    expect(reader.read().notes.get(late)?.cluster).toBe(matter);
    expect(reader.read().notes.get(grouped)?.cluster).toBe(matter);
    expect(reader.read()).toEqual(readBoard(here));
  });

  test('[RD1] what is no longer listened to stays as it was read last', () => {
    const { board, reader } = prepared();
    const before = reader.read();
    reader.stop();
    stick(board, 'Nouvelle');
    expect(reader.read()).toBe(before);
    expect(readBoard(board).notes.size).toBe(before.notes.size + 1);
  });
});

test('[RD2] a sequence has the order of its things, and finds them by id as a map does', () => {
  const thing = (id: string, order: string | null) => ({ id, order });
  const sequence = new Sequence([thing('b', 'a1'), thing('x', null), thing('a', 'a1'), thing('c', 'a0')]);
  const later = sequence.with(
    new Map([
      ['a', undefined],
      ['d', thing('d', 'Zz')],
      ['c', thing('c', 'a2')],
    ]),
  );
  expect([...sequence.keys()]).toEqual(['c', 'a', 'b', 'x']);
  expect([...later.keys()]).toEqual(['d', 'b', 'c', 'x']);
  expect([...later]).toEqual([...later.values()].map((each) => [each.id, each]));
  expect([later.size, later.has('a'), later.get('c')?.order]).toEqual([4, false, 'a2']);
  expect([sequence.size, sequence.has('a'), sequence.get('c')?.order]).toEqual([4, true, 'a0']);
  const visited: string[] = [];
  later.forEach((_, id) => visited.push(id));
  expect(visited).toEqual([...later.keys()]);
});
