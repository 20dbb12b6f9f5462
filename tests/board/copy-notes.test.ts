import { expect, test } from 'vitest';
import { readBoard } from '#board/board.ts';
import { groupNotes } from '#board/commands/clusters.ts';
import { copyNotes } from '#board/commands/copy-notes.ts';
import { addNote } from '#board/commands/notes.ts';
import { parkNotes } from '#board/commands/park.ts';
import { trashThings } from '#board/commands/trash.ts';
import type { ClusterId, NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { liveNotes } from '#board/select.ts';
import { createUndo } from '#board/undo.ts';
import { createId, type DeviceId } from '#core/ids.ts';
import { newBoard, stick, value } from './board-for-tests.ts';

const makeId = () => createId<NoteId>();
const textsOf = (board: Parameters<typeof readBoard>[0]) =>
  liveNotes(readBoard(board)).map(({ text }) => text);

test('[BR6] notes of another workshop are copied in their order, behind those that are here, in one step', () => {
  const [here, there] = [newBoard('Ici'), newBoard('Ailleurs')];
  stick(here, 'Déjà là');
  for (const text of ['Un', 'Deux', 'Trois']) stick(there, text);
  const undo = createUndo(here);
  const from = readBoard(there);
  expect(value(copyNotes(here, from, { at: 0, makeId }))).toBe(3);
  expect(textsOf(here)).toEqual(['Déjà là', 'Un', 'Deux', 'Trois']);
  expect(textsOf(there)).toEqual(['Un', 'Deux', 'Trois']);
  undo.undo();
  expect(textsOf(here)).toEqual(['Déjà là']);
  undo.redo();
  // Copied once more they are notes once more: nothing ties them to where they came from.
  expect(value(copyNotes(here, from, { at: 0, makeId }))).toBe(3);
  expect(liveNotes(readBoard(here))).toHaveLength(7);
});

test('[BR6] a copied note tells nothing of where, when and on which device it was written', () => {
  const [here, there] = [newBoard('Ici'), newBoard('Ailleurs')];
  const id = createId<NoteId>();
  const device = 'une-autre-tablette' as DeviceId;
  const at = 1_700_000_000_000;
  value(addNote(there, { id, kind: 'irritant' as KindId, text: 'Débit', at, device }));
  const cluster = 'grappe-de-la-bas' as ClusterId;
  value(groupNotes(there, { id: cluster, title: 'Réseau' }, [id]));
  const now = 1_800_000_060_000;
  value(copyNotes(here, readBoard(there), { at: now, device: 'ici' as DeviceId, makeId }));
  const [note] = liveNotes(readBoard(here));
  expect(note).toMatchObject({ text: 'Débit', kind: 'irritant', device: 'ici', cluster: null, from: [] });
  expect(note?.id).not.toBe(id);
  expect(note?.at).toBe(Math.floor(now / 60_000) * 60_000);
  const all = JSON.stringify(here.doc.toJSON());
  for (const trace of [id, device, cluster, 'Réseau']) expect(all).not.toContain(trace);
});

test('[BR6] what lies in the trash or is kept for later there is not copied, and an unknown kind becomes the first', () => {
  const [here, there] = [newBoard('Ici'), newBoard('Ailleurs')];
  const [thrown, parked] = [stick(there, 'Jetée'), stick(there, 'Plus tard')];
  value(trashThings(there, [thrown]));
  value(parkNotes(there, [parked]));
  value(
    addNote(there, { id: createId<NoteId>(), kind: 'inconnu' as KindId, text: 'D’une autre méthode', at: 0 }),
  );
  expect(value(copyNotes(here, readBoard(there), { at: 0, makeId }))).toBe(1);
  expect(liveNotes(readBoard(here))).toMatchObject([{ text: 'D’une autre méthode' }]);
  expect(liveNotes(readBoard(here))[0]?.kind).not.toBe('inconnu');
});
