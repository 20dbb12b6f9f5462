/** Reads single things as they stand in the document, whatever was merged into it. */

import * as Y from 'yjs';
import { isId, type DeviceId } from '#core/ids.ts';
import { readAttached, type Attached } from './attached.ts';
import type { Ballot, Cluster, Common, Estimate, Meta, Note, Retex, Round, Row } from './board.ts';
import {
  parkedMark,
  placeLimit,
  type BallotId,
  type ClusterId,
  type NoteId,
  type Place,
  type RetexId,
  type RoundId,
  type RowId,
  type Thing,
  type ThingId,
} from './document.ts';
import type { AudienceId, KindId, PhaseId, Theme } from './method.ts';
import { isOrder } from './order.ts';
import { isPairKey } from './pair.ts';
import { readEntries, readField, same, type Entries, type Field } from './register.ts';
import { defaultBudget, isBudget, isLevel } from './vote-rules.ts';

/** Its row and cluster are those written on it, wherever these are now, and it lies in no pile: see shown.ts. */
export const readNote = (id: string, thing: Thing): Note => {
  const is = readBirth(thing);
  const entries = readEntries(thing);
  const kind = kindOf(entries, is);
  const row = rowOf(entries, is);
  const cluster = clusterOf(entries, is);
  const theme = readField(entries, 'theme', isThemeOrNull, isThemeOrNull(is.theme) ? is.theme : null);
  return {
    id: id as NoteId,
    kind: kind.value,
    text: readText(thing),
    attached: readAttached(is.attached),
    at: typeof is.at === 'number' && Number.isFinite(is.at) ? is.at : 0,
    audience: idOrNull(is.audience) as AudienceId | null,
    device: idOrNull(is.device) as DeviceId | null,
    row: row.value,
    cluster: cluster.value,
    pile: null,
    place: readPlace(thing),
    theme: theme.value,
    stressed: thing.get('stressed') === true,
    parked: thing.get('live') === parkedMark,
    from: Array.isArray(is.from) ? (is.from.filter((id) => isId(id)) as ThingId[]) : [],
    others: {
      kind: kind.others,
      row: row.others,
      cluster: cluster.others,
      theme: theme.others,
    },
    ...readCommon(thing),
  };
};

/** What is written of a note in one field, for looking through many notes. */
export const readKind = (note: Thing): KindId => kindOf(readEntries(note, 'kind'), readBirth(note)).value;
export const readRowOf = (note: Thing): RowId | RetexId | null =>
  rowOf(readEntries(note, 'row'), readBirth(note)).value;
export const readClusterOf = (note: Thing): ClusterId | null =>
  clusterOf(readEntries(note, 'cluster'), readBirth(note)).value;

export const readAttachedOf = (note: Thing): readonly Attached[] => readAttached(readBirth(note).attached);

type Birth = Readonly<Record<string, unknown>>;

const kindOf = (entries: Entries, is: Birth) =>
  readField(entries, 'kind', isString, text(is.kind)) as Field<KindId>;
const rowOf = (entries: Entries, is: Birth) =>
  readField(entries, 'row', isIdOrNull, idOrNull(is.row)) as Field<RowId | RetexId | null>;
const clusterOf = (entries: Entries, is: Birth) =>
  readField(entries, 'cluster', isIdOrNull, idOrNull(is.cluster)) as Field<ClusterId | null>;

/** In the trash where its mark says so: see shown.ts for one that was merged in a circle. */
export const readCluster = (id: string, thing: Thing): Cluster => {
  const is = readBirth(thing);
  return {
    id: id as ClusterId,
    title: readField(readEntries(thing), 'title', isString, text(is.title)),
    place: readPlace(thing),
    ...readCommon(thing),
  };
};

export const readRow = (id: string, thing: Thing): Row => ({
  id: id as RowId,
  phase: text(readBirth(thing).phase) as PhaseId,
  ...readCommon(thing),
});

