/**
 * The readable JSON of a workshop: what people and other programs read, and what `grappe import` takes.
 *
 * | field       | content                                                                                      |
 * | ----------- | -------------------------------------------------------------------------------------------- |
 * | `title`, `theme`, `themes`, `audiences` | of the workshop; `place`, `date`, `method` where there are any        |
 * | `retex`     | the RETEX cards: `number`, `scope`, `title`, `summary`, `links`                                  |
 * | one a phase | named by the phase's id, a list of rows; a row has a list of texts for each kind, named by its key |
 * | `clusters`  | `title` and `notes`, as JSON Pointers (RFC 6901) into this document                             |
 * | `details`   | what the tables do not hold of a note: `at` (a pointer), `audience`, `stressed`, `theme`, `from` |
 *
 * A row of the first phase names its RETEX card by number (`retex`, null for none). A row of a later phase names its
 * head (`irritant`) or heads (`axes`); the notes that are in no row stand in one marked `unplaced`.
 * Texts are kept as they are, to the character.
 */

import type { Kind, Method, Phase, Theme } from '#board/method.ts';
import { err, ok, type Result } from '#core/result.ts';
import { findMethod, methods } from '#board/methods.ts';
import * as v from 'valibot';

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
  readonly theme: number | null;
  readonly themes: readonly Theme[] | null;
  readonly audiences: readonly string[] | null;
  readonly retex: readonly RetexJson[];
  readonly phases: readonly (readonly RowJson[])[];
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
  | 'date';

export type JsonError =
  | { readonly type: 'NotJson'; readonly detail: string }
  /** `path` leads to the place; `expected` says what should be there. */
  | { readonly type: 'JsonWrong'; readonly path: string; readonly expected: JsonFault };

/** Longest text believed from a file: a page and a half. Notes typed in the app are far shorter. */
const textLimit = 10_000;
/** Most entries of one list. */
const listLimit = 5_000;

const text = v.pipe(
  v.string('text'),
  v.maxLength(textLimit, 'shorter'),
  // Half a character can't be stored: UTF-8 has none.
  v.check((value) => !/\p{Surrogate}/u.test(value), 'wellFormed'),
);
const count = v.pipe(
  v.number('number'),
  v.integer('number'),
  v.minValue(0, 'number'),
  v.maxValue(999_999, 'number'),
);
const list = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item, 'list'), v.maxLength(listLimit, 'fewer'));

const workshopShape = v.object(
  {
    title: text,
    method: v.optional(
      v.pipe(
        text,
        v.check((id) => methods.some((method) => method.id === id), 'knownMethod'),
      ),
      methods[0].id,
    ),
    place: v.optional(text, ''),
    date: v.optional(
      v.pipe(
        text,
        v.check((date) => date === '' || /^\d{4}-\d{2}-\d{2}$/.test(date), 'date'),
      ),
      '',
    ),
    theme: v.optional(v.nullable(count), null),
    themes: v.optional(v.nullable(list(v.object({ number: count, title: text }, 'object'))), null),
    audiences: v.optional(v.nullable(list(text)), null),
    retex: v.optional(
      list(
        v.object(
          {
            number: count,
            scope: v.optional(text, ''),
            title: v.optional(text, ''),
            summary: v.optional(text, ''),
            links: v.optional(list(text), []),
            theme: v.exactOptional(count),
          },
          'object',
        ),
      ),
      [],
    ),
    clusters: v.optional(list(v.object({ title: text, notes: list(text) }, 'object')), []),
    details: v.optional(
      list(
        v.object(
          {
            at: text,
            audience: v.exactOptional(text),
            stressed: v.exactOptional(v.boolean('truth')),
            theme: v.exactOptional(count),
            from: v.exactOptional(list(text)),
          },
          'object',
        ),
      ),
      [],
    ),
  },
  'object',
);

/** Names the heads beyond the first of a row that should have one: a merge may have made two. */
export const furtherHeadsKey = (head: Kind): string =>
  `also${head.key.charAt(0).toUpperCase()}${head.key.slice(1)}`;

/** The rows of a phase as the file has them: keys of the method, texts, nothing else. */
const rowShape = ({ rows, kinds }: Phase) =>
  v.object(
    {
      ...Object.fromEntries(kinds.map((kind) => [kind.key, v.optional(list(text), [])])),
      retex: v.optional(v.nullable(count), null),
      unplaced: v.optional(v.boolean('truth'), false),
      ...(rows.type === 'heads' && {
        [rows.head.key]: rows.single ? v.optional(text, '') : v.optional(list(text), []),
        [furtherHeadsKey(rows.head)]: v.optional(list(text), []),
      }),
    },
    'object',
  );

/**
 * Reads the text of a file.
 * Errors: `NotJson`; `JsonWrong` with the first place that is not as it should be.
 */
export const parseWorkshopJson = (file: string): Result<WorkshopJson, JsonError> => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(file.replace(/^\ufeff/, ''));
  } catch (error) {
    return err({ type: 'NotJson', detail: String(error) });
  }
  if (Array.isArray(parsed)) return wrong('', 'object');
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
  return ok({ ...rest, method, retex, phases });
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
    heads = [...(typeof first === 'string' ? (first === '' ? [] : [first]) : first), ...further];
  }
  return {
    retex: rows.type === 'retex' ? (row.retex as number | null) : null,
    heads,
    cells: kinds.map((kind) => row[kind.key] as readonly string[]),
    unplaced: rows.type === 'heads' && row.unplaced === true,
  };
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
