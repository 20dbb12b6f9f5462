/** How wide the columns of a printed table are, for every format that is laid out on sheets. */

import type { Block, Cell, SynthesisDocument } from './document.ts';

/** About how many letters of a note a line of the sheet has, and how many lines there are beside a header row. */
const roomOf = { landscape: { letters: 140, lines: 32 }, portrait: { letters: 94, lines: 50 } } as const;

type Table = Extract<Block, { type: 'table' }>;
type Lies = SynthesisDocument['sheet'];

/** Points: notes in a table, and where the longest words of its columns would not stand side by side. */
export const noteSizes = { usual: 9.5, crowded: 8 };

/** Reckoned widely: a tenth too much still stands. */
export const isCrowded = (table: Table, lies: Lies): boolean => sumOf(leastShares(table, lies)) > 1.1;

/**
 * Parts of the whole, one a column, that add up to 1: a column that says more is wider, and none is narrower than its longest word, as far as
 * there is room.
 */
export const columnShares = (table: Table, lies: Lies): readonly number[] => {
  const needs = leastShares(table, lies);
  const letters = isCrowded(table, lies) ? noteSizes.crowded / noteSizes.usual : 1;
  const least = needs.map((need) => need * Math.min(letters, 0.95 / sumOf(needs)));
  const weights = table.columns.map(({ title }, i) =>
    Math.sqrt(title.length + sumOf(table.rows.map((row) => cellLength(row[i])))),
  );
  const free = 1 - sumOf(least);
  return weights.map((weight, i) => (least[i] ?? 0) + (free * weight) / sumOf(weights));
};

/** What each column needs for its longest word. */
const leastShares = ({ columns, rows }: Table, lies: Lies): readonly number[] =>
  columns.map(({ title }, i) => {
    const texts = [title, ...rows.flatMap((row) => textsOf(row[i]))];
    const bullet = rows.some((row) => row[i]?.type === 'notes') ? 3 : 0;
    return (Math.min(longestWord, Math.max(...texts.map(wordLength))) + 3 + bullet) / roomOf[lies].letters;
  });

const sumOf = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);

/** What is longer is an address, and may be broken: « accompagnement » and its like are not. */
const longestWord = 16;

const wordLength = (text: string): number =>
  text.split(/[\s\u00a0\u202f/-]+/).reduce((most, word) => Math.max(most, word.length), 0);

const textsOf = (cell: Cell | undefined): readonly string[] => {
  switch (cell?.type) {
    case 'notes':
    case 'named':
      return cell.items.map(({ text }) => text);
    case 'words':
      return [cell.text, cell.quiet ?? ''];
    default:
      return [];
  }
};

/** Whether a row goes to the next page rather than be cut by the end of one: one that is longer than a page can’t. */
export const staysWhole = (row: readonly Cell[], shares: readonly number[], lies: Lies): boolean => {
  const { letters, lines } = roomOf[lies];
  return row.every((cell, i) => linesOf(cell, letters * (shares[i] ?? 1)) <= lines);
};

const linesOf = (cell: Cell, letters: number): number => {
  // A bullet and a reference stand beside each; what is between two takes a quarter of a line.
  return textsOf(cell)
    .flatMap((text) => text.split('\n'))
    .reduce((sum, each) => sum + Math.ceil((each.length + 8) / letters) + 0.25, 0);
};

/** Code units of a cell's texts: how much room it asks for. */
const cellLength = (cell: Cell | undefined): number => {
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
