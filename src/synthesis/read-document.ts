/** Makes the document of a board: title, parts, tables. */

import type { Board, Cluster, Note } from '#board/board.ts';
import { isWebLink } from '#board/commands/retex.ts';
import { localized, type Kind, type Localized, type Method, type Phase } from '#board/method.ts';
import { boardThemes, liveNotes, liveRetex, noteTheme, parkedNotes } from '#board/select.ts';
import { readAnnex } from './annexes.ts';
import type { Block, Cell, Column, DocumentPlan, Item, Part, PartId, SynthesisDocument } from './document.ts';
import { noteText, type DocumentLabels } from './labels.ts';
import { readReferences } from './references.ts';
import { isEmptyRow, readTables, rowTitle, type Table, type TableRow } from './tables.ts';
import { readTraces } from './trace.ts';
import { typesetDocument } from './typeset-document.ts';

/** What every part is made of. */
export interface Source {
  readonly board: Board;
  readonly method: Method;
  readonly labels: DocumentLabels;
  readonly plan: DocumentPlan;
  readonly item: (thing: Note | Cluster) => Item;
}

/** A part that would hold nothing is left out. */
export const readDocument = (
  board: Board,
  method: Method,
  plan: DocumentPlan,
  labels: DocumentLabels,
): SynthesisDocument => {
  const references = readReferences(board, method);
  const item = (thing: Note | Cluster): Item => ({
    note: 'kind' in thing ? thing.id : null,
    reference: plan.references ? (references.get(thing.id) ?? '') : '',
    text: 'kind' in thing ? noteText(thing, labels) : thing.title.value || labels.unnamed,
    stressed: 'kind' in thing && thing.stressed,
  });
  const source: Source = { board, method, labels, plan, item };
  const { title, place, date, theme } = board.meta;
  const own = boardThemes(board, method).find(({ number }) => number === theme.value);
  const name = title.value === '' ? labels.untitled : title.value;
  const themeLine = own ? labels.themeLine(own) : '';
  return typesetDocument({
    locale: labels.locale,
    sheet: plan.sheet,
    name,
    themeLine,
    // A workshop that is called by its theme is titled by it, once.
    ...(own?.title === name ? { theme: '', title: themeLine } : { theme: themeLine, title: name }),
    facts: [place.value, date.value === '' ? '' : labels.day(date.value)].filter((fact) => fact !== ''),
    parts: plan.parts
      .map((id): Part => ({ id, blocks: readPart(id, source) }))
      .filter(({ blocks }) => blocks.length > 0),
    legend: liveNotes(board).some((note) => note.stressed) ? labels.legend : '',
    words: {
      contents: labels.contents,
      table: labels.table,
      page: labels.page,
      stressed: labels.stressed,
    },
  });
};

const readPart = (id: PartId, source: Source): readonly Block[] => {
  const { board, labels, item } = source;
  switch (id) {
    case 'introduction': {
      const text = board.meta.introduction.value;
      if (text === '') return [];
      return [
        { type: 'heading', level: 2, text: labels.introduction },
        { type: 'words', look: 'plain', text, source: 'introduction' },
      ];
    }
    case 'cases':
      return readCases(source);
    case 'tables':
      return readTables(board, source.method).flatMap((table, i) => tableBlocks(table, i + 1, source));
    case 'traces':
      return traceBlocks(source);
    case 'parked': {
      const notes = parkedNotes(board);
      if (notes.length === 0) return [];
      return [
        { type: 'heading', level: 2, text: labels.parked },
        { type: 'items', items: notes.map(item) },
      ];
    }
    default:
      return readAnnex(id, source);
  }
};

const readCases = ({ board, labels }: Source): readonly Block[] => {
  const cards = liveRetex(board);
  if (cards.length === 0) return [];
  return [
    { type: 'heading', level: 2, text: labels.retexList },
    ...cards.map(({ id, number, scope, title, text, links }): Block => ({
      type: 'case',
      card: id,
      name: labels.caseName({ number: number.value }),
      scope: scope.value,
      title: title.value,
      text,
      links: links.value.map((url) => ({ url, isSafe: isWebLink(url) || isMail(url) })),
    })),
  ];
};

const isMail = (url: string): boolean => /^mailto:[^\s@]+@[^\s@]+$/i.test(url);

