/**
 * The readable JSON of a workshop: what people and other programs read, and what `grappe import` takes.
 *
 * | field       | content                                                                                      |
 * | ----------- | -------------------------------------------------------------------------------------------- |
 * | `title`, `theme`, `themes`, `audiences` | of the workshop; `place`, `date`, `method`, `introduction` where there are any |
 * | `retex`     | the RETEX cards: `number`, `scope`, `title`, `summary`, `links`                                  |
 * | one a phase | named by the phase's id, a list of rows; a row has a list of texts for each kind, named by its key |
 * | `clusters`  | `title` and `notes`, as JSON Pointers (RFC 6901) into this document                             |
 * | `otherNotes` | `kind` and `text` of notes of kinds that the method does not have                              |
 * | `parked`    | `kind` and `text` of the notes in the parking lot                                              |
 * | `details`   | what the tables do not hold of a note: `at` (a pointer), `audience`, `stressed`, `theme`, `from` |
 *
 * A row of the first phase names its RETEX card by number (`retex`, null for none). A row of a later phase names its
 * head (`irritant`) or heads (`axes`); the notes that are in no row stand in one marked `unplaced`.
 * Texts are kept as they are, to the character. Fields that are not named here are passed over.
 */

import { keptTextLimit } from '#board/text.ts';
import type { Method, Phase, Theme } from '#board/method.ts';
import { isId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import { findMethod, methods } from '#board/methods.ts';
import * as v from 'valibot';
import { furtherHeadsKey, listBullets } from './bullets.ts';

export interface RetexJson {
  readonly number: number;
  readonly scope: string;
  readonly title: string;
  readonly summary: string;
  readonly links: readonly string[];
  readonly theme?: number;
}

/** A row of any phase, read by the method. */
export interface RowJson {
  /** Of a phase about RETEX cards: the card's number, or null. */
  readonly retex: number | null;
  readonly heads: readonly string[];
  /** The texts of each kind, in the order of the phase's kinds. */
  readonly cells: readonly (readonly string[])[];
  readonly unplaced: boolean;
}

export interface OtherNoteJson {
  readonly kind: string;
  readonly text: string;
}

export interface ClusterJson {
  readonly title: string;
  readonly notes: readonly string[];
}

export interface DetailJson {
  readonly at: string;
  readonly audience?: string;
  readonly stressed?: boolean;
  readonly theme?: number;
  readonly from?: readonly string[];
}

/** A workshop as the JSON tells it, with the phases' rows in the order of the method's phases. */
export interface WorkshopJson {
  readonly method: Method;
  readonly title: string;
  readonly place: string;
  readonly date: string;
  readonly introduction: string;
  readonly theme: number | null;
  readonly themes: readonly Theme[] | null;
  readonly audiences: readonly string[] | null;
  readonly retex: readonly RetexJson[];
  readonly phases: readonly (readonly RowJson[])[];
  readonly otherNotes: readonly OtherNoteJson[];
  readonly parked: readonly OtherNoteJson[];
  readonly clusters: readonly ClusterJson[];
  readonly details: readonly DetailJson[];
}

export type JsonFault =
  | 'text'
  | 'number'
  | 'list'
  | 'object'
  | 'truth'
  | 'missing'
  | 'wellFormed'
  | 'shorter'
  | 'fewer'
  | 'knownMethod'
  | 'knownRetex'
  | 'uniqueRetex'
  | 'uniqueRow'
  | 'date'
  | 'audience'
  | 'pointer'
  | 'link'
  | 'twice';

export type JsonError =
  | { readonly type: 'JsonTooLarge'; readonly size: number; readonly limit: number }
  /** `line` is where it stops being JSON, where that is known. */
  | { readonly type: 'NotJson'; readonly line: number | null }
  /** `path` leads to the place; `expected` says what should be there. */
  | { readonly type: 'JsonWrong'; readonly path: string; readonly expected: JsonFault };

/** Longest file, in UTF-16 code units: its board stays within what `checkBoard` lets pass. The seed's has 8,500. */
const jsonSizeLimit = 10_000_000;
/** Most notes of one file. */
const noteLimit = 50_000;
/** Longest text believed from a file: a page and a half. Notes typed in the app are far shorter. */
const textLimit = keptTextLimit;
/** Most entries of one list. */
const listLimit = 5_000;

const text = v.pipe(
  v.string('text'),
  v.maxLength(textLimit, 'shorter'),
  // Half a character can't be stored: UTF-8 has none.
  v.check((value) => !/\p{Surrogate}/u.test(value), 'wellFormed'),
);
/** Highest number of a RETEX card or theme. */
export const numberLimit = 999_999;

const count = v.pipe(
  v.number('number'),
  v.integer('number'),
  v.minValue(0, 'number'),
  v.maxValue(numberLimit, 'number'),
);
const list = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item, 'list'), v.maxLength(listLimit, 'fewer'));

