/** Files of many workshops, and how well what is found alike agrees with what is. Run by consolidate.js. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeBundle } from '#app/make-bundle.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { groupMany } from '#similarity/group-many.ts';
import { makeWorkshops } from '../tests/support/many-workshops.ts';
import { agreement, labelledSayings } from '../tests/support/agreement.ts';
import { notesOf, type Half } from '../tests/similarity/labelled-notes.ts';

/** Gives how many bytes they are. */
export const writeFiles = (folder: string, count: number, noteCount: number, seed: number): number => {
  let bytes = 0;
  let at = 0;
  for (const { id, board } of makeWorkshops(count, noteCount, seed)) {
    const state = encodeBoard(board);
    const file = makeBundle({ id, state, board: readBoard(board), method: defaultMethod, now: 0 });
    writeFileSync(join(folder, `atelier-${String((at += 1)).padStart(5, '0')}.grappe`), file);
    bytes += file.length;
    board.doc.destroy();
  }
  return bytes;
};

/** Precision and recall by pairs of notes, of the subjects that were tuned on and of the others. */
export const measure = (count: number, noteCount: number, seed: number) => {
  const { texts, labels, isTuned } = labelledSayings(makeWorkshops(count, noteCount, seed));
  const groups = groupMany(texts).map(({ members }) => members);
  return {
    tuned: agreement(labels, groups, (at) => isTuned[at] === true),
    others: agreement(labels, groups, (at) => isTuned[at] === false && labels[at] !== null),
  };
};

/** The same of the notes that another part of the app is measured by, against their themes, which are wider. */
export const measureLabelled = (half: Half) => {
  const notes = notesOf(half);
  const groups = groupMany(notes.map(({ text }) => ({ text, sort: '' })));
  return agreement(
    notes.map(({ theme }) => theme),
    groups.map(({ members }) => members),
  );
};
