/** How wide the columns of a printed table are, for every format that is laid out on sheets. */

import type { Block, Cell, SynthesisDocument } from './document.ts';

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

/** About how many letters of a note a line of the sheet has, and how many lines there are beside a header row. */
const roomOf = { landscape: { letters: 140, lines: 32 }, portrait: { letters: 94, lines: 50 } } as const;

/** Whether a row goes to the next page rather than be cut by the end of one: one that is longer than a page can’t. */
export const staysWhole = (
  row: readonly Cell[],
  shares: readonly number[],
  sheet: SynthesisDocument['sheet'],
): boolean => {
  const { letters, lines } = roomOf[sheet];
  return row.every((cell, i) => linesOf(cell, letters * (shares[i] ?? 1)) <= lines);
};

const linesOf = (cell: Cell, letters: number): number => {
  const texts =
    'items' in cell ? cell.items.map(({ text }) => text) : cell.type === 'words' ? [cell.text] : [''];
  // A bullet and a reference stand beside each; what is between two takes a quarter of a line.
  return texts
    .flatMap((text) => text.split('\n'))
    .reduce((sum, each) => sum + Math.ceil((each.length + 8) / letters) + 0.25, 0);
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
