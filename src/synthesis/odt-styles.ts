/** The styles, the page and the facts of the ODT. */

import type { Hue } from '#board/method.ts';
import { documentLanguage } from './document-language.ts';
import type { SynthesisDocument } from './document.ts';
import { accent, headColours, line, plainHead, quiet, stress } from './paper-colours.ts';
import { noteSizes } from './table-shape.ts';
import { xmlText } from './xml-text.ts';

const names = {
  office: 'urn:oasis:names:tc:opendocument:xmlns:office:1.0',
  style: 'urn:oasis:names:tc:opendocument:xmlns:style:1.0',
  text: 'urn:oasis:names:tc:opendocument:xmlns:text:1.0',
  table: 'urn:oasis:names:tc:opendocument:xmlns:table:1.0',
  draw: 'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0',
  fo: 'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0',
  svg: 'urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0',
  meta: 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0',
  dc: 'http://purl.org/dc/elements/1.1/',
  xlink: 'http://www.w3.org/1999/xlink',
};

export const contentNamespaces = `${Object.entries(names)
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ')} office:version="1.3"`;

/** A column that is this part of its table. */
export const columnStyle = (name: string, share: number): string =>
  `<style:style style:name="${name}" style:family="table-column"><style:table-column-properties style:rel-column-width="${String(Math.round(share * 65_535))}*"/></style:style>`;

export const headStyle = (hue: Hue | null): string => `Head_${hue ?? 'plain'}`;

/** What tables look like; Writer takes the looks of cells from the document itself, not from its named styles. */
export const tableStyles = ({ sheet }: SynthesisDocument): string =>
  `<style:style style:name="Table" style:family="table"><style:table-properties style:width="${sheet === 'landscape' ? '267mm' : '180mm'}" table:align="margins"/></style:style>` +
  rowStyle('Row', 'always') +
  rowStyle('Row_long', 'auto') +
  cellStyle('Cell') +
  cellStyle('Head_plain', plainHead) +
  Object.entries(headColours)
    .map(([hue, colour]) => cellStyle(headStyle(hue as Hue), colour))
    .join('');

export const metaXml = ({ title, locale }: SynthesisDocument): string =>
  `<?xml version="1.0" encoding="UTF-8"?><office:document-meta ${contentNamespaces}><office:meta>` +
  `<meta:generator>Grappe</meta:generator><dc:title>${escape(title)}</dc:title>` +
  `<dc:language>${documentLanguage(locale).tag}</dc:language></office:meta></office:document-meta>`;

