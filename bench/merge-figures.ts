/** Files of many devices, and ways to make one of them. Run by merge.js. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { makeBundle } from '#app/make-bundle.ts';
import { readBoard } from '#board/board.ts';
import { addNote } from '#board/commands/notes.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { openBundle } from '#sync/bundle.ts';
import { stateHash } from '#sync/state-hash.ts';

const origin = { type: 'file' };
const words = ['tablette', 'réseau', 'élèves', 'temps', 'salle', 'panne', 'appui', 'équipe', 'aide', 'wifi'];

/** Writes as many files, each of a device that began from the same workshop and stuck notes of its own. */
export const writeFiles = (folder: string, fileCount: number, noteCount: number): readonly string[] => {
  const base = createBoardDoc();
  startWorkshop(base, { title: 'Trois cent cinquante appareils', method: defaultMethod.id });
  const start = encodeBoard(base);
  const id = createId<BoardId>();
  return Array.from({ length: fileCount }, (_, device) => {
    const board = createBoardDoc();
    mergeBoard(board, start, origin);
    for (let n = 0; n < noteCount; n++) {
      const text = Array.from(
        { length: 8 },
        (_word, at) => words[(device * 7 + n * 3 + at * at) % words.length],
      );
      addNote(board, {
        id: createId<NoteId>(),
        kind: (n % 2 === 0 ? 'irritant' : 'strength') as KindId,
        text: `${text.join(' ')} ${String(device)}/${String(n)}`,
        at: 1_790_000_000_000 + n * 60_000,
      });
    }
    const path = join(folder, `appareil-${String(device).padStart(3, '0')}.grappe`);
    const state = encodeBoard(board);
    writeFileSync(path, makeBundle({ id, state, board: readBoard(board), method: defaultMethod, now: 0 }));
    board.doc.destroy();
    return path;
  });
};

/** The hash of what the file holds. */
export const hashOf = (path: string): string => stateHash(open(path).doc);

const open = (path: string) => {
  const bundle = openBundle(new Uint8Array(readFileSync(path)));
  if (!bundle.ok) throw new Error(`${path}: ${bundle.error.type}`);
  return bundle.value;
};

/** Writes a document as a file, as each of the ways ends. */
const write = (path: string, doc: Y.Doc): void => {
  const board = createBoardDoc();
  mergeBoard(board, Y.encodeStateAsUpdateV2(doc), origin);
  const state = encodeBoard(board);
  const picture = readBoard(board);
  const id = 'bench' as BoardId;
  writeFileSync(path, makeBundle({ id, state, board: picture, method: defaultMethod, now: 0 }));
};

/** What comes to mind first: each file’s updates in Yjs’ usual format (V1), applied one by one to a document that is listened to. */
export const mergeV1 = (paths: readonly string[], out: string): void => {
  const doc = new Y.Doc();
  doc.on('update', () => undefined);
  for (const path of paths) {
    const { doc: read } = open(path);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(read));
  }
  write(out, doc);
};

/** Merging two files, again and again: a fresh document for each, from what was merged so far. */
export const mergeFresh = (paths: readonly string[], out: string): void => {
  let merged: Uint8Array | undefined;
  for (const path of paths) {
    const { state } = open(path);
    const doc = new Y.Doc();
    if (merged) Y.applyUpdateV2(doc, merged);
    Y.applyUpdateV2(doc, state);
    merged = Y.encodeStateAsUpdateV2(doc);
    doc.destroy();
  }
  const doc = new Y.Doc();
  if (merged) Y.applyUpdateV2(doc, merged);
  write(out, doc);
};
