/** Order among the things of a root. */

import * as Y from 'yjs';
import { err, ok, type Result } from '#core/result.ts';
import { findThing, transact, type BoardDoc, type Thing } from '../document.ts';
import { byOrder, isOrder, makeRoom } from '../order.ts';

export type ThingMissing = { readonly type: 'ThingMissing' };

/** An order key behind every thing of the root. */
export const orderBehind = (root: Y.Map<unknown>): string => {
  let last: string | null = null;
  root.forEach((thing) => {
    const order = thing instanceof Y.Map ? (thing as Thing).get('order') : null;
    if (isOrder(order) && (last === null || order > last)) last = order;
  });
  return makeRoom(last === null ? [] : [{ id: '', order: last }], 1, 1).keys[0] as string;
};

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
