/**
 * The synthesis as DOCX, which Word, LibreOffice, Google Docs and Pages read and change.
 *
 * Headings, captions, list items and header rows are real ones, so that a screen reader finds its way; the language is set,
 * every picture has a text in its place, and what is stressed has a ★ beside its colour. Each note is a bookmark, to which
 * its reference elsewhere leads.
 */

import {
  AlignmentType,
  Bookmark,
  Document,
  ExternalHyperlink,
  Footer,
  HeadingLevel,
  ImageRun,
  InternalHyperlink,
  LeaderType,
  LevelFormat,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  ShadingType,
  SimpleField,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
  type FileChild,
  type IParagraphOptions,
  type IRunOptions,
  type ParagraphChild,
} from 'docx';
import type { Block, Cell, Item, Link, SynthesisDocument } from './document.ts';
import { styles } from './docx-styles.ts';
import { accent, headColours, line, plainHead, stress } from './paper-colours.ts';
import { fitWithin, type PrintedPictures } from './pictures.ts';
import { columnShares, isCrowded, staysWhole } from './table-shape.ts';
import { isRightToLeft, xmlLines, xmlText } from './xml-text.ts';

/** A4 and its margins, in twentieths of a point. */
const sheet = { short: 11_906, long: 16_838, margin: 850 };
/** Largest picture, in pixels of 1/96 inch: half a page. */
const pictureSize = { width: 560, height: 380 };

