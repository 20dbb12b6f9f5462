/** Reads a board: a plain picture of the document, whatever was merged into it. Reading never writes. */

import * as Y from 'yjs';
import { isId, type DeviceId } from '#core/ids.ts';
import {
  clustersOf,
  metaOf,
  notesOf,
  retexOf,
  rowsOf,
  schemaVersion,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RetexId,
  type RowId,
  type Thing,
  type ThingId,
} from './document.ts';
import type { AudienceId, KindId, PhaseId, Theme } from './method.ts';
import { byOrder, isOrder } from './order.ts';
import { readEntries, readField, type Entries, type Field } from './register.ts';

/** In the trash: alone (`with` is null), or thrown away with another thing. */
export interface Trashed {
  readonly with: ThingId | null;
}

interface Common {
  readonly order: string | null;
  readonly trash: Trashed | null;
}

export interface Note extends Common {
  readonly id: NoteId;
  readonly kind: KindId;
  readonly text: string;
  /** When it was written, milliseconds since 1970, rounded down to the minute. For display only. */
  readonly at: number;
  readonly audience: AudienceId | null;
  readonly device: DeviceId | null;
  /** The row or RETEX card it stands in; null as well while that one is in the trash or not yet here. */
  readonly row: RowId | RetexId | null;
  /** The cluster it belongs to; null as well while that one is in the trash or not yet here. */
  readonly cluster: ClusterId | null;
  /** Its own theme; null: that of its RETEX card, else of the workshop. */
  readonly theme: number | null;
  readonly stressed: boolean;
  /** What it was promoted from. */
  readonly from: readonly ThingId[];
  /** Places and kinds that other devices gave it at the same time. */
  readonly others: {
    readonly kind: readonly KindId[];
    readonly row: readonly (RowId | RetexId | null)[];
    readonly cluster: readonly (ClusterId | null)[];
    readonly theme: readonly (number | null)[];
  };
}

export interface Cluster extends Common {
  readonly id: ClusterId;
  readonly title: Field<string>;
}

export interface Row extends Common {
  readonly id: RowId;
  readonly phase: PhaseId;
}

export interface Retex extends Common {
  readonly id: RetexId;
  readonly number: Field<number>;
  readonly scope: Field<string>;
  readonly title: Field<string>;
  readonly text: string;
  readonly links: Field<readonly string[]>;
  readonly theme: Field<number | null>;
  /** Its place in the table of the first phase; null: that of the card. */
  readonly rowOrder: string | null;
}

export interface Meta {
  readonly title: Field<string>;
  readonly place: Field<string>;
  /** ISO 8601 calendar date, or empty. */
  readonly date: Field<string>;
  readonly method: Field<string>;
  readonly theme: Field<number | null>;
  /** Null: those of the method. */
  readonly themes: Field<readonly Theme[] | null>;
  /** As the readable JSON writes them; null: those of the method. */
  readonly audiences: Field<readonly string[] | null>;
}

/** All of a board, the trash included; maps keep the board's order. */
export interface Board {
  /** Highest schema that any device has written. */
  readonly schema: number;
  /** False when a newer version of Grappe wrote it: such a board is shown and exported, not changed. */
  readonly writable: boolean;
  readonly meta: Meta;
  readonly notes: ReadonlyMap<NoteId, Note>;
  readonly clusters: ReadonlyMap<ClusterId, Cluster>;
  readonly rows: ReadonlyMap<RowId, Row>;
  readonly retex: ReadonlyMap<RetexId, Retex>;
}

export const readBoard = (board: BoardDoc): Board => {
  const clusters = readAll(clustersOf(board), readCluster);
  const rows = readAll(rowsOf(board), readRow);
  const retex = readAll(retexOf(board), readRetex);
  const isLive = (things: ReadonlyMap<string, Common>, id: string | null): boolean =>
    id !== null && things.get(id)?.trash === null;
  const notes = readAll(notesOf(board), (id, thing): Note => {
    const note = readNote(id, thing);
    return {
      ...note,
      row: isLive(rows, note.row) || isLive(retex, note.row) ? note.row : null,
      cluster: isLive(clusters, note.cluster) ? note.cluster : null,
    };
  });
  const schema = readSchema(metaOf(board));
  return {
    schema,
    writable: schema <= schemaVersion,
    meta: readMeta(metaOf(board)),
    notes: notes as ReadonlyMap<string, Note> as ReadonlyMap<NoteId, Note>,
    clusters: clusters as ReadonlyMap<string, Cluster> as ReadonlyMap<ClusterId, Cluster>,
    rows: rows as ReadonlyMap<string, Row> as ReadonlyMap<RowId, Row>,
    retex: retex as ReadonlyMap<string, Retex> as ReadonlyMap<RetexId, Retex>,
  };
};

/** Calls back after every transaction that touched the board; returns what stops it. */
export const observeBoard = (board: BoardDoc, changed: () => void): (() => void) => {
  board.doc.on('update', changed);
  return () => {
    board.doc.off('update', changed);
  };
};

