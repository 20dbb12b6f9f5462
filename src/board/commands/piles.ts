/** Piles: notes that say nearly the same lie under one of them. */

import { err, ok, type Result } from '#core/result.ts';
import {
  findThing,
  notesOf,
  pilesOf,
  transact,
  type BoardDoc,
  type NoteId,
  type Place,
  type Thing,
} from '../document.ts';
import { findEnds } from '../pointers.ts';
import { chooseField, writeField } from '../register.ts';
import { readClusterOf, readPlace, readPointers } from '../things.ts';
import type { NoteMissing } from './notes.ts';
import { writePlace } from './places.ts';

/** How far beside the one before a note is put that leaves a pile outside clusters: enough of it shows to be taken hold of. */
const unpileStep = 32;

/**
 * Puts notes, with what lies under them, under a note, in its cluster; under the top of its pile if it lies in one.
 * Errors: `NoteMissing`; then nothing is piled.
 */
export const pileNotes = (
  board: BoardDoc,
  notes: readonly NoteId[],
  onto: NoteId,
): Result<void, NoteMissing> => {
  if ([onto, ...notes].some((id) => !findThing(notesOf(board), id))) return err({ type: 'NoteMissing' });
  const piles = readPiles(board);
  const top = findTop(board, piles, onto) ?? onto;
  const named = new Set(notes);
  const under = new Set(notesUnder(board, piles, named));
  for (const set of [named, under]) set.delete(top);
  transact(board, () => {
    // What is on top lies under nothing, not even under a note in the trash that may come back.
    if (piles.pointers.has(top)) repile(board, piles, new Set([top]), null);
    repile(board, piles, new Set([...named, ...under]), top);
    const cluster = readClusterOf(noteOf(board, top));
    for (const id of named) chooseField(board, noteOf(board, id), 'cluster', cluster);
    for (const id of under) writeField(board, noteOf(board, id), 'cluster', cluster);
    for (const id of [...named, ...under]) writePlace(noteOf(board, id), null);
  });
  return ok();
};

/**
 * Takes notes out of their piles, each beside the top, in its cluster.
 * Errors: `NoteMissing`; then nothing is taken out.
 */
export const unpileNotes = (board: BoardDoc, notes: readonly NoteId[]): Result<void, NoteMissing> => {
  if (notes.some((id) => !findThing(notesOf(board), id))) return err({ type: 'NoteMissing' });
  const piles = readPiles(board);
  transact(board, () => {
    repile(board, piles, new Set(notes), null);
    notes.forEach((id, i) => {
      const top = findTop(board, piles, id);
      if (top === undefined) return;
      const cluster = readClusterOf(noteOf(board, top));
      chooseField(board, noteOf(board, id), 'cluster', cluster);
      writePlace(noteOf(board, id), cluster === null ? beside(readPlace(noteOf(board, top)), i + 1) : null);
    });
  });
  return ok();
};

const beside = (place: Place | null, steps: number): Place | null =>
  place && { x: place.x + steps * unpileStep, y: place.y + steps * unpileStep };

/** Takes a note out of its pile, inside a transaction, if that is in another cluster. */
export const leavePileElsewhere = (board: BoardDoc, id: NoteId, cluster: unknown): void => {
  const piles = readPiles(board);
  const top = findTop(board, piles, id);
  if (top !== undefined && readClusterOf(noteOf(board, top)) !== cluster) {
    repile(board, piles, new Set([id]), null);
  }
};

/** How the notes of a board lie on one another. */
export interface Piles {
  /** The note that each was put under, of those that were. */
  readonly pointers: ReadonlyMap<NoteId, NoteId>;
  /** Where these lead in the end, as in shown.ts. */
  readonly ends: ReadonlyMap<NoteId, NoteId>;
}

export const readPiles = (board: BoardDoc): Piles => {
  const pointers = readPointers(pilesOf(board));
  return { pointers, ends: findEnds(pointers) };
};

/** The notes that go where the tops of their piles go. One that has not come yet from another device is passed over. */
export const notesUnder = (board: BoardDoc, { ends }: Piles, tops: ReadonlySet<NoteId>): readonly NoteId[] =>
  [...ends]
    .filter(([id, end]) => tops.has(end) && !tops.has(id) && findThing(notesOf(board), id))
    .map(([id]) => id);

/** The note on the board that a note lies under. */
const findTop = (board: BoardDoc, { ends }: Piles, id: NoteId): NoteId | undefined => {
  const end = ends.get(id);
  return end !== undefined && end !== id && findThing(notesOf(board), end)?.get('live') === true
    ? end
    : undefined;
};

/**
 * Puts notes under a note, or (null) under none, inside a transaction. What was put under them on other devices, and
 * lies in the same pile only through them, stays in that pile.
 */
export const repile = (
  board: BoardDoc,
  { pointers, ends }: Piles,
  notes: ReadonlySet<NoteId>,
  under: NoteId | null,
): void => {
  for (const id of notes) pilesOf(board).set(id, under);
  for (const [id, pointer] of pointers) {
    const end = ends.get(id);
    if (notes.has(pointer) && !notes.has(id) && end !== pointer) {
      pilesOf(board).set(id, end === id ? null : end);
    }
  }
};

const noteOf = (board: BoardDoc, id: NoteId): Thing => findThing(notesOf(board), id)!;
