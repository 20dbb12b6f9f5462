/**
 * The synthesis as Markdown (CommonMark with GitHub's tables): what the document says, in its order.
 * A cell's notes are lines that begin with « ► »; a stressed one is bold; its reference stands behind it, as code. Every text is
 * escaped, so that markup stays text; control characters become character references, so that they steer no terminal.
 */

import { gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown as write, type Options } from 'mdast-util-to-markdown';
import type { BlockContent, PhrasingContent, Root, TableCell, TableRow as TableRowNode } from 'mdast';
import type { Block, Cell, Item, SynthesisDocument } from './document.ts';

export const toMarkdown = ({ name, themeLine, facts, parts, legend }: SynthesisDocument): string => {
  const root: Root = {
    type: 'root',
    children: [
      heading(1, name),
      ...[themeLine, ...facts, legend].filter((fact) => fact !== '').map(paragraph),
      ...parts.flatMap(({ blocks }) => blocks.flatMap(blockNodes)),
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

const blockNodes = (block: Block): BlockContent[] => {
  switch (block.type) {
    case 'heading':
      return [heading(block.level, block.text)];
    case 'words':
      return [paragraph(block.text)];
    case 'case': {
      const { name, scope, title, text: summary, links } = block;
      return [
        heading(3, `${name}${scope === '' ? '' : ` (${scope})`} : ${title}`),
        ...(summary === '' ? [] : [paragraph(summary)]),
        ...links.map(({ url, isSafe }) => (isSafe ? webLink(url) : paragraph(url))),
      ];
    }
    case 'items':
      return [{ type: 'paragraph', children: bullets(block.items) }];
    case 'table': {
      const header = row(block.columns.map(({ title }) => [text(title)]));
      return [{ type: 'table', children: [header, ...block.rows.map((cells) => row(cells.map(cellNodes)))] }];
    }
    case 'picture':
      return [paragraph(block.alt)];
  }
};

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

const row = (cells: readonly PhrasingContent[][]): TableRowNode => ({
  type: 'tableRow',
  children: cells.map((children): TableCell => ({ type: 'tableCell', children })),
});

const cellNodes = (cell: Cell): PhrasingContent[] => {
  switch (cell.type) {
    case 'notes':
      return bullets(cell.items);
    case 'named':
      return below(cell.items.map((item) => [...named(item), ...lines(item.text)]));
    case 'words':
      return [text(cell.text + (cell.quiet === undefined ? '' : ` (${cell.quiet})`))];
    case 'number':
      return [text(String(cell.value))];
  }
};

const named = ({ reference }: Item): PhrasingContent[] =>
  reference === '' ? [] : [{ type: 'inlineCode', value: reference }, text(' ')];

const bullets = (items: readonly Item[]): PhrasingContent[] =>
  below(
    items.map((item) => {
      const content = [text('► '), ...lines(item.text)];
      return [
        ...(item.stressed ? [{ type: 'strong', children: content } as const] : content),
        ...(item.reference === '' ? [] : [text(' '), { type: 'inlineCode', value: item.reference } as const]),
      ];
    }),
  );

const below = (items: readonly PhrasingContent[][]): PhrasingContent[] =>
  items.flatMap((item, i) => (i === 0 ? item : [lineBreak, ...item]));
