/** Reads DOCX, ODT and XLSX back with a parser that has nothing to do with what wrote them. */

import { strFromU8, unzipSync } from 'fflate';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: its name, attributes, and what is in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
  htmlEntities: false,
});

type Ordered = Readonly<Record<string, unknown>>;

const toElements = (nodes: readonly Ordered[]): (Element | string)[] =>
  nodes.flatMap((node): (Element | string)[] => {
    if ('#text' in node) return [String(node['#text'])];
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    if (name.startsWith('?')) return [];
    return [
      {
        name,
        attributes: (node[':@'] ?? {}) as Record<string, string>,
        children: toElements(node[name] as readonly Ordered[]),
      },
    ];
  });

/** The root of an XML entry; throws when it is not well-formed. */
export const parseXml = (xml: string): Element => {
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Error(`${valid.err.msg} (line ${String(valid.err.line)})`);
  // XML 1.0 refuses them; the parser would not.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(xml)) throw new Error('a character that XML refuses');
  const [root] = toElements(parser.parse(xml) as Ordered[]);
  if (root === undefined || typeof root === 'string') throw new Error('no root');
  return root;
};

export const openZip = (bytes: Uint8Array): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]));

/** Every element of a name, wherever it is in there, the outer ones only. */
export const all = (element: Element, name: string): readonly Element[] =>
  element.children.flatMap((child) =>
    typeof child === 'string' ? [] : child.name === name ? [child] : all(child, name),
  );

export const first = (element: Element, name: string): Element | undefined => all(element, name)[0];

/** The text of an element; `<br>`s are line breaks. */
export const textOf = (element: Element): string =>
  element.children
    .map((child) => {
      if (typeof child === 'string') return child;
      if (child.name === 'w:br' || child.name === 'text:line-break') return '\n';
      if (child.name === 'text:s') return ' '.repeat(Number(child.attributes['text:c'] ?? 1));
      if (child.name === 'text:tab') return '\t';
      return textOf(child);
    })
    .join('');

/** Without what only stands beside a text: its reference. */
const withoutReference = (paragraph: Element, isReference: (run: Element) => boolean): string => {
  const strip = (element: Element): Element => ({
    ...element,
    children: element.children.flatMap((child): (Element | string)[] =>
      typeof child === 'string' ? [child] : isReference(child) ? [] : [strip(child)],
    ),
  });
  return textOf(strip(paragraph)).replace(/\u00a0 ?$/, '');
};

export const isDocxReference = (run: Element): boolean =>
  run.name === 'w:r' && first(run, 'w:rStyle')?.attributes['w:val'] === 'Reference';
const isOdtReference = (run: Element): boolean =>
  run.name === 'text:span' && run.attributes['text:style-name'] === 'Reference';

/** A table's cells, each as the texts of its paragraphs; those without text are left out. */
const cellsOf = (
  table: Element,
  names: { readonly row: string; readonly cell: string; readonly paragraph: string },
  isReference: (run: Element) => boolean,
): string[][][] =>
  all(table, names.row).map((row) =>
    all(row, names.cell).map((cell) =>
      all(cell, names.paragraph)
        .map((paragraph) => withoutReference(paragraph, isReference))
        .filter((text) => text !== ''),
    ),
  );

export const docxTables = (bytes: Uint8Array): string[][][][] =>
  all(parseXml(openZip(bytes)['word/document.xml'] ?? ''), 'w:tbl').map((table) =>
    cellsOf(table, { row: 'w:tr', cell: 'w:tc', paragraph: 'w:p' }, isDocxReference),
  );

export const odtTables = (bytes: Uint8Array): string[][][][] =>
  all(parseXml(openZip(bytes)['content.xml'] ?? ''), 'table:table').map((table) =>
    cellsOf(table, { row: 'table:table-row', cell: 'table:table-cell', paragraph: 'text:p' }, isOdtReference),
  );

export interface ReadSheet {
  readonly name: string;
  readonly sheet: Element;
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

export const xlsxSheets = (bytes: Uint8Array): readonly ReadSheet[] => {
  const zip = openZip(bytes);
  const strings = all(parseXml(zip['xl/sharedStrings.xml'] ?? '<sst/>'), 'si').map(textOf);
  return all(parseXml(zip['xl/workbook.xml'] ?? ''), 'sheet').map(({ attributes }, i) => {
    const sheet = parseXml(zip[`xl/worksheets/sheet${String(i + 1)}.xml`] ?? '');
    const rows = all(sheet, 'row').map((row) => {
      const cells: (string | number | boolean | null)[] = [];
      for (const cell of all(row, 'c')) {
        const { r = '', t } = cell.attributes;
        const column =
          [...r.replace(/\d/g, '')].reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 64, 0) - 1;
        while (cells.length < column) cells.push(null);
        const shown = first(cell, 'v');
        const text = shown ? textOf(shown) : '';
        if (first(cell, 'f')) throw new Error(`a formula in ${r}`);
        cells[column] =
          t === 's'
            ? (strings[Number(text)] ?? '')
            : t === 'b'
              ? text === '1'
              : t === 'inlineStr'
                ? textOf(cell)
                : shown
                  ? Number(text)
                  : null;
      }
      return cells;
    });
    return { name: attributes['name'] ?? '', sheet, rows };
  });
};
