/** Going back: things, or all of the board, become again what they were at an earlier moment. */

import * as Y from 'yjs';
import { ok, type Result } from '#core/result.ts';
import { readBoard, type Board, type Estimate } from '../board.ts';
import {
  clusterFields,
  compareBoards,
  metaFields,
  noteFields,
  retexFields,
  roundFields,
} from '../compare.ts';
import {
  findAnyThing,
  findThing,
  matrixOf,
  metaOf,
  notesOf,
  pilesOf,
  transact,
  type BoardDoc,
  type NoteId,
  type Place,
  type RowId,
  type Thing,
  type ThingId,
} from '../document.ts';
import { writeField } from '../register.ts';
import { correctText } from '../text.ts';
import { readPiles } from './piles.ts';
import { writePlace } from './places.ts';

/**
 * Gives things back the text, pile, places and names that they had in `then`, out of the trash if they are there. A row
 * takes along what was thrown away with it. Things that `then` does not know stay as they are, and so do all ballots.
 */
export const bringBack = (board: BoardDoc, then: Board, ids: readonly ThingId[]): Result<void, never> => {
  transact(board, () => {
    const wanted = new Set(ids);
    for (const { id, trash } of readBoard(board).notes.values()) {
      if (!trash?.with || !wanted.has(trash.with)) continue;
      wanted.add(id);
      if (!then.notes.has(id)) findAnyThing(board, id)?.set('live', true);
    }
    rewriteThings(board, then, wanted);
  });
  return ok();
};

/**
 * Makes the whole board what it was in `then`. What came since stays, unless `withdraw`: then it goes to the
 * trash, the notes of a row with their row.
 */
export const bringBackAll = (
  board: BoardDoc,
  then: Board,
  { withdraw }: { readonly withdraw: boolean },
): Result<void, never> => {
  transact(board, () => {
    const now = readBoard(board);
    if (withdraw) withdrawThings(board, newThings(then, now), now);
    rewriteThings(board, then, new Set(thingMaps(then).flatMap((things) => [...things.keys()])));
    reorderThings(board, then);
    for (const field of metaFields(then.meta, now.meta)) {
      writeField(board, metaOf(board), field, then.meta[field].value);
    }
  });
  return ok();
};

/**
 * Takes back what a merge brought, `before` and `after` being the pictures around it: what came goes to the trash, and what
 * it changed becomes what it was. What was changed again since stays as it is, and so do rows that were written into;
 * ballots stay too. Gives how many things stay so.
 */
export const takeBackMerge = (board: BoardDoc, before: Board, after: Board): Result<number, never> => {
  const brought = compareBoards(before, after);
  const now = readBoard(board);
  const since = compareBoards(after, now);
  const isTouched = new Set<ThingId>([...since.things.map(({ id }) => id), ...since.reordered]);
  const isWrittenInto = new Set(
    [...now.notes.values()].flatMap(({ id, row, trash }) =>
      trash === null && row !== null && !after.notes.has(id) ? [row] : [],
    ),
  );
  const came = [...newThings(before, after)].filter(
    (id) => now.notes.has(id as NoteId) || !isWrittenInto.has(id as RowId),
  );
  const changed = [
    ...brought.things.filter(({ change }) => change !== 'new').map(({ id }) => id),
    ...brought.reordered,
  ];
  const wanted = new Set(changed.filter((id) => !isTouched.has(id)));
  transact(board, () => {
    withdrawThings(board, new Set(came), now);
    rewriteThings(board, before, wanted);
    reorderThings(board, before, wanted);
    for (const field of brought.meta) {
      if (!since.meta.includes(field)) writeField(board, metaOf(board), field, before.meta[field].value);
    }
  });
  const kept = newThings(before, after).size - came.length + changed.length - wanted.size;
  return ok(kept + brought.meta.filter((field) => since.meta.includes(field)).length);
};

const thingMaps = ({ rows, clusters, retex, rounds, notes }: Board) =>
  [rows, clusters, retex, rounds, notes] as readonly ReadonlyMap<
    ThingId,
    { readonly trash: unknown; readonly order: string | null }
  >[];

