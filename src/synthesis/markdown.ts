/**
 * The synthesis as Markdown (CommonMark with GitHub's tables): headings, the RETEX cards, a table a phase, the parking lot.
 * A cell's notes are lines that begin with « ► »; a stressed one is bold. Every text is escaped, so that markup stays text;
 * control characters become character references, so that they steer no terminal.
 */

import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown as write, type Options } from 'mdast-util-to-markdown';
import type { BlockContent, PhrasingContent, Root, TableCell, TableRow as TableRowNode } from 'mdast';
import type { Board, Note } from '#board/board.ts';
import { isWebLink } from '#board/commands/retex.ts';
import type { Localized, Method } from '#board/method.ts';
import { boardThemes, liveRetex, parkedNotes } from '#board/select.ts';
import { noteText, type TableLabels } from './labels.ts';
import { isEmptyRow, readTables, rowTitle, type Table } from './tables.ts';

export const toMarkdown = (board: Board, method: Method, labels: TableLabels): string => {
  const { title, place, date, theme } = board.meta;
  const themeTitle = boardThemes(board, method).find(({ number }) => number === theme.value)?.title;
  const facts: readonly (readonly [string, string])[] = [
    [labels.theme, theme.value === null ? '' : [String(theme.value), themeTitle ?? ''].join(' · ')],
    [labels.place, place.value],
    [labels.date, date.value],
  ];
  const root: Root = {
    type: 'root',
    children: [
      heading(1, title.value === '' ? labels.untitled : title.value),
      ...facts.filter(([, value]) => value !== '').map(([label, value]) => paragraph(`${label} : ${value}`)),
      ...retexCards(board, labels),
      ...readTables(board, method).flatMap((table) => tableNodes(table, labels)),
      ...parkingLot(board, labels),
    ],
  };
  return write(root, { extensions: [gfmTableToMarkdown(), { unsafe }], bullet: '-' });
};

/** The C0 and C1 controls but tab and line breaks. */
const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter((character) =>
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(character),
);

/** Beyond what CommonMark asks for; tildes strike text through on GitHub. */
const unsafe: NonNullable<Options['unsafe']> = ['~', ...controls].map((character) => ({
  character,
  inConstruct: 'phrasing',
}));

const heading = (depth: 1 | 2 | 3, value: string): BlockContent => ({
  type: 'heading',
  depth,
  children: [text(value.replace(/\s*[\r\n]\s*/g, ' '))],
});
const paragraph = (value: string): BlockContent => ({ type: 'paragraph', children: lines(value) });
const webLink = (url: string): BlockContent => ({
  type: 'paragraph',
  children: [{ type: 'link', url, children: [text(url)] }],
});
const text = (value: string): PhrasingContent => ({ type: 'text', value });

/** A line break inside a table's cell can only be written as `<br>`; the notes' own markup is escaped. */
const lineBreak: PhrasingContent = { type: 'html', value: '<br>' };

const lines = (value: string): PhrasingContent[] =>
  value.split(/\r\n?|\n/).flatMap((line, i) => (i === 0 ? [text(line)] : [lineBreak, text(line)]));

const retexCards = (board: Board, labels: TableLabels): BlockContent[] => {
  const cards = liveRetex(board);
  if (cards.length === 0) return [];
  return [
    heading(2, labels.retexList),
    ...cards.flatMap(({ number, scope, title, text: summary, links }): BlockContent[] => [
      heading(
        3,
        `RETEX ${String(number.value)}${scope.value === '' ? '' : ` (${scope.value})`} : ${title.value}`,
      ),
      ...(summary === '' ? [] : [paragraph(summary)]),
      ...links.value.map((link) => (isWebLink(link) ? webLink(link) : paragraph(link))),
    ]),
  ];
};

const parkingLot = (board: Board, labels: TableLabels): BlockContent[] => {
  const notes = parkedNotes(board);
  if (notes.length === 0) return [];
  return [heading(2, labels.parked), { type: 'paragraph', children: bullets(notes, labels) }];
};

const tableNodes = ({ phase, rows }: Table, labels: TableLabels): BlockContent[] => {
  const local = (value: Localized): string => value[labels.locale];
  const firstColumn =
    phase.rows.type === 'retex'
      ? [phase.rows.column]
      : phase.rows.type === 'heads'
        ? [phase.rows.head.column]
        : [];
  const header = row(
    [...firstColumn, ...phase.kinds.map((kind) => kind.column)].map((label) => [text(local(label))]),
  );
  const body = rows
    .filter((line) => !isEmptyRow(line))
    .map((line) => {
      const first =
        phase.rows.type === 'retex' || line.id === null
          ? [text(rowTitle(phase, line, labels))]
          : bullets(line.heads, labels);
      return row([
        ...(firstColumn.length > 0 ? [first] : []),
        ...line.cells.map(({ notes }) => bullets(notes, labels)),
      ]);
    });
  return [heading(2, local(phase.title)), { type: 'table', children: [header, ...body] }];
};

const row = (cells: readonly PhrasingContent[][]): TableRowNode => ({
  type: 'tableRow',
  children: cells.map((children): TableCell => ({ type: 'tableCell', children })),
});

const bullets = (notes: readonly Note[], labels: TableLabels): PhrasingContent[] =>
  notes.flatMap((note, i) => {
    const content = [text('► '), ...lines(noteText(note, labels))];
    const bullet: PhrasingContent[] = note.stressed ? [{ type: 'strong', children: content }] : content;
    return i === 0 ? bullet : [lineBreak, ...bullet];
  });
