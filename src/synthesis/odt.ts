/**
 * The synthesis as ODT (OpenDocument 1.3), which LibreOffice and Word read and change; see docs/decisions/0044 for why it is
 * written here. Like the DOCX: real headings, captions, lists and header rows, a language, texts in place of pictures.
 *
 * | entry                   | what it is                                                     |
 * | ----------------------- | -------------------------------------------------------------- |
 * | `mimetype`              | first, and not compressed                                        |
 * | `content.xml`           | the document; every text is escaped, and what XML refuses dropped |
 * | `styles.xml`            | styles, the page and its footer                                  |
 * | `meta.xml`              | title and language                                             |
 * | `Pictures/…`            | the pictures                                                   |
 * | `META-INF/manifest.xml` | what the entries are                                           |
 */

import { strToU8, zipSync, type Zippable } from 'fflate';
import type { Block, Cell, Item, Link, SynthesisDocument } from './document.ts';
import { columnStyle, contentNamespaces, headStyle, metaXml, stylesXml, tableStyles } from './odt-styles.ts';
import { fitWithin, type PrintedPictures } from './pictures.ts';
import { columnShares, isCrowded, staysWhole } from './table-shape.ts';
import { xmlLines, xmlText } from './xml-text.ts';

const mediaType = 'application/vnd.oasis.opendocument.text';
/** Largest picture, in millimetres. */
const pictureSize = { width: 150, height: 100 };

/** A picture that is not among `pictures` is told in words. */
export const toOdt = async (document: SynthesisDocument, pictures: PrintedPictures): Promise<Uint8Array> => {
  const writer = createWriter(document, pictures);
  const body = writeBody(document, writer);
  const entries: Record<string, Uint8Array> = {
    'content.xml': strToU8(contentXml(tableStyles(document) + writer.columnStyles(), body)),
    'styles.xml': strToU8(stylesXml(document)),
    'meta.xml': strToU8(metaXml(document)),
    ...writer.files(),
  };
  const zip: Zippable = {
    mimetype: [strToU8(mediaType), { level: 0 }],
    ...entries,
    'META-INF/manifest.xml': strToU8(manifestXml(Object.keys(entries))),
  };
  return Promise.resolve(zipSync(zip));
};

const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>';

const contentXml = (automaticStyles: string, body: string): string =>
  `${xmlHead}<office:document-content ${contentNamespaces}><office:automatic-styles>${automaticStyles}</office:automatic-styles>` +
  `<office:body><office:text>${body}</office:text></office:body></office:document-content>`;