/** Valibot takes a list for an object too. */
const object = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.custom<object>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'object',
    ),
    v.object(entries, 'object'),
  );

const workshopShape = object({
  title: text,
  method: v.optional(
    v.pipe(
      text,
      v.check((id) => methods.some((method) => method.id === id), 'knownMethod'),
    ),
    methods[0].id,
  ),
  place: v.optional(text, ''),
  introduction: v.optional(text, ''),
  date: v.optional(
    v.pipe(
      text,
      v.check((date) => date === '' || /^\d{4}-\d{2}-\d{2}$/.test(date), 'date'),
    ),
    '',
  ),
  theme: v.optional(v.nullable(count), null),
  themes: v.optional(v.nullable(list(object({ number: count, title: text }))), null),
  audiences: v.optional(v.nullable(list(text)), null),
  retex: v.optional(
    list(
      object({
        number: count,
        scope: v.optional(text, ''),
        title: v.optional(text, ''),
        summary: v.optional(text, ''),
        links: v.optional(list(text), []),
        theme: v.exactOptional(count),
      }),
    ),
    [],
  ),
  otherNotes: v.optional(list(object({ kind: text, text })), []),
  parked: v.optional(list(object({ kind: text, text })), []),
  clusters: v.optional(list(object({ title: text, notes: list(text) })), []),
  details: v.optional(
    list(
      object({
        at: text,
        audience: v.exactOptional(
          v.pipe(
            text,
            v.check((id) => isId(id), 'audience'),
          ),
        ),
        stressed: v.exactOptional(v.boolean('truth')),
        theme: v.exactOptional(count),
        from: v.exactOptional(list(text)),
      }),
    ),
    [],
  ),
});

/** The rows of a phase as the file has them: keys of the method, texts, nothing else. */
const rowShape = ({ rows, kinds }: Phase) =>
  object({
    ...Object.fromEntries(kinds.map((kind) => [kind.key, v.optional(list(text), [])])),
    retex: v.optional(v.nullable(count), null),
    unplaced: v.optional(v.boolean('truth'), false),
    ...(rows.type === 'heads' && {
      [rows.head.key]: rows.single ? v.optional(text, '') : v.optional(list(text), []),
      [furtherHeadsKey(rows.head)]: v.optional(list(text), []),
    }),
  });

/**
 * Reads the text of a file.
 * Errors: `JsonTooLarge`; `NotJson`; `JsonWrong` with the first place that is not as it should be.
 */
export const parseWorkshopJson = (file: string): Result<WorkshopJson, JsonError> => {
  if (file.length > jsonSizeLimit) {
    return err({ type: 'JsonTooLarge', size: file.length, limit: jsonSizeLimit });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(file.replace(/^\ufeff/, ''));
  } catch (error) {
    return err({ type: 'NotJson', line: lineOf(String(error), file) });
  }
  const workshop = check(workshopShape, parsed, '');
  if (!workshop.ok) return workshop;
  const { retex, ...rest } = workshop.value;
  const twice = retex.findIndex(({ number }, i) => retex.findIndex((other) => other.number === number) < i);
  if (twice >= 0) return wrong(`/retex/${String(twice)}/number`, 'uniqueRetex');

  const method = findMethod(rest.method);
  const numbers = new Set(retex.map(({ number }) => number));
  const phases: RowJson[][] = [];
  for (const phase of method.phases) {
    const rows = readRows(phase, (parsed as Record<string, unknown>)[phase.id], numbers);
    if (!rows.ok) return rows;
    phases.push(rows.value);
  }
  const workshopJson = { ...rest, method, retex, phases };
  const misled = checkPointers(workshopJson);
  return misled ?? ok(workshopJson);
};

