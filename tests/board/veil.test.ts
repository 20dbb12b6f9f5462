import { describe, expect, test } from 'vitest';
import { readBoard } from '#board/board.ts';
import { setHidden } from '#board/commands/session.ts';
import { trashThings } from '#board/commands/trash.ts';
import type { KindId, PhaseId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { isHidden, veil } from '#board/veil.ts';
import type { DeviceId } from '#core/ids.ts';
import { newBoard, stick, value } from './board-for-tests.ts';

const [mine, theirs] = ['mine', 'theirs'] as [DeviceId, DeviceId];
const [diagnostic] = defaultMethod.phases.map(({ id }) => id) as [PhaseId];

const prepared = () => {
  const board = newBoard();
  const own = stick(board, 'Débit', { device: mine });
  const foreign = stick(board, 'Prises', { device: theirs });
  const nobodys = stick(board, 'Formation');
  const later = stick(board, 'Former', { device: theirs, kind: defaultMethod.phases[1]!.kinds[0]!.id });
  return { board, own, foreign, nobodys, later };
};

describe('a phase that is hidden', () => {
  test('[SF1] shows a device its own notes and no other, those in the trash neither', () => {
    const { board, own, foreign, later } = prepared();
    value(trashThings(board, [foreign]));
    setHidden(board, diagnostic, true);
    const picture = readBoard(board);
    const veiled = veil(picture, defaultMethod, mine);
    expect([...veiled.board.notes.keys()].sort()).toEqual([later, own].sort());
    expect(veiled.count).toBe(1);
    expect(picture.notes.size).toBe(4);
  });

  test('[SF1] is the very board where nothing is hidden, or nothing hidden is there', () => {
    const { board } = prepared();
    const picture = readBoard(board);
    expect(veil(picture, defaultMethod, mine).board).toBe(picture);
    setHidden(board, defaultMethod.phases[2]!.id, true);
    const hidden = readBoard(board);
    expect(veil(hidden, defaultMethod, mine)).toEqual({ board: hidden, count: 0 });
  });

  test('[SF1] is told by the kind of a note, the head of a row included', () => {
    const { board } = prepared();
    setHidden(board, defaultMethod.phases[1]!.id, true);
    const picture = readBoard(board);
    const { rows } = defaultMethod.phases[1]!;
    expect(isHidden(picture, defaultMethod, (rows.type === 'heads' ? rows.head.id : '') as KindId)).toBe(
      true,
    );
    expect(isHidden(picture, defaultMethod, 'irritant' as KindId)).toBe(false);
    expect([...veil(picture, defaultMethod, mine).board.notes.values()].map(({ text }) => text)).toEqual([
      'Débit',
      'Prises',
      'Formation',
    ]);
  });
});
