import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { groupNotes, moveToCluster, renameCluster } from '#board/commands/clusters.ts';
import { chooseValue } from '#board/commands/conflicts.ts';
import { addNote, correctNote, placeNotes, stressNotes } from '#board/commands/notes.ts';
import { addRetex, changeRetex, correctRetex, moveRetex } from '#board/commands/retex.ts';
import { addHead, addRow } from '#board/commands/rows.ts';
import { restoreThings } from '#board/commands/restore.ts';
import { trashThings } from '#board/commands/trash.ts';
import { changeWorkshop, startWorkshop } from '#board/commands/workshop.ts';
import {
  encodeBoard,
  metaOf,
  notesOf,
  openBoardDoc,
  type ClusterId,
  type NoteId,
  type RetexId,
  type RowId,
} from '#board/document.ts';
import { clusterLetter, type KindId, type Phase } from '#board/method.ts';
import { defaultMethod, methods } from '#board/methods.ts';
import { readOrigins } from '#board/origins.ts';
import { noteTextLimit } from '#board/text.ts';
import { createUndo } from '#board/undo.ts';
import { readTable, readTables } from '#synthesis/tables.ts';
import { copyOf, merge, mergeBoth, newBoard, stick, textOf, value } from './board-for-tests.ts';

const projections = defaultMethod.phases[1] as Phase;
const actionPlan = defaultMethod.phases[2] as Phase;
const cluster = (id: string) => id as ClusterId;
const kind = (id: string) => id as KindId;

describe('notes', () => {
  test('[NT1] a note is stuck with its text cleaned, and refused when blank or too long', () => {
    const board = newBoard();
    const draft = { id: 'n' as NoteId, kind: kind('irritant'), at: 90_000 };
    expect(addNote(board, { ...draft, text: ' \n\u200b ' })).toEqual({
      ok: false,
      error: { type: 'NoteEmpty' },
    });
    expect(addNote(board, { ...draft, text: 'x'.repeat(100_000) })).toEqual({
      ok: false,
      error: { type: 'NoteTooLong', length: 100_000, limit: noteTextLimit },
    });
    expect(readBoard(board).notes.size).toBe(0);
    value(addNote(board, { ...draft, text: '  a\r\nb\u0000\ud800 <img onerror=x>\u202e ' }));
    expect(readBoard(board).notes.get('n' as NoteId)).toMatchObject({
      text: 'a\nb\ufffd <img onerror=x>\u202e',
      at: 60_000,
      kind: 'irritant',
      trash: null,
    });
  });

  test('[NT2] two people who correct the same text apart keep both corrections', () => {
    const here = newBoard();
    const id = stick(here, 'Maintenance du materiel');
    const there = copyOf(here);
    value(correctNote(here, id, 'Maintenance du materiel', 'Maintenance du matériel'));
    value(correctNote(there, id, 'Maintenance du materiel', 'Maintenance lente du materiel'));
    mergeBoth(here, there);
    expect(textOf(here, id)).toBe('Maintenance lente du matériel');
    expect(textOf(there, id)).toBe('Maintenance lente du matériel');
  });

  test('[NT2] a correction typed while another arrives keeps both, and never cuts an emoji', () => {
    const board = newBoard();
    const id = stick(board, 'un 👩‍🏫 deux');
    value(correctNote(board, id, 'un 👩‍🏫 deux', 'un 👨‍🏫 deux'));
    value(correctNote(board, id, 'un 👩‍🏫 deux', 'un 👩‍🏫 deux trois'));
    expect(textOf(board, id)).toBe('un 👨‍🏫 deux trois');
  });

  test('[NT3] a trashed note keeps its text, also the one that another device wrote meanwhile', () => {
    const here = newBoard();
    const id = stick(here, 'Zones blanches');
    const there = copyOf(here);
    value(trashThings(here, [id]));
    value(correctNote(there, id, 'Zones blanches', 'Zones blanches partout'));
    mergeBoth(here, there);
    expect(readBoard(here).notes.get(id)).toMatchObject({
      text: 'Zones blanches partout',
      trash: { with: null },
    });
    value(restoreThings(there, [id]));
    merge(here, there);
    expect(readBoard(here).notes.get(id)?.trash).toBeNull();
  });

  test('[NT4] notes are placed before one another, also where two devices appended apart', () => {
    const here = newBoard();
    const there = copyOf(here);
    const [a, b] = [stick(here, 'a'), stick(here, 'b')];
    const [c, d] = [stick(there, 'c'), stick(there, 'd')];
    mergeBoth(here, there);
    const texts = () => [...readBoard(here).notes.values()].map((note) => note.text).join('');
    expect([...texts()].sort().join('')).toBe('abcd');
    const cell = { kind: kind('irritant'), row: null };
    value(placeNotes(here, [d], cell, a));
    value(placeNotes(here, [b], cell, c));
    value(placeNotes(here, [a], cell, null));
    const order = texts();
    expect(order.indexOf('b')).toBe(order.indexOf('c') - 1);
    expect(order.at(-1)).toBe('a');
    merge(there, here);
    expect([...readBoard(there).notes.values()].map((note) => note.text).join('')).toBe(order);
  });

  test('[NT5] a command on a note that is not there changes nothing', () => {
    const board = newBoard();
    const id = stick(board, 'a');
    const before = Y.encodeStateAsUpdateV2(board.doc);
    expect(stressNotes(board, [id, 'gone' as NoteId], true)).toEqual({
      ok: false,
      error: { type: 'NoteMissing' },
    });
    expect(placeNotes(board, ['gone' as NoteId], { kind: kind('need'), row: null }, null).ok).toBe(false);
    expect(trashThings(board, ['gone' as NoteId]).ok).toBe(false);
    expect(Y.encodeStateAsUpdateV2(board.doc)).toEqual(before);
  });
});

