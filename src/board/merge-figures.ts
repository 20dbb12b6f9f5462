/** What a merge brings, as the few figures that people decide by. */

import type { Board, Note } from './board.ts';
import type { Comparison } from './compare.ts';

export interface MergeFigures {
  /** Notes that come, those of new rows too. */
  readonly newNotes: number;
  /** Notes whose text, kind or underlining becomes another. */
  readonly changedNotes: number;
  /** Notes that go into another column, row, cluster, theme or pile, or to another place among their neighbours. */
  readonly movedNotes: number;
  /** Notes that leave the board: for the trash, or for later. */
  readonly goneNotes: number;
  readonly newClusters: number;
  readonly renamedClusters: number;
  readonly goneClusters: number;
  readonly newRows: number;
  readonly goneRows: number;
  /** RETEX cards and votes that come, go or change. */
  readonly cards: number;
  readonly votes: number;
  /** Fields of the workshop itself: title, place, date… */
  readonly facts: number;
}

const moves = ['kind', 'row', 'cluster', 'theme'];

export const mergeFigures = (
  then: Board,
  now: Board,
  { things, meta, reordered }: Comparison,
): MergeFigures => {
  const count = (type: string, change: string): number =>
    things.filter((thing) => thing.type === type && thing.change === change).length;
  const changed = things.filter((thing) => thing.type === 'note' && thing.change === 'changed');
  const isMoved = ({ fields }: (typeof changed)[number]): boolean =>
    fields.some((field) => moves.includes(field));
  const live = (board: Board): ReadonlySet<string> =>
    new Set([...board.notes.values()].filter((note: Note) => note.trash === null).map(({ id }) => id));
  const [before, after] = [live(then), live(now)];
  return {
    newNotes: [...after].filter((id) => !before.has(id)).length,
    goneNotes: [...before].filter((id) => !after.has(id)).length,
    changedNotes: changed.filter((thing) => thing.fields.some((field) => !moves.includes(field))).length,
    movedNotes:
      changed.filter(isMoved).length + reordered.filter((id) => before.has(id) && after.has(id)).length,
    newClusters: count('cluster', 'new'),
    renamedClusters: count('cluster', 'changed'),
    goneClusters: count('cluster', 'gone'),
    newRows: count('row', 'new'),
    goneRows: count('row', 'gone'),
    cards: things.filter(({ type }) => type === 'retex').length,
    votes: things.filter(({ type }) => type === 'round').length,
    facts: meta.length,
  };
};
