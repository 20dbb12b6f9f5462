/** What the bench does inside the browser: the real storage and board code, and plain y-indexeddb beside it. */

import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { groupNotes, moveToCluster } from '#board/commands/clusters.ts';
import { addNote, changeKind, correctNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { notesOf, openBoardDoc, type BoardDoc, type ClusterId, type NoteId } from '#board/document.ts';
import type { KindId, MethodId } from '#board/method.ts';
import { systemClock } from '#core/clock.ts';
import { createId, type BoardId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import { openBoardStore, type BoardStore } from '#storage/board-store.ts';
import { openLedger } from '#storage/ledger.ts';

const boardId = 'bench-board-0001' as BoardId;
const plainName = 'plain-y-indexeddb';
const noteCount = 5000;
const editCount = 20_000;

/** Edits that a busy room makes while one write is under way; each group is one row of the journal. */
const editsPerRow = 50;

/** Rows of a session that was killed before its journal became one state: the most that an opening may find. */
const sessionEdits = 190;

/** How many rows y-indexeddb lets come together before it makes one of them. */
const plainTrimSize = 500;

export interface Opening {
  readonly milliseconds: number;
  readonly notes: number;
}

/** Writes the board with all its past, edit by edit, into both. */
const prepare = async (): Promise<void> => {
  const store = await openStore();
  const board = openBoardDoc(store.doc);
  const plain = new Y.Doc();
  const persistence = await openPlain(plain);
  store.doc.on('update', (update: Uint8Array) => Y.applyUpdate(plain, update));
  const settle = async (): Promise<void> => {
    await store.flush();
    // What its timer does a second after a pause.
    if (persistence._dbsize >= plainTrimSize) await storeState(persistence, false);
  };
  take(startWorkshop(board, { title: 'Bench', method: 'caribou' as MethodId }));
  const notes: NoteId[] = [];
  for (let at = 0; at < noteCount; at += 1) {
    const id = createId<NoteId>();
    const text = `Note ${at} : ce qui a été dit, en une phrase de longueur moyenne.`;
    take(addNote(board, { id, kind: 'irritant' as KindId, text, at: 0 }));
    notes.push(id);
    if (at % editsPerRow === 0) await settle();
  }
  const clusters = Array.from({ length: 40 }, (_, at) => {
    const id = createId<ClusterId>();
    take(groupNotes(board, { id, title: `Grappe ${at}` }, [pick(notes, at)]));
    return id;
  });
  for (let at = 0; at < editCount; at += 1) {
    edit(board, at, pick(notes, at * 7), pick(clusters, at));
    if (at % editsPerRow === 0) await settle();
  }
  await settle();
  await store.close();
  await persistence.destroy();
};

/** Of five edits three move a note, one corrects one, one says of what kind one is. */
const edit = (board: BoardDoc, at: number, note: NoteId, cluster: ClusterId): void => {
  if (at % 5 < 3) take(moveToCluster(board, [note], cluster));
  else if (at % 5 === 3) take(changeKind(board, [note], `kind-${at % 3}` as KindId));
  else {
    const text = readText(board, note);
    take(correctNote(board, note, text, text.replace(/( corrigé \d+)?$/, ` corrigé ${at}`)));
  }
};

const readText = (board: BoardDoc, note: NoteId): string => {
  const text = (notesOf(board).get(note) as Y.Map<unknown>).get('text');
  return text instanceof Y.Text ? text.toJSON() : '';
};

/** Edits one by one, each until it is saved, and leaves without a word; gives the milliseconds each took. */
const work = async (): Promise<number[]> => {
  const store = await openStore();
  const board = openBoardDoc(store.doc);
  // What opening has begun is not part of an edit.
  await store.flush();
  await store.compact();
  const plain = new Y.Doc();
  await openPlain(plain);
  store.doc.on('update', (update: Uint8Array) => Y.applyUpdate(plain, update));
  const notes = [...notesOf(board).keys()] as NoteId[];
  const clusters = [...readBoard(board).clusters.keys()];
  const latencies: number[] = [];
  for (let at = 0; at < sessionEdits; at += 1) {
    const start = performance.now();
    edit(board, at, pick(notes, at * 13), pick(clusters, at));
    await store.whenSaved();
    latencies.push(performance.now() - start);
  }
  await store.flush();
  return latencies;
};

const openGrappe = async (): Promise<Opening> => {
  const start = performance.now();
  const store = await openStore();
  const { notes } = readBoard(openBoardDoc(store.doc));
  return { milliseconds: performance.now() - start, notes: notes.size };
};

const openPlainBoard = async (): Promise<Opening> => {
  const start = performance.now();
  const doc = new Y.Doc();
  await openPlain(doc);
  const { notes } = readBoard(openBoardDoc(doc));
  return { milliseconds: performance.now() - start, notes: notes.size };
};

const openStore = async (): Promise<BoardStore> => {
  const ledger = take(await openLedger());
  return take(await openBoardStore({ ledger, boardId, clock: systemClock }));
};

const openPlain = async (doc: Y.Doc): Promise<IndexeddbPersistence> => {
  const persistence = new IndexeddbPersistence(plainName, doc);
  await persistence.whenSynced;
  return persistence;
};

const take = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
};

const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('nothing to pick');
  return found;
};

const bench = { prepare, work, openGrappe, openPlainBoard };
export type Bench = typeof bench;
Object.assign(window, { bench });