describe('clusters', () => {
  test('[GR1] a note is in one cluster at most, the same everywhere, and the other place is kept', () => {
    const here = newBoard();
    const id = stick(here, 'a');
    value(groupNotes(here, { id: cluster('c1'), title: 'Matériel' }, [id]));
    expect(groupNotes(here, { id: cluster('c2'), title: 'Réseau' }, [])).toMatchObject({
      error: { type: 'NothingSelected' },
    });
    value(groupNotes(here, { id: cluster('c3'), title: 'Temps' }, [stick(here, 'b')]));
    const there = copyOf(here);
    value(moveToCluster(here, [id], cluster('c3')));
    value(moveToCluster(there, [id], null));
    mergeBoth(here, there);
    const [mine, theirs] = [readBoard(here).notes.get(id)!, readBoard(there).notes.get(id)!];
    expect(mine).toEqual(theirs);
    expect([mine.cluster, ...mine.others.cluster].toSorted()).toEqual(['c3', null].toSorted());
    value(moveToCluster(here, [id], cluster('c1')));
    expect(readBoard(here).notes.get(id)).toMatchObject({ cluster: 'c1', others: { cluster: [] } });
  });

  test('[GR2] two names given at the same time are both kept until somebody chooses', () => {
    const here = newBoard();
    value(groupNotes(here, { id: cluster('c'), title: '' }, [stick(here, 'a')]));
    const there = copyOf(here);
    value(renameCluster(here, cluster('c'), 'Réseau'));
    value(renameCluster(there, cluster('c'), 'Connexion'));
    mergeBoth(here, there);
    const title = () => readBoard(here).clusters.get(cluster('c'))!.title;
    expect([title().value, ...title().others].toSorted()).toEqual(['Connexion', 'Réseau']);
    const lost = title().others[0]!;
    value(renameCluster(here, cluster('c'), 'Zones blanches'));
    expect(title()).toEqual({ value: 'Zones blanches', others: [lost] });
    value(chooseValue(here, cluster('c'), 'title', lost));
    expect(title()).toEqual({ value: lost, others: [] });
    merge(there, here);
    expect(readBoard(there).clusters.get(cluster('c'))!.title).toEqual({ value: lost, others: [] });
  });

  test('[GR2] a name that was not on the screen when another was typed is kept too', () => {
    const board = newBoard();
    value(groupNotes(board, { id: cluster('c'), title: 'Réseau' }, [stick(board, 'a')]));
    value(renameCluster(board, cluster('c'), 'Connexion', 'Réseau'));
    // Typed over « Réseau », by somebody who never saw « Connexion ».
    value(renameCluster(board, cluster('c'), 'Wifi', 'Réseau'));
    const title = () => readBoard(board).clusters.get(cluster('c'))!.title;
    expect(title()).toEqual({ value: 'Wifi', others: ['Connexion'] });
    value(renameCluster(board, cluster('c'), 'Wifi partout', 'Wifi'));
    expect(title()).toEqual({ value: 'Wifi partout', others: ['Connexion'] });
  });

  test('[GR3] a trashed cluster lets its notes go and takes them back', () => {
    const board = newBoard();
    const id = stick(board, 'a');
    value(groupNotes(board, { id: cluster('c'), title: 'Matériel' }, [id]));
    value(trashThings(board, [cluster('c')]));
    expect(readBoard(board).notes.get(id)).toMatchObject({ cluster: null, trash: null });
    value(restoreThings(board, [cluster('c')]));
    expect(readBoard(board).notes.get(id)?.cluster).toBe('c');
  });

  test('[GR4] a note given an identical name twice shows no conflict', () => {
    const here = newBoard();
    value(groupNotes(here, { id: cluster('c'), title: '' }, [stick(here, 'a')]));
    const there = copyOf(here);
    value(renameCluster(here, cluster('c'), 'Réseau'));
    value(renameCluster(there, cluster('c'), 'Réseau'));
    mergeBoth(here, there);
    expect(readBoard(here).clusters.get(cluster('c'))!.title).toEqual({ value: 'Réseau', others: [] });
  });
});

