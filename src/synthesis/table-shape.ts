/** How wide the columns of a printed table are, for every format that is laid out on sheets. */

import type { Block, Cell } from './document.ts';

/** Parts of the whole, one a column, that add up to 1: a column that says more is wider, and none is too narrow for a word. */
export const columnShares = ({ columns, rows }: Extract<Block, { type: 'table' }>): readonly number[] => {
  const least = Math.min(0.1, 0.6 / columns.length);
  const weights = columns.map(({ title }, i) =>
    Math.sqrt(title.length + rows.reduce((sum, row) => sum + cellLength(row[i]), 0)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const free = 1 - least * columns.length;
  return weights.map((weight) => least + (free * weight) / total);
};

/** Code units of a cell's texts: how much room it asks for. */
export const cellLength = (cell: Cell | undefined): number => {
  switch (cell?.type) {
    case 'notes':
    case 'named':
      return cell.items.reduce((sum, { text, reference }) => sum + text.length + reference.length + 2, 0);
    case 'words':
      return cell.text.length + (cell.quiet?.length ?? 0);
    default:
      return 4;
  }
};