export const readRetex = (id: string, thing: Thing): Retex => {
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

export const readMeta = (meta: Thing): Meta => {
  const entries: Entries = readEntries(meta);
  return {
    title: readField(entries, 'title', isString, ''),
    place: readField(entries, 'place', isString, ''),
    date: readField(entries, 'date', isString, ''),
    method: readField(entries, 'method', isString, ''),
    theme: readField(entries, 'theme', isThemeOrNull, null),
    themes: readField(entries, 'themes', isThemes, null),
    audiences: readField(entries, 'audiences', isStrings, null),
    introduction: readField(entries, 'introduction', isString, ''),
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

/** The note that each was put under, of those that were. */
export const readPointers = (piles: Y.Map<unknown>): ReadonlyMap<NoteId, NoteId> => {
  const pointers = new Map<NoteId, NoteId>();
  piles.forEach((under, id) => {
    if (isId(under)) pointers.set(id as NoteId, under as NoteId);
  });
  return pointers;
};

/** The pairs of notes that somebody keeps apart. */
export const readApart = (apart: Y.Map<unknown>): ReadonlySet<string> =>
  new Set([...apart.keys()].filter((key) => apart.get(key) === true && isPairKey(key)));

export const readRound = (id: string, thing: Thing): Round => {
  const is = readBirth(thing);
  return {
    id: id as RoundId,
    phase: text(is.phase) as PhaseId,
    kind: idOrNull(is.kind) as KindId | null,
    budget: isBudget(is.budget) ? is.budget : defaultBudget,
    several: is.several === true,
    at: typeof is.at === 'number' && Number.isFinite(is.at) ? is.at : 0,
    open: thing.get('state') !== 'closed',
    held: entriesById(is.held).map(([cluster, notes]) => [cluster as ClusterId, idsOf(notes) as NoteId[]]),
    ...readCommon(thing),
  };
};

/** Every ballot that has the shape of one, by id; those that are as they were `before` are the same objects. */
export const readBallots = (
  root: Y.Map<unknown>,
  before: ReadonlyMap<BallotId, Ballot> = new Map(),
): ReadonlyMap<BallotId, Ballot> => {
  const ballots = [...root.keys()].sort().flatMap((id) => {
    const ballot = readBallot(id as BallotId, root.get(id));
    const was = before.get(id as BallotId);
    return ballot ? [was && same(was, ballot) ? was : ballot] : [];
  });
  const isSame =
    ballots.length === before.size && ballots.every((ballot) => before.get(ballot.id) === ballot);
  return isSame ? before : new Map(ballots.map((ballot) => [ballot.id, ballot]));
};

const readBallot = (id: BallotId, value: unknown): Ballot | undefined => {
  if (value instanceof Y.AbstractType || typeof value !== 'object' || value === null) return undefined;
  const { round, tally, dots, doubts } = value as Record<string, unknown>;
  if (!isId(id) || !isId(round)) return undefined;
  return {
    id,
    round: round as RoundId,
    tally: tally === true,
    dots: entriesById(dots).flatMap(([thing, count]) =>
      isCount(count) && count > 0 ? [[thing as ThingId, count] as const] : [],
    ),
    doubts: [...new Set(idsOf(doubts))].sort() as ThingId[],
  };
};

export const readMatrix = (root: Y.Map<unknown>): ReadonlyMap<ThingId, Estimate> => {
  const matrix = new Map<ThingId, Estimate>();
  for (const [id, value] of entriesById(Object.fromEntries(root.entries()))) {
    if (!Array.isArray(value) || value.length !== 2 || !value.every(isLevel)) continue;
    const [impact, effort] = value as [number, number];
    matrix.set(id as ThingId, { impact, effort });
  }
  return matrix;
};

/** What a plain object holds under ids, in their order. */
const entriesById = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .filter(([id]) => isId(id))
        .sort(([a], [b]) => (a < b ? -1 : 1))
    : [];

const idsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isId) : []);

const readCommon = (thing: Thing): Common => {
  const live = thing.get('live');
  const order = thing.get('order');
  return {
    order: isOrder(order) ? order : null,
    trash: live === true ? null : { with: isId(live) ? (live as ThingId) : null },
  };
};

export const readPlace = (thing: Thing): Place | null => {
  const place = thing.get('place');
  if (!Array.isArray(place) || place.length !== 2 || !place.every(isCoordinate)) return null;
  const [x, y] = place as [number, number];
  return { x, y };
};

const isCoordinate = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= placeLimit;

const readBirth = (thing: Thing): Birth => {
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
