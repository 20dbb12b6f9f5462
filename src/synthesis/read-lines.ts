/** Notes from what people have: CSV of any program, or pasted lines. Read into lines, of which a workshop's readable JSON is made. */

import Papa from 'papaparse';
import { cleanLine, cleanText, isBlank, keptTextLimit } from '#board/text.ts';
import { phaseKinds, type Kind, type KindId, type Method } from '#board/method.ts';
import { err, ok, type Result } from '#core/result.ts';
import { csvColumns, readCsvText } from './csv.ts';

/** What a column may hold. */
export type LineField = (typeof csvColumns)[number];

/** For each field the column that holds it, counted from 0; fields that no column holds are left out. */
export type Mapping = Readonly<Partial<Record<LineField, number>>>;

export interface ReadCells {
  /** The first row names the columns. */
  readonly hasHeader: boolean;
  readonly rows: readonly (readonly string[])[];
}

export type LinesError =
  | { readonly type: 'LinesEmpty' }
  | { readonly type: 'TooManyLines'; readonly count: number; readonly limit: number };

/** The words of Grappe's own CSV, in each language. */
export type OwnWords = readonly Readonly<Record<LineField | 'parked', string>>[];

/** Most lines of one import: as many notes as the readable JSON may hold. */
const lineLimit = 50_000;
const columnLimit = 60;

/** Words by which columns are known, in small letters without accents; those of Grappe's own CSV come from outside. */
const known: Readonly<Partial<Record<LineField, readonly string[]>>> = {
  note: [
    'note',
    'text',
    'texte',
    'idee',
    'idea',
    'contenu',
    'content',
    'message',
    'post-it',
    'sticky note',
    'titre',
    'title',
  ],
  cluster: [
    'grappe',
    'cluster',
    'categorie',
    'category',
    'groupe',
    'group',
    'section',
    'zone',
    'frame',
    'cadre',
    'tag',
    'tags',
  ],
  column: ['type', 'kind', 'couleur', 'color', 'colour'],
  audience: ['qui parle', 'public', 'audience', 'role', 'profil'],
  theme: ['theme', 'thematique'],
};

const plain = (word: string): string =>
  cleanLine(word).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/**
 * Reads cells: CSV with commas, semicolons or tabs, or a line a note.
 * Errors: `LinesEmpty`; `TooManyLines`.
 */
export const readCells = (text: string, own: OwnWords): Result<ReadCells, LinesError> => {
  const source = text.replace(/^\ufeff/, '');
  if (source.trim() === '') return err({ type: 'LinesEmpty' });
  const { data } = Papa.parse<string[]>(source, {
    delimitersToGuess: [',', ';', '\t'],
    skipEmptyLines: 'greedy',
    preview: lineLimit + 2,
  });
  // What only looks like columns, because a sentence has a comma, is lines: columns are the same in every row.
  const [first = []] = data;
  const isTable =
    Object.keys(guessMapping(first, own)).length > 1 ||
    (data.length > 1 && first.length > 1 && data.every((row) => row.length === first.length));
  const rows = isTable || isQuoted(source) ? data : source.split(/\r\n?|\n/).map((line) => [line]);
  const filled = rows
    .filter((row) => row.some((cell) => cell.trim() !== ''))
    .map((row) => row.slice(0, columnLimit));
  if (filled.length > lineLimit + 1) {
    return err({ type: 'TooManyLines', count: filled.length, limit: lineLimit });
  }
  const hasHeader = Object.keys(guessMapping(filled[0] ?? [], own)).length > 0;
  if (filled.length === (hasHeader ? 1 : 0)) return err({ type: 'LinesEmpty' });
  return ok({ hasHeader, rows: filled });
};

/** A single column whose texts have line breaks is quoted throughout. */
const isQuoted = (source: string): boolean => /^"|\n"/.test(source) && /"\s*$/.test(source);

/** The fields that a header's columns are known by. */
export const guessMapping = (header: readonly string[], own: OwnWords): Mapping => {
  const mapping: Partial<Record<LineField, number>> = {};
  for (const field of csvColumns) {
    const words = [...own.map((labels) => plain(labels[field])), ...(known[field] ?? [])];
    const at = header.findIndex((title) => words.includes(plain(title)));
    if (at >= 0 && !Object.values(mapping).includes(at)) mapping[field] = at;
  }
  return mapping;
};

/** A note that is to be, as far as its line tells. */
export interface ImportedLine {
  readonly kind: Kind;
  readonly text: string;
  /** Of Grappe's own CSV: which row of the phase's table; else empty. */
  readonly row: string;
  readonly parked: boolean;
  readonly stressed: boolean;
  readonly audience: string;
  readonly theme: number | null;
  readonly cluster: string;
  readonly clusterReference: string;
  readonly reference: string;
  readonly from: readonly string[];
}

/** `kind`: of lines that do not tell theirs. Lines without text are left out; too long ones are cut into several. */
export const readImportedLines = (
  { rows, hasHeader }: ReadCells,
  mapping: Mapping,
  method: Method,
  kind: KindId,
  own: OwnWords,
): readonly ImportedLine[] => {
  const kinds = method.phases.flatMap((phase) => phaseKinds(phase).map((each) => ({ phase, kind: each })));
  const fallback = kinds.find((each) => each.kind.id === kind) ?? kinds[0];
  if (!fallback) return [];
  return (hasHeader ? rows.slice(1) : rows).flatMap((cells): readonly ImportedLine[] => {
    const cell = (field: LineField): string => {
      const at = mapping[field];
      return at === undefined ? '' : readCsvText(cells[at] ?? '');
    };
    const column = plain(cell('column'));
    const phase = plain(cell('phase'));
    const named = kinds.filter(({ kind: { id, label, column: title } }) =>
      [id, ...Object.values(label), ...Object.values(title)].some((word) => plain(word) === column),
    );
    // Two phases may name a column alike.
    const found =
      named.find((each) => Object.values(each.phase.title).some((word) => plain(word) === phase)) ?? named[0];
    const theme = Number(cell('theme').trim() || NaN);
    return splitLong(cell('note')).map((text) => ({
      kind: (found ?? fallback).kind,
      text,
      row: cell('row'),
      parked: phase !== '' && own.some((labels) => plain(labels.parked) === phase),
      stressed: /^(oui|yes|true|vrai|1|x|★)$/i.test(cell('stressed').trim()),
      audience: cell('audience').trim(),
      theme: Number.isInteger(theme) && theme >= 0 && theme < 1_000_000 ? theme : null,
      cluster: cleanLine(cell('cluster')),
      clusterReference: cell('clusterReference').trim(),
      reference: cell('reference').trim(),
      from: cell('from')
        .split(/\s+/)
        .filter((reference) => reference !== ''),
    }));
  });
};

/** Nothing that is written is left out for being long: it becomes several notes, cut between words where there are any. */
const splitLong = (typed: string): readonly string[] => {
  const pieces: string[] = [];
  let rest = cleanText(typed);
  while (rest.length > keptTextLimit) {
    const space = rest.lastIndexOf(' ', keptTextLimit);
    // Half a character is none.
    const end =
      space > keptTextLimit / 2
        ? space
        : keptTextLimit - (/[\ud800-\udbff]/.test(rest.charAt(keptTextLimit - 1)) ? 1 : 0);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest].filter((piece) => !isBlank(piece));
};
