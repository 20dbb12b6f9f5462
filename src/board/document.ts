/**
 * The Y.Doc of one workshop.
 *
 * | root map   | key                | value                                                        |
 * | ---------- | ------------------ | ------------------------------------------------------------ |
 * | `meta`     | `schema/<n>`       | `true`: the board uses schema n; the highest counts, and only rises |
 * |            | `<field>@<writer>` | a register: `id`, `title`, `place`, `date`, `method`, `theme`, `themes`, `audiences`, `introduction` |
 * | `notes`    | note id            | a thing with `text`; fields `kind`, `row`, `cluster`, `theme`; `stressed`, `place` |
 * | `clusters` | cluster id         | a thing; field `title`; `place`                              |
 * | `rows`     | row id             | a thing; `is.phase`                                          |
 * | `retex`    | RETEX id           | a thing with `text`; fields `number`, `scope`, `title`, `links`, `theme` |
 * | `rounds`   | round id           | a thing: a vote; `is` holds `phase`, `kind` (left out: clusters), `budget`, `several`, `held` (the notes of each cluster when it was opened); `state` |
 * | `ballots`  | ballot id          | a plain object that one device writes, whole, and may replace: `{ round, dots: { <thing id>: count }, doubts: [<thing id>] }`; `tally: true`: raised hands or paper dots that somebody counted. It names neither time nor device |
 * | `matrix`   | note or cluster id | `[impact, effort]`, each 1 to 4; `null`: not placed. The last writer wins |
 * | `piles`    | note id            | the note it was put under, or `null`: none; see shown.ts. The last writer wins: a near-duplicate that was put into two piles apart has its text in either |
 * | `session`  | see session.ts     | how the room is led: the phase that is on, what is hidden, the timer |
 * | `apart`    | `<note id>~<note id>` | `true`: somebody said that the two, the smaller id first, do not belong together |
 *
 * A *thing* is a Y.Map under a random id, made once, on one device:
 *
 * | key                | value                                                                          |
 * | ------------------ | ------------------------------------------------------------------------------ |
 * | `is`               | a plain object written at birth and never again: what never changes (`at`, `device`, `audience`, `from`, `phase`, `attached`) and the first value of each field |
 * | `text`             | Y.Text, so that two people may correct the same text apart                       |
 * | `live`             | `true`; `false`: in the trash; an id: in the trash with the thing it was thrown away with, or as a cluster merged into that one; of a note `parked`: in the parking lot |
 * | `order`            | fractional index; ties are broken by id                                        |
 * | `state`            | of a round: `closed`; anything else: open. The last writer wins |
 * | `rowOrder`         | of a RETEX card: its place in the table, where that is not the place of the card |
 * | `place`            | `[x, y]`, whole wall units: the top left corner; `null`: laid out by itself. The last writer wins, as with `order`: no place is a text that anyone loses |
 * | `<field>@<writer>` | a register: `[stamp, value, seen]`; see register.ts                             |
 *
 * `is.attached` of a note lists what it carries beside its text, four at most: `{ hash, size, type: 'drawing' | 'photo', width,
 * height }` or `{ hash, size, type: 'voice', seconds }`; see attached.ts. The bytes are no part of the document.
 *
 * Nothing is ever deleted, save by an undo of one's own change. Only things with a random id are nested,
 * so two devices never create the same one. Keys that this version does not know are kept.
 */

import * as Y from 'yjs';
import { createId, createNumber, type Brand, type RandomBytes } from '#core/ids.ts';

export type NoteId = Brand<string, 'NoteId'>;
export type ClusterId = Brand<string, 'ClusterId'>;
export type RowId = Brand<string, 'RowId'>;
export type RetexId = Brand<string, 'RetexId'>;
export type RoundId = Brand<string, 'RoundId'>;
export type BallotId = Brand<string, 'BallotId'>;
export type ThingId = NoteId | ClusterId | RowId | RetexId | RoundId;

/** A place on the wall, in wall units: CSS pixels when the wall is neither enlarged nor reduced. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Farthest from the middle of the wall that a place is believed: 10,000 notes in one line need a fifth of it. */
export const placeLimit = 1_000_000;

/** What `live` says of a note in the parking lot. A version that does not know it finds the note in the trash. */
export const parkedMark = 'parked';

/** The schema this version writes. A board of a higher one is opened read-only. */
export const schemaVersion = 1;

/** The origin of every transaction made by a command; undo follows no other. */
export const localEdit = Object.freeze({ type: 'localEdit' });

/** Names one opening of a board, so that concurrent values of a field stand under different keys. */
export type WriterId = Brand<string, 'WriterId'>;

