/** Order among the things of a root. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';
import { findThing, transact, type BoardDoc, type Thing } from '../document.ts';
import { byOrder, isOrder, makeRoom } from '../order.ts';

export type ThingMissing = { readonly type: 'ThingMissing' };

/** An order key behind every thing of the root. */
export const orderBehind = (root: Y.Map<unknown>): string => {
  const orders: string[] = [];
  root.forEach((thing) => {
    const order = thing instanceof Y.Map ? (thing as Thing).get('order') : null;
    if (typeof order === 'string') orders.push(order);
  });
  // Telling whether a key is good takes longer than all the rest, and all but hostile ones are.
  let last = largest(orders);
  if (last !== null && !isOrder(last)) last = largest(orders.filter(isOrder));
  return makeRoom(last === null ? [] : [{ id: '', order: last }], 1, 1).keys[0] as string;
};

const largest = (orders: readonly string[]): string | null =>
  orders.reduce<string | null>((most, order) => (most === null || order > most ? order : most), null);

/**
 * Moves a thing before another of its root, or (null) behind all.
 * Errors: `ThingMissing`.
 */
export const moveThing = (
  board: BoardDoc,
  root: Y.Map<unknown>,
  id: string,
  before: string | null,
): Result<void, ThingMissing> => {
  const thing = findThing(root, id);
  if (!thing) return err({ type: 'ThingMissing' });
  const siblings: { id: string; order: string | null }[] = [];
  root.forEach((value, key) => {
    if (!(value instanceof Y.Map) || key === id) return;
    const order = (value as Thing).get('order');
    siblings.push({ id: key, order: isOrder(order) ? order : null });
  });
  siblings.sort(byOrder);
  const found = siblings.findIndex((sibling) => sibling.id === before);
  const { keys, siblingKeys } = makeRoom(siblings, found < 0 ? siblings.length : found, 1);
  transact(board, () => {
    for (const [key, order] of siblingKeys) findThing(root, key)?.set('order', order);
    thing.set('order', keys[0]);
  });
  return ok();
};