const tableBlocks = (table: Table, number: number, source: Source): readonly Block[] => {
  const { labels, method, plan } = source;
  const title = localized(table.phase.title, labels.locale);
  const heading: Block = {
    type: 'heading',
    level: 2,
    text: method.phases.length > 1 ? labels.numbered({ number, title }) : title,
  };
  const rows = table.rows.filter((row) => !isEmptyRow(row));
  if (rows.length === 0) return [heading, { type: 'words', look: 'quiet', text: labels.emptyPhase }];
  if (!plan.byTheme) return [heading, tableOf(table.phase, rows, title, source)];
  return [
    heading,
    ...splitByTheme(rows, source).flatMap(({ name, rows: ofTheme }): readonly Block[] => [
      { type: 'heading', level: 3, text: name },
      tableOf(table.phase, ofTheme, `${title} · ${name}`, source),
    ]),
  ];
};

/** The rows of each theme, with the notes of that theme only; a head goes with every note that stands beside it. */
const splitByTheme = (
  rows: readonly TableRow[],
  { board, method, labels }: Source,
): readonly { readonly name: string; readonly rows: readonly TableRow[] }[] => {
  const themeOf = (note: Note): number | null => noteTheme(board, note);
  const cellNotes = (row: TableRow): readonly Note[] => row.cells.flatMap((cell) => cell.notes);
  const told = (row: TableRow): readonly Note[] => {
    const notes = cellNotes(row);
    return notes.length > 0 ? notes : row.heads;
  };
  const numbers = [...new Set(rows.flatMap((row) => told(row).map(themeOf)))];
  const themes = boardThemes(board, method);
  return numbers
    .sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
    .map((number) => ({
      name:
        number === null
          ? labels.noTheme
          : labels.themeLine({ number, title: themes.find((each) => each.number === number)?.title ?? '' }),
      rows: rows
        .filter((row) => told(row).some((note) => themeOf(note) === number))
        .map((row) => ({
          ...row,
          cells: row.cells.map(({ kind, notes }) => ({
            kind,
            notes: notes.filter((note) => themeOf(note) === number),
          })),
        })),
    }));
};

const tableOf = (phase: Phase, rows: readonly TableRow[], caption: string, source: Source): Block => {
  const { labels, item } = source;
  const { rows: rule } = phase;
  return {
    type: 'table',
    caption,
    hasRowHeaders: rule.type !== 'whole',
    columns: [
      ...(rule.type === 'retex'
        ? [{ title: localized(rule.column, labels.locale), hue: null, sign: null }]
        : []),
      ...(rule.type === 'heads' ? [columnOf(rule.head, labels)] : []),
      ...phase.kinds.map((kind) => columnOf(kind, labels)),
    ],
    rows: rows.map((row): readonly Cell[] => [
      ...(rule.type === 'whole' ? [] : [headCell(phase, row, source)]),
      ...row.cells.map(({ notes }): Cell => ({ type: 'notes', items: notes.map(item) })),
    ]),
  };
};

const headCell = (phase: Phase, row: TableRow, { labels, item }: Source): Cell => {
  if (row.heads.length > 0) return { type: 'notes', items: row.heads.map(item) };
  if (!row.retex) return { type: 'words', text: rowTitle(phase, row, labels) };
  return {
    type: 'words',
    text: labels.caseName({ number: row.retex.number.value }),
    ...(row.retex.scope.value !== '' && { quiet: row.retex.scope.value }),
  };
};

const columnOf = ({ column, hue, sign }: Kind, labels: DocumentLabels): Column => ({
  title: localized(column, labels.locale),
  hue,
  sign,
});

const traceBlocks = (source: Source): readonly Block[] => {
  const { board, method, labels, item } = source;
  const traces = readTraces(board, method);
  if (!traces) return [];
  const local = (text: Localized): string => localized(text, labels.locale);
  return [
    { type: 'heading', level: 2, text: labels.traces },
    { type: 'words', look: 'quiet', text: labels.tracesText },
    {
      type: 'table',
      caption: labels.traces,
      hasRowHeaders: true,
      columns: [
        columnOf(traces.kind, labels),
        ...traces.columns.map((kind) =>
          kind ? columnOf(kind, labels) : { title: labels.cluster, hue: null, sign: null },
        ),
      ].map((column, i) => (i === 0 ? { ...column, title: local(traces.kind.label) } : column)),
      rows: traces.rows.map(({ actions, steps }) =>
        [actions, ...steps].map((things): Cell => ({ type: 'named', items: things.map(item) })),
      ),
    },
  ];
};