/** Every engine tells the place in words of its own; where it says nothing, nothing is said. */
const lineOf = (message: string, file: string): number | null => {
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined && !/end of|EOF/i.test(message)) return null;
  return file.slice(0, position === undefined ? file.length : Number(position)).split('\n').length;
};

const readRows = (
  phase: Phase,
  found: unknown,
  numbers: ReadonlySet<number>,
): Result<RowJson[], JsonError> => {
  const shaped = check(v.optional(list(rowShape(phase)), []), found, `/${phase.id}`);
  if (!shaped.ok) return shaped;
  const rows: RowJson[] = [];
  const places = new Set<number | string | null>();
  for (const [i, shape] of shaped.value.entries()) {
    const row = shape as Record<string, unknown>;
    const read = readRow(phase, row);
    const path = `/${phase.id}/${String(i)}`;
    if (phase.rows.type === 'retex' && read.retex !== null && !numbers.has(read.retex)) {
      return wrong(`${path}/retex`, 'knownRetex');
    }
    // Rows with heads may repeat; what is about one card, about none, or the whole phase, is one row.
    const place =
      phase.rows.type === 'retex'
        ? read.retex
        : phase.rows.type === 'whole' || read.unplaced
          ? ''
          : undefined;
    if (place !== undefined) {
      if (places.has(place)) return wrong(path, 'uniqueRow');
      places.add(place);
    }
    rows.push(read);
  }
  return ok(rows);
};

const readRow = ({ rows, kinds }: Phase, row: Record<string, unknown>): RowJson => {
  let heads: readonly string[] = [];
  if (rows.type === 'heads') {
    const first = row[rows.head.key] as string | readonly string[];
    const further = row[furtherHeadsKey(rows.head)] as readonly string[];
    // An empty text is no head, save where others stand behind it: then it keeps its place.
    if (typeof first !== 'string') heads = first;
    else if (first !== '' || further.length > 0) heads = [first, ...further];
  }
  return {
    retex: rows.type === 'retex' ? (row.retex as number | null) : null,
    heads,
    cells: kinds.map((kind) => row[kind.key] as readonly string[]),
    unplaced: rows.type === 'heads' && row.unplaced === true,
  };
};

/** Refuses what points to no note, and a note told of twice. */
const checkPointers = (json: WorkshopJson): Result<never, JsonError> | undefined => {
  const notes = new Set(listBullets(json).map(({ pointer }) => pointer));
  if (notes.size > noteLimit) return wrong('', 'fewer');
  const inClusters = new Set<string>();
  for (const [i, cluster] of json.clusters.entries()) {
    for (const [n, pointer] of cluster.notes.entries()) {
      const path = `/clusters/${String(i)}/notes/${String(n)}`;
      if (!notes.has(pointer)) return wrong(path, 'pointer');
      if (inClusters.has(pointer)) return wrong(path, 'twice');
      inClusters.add(pointer);
    }
  }
  const sources = new Set([...notes, ...json.clusters.map((_, i) => `/clusters/${String(i)}`)]);
  const detailed = new Set<string>();
  for (const [i, { at, from = [] }] of json.details.entries()) {
    const path = `/details/${String(i)}`;
    if (!notes.has(at)) return wrong(`${path}/at`, 'pointer');
    if (detailed.has(at)) return wrong(`${path}/at`, 'twice');
    detailed.add(at);
    const astray = from.findIndex((source) => !sources.has(source));
    if (astray >= 0) return wrong(`${path}/from/${String(astray)}`, 'pointer');
  }
  return undefined;
};

const check = <Shape extends v.GenericSchema>(
  shape: Shape,
  found: unknown,
  base: string,
): Result<v.InferOutput<Shape>, JsonError> => {
  const result = v.safeParse(shape, found, { abortEarly: true });
  if (result.success) return ok(result.output);
  const [issue] = result.issues;
  const path = (issue.path ?? []).map((item) => String(item.key)).join('/');
  // A field that is not there at all is reported by the object around it, which expects its name.
  const missing = issue.type === 'object' && issue.expected?.startsWith('"') === true;
  return wrong(path === '' ? base : `${base}/${path}`, missing ? 'missing' : (issue.message as JsonFault));
};

const wrong = (path: string, expected: JsonFault): Result<never, JsonError> =>
  err({ type: 'JsonWrong', path, expected });