/** A run of Yjs clocks that a birth wrote: what undo must never delete. */
interface Birth {
  readonly from: number;
  readonly to: number;
}

/** A document opened as a board. */
export interface BoardDoc {
  readonly doc: Y.Doc;
  readonly writer: WriterId;
  /** By Yjs client, in the order of their clocks. */
  readonly births: Map<number, Birth[]>;
  /** The highest stamp this opening has given to a register: never given twice, not even after an undo. */
  lastStamp: number;
}

export type Thing = Y.Map<unknown>;

/** Opens a document as a board; writes nothing. The writer's id is fresh for each opening. */
export const openBoardDoc = (doc: Y.Doc, random?: RandomBytes): BoardDoc => ({
  doc,
  writer: createId<WriterId>(random, 8),
  births: new Map(),
  lastStamp: 0,
});

/** Makes an empty board. */
export const createBoardDoc = (random?: RandomBytes): BoardDoc => openBoardDoc(new Y.Doc(), random);

/** Everything a board holds, in Yjs' update format V2, of which ten minutes of moving notes take 31 KB instead of 1 MB. */
export const encodeBoard = ({ doc }: BoardDoc): Uint8Array => Y.encodeStateAsUpdateV2(doc);

/** Brings in a state of the same board, in one transaction; any number of times, in any order, with the same result. */
export const mergeBoard = ({ doc }: BoardDoc, state: Uint8Array, origin: { readonly type: string }): void => {
  Y.applyUpdateV2(doc, state, origin);
};

export const metaOf = (board: BoardDoc): Thing => board.doc.getMap('meta');
export const notesOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('notes');
export const clustersOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('clusters');
export const rowsOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('rows');
export const retexOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('retex');
export const roundsOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('rounds');
export const ballotsOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('ballots');
export const matrixOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('matrix');
export const pilesOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('piles');
export const sessionOf = (board: BoardDoc): Thing => board.doc.getMap('session');
export const apartOf = (board: BoardDoc): Y.Map<unknown> => board.doc.getMap('apart');

/** Every root that holds things; ids are random, so one id is in one root at most. */
export const thingRoots = (board: BoardDoc): readonly Y.Map<unknown>[] => [
  notesOf(board),
  clustersOf(board),
  rowsOf(board),
  retexOf(board),
  roundsOf(board),
];

/** Finds a thing in a root; anything else that a merged document may hold there counts as absent. */
export const findThing = (root: Y.Map<unknown>, id: string): Thing | undefined => {
  const value = root.get(id);
  return value instanceof Y.Map ? (value as Thing) : undefined;
};

/** Finds a thing in whichever root holds it. */
export const findAnyThing = (board: BoardDoc, id: string): Thing | undefined => {
  for (const root of thingRoots(board)) {
    const thing = findThing(root, id);
    if (thing) return thing;
  }
  return undefined;
};

/** One command is one transaction is one update. */
export const transact = <T>(board: BoardDoc, write: () => T): T => board.doc.transact(write, localEdit);

/** The origin of what is written with no tie to its writer; undo does not follow it, for the next hands would take it back. */
const unlinkedEdit = Object.freeze({ type: 'unlinkedEdit' });

/**
 * One transaction under a Yjs client of its own. Yjs numbers what a client writes, so that a document tells who wrote
 * before whom, and what came from one device; of what is written so, it tells neither.
 */
export const transactUnlinked = <T>({ doc }: BoardDoc, write: () => T): T => {
  const own = doc.clientID;
  doc.clientID = freshClient(doc);
  try {
    return doc.transact(write, unlinkedEdit);
  } finally {
    doc.clientID = own;
  }
};

const freshClient = (doc: Y.Doc): number => {
  const client = createNumber();
  return doc.store.clients.has(client) ? freshClient(doc) : client;
};

/** What a thing is born with. */
interface Birthright {
  readonly is: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly order?: string;
}

/**
 * Makes a thing, inside a transaction. What it is born with outlives an undo: taking back a birth only
 * takes away `live`, which puts the thing in the trash with whatever others have written into it since.
 */
export const bear = (
  board: BoardDoc,
  root: Y.Map<unknown>,
  id: string,
  { is, text, order }: Birthright,
): Thing => {
  const { doc } = board;
  const from = Y.getState(doc.store, doc.clientID);
  const thing: Thing = new Y.Map();
  root.set(id, thing);
  thing.set('is', is);
  if (text !== undefined) thing.set('text', new Y.Text(text));
  if (order !== undefined) thing.set('order', order);
  const births = board.births.get(doc.clientID) ?? [];
  births.push({ from, to: Y.getState(doc.store, doc.clientID) });
  board.births.set(doc.clientID, births);
  thing.set('live', true);
  return thing;
};
