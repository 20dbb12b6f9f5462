/**
 * Registers: short fields of which no value is lost when two devices change them apart.
 *
 * A field's values stand in a Y.Map under `<field>@<slot>` as `[stamp, value]`. A slot begins with the
 * writer's id, so two openings of a board never write the same key. The value with the highest stamp (then
 * the highest key) is the field's value; any other is kept beside it. Who writes sees the value that is
 * replaced and deletes only that one, so what was written apart stays until somebody chooses. Without any
 * such key the field has the value that the thing was born with.
 *
 * Why not one plain key: of two concurrent values Yjs keeps one and gives no trace of the other.
 */

import type { BoardDoc, Thing } from './document.ts';

/** A field's value, and the values written apart that lost against it. */
export interface Field<T> {
  readonly value: T;
  readonly others: readonly T[];
}

interface Entry {
  readonly key: string;
  readonly stamp: number;
  readonly value: unknown;
}

/** Stamps count the writes a field has seen; a foreign stamp past this is not believed. */
const maxStamp = 2 ** 40;

/** Every entry of every field of a thing, best first. */
export type Entries = ReadonlyMap<string, readonly Entry[]>;

export const readEntries = (thing: Thing): Entries => {
  const entries = new Map<string, Entry[]>();
  thing.forEach((stored, key) => {
    const at = key.indexOf('@');
    if (at < 1) return;
    const entry = decodeEntry(key, stored);
    if (!entry) return;
    const field = key.slice(0, at);
    const list = entries.get(field);
    if (list) list.push(entry);
    else entries.set(field, [entry]);
  });
  for (const list of entries.values()) list.sort(bestFirst);
  return entries;
};

const decodeEntry = (key: string, stored: unknown): Entry | undefined => {
  if (!Array.isArray(stored) || stored.length !== 2) return undefined;
  const [stamp, value] = stored as [unknown, unknown];
  if (typeof stamp !== 'number' || !Number.isInteger(stamp) || stamp < 1 || stamp > maxStamp)
    return undefined;
  return { key, stamp, value };
};

const bestFirst = (a: Entry, b: Entry): number => b.stamp - a.stamp || (a.key < b.key ? 1 : -1);

/** Reads a field; values of another shape than `accept` wants are passed over, and stay in the document. */
export const readField = <T>(
  entries: Entries,
  field: string,
  accept: (value: unknown) => value is T,
  born: T,
): Field<T> => {
  const values = (entries.get(field) ?? []).map((entry) => entry.value).filter(accept);
  const [value, ...rest] = values;
  if (value === undefined) return { value: born, others: [] };
  const others: T[] = [];
  for (const other of rest) {
    if (!same(other, value) && !others.some((known) => same(known, other))) others.push(other);
  }
  return { value, others };
};

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Writes a field, replacing the value that is shown and keeping those that were written apart. */
export const writeField = (board: BoardDoc, thing: Thing, field: string, value: unknown): void => {
  const entries = readEntries(thing).get(field) ?? [];
  const shown = entries[0];
  const replaced = shown ? entries.filter((entry) => same(entry.value, shown.value)) : [];
  put(board, thing, field, value, entries, replaced);
};

/** Writes a field and lets every value written apart go: somebody has seen them and chosen. */
export const chooseField = (board: BoardDoc, thing: Thing, field: string, value: unknown): void => {
  const entries = readEntries(thing).get(field) ?? [];
  put(board, thing, field, value, entries, entries);
};

const put = (
  board: BoardDoc,
  thing: Thing,
  field: string,
  value: unknown,
  entries: readonly Entry[],
  replaced: readonly Entry[],
): void => {
  for (const { key } of replaced) thing.delete(key);
  const stamp = Math.min(maxStamp, 1 + (entries[0]?.stamp ?? 0));
  thing.set(freeKey(board, thing, field), [stamp, value]);
};

/** The writer's own key, or a numbered one beside it while its own holds a value that must be kept. */
const freeKey = (board: BoardDoc, thing: Thing, field: string): string => {
  const own = `${field}@${board.writer}`;
  for (let n = 0; ; n++) {
    const key = n === 0 ? own : `${own}.${n}`;
    if (!thing.has(key)) return key;
  }
};