/** A picture that is not among `pictures` is told in words. */
export const toDocx = async (document: SynthesisDocument, pictures: PrintedPictures): Promise<Uint8Array> => {
  const { title, theme, facts, parts, legend, locale, words, sheet: lies } = document;
  const isWide = lies === 'landscape';
  const width = (isWide ? sheet.long : sheet.short) - 2 * sheet.margin;
  const writer = createWriter(document, pictures, width);
  const file = new Document({
    title: xmlText(title),
    creator: 'Grappe',
    lastModifiedBy: 'Grappe',
    description: xmlText([theme, ...facts].filter((fact) => fact !== '').join(' · ')),
    styles: styles(locale),
    numbering: { config: [bulletList] },
    compatabilityModeVersion: 15,
    sections: [
      {
        properties: {
          page: {
            size: {
              width: sheet.short,
              height: sheet.long,
              orientation: isWide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: {
              top: sheet.margin,
              right: sheet.margin,
              bottom: sheet.margin,
              left: sheet.margin,
              footer: 400,
            },
          },
        },
        footers: { default: footer(title, words.page, width) },
        children: [
          ...(theme === '' ? [] : [paragraph(theme, { style: 'Theme' })]),
          paragraph(title, { heading: HeadingLevel.TITLE }),
          ...(facts.length === 0 ? [] : [paragraph(facts.join(' · '), { style: 'Facts' })]),
          ...(legend === '' ? [] : [paragraph(legend, { style: 'Quiet' })]),
          paragraph(words.contents, { style: 'ContentsTitle' }),
          new TableOfContents(words.contents, {
            hyperlink: true,
            headingStyleRange: '1-1',
            // Word would ask, on opening, whether it may bring the table up to date.
            beginDirty: false,
            // Pages are counted by whoever lays the document out: F9 in Word.
            tabLeader: LeaderType.NONE,
          }),
          ...parts.flatMap(({ id, blocks }, i) =>
            blocks.flatMap((block, n) => {
              const startsPage = n === 0 && (i === 0 || id === 'traces');
              const isPhase = id === 'tables' && block.type === 'heading' && block.level === 2;
              return writer.write(block, startsPage || isPhase);
            }),
          ),
        ],
      },
    ],
  });
  return Packer.pack(file, 'uint8array');
};

const bulletList = {
  reference: 'notes',
  levels: [
    {
      level: 0,
      format: LevelFormat.BULLET,
      text: '►',
      alignment: AlignmentType.START,
      style: { paragraph: { indent: { start: 260, hanging: 260 } }, run: { color: accent, size: 14 } },
    },
  ],
} as const;

const footer = (title: string, page: string, width: number): Footer =>
  new Footer({
    children: [
      new Paragraph({
        style: 'Quiet',
        tabStops: [{ type: TabStopType.RIGHT, position: width }],
        children: [
          ...runs(title.slice(0, 90)),
          new TextRun({
            children: [`\t${page} `, PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  });

type NoteStyle = 'Note' | 'CrowdedNote';

const createWriter = (
  { words, sheet: lies }: Pick<SynthesisDocument, 'words' | 'sheet'>,
  pictures: PrintedPictures,
  width: number,
) => {
  const marked = new Set<string>();
  let tables = 0;

  const write = (block: Block, startsPage: boolean): FileChild[] => {
    switch (block.type) {
      case 'heading':
        return [
          paragraph(block.text, {
            heading: block.level === 2 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
            pageBreakBefore: startsPage,
          }),
        ];
      case 'words':
        return [
          paragraph(
            block.text,
            { ...(block.look === 'quiet' && { style: 'Quiet' }) },
            block.look === 'strong',
          ),
        ];
      case 'case':
        return [
          paragraph(`${block.name}${block.scope === '' ? '' : ` (${block.scope})`}`, {
            heading: HeadingLevel.HEADING_2,
          }),
          paragraph(block.title, {}, true),
          ...(block.text === '' ? [] : [paragraph(block.text)]),
          ...block.links.map(link),
        ];
      case 'items':
        return block.items.map((item) => bullet(item));
      case 'table':
        return table(block);
      case 'picture':
        return picture(block);
    }
  };

  const table = (block: Extract<Block, { type: 'table' }>): FileChild[] => {
    const shares = columnShares(block, lies);
    const style = isCrowded(block, lies) ? 'CrowdedNote' : 'Note';
    const widths = shares.map((share) => Math.floor(share * width));
    const cell = (children: Paragraph[], i: number, fill?: string): TableCell =>
      new TableCell({
        children,
        width: { size: widths[i] ?? 0, type: WidthType.DXA },
        ...(fill && { shading: { type: ShadingType.CLEAR, fill, color: 'auto' } }),
      });
    return [
      new Paragraph({
        style: 'Caption',
        keepNext: true,
        children: [
          ...runs(`${words.table} `),
          new SimpleField(`SEQ ${words.table} \\* ARABIC`, String(++tables)),
          ...runs(`. ${block.caption}`),
        ],
      }),
      new Table({
        width: { size: widths.reduce((sum, one) => sum + one, 0), type: WidthType.DXA },
        columnWidths: widths,
        layout: TableLayoutType.FIXED,
        borders: borders(),
        margins: { top: 60, bottom: 60, left: 100, right: 100 },
        tableLook: { firstRow: true, firstColumn: block.hasRowHeaders, noHBand: true, noVBand: true },
        rows: [
          new TableRow({
            tableHeader: true,
            cantSplit: true,
            children: block.columns.map(({ title, hue }, i) =>
              cell(
                [paragraph(title, { keepNext: true, ...(style !== 'Note' && { style }) }, true)],
                i,
                hue ? headColours[hue] : plainHead,
              ),
            ),
          }),
          ...block.rows.map(
            (row) =>
              new TableRow({
                cantSplit: staysWhole(row, shares, lies),
                children: row.map((each, i) => cell(cellContent(each, style), i, shadeOf(each))),
              }),
          ),
        ],
      }),
      // Two tables that touch would be one.
      new Paragraph({ style: 'Quiet', children: [] }),
    ];
  };

  const cellContent = (cell: Cell, style: NoteStyle): Paragraph[] => {
    switch (cell.type) {
      case 'notes':
        return cell.items.length === 0 ? [paragraph('')] : cell.items.map((item) => bullet(item, style));
      case 'named':
        return cell.items.length === 0 ? [paragraph('–')] : cell.items.map((item) => named(item, style));
      case 'words':
        return [
          paragraph(cell.text, {}, true),
          ...(cell.quiet === undefined ? [] : [paragraph(`(${cell.quiet})`)]),
        ];
      case 'number':
        return [paragraph(String(cell.value))];
    }
  };

  /** The first time that a note stands somewhere, its reference elsewhere leads there. */
  const bullet = ({ reference, text, stressed }: Item, style: NoteStyle = 'Note'): Paragraph => {
    const words = textRuns(text, stressed);
    const content: ParagraphChild[] =
      reference === '' ? words : [...words, new TextRun({ text: '\u00a0 ' }), referenceRun(reference)];
    const isFirst = reference !== '' && !marked.has(reference);
    marked.add(reference);
    return new Paragraph({
      ...direction(text),
      style,
      numbering: { reference: 'notes', level: 0 },
      children: isFirst ? [new Bookmark({ id: anchorOf(reference), children: content })] : content,
    });
  };

  const named = ({ reference, text, stressed }: Item, style: NoteStyle): Paragraph =>
    new Paragraph({
      ...direction(text),
      style,
      children: [
        ...(reference === '' ? [] : [leadTo(reference), new TextRun({ text: '\u00a0 ' })]),
        ...textRuns(text, stressed),
      ],
    });

  const leadTo = (reference: string): ParagraphChild =>
    marked.has(reference)
      ? new InternalHyperlink({ anchor: anchorOf(reference), children: [referenceRun(reference)] })
      : referenceRun(reference);

  const picture = (block: Extract<Block, { type: 'picture' }>): FileChild[] => {
    const { hash, alt, caption } = block;
    const found = pictures.get(hash);
    if (!found) return [paragraph(alt, { style: 'Quiet' })];
    return [
      new Paragraph({
        keepNext: true,
        children: [
          new ImageRun({
            type: found.type,
            data: found.bytes,
            transformation: fitWithin(block, pictureSize),
            altText: { name: caption.slice(0, 60), title: '', description: xmlText(alt) },
          }),
        ],
      }),
      paragraph(caption, { style: 'Caption' }),
    ];
  };

  return { write };
};

/** The larger the share, the nearer to the accent’s tint, on which black stays readable. */
const shadeOf = (cell: Cell): string | undefined => {
  if (cell.type !== 'number' || cell.share === undefined || cell.share === 0) return undefined;
  const share = cell.share;
  return [0xd3, 0xb5, 0xee]
    .map((most) => Math.round(255 + (most - 255) * share).toString(16))
    .join('')
    .toUpperCase();
};

/** Names of bookmarks have letters, digits and underscores. */
const anchorOf = (reference: string): string => `note_${reference.replace(/\W/g, '_')}`;

const referenceRun = (text: string): TextRun => new TextRun({ text, style: 'Reference' });

const textRuns = (text: string, stressed: boolean): TextRun[] =>
  stressed ? runs(`★ ${text}`, { bold: true, color: stress }) : runs(text);

/** The lines of a text, one below the other. */
const runs = (text: string, look: IRunOptions = {}): TextRun[] =>
  xmlLines(text).map(
    (each, i) =>
      new TextRun({
        ...look,
        text: each,
        ...(i > 0 && { break: 1 }),
        ...(isRightToLeft(each) && { rightToLeft: true }),
      }),
  );

const direction = (text: string): Pick<IParagraphOptions, 'bidirectional'> =>
  isRightToLeft(text) ? { bidirectional: true } : {};

const paragraph = (text: string, options: IParagraphOptions = {}, bold = false): Paragraph =>
  new Paragraph({ ...direction(text), ...options, children: runs(text, bold ? { bold } : {}) });

const link = ({ url, isSafe }: Link): Paragraph =>
  new Paragraph({
    style: 'Quiet',
    children: isSafe
      ? [
          new ExternalHyperlink({
            link: encodeURI(decodeSafely(url)),
            children: [new TextRun({ text: xmlText(url), style: 'Hyperlink' })],
          }),
        ]
      : runs(url),
  });

/** So that what is escaped already is not escaped twice. */
const decodeSafely = (url: string): string => {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
};

const borders = () => {
  const border = { style: 'single', size: 4, color: line } as const;
  return {
    top: border,
    bottom: border,
    left: border,
    right: border,
    insideHorizontal: border,
    insideVertical: border,
  };
};