describe('rows', () => {
  test('[PR1] an action can be walked back to the very notes it answers', () => {
    const board = newBoard();
    const notes = [stick(board, 'Zones blanches'), stick(board, 'Pas de réseau')];
    value(groupNotes(board, { id: cluster('c'), title: 'Réseau' }, notes));
    const head = { id: 'h1' as NoteId, text: 'Réseau', at: 0, from: [cluster('c')] };
    value(addRow(board, projections, 'r1' as RowId, head));
    const lever = stick(board, 'Un point d’accès', { kind: kind('lever'), row: 'r1' as RowId });
    value(
      addRow(board, actionPlan, 'r2' as RowId, {
        id: 'h2' as NoteId,
        text: 'Un point d’accès',
        at: 0,
        from: [lever],
      }),
    );
    const action = stick(board, 'Trouver des financements', { kind: kind('action'), row: 'r2' as RowId });
    value(trashThings(board, [notes[1]!]));
    const picture = readBoard(board);
    const walk = (origins: ReturnType<typeof readOrigins>): unknown =>
      origins.map(({ text, from }) => (from.length > 0 ? [text, walk(from)] : text));
    expect(walk(readOrigins(picture, defaultMethod, picture.notes.get(action)!))).toEqual([
      ['Un point d’accès', [['Un point d’accès', [['Réseau', [['Réseau', ['Zones blanches']]]]]]]],
    ]);
  });

  test('[PR2] a row takes its notes along to the trash and back; what others add meanwhile stays on the board', () => {
    const here = newBoard();
    value(addRow(here, projections, 'r' as RowId, { id: 'h' as NoteId, text: 'Réseau', at: 0, from: [] }));
    const need = stick(here, 'Se connecter', { kind: kind('need'), row: 'r' as RowId });
    const there = copyOf(here);
    value(trashThings(here, ['r' as RowId]));
    const late = stick(there, 'Appeler', { kind: kind('need'), row: 'r' as RowId });
    mergeBoth(here, there);
    expect(readBoard(here).notes.get(need)?.trash).toEqual({ with: 'r' });
    expect(readBoard(here).notes.get(late)).toMatchObject({ trash: null, row: null });
    expect(readTable(readBoard(here), projections).rows).toMatchObject([
      { id: null, cells: [{ notes: [{ id: late }] }, {}] },
    ]);
    value(restoreThings(here, ['r' as RowId]));
    expect(readTable(readBoard(here), projections).rows).toMatchObject([
      { id: 'r', heads: [{ text: 'Réseau' }], cells: [{ notes: [{ id: need }, { id: late }] }, {}] },
    ]);
  });

  test('[PR3] rows have heads only where the method says so, and sources must be on the board', () => {
    const board = newBoard();
    const head = { id: 'h' as NoteId, text: 'x', at: 0, from: [] };
    expect(addRow(board, defaultMethod.phases[0]!, 'r' as RowId, head)).toMatchObject({
      error: { type: 'NoHeads' },
    });
    expect(addRow(board, projections, 'r' as RowId, { ...head, from: ['gone' as NoteId] })).toMatchObject({
      error: { type: 'SourceMissing' },
    });
    expect(addHead(board, projections, 'gone' as RowId, head)).toMatchObject({
      error: { type: 'RowMissing' },
    });
    expect(readBoard(board).rows.size).toBe(0);
  });
});