/** Only what differs is written: a register written for nothing would replace a value for nothing. */
const rewriteThings = (board: BoardDoc, then: Board, wanted: ReadonlySet<ThingId>): void => {
  for (const things of thingMaps(then)) {
    for (const [id, { trash }] of things) {
      const thing = wanted.has(id) && trash === null ? findAnyThing(board, id) : undefined;
      if (thing && thing.get('live') !== true) thing.set('live', true);
    }
  }
  const { pointers } = readPiles(board);
  for (const [id, { trash, pile }] of then.notes) {
    const isPresent = wanted.has(id) && trash === null && findThing(notesOf(board), id) !== undefined;
    if (isPresent && (pointers.get(id) ?? null) !== pile) pilesOf(board).set(id, pile);
  }
  // A note shows its row, and its own cluster or that of its pile, only while they are on the board: it is read when all
  // are back.
  const now = readBoard(board);
  for (const [id, before] of then.notes) {
    const [thing, present] = [findAnyThing(board, id), now.notes.get(id)];
    if (!thing || !present || !wanted.has(id) || before.trash !== null) continue;
    for (const field of noteFields(before, present)) {
      if (field === 'text') rewriteText(thing, before.text);
      else if (field === 'stressed') thing.set(field, before.stressed);
      else writeField(board, thing, field, before[field]);
    }
    replace(thing, before.place, present.place);
  }
  for (const [id, before] of then.clusters) {
    const [thing, present] = [findAnyThing(board, id), now.clusters.get(id)];
    if (!thing || !present || !wanted.has(id) || before.trash !== null) continue;
    for (const field of clusterFields(before, present)) writeField(board, thing, field, before[field].value);
    replace(thing, before.place, present.place);
  }
  for (const [id, before] of then.retex) {
    const [thing, present] = [findAnyThing(board, id), now.retex.get(id)];
    if (!thing || !present || !wanted.has(id) || before.trash !== null) continue;
    for (const field of retexFields(before, present)) {
      if (field === 'text') rewriteText(thing, before.text);
      else writeField(board, thing, field, before[field].value);
    }
  }
  for (const [id, before] of then.rounds) {
    const [thing, present] = [findAnyThing(board, id), now.rounds.get(id)];
    if (!thing || !present || !wanted.has(id) || before.trash !== null) continue;
    if (roundFields(before, present).includes('open')) thing.set('state', before.open ? 'open' : 'closed');
  }
  for (const id of [...then.notes.keys(), ...then.clusters.keys()]) {
    const [before, present] = [then.matrix.get(id), now.matrix.get(id)];
    if (!wanted.has(id) || sameEstimate(before, present)) continue;
    matrixOf(board).set(id, before ? [before.impact, before.effort] : null);
  }
};

const sameEstimate = (a: Estimate | undefined, b: Estimate | undefined): boolean =>
  a?.impact === b?.impact && a?.effort === b?.effort;

const replace = (thing: Thing, before: Place | null, present: Place | null): void => {
  if (before?.x !== present?.x || before?.y !== present?.y) writePlace(thing, before);
};

const rewriteText = (thing: Thing, after: string): void => {
  const text = thing.get('text');
  if (text instanceof Y.Text) correctText(text, text.toJSON(), after);
};

const reorderThings = (board: BoardDoc, then: Board, wanted?: ReadonlySet<ThingId>): void => {
  for (const things of thingMaps(then)) {
    for (const [id, { order }] of things) {
      const thing = wanted === undefined || wanted.has(id) ? findAnyThing(board, id) : undefined;
      if (order !== null && thing && thing.get('order') !== order) thing.set('order', order);
    }
  }
};

const newThings = (then: Board, now: Board): ReadonlySet<ThingId> =>
  new Set(
    compareBoards(then, now)
      .things.filter(({ change }) => change === 'new')
      .map(({ id }) => id),
  );

const withdrawThings = (board: BoardDoc, ids: ReadonlySet<ThingId>, now: Board): void => {
  for (const id of ids) findAnyThing(board, id)?.set('live', false);
  for (const { id, row, trash } of now.notes.values()) {
    if (trash === null && row !== null && ids.has(row)) findAnyThing(board, id)?.set('live', row);
  }
};