const manifestXml = (entries: readonly string[]): string => {
  const entry = (path: string, type: string): string =>
    `<manifest:file-entry manifest:full-path="${escape(path)}" manifest:media-type="${type}"/>`;
  const typeOf = (path: string): string =>
    path.endsWith('.png') ? 'image/png' : path.endsWith('.jpg') ? 'image/jpeg' : 'text/xml';
  return (
    `${xmlHead}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
    entry('/', mediaType) +
    entries.map((path) => entry(path, typeOf(path))).join('') +
    '</manifest:manifest>'
  );
};

const writeBody = (
  { theme, title, facts, legend, parts, words }: SynthesisDocument,
  writer: ReturnType<typeof createWriter>,
): string => {
  const blocks = parts.flatMap(({ id, blocks: inPart }, i) =>
    inPart.map((block, n) => {
      const isPhase = id === 'tables' && block.type === 'heading' && block.level === 2;
      return writer.write(block, isPhase || (n === 0 && (i === 0 || id === 'traces')));
    }),
  );
  return [
    theme === '' ? '' : paragraph('Theme', theme),
    paragraph('Title', title),
    facts.length === 0 ? '' : paragraph('Facts', facts.join(' · ')),
    legend === '' ? '' : paragraph('Quiet', legend),
    contents(words.contents, parts),
    ...blocks,
  ].join('');
};

/** A table of contents that is filled in, and brought up to date by whoever edits the document. */
const contents = (title: string, parts: SynthesisDocument['parts']): string => {
  const headings = parts.flatMap(({ blocks }) =>
    blocks.filter((block) => block.type === 'heading' && block.level === 2),
  );
  return (
    `<text:table-of-content text:name="${escape(title)}" text:style-name="Contents" text:protected="false">` +
    '<text:table-of-content-source text:outline-level="1"/>' +
    `<text:index-body><text:index-title text:name="contents">${paragraph('ContentsTitle', title)}</text:index-title>` +
    headings.map((block) => ('text' in block ? paragraph('ContentsEntry', block.text) : '')).join('') +
    '</text:index-body></text:table-of-content>'
  );
};

type NoteStyle = 'Note' | 'Note_crowded';

const createWriter = (
  { words, sheet }: Pick<SynthesisDocument, 'words' | 'sheet'>,
  pictures: PrintedPictures,
) => {
  const styles: string[] = [];
  const files: Record<string, Uint8Array> = {};
  const marked = new Set<string>();
  let tables = 0;

  const write = (block: Block, startsPage: boolean): string => {
    switch (block.type) {
      case 'heading':
        return heading(block.level - 1, block.text, startsPage);
      case 'words':
        return paragraph(
          block.look === 'quiet' ? 'Quiet' : block.look === 'strong' ? 'Strong' : 'Plain',
          block.text,
        );
      case 'case':
        return [
          heading(2, `${block.name}${block.scope === '' ? '' : ` (${block.scope})`}`),
          paragraph('Strong', block.title),
          block.text === '' ? '' : paragraph('Plain', block.text),
          ...block.links.map(link),
        ].join('');
      case 'items':
        return list(block.items);
      case 'table':
        return table(block);
      case 'picture':
        return picture(block);
    }
  };

  const table = (block: Extract<Block, { type: 'table' }>): string => {
    const name = `Table${String(++tables)}`;
    const shares = columnShares(block, sheet);
    const look: NoteStyle = isCrowded(block, sheet) ? 'Note_crowded' : 'Note';
    shares.forEach((share, i) => styles.push(columnStyle(`${name}.${String(i)}`, share)));
    const cell = (style: string, content: string): string =>
      `<table:table-cell table:style-name="${style}" office:value-type="string">${content}</table:table-cell>`;
    return [
      `<text:p text:style-name="Caption">${escape(words.table)} <text:sequence text:name="Table" style:num-format="1">${String(tables)}</text:sequence>. ${lines(block.caption)}</text:p>`,
      `<table:table table:name="${name}" table:style-name="Table">`,
      ...shares.map((_, i) => `<table:table-column table:style-name="${name}.${String(i)}"/>`),
      '<table:table-header-rows><table:table-row table:style-name="Row">',
      ...block.columns.map(({ title, hue }) =>
        cell(headStyle(hue), paragraph(look === 'Note' ? 'Strong' : 'Strong_crowded', title)),
      ),
      '</table:table-row></table:table-header-rows>',
      ...block.rows.map(
        (row) =>
          `<table:table-row table:style-name="${staysWhole(row, shares, sheet) ? 'Row' : 'Row_long'}">${row.map((each) => cell('Cell', cellContent(each, look))).join('')}</table:table-row>`,
      ),
      '</table:table>',
      paragraph('Quiet', ''),
    ].join('');
  };

  const cellContent = (cell: Cell, look: NoteStyle): string => {
    switch (cell.type) {
      case 'notes':
        return cell.items.length === 0 ? paragraph('Note', '') : list(cell.items, look);
      case 'named':
        return cell.items.length === 0
          ? paragraph('Note', '–')
          : cell.items.map((item) => named(item, look)).join('');
      case 'words':
        return (
          paragraph('Strong', cell.text) +
          (cell.quiet === undefined ? '' : paragraph('Note', `(${cell.quiet})`))
        );
      case 'number':
        return paragraph('Note', String(cell.value));
    }
  };

  const list = (items: readonly Item[], look: NoteStyle = 'Note'): string =>
    `<text:list text:style-name="Notes">${items
      .map((item) => `<text:list-item>${bullet(item, look)}</text:list-item>`)
      .join('')}</text:list>`;

  /** The first time that a note stands somewhere, its reference elsewhere leads there. */
  const bullet = ({ reference, text, stressed }: Item, look: NoteStyle): string => {
    const mark =
      reference !== '' && !marked.has(reference) ? `<text:bookmark text:name="${anchorOf(reference)}"/>` : '';
    marked.add(reference);
    const behind = reference === '' ? '' : `\u00a0 ${span('Reference', reference)}`;
    return `<text:p text:style-name="${look}">${mark}${noteText(text, stressed)}${behind}</text:p>`;
  };

  const named = ({ reference, text, stressed }: Item, look: NoteStyle): string => {
    const name = span('Reference', reference);
    const lead = marked.has(reference)
      ? `<text:a xlink:type="simple" xlink:href="#${anchorOf(reference)}">${name}</text:a>`
      : name;
    return `<text:p text:style-name="${look}">${reference === '' ? '' : `${lead}\u00a0 `}${noteText(text, stressed)}</text:p>`;
  };

  const picture = ({ hash, alt, caption, ...size }: Extract<Block, { type: 'picture' }>): string => {
    const found = pictures.get(hash);
    if (!found) return paragraph('Quiet', alt);
    const path = `Pictures/${hash}.${found.type}`;
    files[path] = found.bytes;
    const { width, height } = fitWithin(size, pictureSize);
    return (
      `<text:p text:style-name="Plain"><draw:frame draw:name="${hash.slice(0, 12)}" text:anchor-type="as-char" ` +
      `svg:width="${String(width)}mm" svg:height="${String(height)}mm">` +
      `<draw:image xlink:href="${path}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>` +
      `<svg:desc>${escape(alt)}</svg:desc></draw:frame></text:p>${paragraph('Caption', caption)}`
    );
  };

  return { write, columnStyles: () => styles.join(''), files: () => files };
};

/** Names of bookmarks, as in the DOCX. */
const anchorOf = (reference: string): string => `note_${reference.replace(/\W/g, '_')}`;

const heading = (level: number, text: string, startsPage = false): string =>
  `<text:h text:style-name="Heading_20_${String(level)}${startsPage ? '_page' : ''}" text:outline-level="${String(level)}">${lines(text)}</text:h>`;

const paragraph = (style: string, text: string): string =>
  `<text:p text:style-name="${style}">${lines(text)}</text:p>`;

const span = (style: string, text: string): string =>
  `<text:span text:style-name="${style}">${lines(text)}</text:span>`;

const noteText = (text: string, stressed: boolean): string =>
  stressed ? span('Stressed', `★ ${text}`) : lines(text);

const link = ({ url, isSafe }: Link): string =>
  isSafe
    ? `<text:p text:style-name="Quiet"><text:a xlink:type="simple" xlink:href="${escape(url)}">${escape(url)}</text:a></text:p>`
    : paragraph('Quiet', url);

/** Lines one below the other; OpenDocument collapses spaces and tabs unless they are elements. */
const lines = (text: string): string =>
  xmlLines(text)
    .map((each) =>
      escape(each)
        .replace(/\t/g, '<text:tab/>')
        .replace(/^ | {2,}| $/g, (spaces) => `<text:s text:c="${String(spaces.length)}"/>`),
    )
    .join('<text:line-break/>');

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => xmlText(text).replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
