/**
 * Registers: short fields of which no value is lost when two devices change them apart.
 *
 * A field's values stand in a Y.Map, one per writer, under `<field>@<slot>` as `[stamp, value, seen]`:
 *
 * | part    | what it is                                                                              |
 * | ------- | --------------------------------------------------------------------------------------- |
 * | `slot`  | the id of one opening of the board (`.1`, `.2`… behind it when it holds several values)   |
 * | `stamp` | higher than every stamp that the writer had seen in this field, and never used twice      |
 * | `seen`  | slot → stamp: the writes that this one replaces, itself or through those before it         |
 *
 * A value that none other replaces is alive. Of several, the one with the highest stamp (then slot) is the
 * field's value, and the others are kept beside it until somebody chooses. With none, the field has the
 * value that the thing was born with.
 *
 * Why not one plain key: of two concurrent values Yjs keeps one and gives no trace of the other. Why
 * nobody deletes another's key: undo would bring it back under that writer's name, and meet the next value
 * that the writer puts there (tests/board/replicas.property.test.ts found this).
 */

import type { BoardDoc, Thing } from './document.ts';

/** A field's value, and the values written apart that nobody has chosen between. */
export interface Field<T> {
  readonly value: T;
  readonly others: readonly T[];
}

interface Entry {
  readonly slot: string;
  readonly stamp: number;
  readonly value: unknown;
  readonly seen: Readonly<Record<string, unknown>>;
}

/** Stamps count the writes a field has seen; a foreign stamp past this is not believed. */
const maxStamp = 2 ** 40;

/** Entries of a thing by their field. */
export type Entries = ReadonlyMap<string, readonly Entry[]>;

/** Reads every entry of a thing, or those of one field only: for looking through many things. */
export const readEntries = (thing: Thing, only?: string): Entries => {
  let entries: Map<string, Entry[]> | undefined;
  thing.forEach((stored, key) => {
    if (only !== undefined && !key.startsWith(only)) return;
    const at = key.indexOf('@');
    if (at < 1 || (only !== undefined && at !== only.length)) return;
    const entry = decodeEntry(key.slice(at + 1), stored);
    if (!entry) return;
    const field = key.slice(0, at);
    entries ??= new Map<string, Entry[]>();
    const list = entries.get(field);
    if (list) list.push(entry);
    else entries.set(field, [entry]);
  });
  return entries ?? none;
};

const none: Entries = new Map();

const decodeEntry = (slot: string, stored: unknown): Entry | undefined => {
  if (!Array.isArray(stored) || stored.length < 2) return undefined;
  const [stamp, value, seen] = stored as [unknown, unknown, unknown];
  if (!isStamp(stamp)) return undefined;
  const record = typeof seen === 'object' && seen !== null ? (seen as Record<string, unknown>) : {};
  return { slot, stamp, value, seen: record };
};

const isStamp = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxStamp;

/** The entries that none other replaces, best first. A write replaces only what is older than itself. */
const alive = (entries: readonly Entry[]): readonly Entry[] =>
  entries
    .filter(
      ({ slot, stamp }) =>
        !entries.some((other) => {
          const seen = Object.hasOwn(other.seen, slot) ? other.seen[slot] : 0;
          return isStamp(seen) && seen >= stamp && other.stamp > seen;
        }),
    )
    .sort((a, b) => b.stamp - a.stamp || (a.slot < b.slot ? 1 : -1));

/** Reads a field; values of another shape than `accept` wants are passed over, and stay in the document. */
export const readField = <T>(
  entries: Entries,
  field: string,
  accept: (value: unknown) => value is T,
  born: T,
): Field<T> => {
  const list = entries.get(field);
  if (!list) return { value: born, others: [] };
  const values = alive(list)
    .map((entry) => entry.value)
    .filter(accept);
  if (values.length === 0) return { value: born, others: [] };
  const [value, ...rest] = values as [T, ...T[]];
  const others: T[] = [];
  for (const other of rest) {
    if (![value, ...others].some((known) => same(known, other))) others.push(other);
  }
  return { value, others };
};

/** Tells whether two plain values are the same. */
export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * Writes a field, replacing the value that is shown and keeping those that were written apart. `before` is
 * the value that the person saw, where that may be another by now: then what they did not see is kept.
 */
export const writeField = (
  board: BoardDoc,
  thing: Thing,
  field: string,
  value: unknown,
  before?: unknown,
): void => {
  const entries = readEntries(thing, field).get(field) ?? [];
  const living = alive(entries);
  const replaced = before === undefined ? living[0]?.value : before;
  put(
    board,
    thing,
    field,
    value,
    entries,
    living.filter((entry) => !same(entry.value, replaced)),
  );
};

/** Writes a field and lets every value written apart go: somebody has seen them and chosen. */
export const chooseField = (board: BoardDoc, thing: Thing, field: string, value: unknown): void => {
  put(board, thing, field, value, readEntries(thing, field).get(field) ?? [], []);
};

const put = (
  board: BoardDoc,
  thing: Thing,
  field: string,
  value: unknown,
  entries: readonly Entry[],
  kept: readonly Entry[],
): void => {
  const slot = ownSlot(board, kept);
  const seen: Record<string, number> = {};
  for (const entry of entries) {
    if (entry.slot !== slot && !kept.includes(entry)) seen[entry.slot] = entry.stamp;
  }
  board.lastStamp = Math.max(board.lastStamp, ...entries.map((entry) => entry.stamp)) + 1;
  const stored = [board.lastStamp, value];
  thing.set(`${field}@${slot}`, Object.keys(seen).length > 0 ? [...stored, seen] : stored);
};

/** The writer's own slot, or a numbered one beside it while its own holds a value that is kept. */
const ownSlot = (board: BoardDoc, kept: readonly Entry[]): string => {
  for (let n = 0; ; n++) {
    const slot = n === 0 ? board.writer : `${board.writer}.${String(n)}`;
    if (!kept.some((entry) => entry.slot === slot)) return slot;
  }
};
