/** A whole room that meets by files alone, through the code that writes and reads them. */

import { expect, test } from 'vitest';
import { makeBundle } from '#app/make-bundle.ts';
import { readFile } from '#app/read-file.ts';
import { readBoard } from '#board/board.ts';
import { groupNotes, moveToCluster, renameCluster } from '#board/commands/clusters.ts';
import { addNote, correctNote } from '#board/commands/notes.ts';
import { trashThings } from '#board/commands/trash.ts';
import { encodeBoard, mergeBoard, type BoardDoc, type ClusterId, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import type { BoardId } from '#core/ids.ts';
import { stateHash } from '#sync/state-hash.ts';
import { copyOf, newBoard, value } from '../board/board-for-tests.ts';
import { chance } from '../sync/bundle-for-tests.ts';

const deviceCount = 25;
const notesEach = 20;

test.each([1])(
  '[FI8] 25 devices with 20 notes each, gathered by files in random order, twice over, are equal (seed %i)',
  (seed) => {
    const below = chance(seed);
    const devices = startDevices(below);
    const files = devices.map(fileOf).map(stateIn);
    for (const device of devices) for (const state of shuffled(files, below)) merge(device, state);
    // Again, with files of boards that have met, and the first ones, in another order.
    const all = [...files, ...devices.map(fileOf).map(stateIn)];
    for (const device of devices) for (const state of shuffled(all, below)) merge(device, state);
    const hashes = new Set(devices.map(({ doc }) => stateHash(doc)));
    expect(hashes.size).toBe(1);
    console.info(`seed ${String(seed)}: ${[...hashes].join()}`);
    const [board] = devices;
    const { notes } = readBoard(board!);
    expect(notes.size).toBe(deviceCount * notesEach);
    for (let device = 0; device < deviceCount; device++) {
      const own = [...notes.values()].filter(({ text }) => text.startsWith(`${String(device)}/`));
      expect(own).toHaveLength(notesEach);
    }
  },
  120_000,
);

/** Each sticks notes; most have met another before they group, correct and throw away what they see. */
const startDevices = (below: (limit: number) => number): readonly BoardDoc[] => {
  const first = newBoard('Une salle');
  const devices = Array.from({ length: deviceCount }, () => copyOf(first));
  devices.forEach((board, device) => {
    for (let n = 0; n < notesEach; n++) {
      const id = `${String(device)}-${String(n)}` as NoteId;
      const text = `${String(device)}/${String(n)} zones blanches`;
      value(addNote(board, { id, kind: 'irritant' as KindId, text, at: n }));
    }
  });
  devices.forEach((board, device) => {
    if (below(4) > 0) merge(board, stateIn(fileOf(devices[below(deviceCount)]!)));
    const ids = shuffled(
      liveNotes(readBoard(board)).map(({ id }) => id),
      below,
    );
    const cluster = `cluster-${String(device)}` as ClusterId;
    groupNotes(board, { id: cluster, title: 'Grappe' }, ids.slice(0, 6));
    renameCluster(board, cluster, `Grappe ${String(below(5))}`);
    const known = liveClusters(readBoard(board));
    moveToCluster(board, ids.slice(6, 9), known[below(known.length)]?.id ?? null);
    const [corrected, thrown] = ids.slice(9);
    const text = readBoard(board).notes.get(corrected!)?.text ?? '';
    correctNote(board, corrected!, text, `${text} (${String(device)})`);
    trashThings(board, [thrown!]);
  });
  return devices;
};

const fileOf = (board: BoardDoc): Uint8Array =>
  makeBundle({
    id: 'board1' as BoardId,
    state: encodeBoard(board),
    board: readBoard(board),
    method: defaultMethod,
    now: 0,
  });

/** What every device that opens the file reads in it. */
const stateIn = (file: Uint8Array): Uint8Array => value(readFile(file)).boards[0].state;

const merge = (board: BoardDoc, state: Uint8Array): void => mergeBoard(board, state, { type: 'file' });

const shuffled = <T>(items: readonly T[], below: (limit: number) => number): T[] => {
  const left = [...items];
  return Array.from(items, () => left.splice(below(left.length), 1)[0]!);
};
