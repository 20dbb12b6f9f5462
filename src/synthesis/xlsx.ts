/**
 * A spreadsheet as XLSX. Texts are written as texts: no program runs a cell as a formula because of how it begins, and no
 * apostrophe is needed before it, as in CSV.
 */

import writeXlsx, { type Cell, type Feature, type Sheet as XlsxSheet } from 'write-excel-file/universal';
import { accent } from './paper-colours.ts';
import type { Sheet, SheetCell } from './sheets.ts';
import { xmlText } from './xml-text.ts';

export const toXlsx = async (sheets: readonly Sheet[]): Promise<Uint8Array> => {
  const names = nameSheets(sheets);
  const written = sheets.map(({ columns, rows }, i): XlsxSheet<Blob> => ({
    sheet: names[i] ?? '',
    data: [
      columns.map(({ title }) =>
        headerCell(
          title,
          heightOf(
            columns.map((each) => each.title),
            columns,
          ) + 3,
        ),
      ),
      ...rows.map((row) => (rows.length > lookedAfterRows ? row.map(bareCell) : writeRow(row, columns))),
    ],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape',
    dateFormat: 'yyyy-mm-dd',
  }));
  const file = await writeXlsx(written, { features: [additions(sheets)] }).toBlob();
  return new Uint8Array(await file.arrayBuffer());
};

/** Of a sheet with more rows, cells are bare values: a look for each of millions takes longer than all the rest. */
const lookedAfterRows = 20_000;

/** The library looks each text up in an object, where it would find what every object has: « constructor ». */
const cellText = (text: string): string => {
  const clean = xmlText(text);
  return clean in Object.prototype ? `${clean}\u200b` : clean;
};

/** Told of each cell that has a look, for programs choose another for bold letters else. */
const font = { fontFamily: 'Calibri', fontSize: 11 } as const;

const headerCell = (title: string, height: number): Cell => ({
  value: cellText(title),
  type: String,
  fontWeight: 'bold',
  textColor: '#FFFFFF',
  backgroundColor: `#${accent}`,
  ...font,
  height,
  alignVertical: 'top',
  wrap: true,
});

/** Points: one line of text, and the highest row that Excel takes. */
const rowHeights = { line: 15, most: 405 };

const writeRow = (row: readonly SheetCell[], columns: Sheet['columns']): Cell[] => {
  const height = heightOf(row, columns);
  return row.map((value) => cell(value, height));
};

/** As high as its longest text wants: not every program reckons that when it opens a file. */
const heightOf = (row: readonly SheetCell[], columns: Sheet['columns']): number => {
  const lines = row.map((value, i) =>
    typeof value === 'string'
      ? value
          .split('\n')
          .reduce((sum, each) => sum + Math.max(1, Math.ceil(each.length / (columns[i]?.width ?? 10))), 0)
      : 1,
  );
  return Math.min(rowHeights.most, rowHeights.line * Math.max(1, ...lines));
};

const bareCell = (value: SheetCell): Cell =>
  value === '' ? null : typeof value === 'string' ? cellText(value) : value;

const cell = (value: SheetCell, height: number): Cell => {
  if (value === null || value === '') return null;
  if (typeof value === 'string') {
    return { value: cellText(value), type: String, ...font, alignVertical: 'top', wrap: true, height };
  }
  const look = { ...font, alignVertical: 'top', align: 'left', height } as const;
  if (value instanceof Date) return { value, type: Date, ...look };
  return typeof value === 'number' ? { value, type: Number, ...look } : { value, type: Boolean, ...look };
};

/** Names that Excel takes: 31 characters, none of `[]:*?/\`, no apostrophe at either end, each once whatever the case. */
const nameSheets = (sheets: readonly Sheet[]): readonly string[] => {
  const taken = new Set<string>();
  return sheets.map(({ name }, i) => {
    const clean = xmlText(name)
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim();
    let free = Array.from(clean).slice(0, 28).join('') || String(i + 1);
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${free.slice(0, 28)} ${String(n)}`;
    taken.add(free.toLowerCase());
    return free;
  });
};

/**
 * What the library has no word for: buttons to filter by, on every header (right behind the rows: ECMA-376, 18.3.1.99), and sheets
 * that print as wide as the paper.
 */
const additions = (sheets: readonly Sheet[]): Feature<Blob> => ({
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml, _, { sheetIndex }) => {
          const sheet = sheets[sheetIndex];
          if (!sheet || sheet.columns.length === 0) return xml;
          const last = `${columnLetters(sheet.columns.length)}${String(sheet.rows.length + 1)}`;
          return xml
            .replace('</sheetData>', `</sheetData><autoFilter ref="A1:${last}"/>`)
            .replace('<sheetViews>', '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>')
            .replace('<pageSetup ', '<pageSetup fitToHeight="0" ');
        },
      },
    },
  },
});

/** « AB » for 28. */
const columnLetters = (count: number): string =>
  count === 0
    ? ''
    : columnLetters(Math.floor((count - 1) / 26)) + String.fromCharCode(65 + ((count - 1) % 26));