describe('RETEX cards', () => {
  test('[RX1] cards get the next number, keep links that are links, and can be reordered', () => {
    const board = newBoard();
    const [a, b] = [addRetex(board, 'a' as RetexId), addRetex(board, 'b' as RetexId)];
    expect(changeRetex(board, a, { links: ['javascript:alert(1)'] })).toMatchObject({
      error: { type: 'BadLink' },
    });
    expect(changeRetex(board, a, { number: 1.5 })).toMatchObject({ error: { type: 'NotANumber' } });
    value(changeRetex(board, a, { title: 'Tablettes', links: ['https://example.org/a', ' '], theme: 2 }));
    value(correctRetex(board, a, '', 'Deux\nlignes'));
    value(moveRetex(board, b, a));
    expect([...readBoard(board).retex.values()]).toMatchObject([
      { id: b, number: { value: 2 } },
      {
        id: a,
        number: { value: 1 },
        title: { value: 'Tablettes' },
        text: 'Deux\nlignes',
        links: { value: ['https://example.org/a'] },
      },
    ]);
  });
});

describe('the workshop', () => {
  test('[WS1] a workshop needs a title, and a date that exists', () => {
    const board = openBoardDoc(new Y.Doc());
    const method = defaultMethod.id;
    expect(startWorkshop(board, { title: ' ', method })).toMatchObject({ error: { type: 'TitleEmpty' } });
    expect(startWorkshop(board, { title: 'a', method, date: '2026-13-45' })).toMatchObject({
      error: { type: 'NotADate' },
    });
    expect(board.doc.store.clients.size).toBe(0);
    value(startWorkshop(board, { title: 'a', method, date: '2026-11-24' }));
    value(changeWorkshop(board, { place: ' Nantes ', theme: 1 }));
    expect(readBoard(board).meta).toMatchObject({ place: { value: 'Nantes' }, theme: { value: 1 } });
  });

  test('[WS2] a board of a newer schema is read, and not writable', () => {
    const board = newBoard();
    expect(readBoard(board)).toMatchObject({ schema: 1, writable: true });
    metaOf(board).set('schema/2', true);
    expect(readBoard(board)).toMatchObject({ schema: 2, writable: false });
  });

  test('[WS3] whatever a foreign document holds is read without a crash, and unknown keys stay', () => {
    const board = newBoard();
    const id = stick(board, 'a');
    notesOf(board).set('string', 'not a thing');
    const odd = new Y.Map<unknown>();
    notesOf(board).set('odd', odd);
    odd.set('is', 12);
    odd.set('kind@w', ['x', 'y']);
    odd.set('row@w', [2 ** 60, 'r']);
    odd.set('@', [1, 2]);
    odd.set('order', '~~');
    odd.set('text', ['no text']);
    odd.set('from', 'x');
    const note = notesOf(board).get(id) as Y.Map<unknown>;
    note.set('colour', 'from the future');
    value(correctNote(board, id, 'a', 'b'));
    expect(readBoard(board).notes.get('odd' as NoteId)).toMatchObject({
      kind: '',
      text: '',
      row: null,
      trash: { with: null },
    });
    expect(note.get('colour')).toBe('from the future');
    expect(readTables(readBoard(board), defaultMethod)).toHaveLength(3);
  });
});

describe('undo', () => {
  test('[UN1] each command is taken back and done again, one by one, and others’ work stays', () => {
    const here = newBoard();
    const undo = createUndo(here);
    const id = stick(here, 'a');
    value(groupNotes(here, { id: cluster('c'), title: 'A' }, [id]));
    value(correctNote(here, id, 'a', 'ab'));
    const there = copyOf(here);
    const theirs = stick(there, 'theirs');
    merge(here, there);
    undo.undo();
    expect(textOf(here, id)).toBe('a');
    undo.undo();
    expect(readBoard(here).notes.get(id)?.cluster).toBeNull();
    expect(readBoard(here).clusters.get(cluster('c'))?.trash).toEqual({ with: null });
    expect(textOf(here, theirs)).toBe('theirs');
    undo.redo();
    expect(readBoard(here).notes.get(id)?.cluster).toBe('c');
    undo.redo();
    expect(textOf(here, id)).toBe('ab');
    expect(undo.canRedo()).toBe(false);
  });

  test('[UN2] taking back a note leaves it in the trash with what others wrote in it', () => {
    const here = newBoard();
    const undo = createUndo(here);
    const id = stick(here, 'ici');
    const there = copyOf(here);
    value(correctNote(there, id, 'ici', 'ici et là'));
    merge(here, there);
    expect(undo.undo()).toBe(true);
    expect(readBoard(here).notes.get(id)).toMatchObject({ text: 'ici et là', trash: { with: null } });
    undo.redo();
    expect(readBoard(here).notes.get(id)?.trash).toBeNull();
  });
});