export const stylesXml = ({ locale, sheet, title, words }: SynthesisDocument): string => {
  const { language, country } = documentLanguage(locale);
  const isWide = sheet === 'landscape';
  const [width, height] = isWide ? ['297mm', '210mm'] : ['210mm', '297mm'];
  return (
    `<?xml version="1.0" encoding="UTF-8"?><office:document-styles ${contentNamespaces}><office:styles>` +
    `<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="1.4mm" style:writing-mode="page"/>` +
    `<style:text-properties style:font-name="Calibri" fo:font-family="Calibri, Carlito, sans-serif" fo:font-size="10pt" fo:language="${language}" fo:country="${country}"/></style:default-style>` +
    [
      paragraphStyle('Plain', ''),
      paragraphStyle('Strong', 'fo:font-weight="bold"'),
      paragraphStyle('Quiet', `fo:font-size="9pt" fo:color="#${quiet}"`),
      paragraphStyle('Note', `fo:font-size="${String(noteSizes.usual)}pt"`, 'fo:margin-bottom="0.9mm"'),
      paragraphStyle(
        'Note_crowded',
        `fo:font-size="${String(noteSizes.crowded)}pt"`,
        'fo:margin-bottom="0.9mm"',
      ),
      paragraphStyle('Strong_crowded', `fo:font-size="${String(noteSizes.crowded)}pt" fo:font-weight="bold"`),
      paragraphStyle('Facts', `fo:font-size="12pt" fo:color="#${quiet}"`),
      paragraphStyle(
        'Theme',
        `fo:font-size="14pt" fo:font-weight="bold" fo:color="#${accent}"`,
        'fo:margin-top="20mm"',
      ),
      paragraphStyle(
        'Title',
        `fo:font-size="26pt" fo:font-weight="bold" fo:color="#${accent}"`,
        'fo:margin-top="15mm" fo:margin-bottom="4mm"',
      ),
      paragraphStyle(
        'Caption',
        `fo:font-size="9.5pt" fo:font-style="italic" fo:color="#${quiet}"`,
        'fo:keep-with-next="always"',
      ),
      paragraphStyle(
        'ContentsTitle',
        `fo:font-size="13pt" fo:font-weight="bold" fo:color="#${accent}"`,
        'fo:margin-top="9mm"',
      ),
      paragraphStyle('ContentsEntry', ''),
      headingStyle(1, 16, false),
      headingStyle(1, 16, true),
      headingStyle(2, 12.5, false),
      textStyle('Reference', `fo:font-size="7.5pt" fo:color="#${quiet}"`),
      textStyle('Stressed', `fo:font-weight="bold" fo:color="#${stress}"`),
    ].join('') +
    `<text:list-style style:name="Notes"><text:list-level-style-bullet text:level="1" text:bullet-char="►">` +
    `<style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="4.6mm" fo:text-indent="-4.6mm" fo:margin-left="4.6mm"/></style:list-level-properties>` +
    `<style:text-properties fo:color="#${accent}" fo:font-size="7pt"/></text:list-level-style-bullet></text:list-style>` +
    '</office:styles><office:automatic-styles>' +
    `<style:page-layout style:name="Sheet"><style:page-layout-properties fo:page-width="${width}" fo:page-height="${height}" style:print-orientation="${sheet}" fo:margin="15mm"/></style:page-layout>` +
    '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Sheet">' +
    `<style:footer><text:p text:style-name="Quiet">${escape(title.slice(0, 90))} · ${escape(words.page)} <text:page-number text:select-page="current"/> / <text:page-count/></text:p></style:footer>` +
    '</style:master-page></office:master-styles></office:document-styles>'
  );
};

const paragraphStyle = (name: string, text: string, paragraph = ''): string =>
  `<style:style style:name="${name}" style:family="paragraph"><style:paragraph-properties ${paragraph}/><style:text-properties ${text}/></style:style>`;

const headingStyle = (level: number, size: number, startsPage: boolean): string =>
  `<style:style style:name="Heading_20_${String(level)}${startsPage ? '_page' : ''}" style:display-name="Heading ${String(level)}${startsPage ? ' (page)' : ''}" style:family="paragraph" style:default-outline-level="${String(level)}">` +
  `<style:paragraph-properties fo:keep-with-next="always" fo:margin-top="4mm" fo:margin-bottom="2mm"${startsPage ? ' fo:break-before="page"' : ''}/>` +
  `<style:text-properties fo:font-size="${String(size)}pt" fo:font-weight="bold" fo:color="#${accent}"/></style:style>`;

const textStyle = (name: string, text: string): string =>
  `<style:style style:name="${name}" style:family="text"><style:text-properties ${text}/></style:style>`;

/** `keep`: whether the end of a page may cut it. */
const rowStyle = (name: string, keep: 'always' | 'auto'): string =>
  `<style:style style:name="${name}" style:family="table-row"><style:table-row-properties fo:keep-together="${keep}"/></style:style>`;

const cellStyle = (name: string, fill?: string): string =>
  `<style:style style:name="${name}" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #${line}" fo:padding="1.6mm"${fill === undefined ? '' : ` fo:background-color="#${fill}"`}/></style:style>`;

const escape = (text: string): string =>
  xmlText(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
