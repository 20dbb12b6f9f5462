/** Order among neighbours: fractional indexes, ties broken by id. */

import { createNumber } from '#core/ids.ts';
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';

export interface Ordered {
  readonly id: string;
  readonly order: string | null;
}

/** Compares by order, then by id, in code units, the same on every device. Things without order come last. */
export const byOrder = (a: Ordered, b: Ordered): number => {
  if (a.order !== b.order) {
    if (a.order === null) return 1;
    if (b.order === null) return -1;
    return a.order < b.order ? -1 : 1;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
};

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An order key somewhere among the others: it tells nothing of when it was made. `random` gives whole numbers of 32 bits. */
export const randomOrder = (random: () => number = createNumber): string => {
  const digit = (): string => digits.charAt(random() % digits.length);
  // A key must not end in 0.
  return `a${digit()}${Array.from({ length: 10 }, digit).join('')}V`;
};

/** Longest order key believed from a foreign document; real ones stay under 30. */
const maxOrderLength = 200;

/** Tells whether a value is an order key that further keys can be made from. */
export const isOrder = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > maxOrderLength) return false;
  try {
    generateKeyBetween(value, null);
    return true;
  } catch {
    return false;
  }
};

/**
 * Makes order keys for `count` things put before `siblings[index]` (at the end when there is none).
 * `siblings` are sorted by `byOrder`. Where neighbours tie, because two devices appended apart, or have
 * no order, every sibling gets a fresh key as well: those are in `siblingKeys`.
 */
export const makeRoom = (
  siblings: readonly Ordered[],
  index: number,
  count: number,
): { readonly keys: readonly string[]; readonly siblingKeys: ReadonlyMap<string, string> } => {
  const left = siblings[index - 1];
  const right = siblings[index];
  const fits =
    (!left || left.order !== null) &&
    (!right || right.order !== null) &&
    (!left?.order || !right?.order || left.order < right.order);
  if (fits) {
    return { keys: generateNKeysBetween(left?.order, right?.order, count), siblingKeys: new Map() };
  }
  const all = generateNKeysBetween(null, null, siblings.length + count);
  const siblingKeys = new Map(
    siblings.map((sibling, i) => [sibling.id, all[i < index ? i : i + count] as string] as const),
  );
  return { keys: all.slice(index, index + count), siblingKeys };
};
