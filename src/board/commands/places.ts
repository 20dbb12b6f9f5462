/** Places on the wall: where somebody put a note or a cluster. */

import { err, ok, type Result } from '#core/result.ts';
import {
  clustersOf,
  findThing,
  notesOf,
  placeLimit,
  transact,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type Place,
  type Thing,
} from '../document.ts';
import { readPlace } from '../things.ts';
import type { ThingMissing } from './arrange.ts';

/**
 * Puts notes and clusters where they are to be on the wall; null: they are laid out by themselves again.
 * Errors: `ThingMissing` when any of them is not there; then nothing is moved.
 */
export const placeThings = (
  board: BoardDoc,
  places: ReadonlyMap<NoteId | ClusterId, Place | null>,
): Result<void, ThingMissing> => {
  const found = new Map<Thing, Place | null>();
  for (const [id, place] of places) {
    const thing = findThing(notesOf(board), id) ?? findThing(clustersOf(board), id);
    if (!thing) return err({ type: 'ThingMissing' });
    found.set(thing, place);
  }
  transact(board, () => {
    for (const [thing, place] of found) writePlace(thing, place);
  });
  return ok();
};

/** Writes a place, inside a transaction: whole wall units, no farther out than is believed. */
export const writePlace = (thing: Thing, place: Place | null): void => {
  if (place !== null) thing.set('place', [whole(place.x), whole(place.y)]);
  else if (readPlace(thing) !== null) thing.set('place', null);
};

/** Adding 0 turns -0 into 0. */
const whole = (units: number): number => Math.round(Math.max(-placeLimit, Math.min(placeLimit, units))) + 0;