const readAll = <T extends Common & { readonly id: string }>(
  root: Y.Map<unknown>,
  read: (id: string, thing: Thing) => T,
): Map<string, T> => {
  const things: T[] = [];
  root.forEach((value, id) => {
    if (value instanceof Y.Map) things.push(read(id, value as Thing));
  });
  things.sort(byOrder);
  return new Map(things.map((thing) => [thing.id, thing]));
};

const readNote = (id: string, thing: Thing): Note => {
  const is = readBirth(thing);
  const entries = readEntries(thing);
  const kind = readField(entries, 'kind', isString, text(is.kind));
  const row = readField(entries, 'row', isIdOrNull, idOrNull(is.row));
  const cluster = readField(entries, 'cluster', isIdOrNull, idOrNull(is.cluster));
  const theme = readField(entries, 'theme', isThemeOrNull, isThemeOrNull(is.theme) ? is.theme : null);
  return {
    id: id as NoteId,
    kind: kind.value as KindId,
    text: readText(thing),
    at: typeof is.at === 'number' && Number.isFinite(is.at) ? is.at : 0,
    audience: idOrNull(is.audience) as AudienceId | null,
    device: idOrNull(is.device) as DeviceId | null,
    row: row.value as RowId | RetexId | null,
    cluster: cluster.value as ClusterId | null,
    theme: theme.value,
    stressed: thing.get('stressed') === true,
    from: Array.isArray(is.from) ? (is.from.filter((id) => isId(id)) as ThingId[]) : [],
    others: {
      kind: kind.others as readonly KindId[],
      row: row.others as readonly (RowId | RetexId | null)[],
      cluster: cluster.others as readonly (ClusterId | null)[],
      theme: theme.others,
    },
    ...readCommon(thing),
  };
};

const readCluster = (id: string, thing: Thing): Cluster => {
  const is = readBirth(thing);
  return {
    id: id as ClusterId,
    title: readField(readEntries(thing), 'title', isString, text(is.title)),
    ...readCommon(thing),
  };
};

const readRow = (id: string, thing: Thing): Row => ({
  id: id as RowId,
  phase: text(readBirth(thing).phase) as PhaseId,
  ...readCommon(thing),
});

const readRetex = (id: string, thing: Thing): Retex => {
  const is = readBirth(thing);
  const entries = readEntries(thing);
  return {
    id: id as RetexId,
    number: readField(entries, 'number', isCount, isCount(is.number) ? is.number : 0),
    scope: readField(entries, 'scope', isString, text(is.scope)),
    title: readField(entries, 'title', isString, text(is.title)),
    text: readText(thing),
    links: readField(entries, 'links', isStrings, isStrings(is.links) ? is.links : []),
    theme: readField(entries, 'theme', isThemeOrNull, isThemeOrNull(is.theme) ? is.theme : null),
    rowOrder: isOrder(thing.get('rowOrder')) ? (thing.get('rowOrder') as string) : null,
    ...readCommon(thing),
  };
};

const readMeta = (meta: Thing): Meta => {
  const entries: Entries = readEntries(meta);
  return {
    title: readField(entries, 'title', isString, ''),
    place: readField(entries, 'place', isString, ''),
    date: readField(entries, 'date', isString, ''),
    method: readField(entries, 'method', isString, ''),
    theme: readField(entries, 'theme', isThemeOrNull, null),
    themes: readField(entries, 'themes', isThemes, null),
    audiences: readField(entries, 'audiences', isStrings, null),
  };
};

/** The highest schema that any device has written; 0 when there is no mark. */
export const readSchema = (meta: Thing): number => {
  let schema = 0;
  meta.forEach((_, key) => {
    const version = /^schema\/(\d{1,6})$/.exec(key)?.[1];
    if (version !== undefined) schema = Math.max(schema, Number(version));
  });
  return schema;
};

const readCommon = (thing: Thing): Common => {
  const live = thing.get('live');
  const order = thing.get('order');
  return {
    order: isOrder(order) ? order : null,
    trash: live === true ? null : { with: isId(live) ? (live as ThingId) : null },
  };
};

const readBirth = (thing: Thing): Readonly<Record<string, unknown>> => {
  const is = thing.get('is');
  return typeof is === 'object' && is !== null && !Array.isArray(is) ? (is as Record<string, unknown>) : {};
};

const readText = (thing: Thing): string => {
  const value = thing.get('text');
  return value instanceof Y.Text ? value.toJSON() : typeof value === 'string' ? value : '';
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const idOrNull = (value: unknown): string | null => (isId(value) ? value : null);
const isString = (value: unknown): value is string => typeof value === 'string';
const isIdOrNull = (value: unknown): value is string | null => value === null || isId(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isThemeOrNull = (value: unknown): value is number | null => value === null || isCount(value);
const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isString);
const isThemes = (value: unknown): value is readonly Theme[] =>
  Array.isArray(value) &&
  value.every((theme: unknown) => {
    const { number, title } = (theme ?? {}) as Partial<Theme>;
    return isCount(number) && isString(title);
  });