test('[UN5] the last 300 steps are taken back one by one, and what older ones replaced is let go', () => {
  const board = newBoard();
  value(groupNotes(board, { id: cluster('c'), title: '' }, [stick(board, 'a')]));
  const undo = createUndo(board);
  const name = (n: number) => `${String(n)} ${'x'.repeat(200)}`;
  for (let n = 1; n <= 2_000; n++) value(renameCluster(board, cluster('c'), name(n)));
  // 2,000 names of 200 characters; 301 of them are kept.
  expect(encodeBoard(board).byteLength).toBeLessThan(100_000);
  const title = () => readBoard(board).clusters.get(cluster('c'))?.title.value;
  for (let n = 1_999; n >= 1_700; n--) {
    expect(undo.undo()).toBe(true);
    expect(title()).toBe(name(n));
  }
  expect(undo.undo()).toBe(false);
  for (let n = 1_701; n <= 2_000; n++) expect(undo.redo()).toBe(true);
  expect(title()).toBe(name(2_000));
  const copy = copyOf(board);
  expect(readBoard(copy)).toEqual(readBoard(board));
});

describe('one command', () => {
  test('[DC1] is one transaction and one update, with the origin of a local edit', () => {
    const board = newBoard();
    const origins: unknown[] = [];
    board.doc.on('update', (_: Uint8Array, origin: unknown) => origins.push(origin));
    const ids = [stick(board, 'a'), stick(board, 'b')];
    value(groupNotes(board, { id: cluster('c'), title: 'A' }, ids));
    value(
      addRow(board, projections, 'r' as RowId, { id: 'h' as NoteId, text: 'A', at: 0, from: [cluster('c')] }),
    );
    value(trashThings(board, ['r' as RowId, cluster('c')]));
    expect(origins).toHaveLength(5);
    expect(new Set(origins).size).toBe(1);
  });

  test('[DC2] a copied profile, opened on two devices, never collides', () => {
    const original = newBoard();
    const id = stick(original, 'a');
    value(groupNotes(original, { id: cluster('c'), title: '' }, [id]));
    const [here, there] = [copyOf(original), copyOf(original)];
    stick(here, 'ici');
    stick(there, 'là');
    value(renameCluster(here, cluster('c'), 'Ici'));
    value(renameCluster(there, cluster('c'), 'Là'));
    mergeBoth(here, there);
    expect(readBoard(here)).toEqual(readBoard(there));
    expect(readBoard(here).notes.size).toBe(3);
  });
});

test('[MT1] every method is whole: ids and keys are unique, promotions lead to kinds that exist, both languages are there', () => {
  for (const method of methods) {
    const kinds = method.phases.flatMap((phase) => [
      ...phase.kinds,
      ...(phase.rows.type === 'heads' ? [phase.rows.head] : []),
    ]);
    expect(new Set(kinds.map(({ id }) => id)).size).toBe(kinds.length);
    const letters = [clusterLetter, ...kinds.map(({ letter }) => letter)];
    expect(new Set(letters).size).toBe(letters.length);
    expect(letters.join('')).toMatch(/^[A-Y]+$/);
    for (const phase of method.phases) {
      const keys = [
        ...phase.kinds.map(({ key }) => key),
        ...(phase.rows.type === 'heads' ? [phase.rows.head.key] : []),
      ];
      expect(new Set(keys).size).toBe(keys.length);
      if (phase.rows.type === 'heads') {
        for (const from of phase.rows.from) expect(kinds.map(({ id }) => id)).toContain(from);
      }
    }
    const texts = JSON.stringify(method).match(/"(fr|en)":/g) ?? [];
    expect(texts.filter((key) => key === '"fr":').length).toBe(texts.length / 2);
  }
  expect(methods.map(({ id }) => id)).toEqual(['etats-generaux', 'start-stop-continue', 'empty-wall']);
});
