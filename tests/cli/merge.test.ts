import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeBundle } from '#app/make-bundle.ts';
import { readFile } from '#app/read-file.ts';
import { run } from '#cli/run.ts';
import { readBoard } from '#board/board.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type BoardDoc } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { liveNotes } from '#board/select.ts';
import type { BoardId } from '#core/ids.ts';
import { stateHash } from '#sync/state-hash.ts';
import { drawn, made } from '../board/attached-for-tests.ts';
import { copyOf, mergeBoth, newBoard, stick, value } from '../board/board-for-tests.ts';
import { corrupt } from '../sync/bundle-for-tests.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grappe-merge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

const merge = async (...args: readonly string[]) => {
  let out = '';
  const said: string[] = [];
  const code = await run(['merge', ...args], {
    out: (text) => (out += text),
    err: (line) => said.push(line),
    env: {},
  });
  return { code, out, err: said };
};

const save = (
  name: string,
  board: BoardDoc,
  id = 'board1',
  attachments = [] as ReturnType<typeof made>[],
) => {
  const picture = readBoard(board);
  writeFileSync(
    at(name),
    makeBundle({
      id: id as BoardId,
      state: encodeBoard(board),
      board: picture,
      method: defaultMethod,
      now: 0,
      attachments,
    }),
  );
  return at(name);
};

/** Three devices of one workshop, a note on each. */
const devices = () => {
  const first = newBoard('Le même');
  const others = [copyOf(first), copyOf(first)];
  const boards = [first, ...others];
  boards.forEach((board, n) => stick(board, `de l’appareil ${String(n)}`));
  return boards;
};

const notesIn = (name: string): readonly string[] => {
  const read = value(readFile(new Uint8Array(readFileSync(at(name)))));
  const board = createBoardDoc();
  mergeBoard(board, read.boards[0].state, { type: 'file' });
  return liveNotes(readBoard(board))
    .map(({ text }) => text)
    .sort();
};

describe('merge', () => {
  test('[CL6] makes one file of those of a workshop, of folders too, and tells what verify tells', async () => {
    const [a, b, c] = devices();
    const first = save('a.grappe', a!);
    mkdirSync(at('usb'));
    save('usb/b.GRAPPE', b!);
    save('usb/c.grappe', c!);
    writeFileSync(at('usb/notes.txt'), 'rien');
    writeFileSync(at('usb/.c.grappe.tmp'), 'rien');
    const { code, out, err } = await merge(first, at('usb'), first, '-o', at('out.grappe'));
    expect([code, err]).toEqual([0, []]);
    expect(notesIn('out.grappe')).toEqual(['de l’appareil 0', 'de l’appareil 1', 'de l’appareil 2']);
    const [done, ...report] = out.split('\n');
    expect(done).toBe('3 fichiers réunis.');
    mergeBoth(a!, b!);
    mergeBoth(a!, c!);
    expect(out).toContain(`Contenu (SHA-256)  ${stateHash(a!.doc)}\n`);
    let verified = '';
    await run(['verify', at('out.grappe')], { out: (text) => (verified += text), err: () => 0, env: {} });
    expect(report.join('\n')).toBe(verified);
  });

  test('[CL6] in any order, any number of times, the hash of the content is the same', async () => {
    const names = devices().map((board, n) => save(`${String(n)}.grappe`, board));
    const hashOf = (out: string): string | undefined => /Contenu \(SHA-256\) +(\S+)/.exec(out)?.[1];
    const one = hashOf((await merge(...names, '-o', at('one.grappe'))).out);
    const two = hashOf((await merge(...names.reverse(), '-o', at('two.grappe'))).out);
    const three = hashOf((await merge(at('two.grappe'), ...names, '-o', at('three.grappe'))).out);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect([two, three]).toEqual([one, one]);
  });

  test('[CL7] what is damaged is left out and named, the rest is merged, and the exit code says so', async () => {
    const [a, b, c] = devices();
    const names = [save('a.grappe', a!), save('b.grappe', b!), save('c.grappe', c!)];
    writeFileSync(names[1]!, corrupt(new Uint8Array(readFileSync(names[1]!)), 3));
    const { code, out, err } = await merge(...names, at('absent.grappe'), '-o', at('out.grappe'));
    expect(code).toBe(1);
    expect(err).toEqual([
      expect.stringMatching(/b\.grappe\u202f: Ce fichier est abîmé/),
      expect.stringMatching(/absent\.grappe\u202f: Ce fichier n’existe pas/),
      expect.stringMatching(/^2 fichiers ont été laissés de côté/),
    ]);
    expect(out).toMatch(/^2 fichiers réunis\./);
    expect(notesIn('out.grappe')).toEqual(['de l’appareil 0', 'de l’appareil 2']);
  });

  test('[CL7] a file of another workshop is left out and named, even when it comes first', async () => {
    const [a, b] = devices();
    const stray = newBoard('Un autre');
    stick(stray, 'ailleurs');
    const names = [save('0.grappe', stray, 'board2'), save('a.grappe', a!), save('b.grappe', b!)];
    const { code, err } = await merge(...names, '-o', at('out.grappe'));
    expect(code).toBe(1);
    expect(err[0]).toMatch(
      /0\.grappe\u202f: laissé de côté, il est d’un autre atelier, «\u202fUn autre\u202f» \(board2\)/,
    );
    expect(notesIn('out.grappe')).toEqual(['de l’appareil 0', 'de l’appareil 1']);
  });

  test('[CL7] as many files of one workshop as of another: nothing is written, and each is named', async () => {
    const names = [save('a.grappe', newBoard('Un'), 'one'), save('b.grappe', newBoard('Deux'), 'two')];
    const { code, out, err } = await merge(...names, '-o', at('out.grappe'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toEqual([
      expect.stringMatching(/a\.grappe\u202f: de l’atelier «\u202fUn\u202f» \(one\)/),
      expect.stringMatching(/b\.grappe\u202f: de l’atelier «\u202fDeux\u202f» \(two\)/),
      expect.stringMatching(/Rien n’a été écrit/),
    ]);
    expect(readdirSync(folder).sort()).toEqual(['a.grappe', 'b.grappe']);
  });

  test('[CL7] nothing that can be read: nothing is written', async () => {
    mkdirSync(at('empty'));
    const { code, out, err } = await merge(at('empty'), '-o', at('out.grappe'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toEqual([
      expect.stringMatching(/empty\u202f: Ce dossier ne contient aucun fichier \.grappe/),
      'Aucun fichier n’a pu être lu. Rien n’a été écrit.',
    ]);
    expect(readdirSync(folder)).toEqual(['empty']);
  });

  test('[CL8] a file that is there is replaced only when that is asked for', async () => {
    const names = devices().map((board, n) => save(`${String(n)}.grappe`, board));
    writeFileSync(at('out.grappe'), 'old');
    const { code, out, err } = await merge(...names, '-o', at('out.grappe'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toEqual([expect.stringMatching(/out\.grappe\u202f: Ce fichier existe déjà/)]);
    expect(readFileSync(at('out.grappe'), 'utf8')).toBe('old');
    expect((await merge('--force', ...names, '-o', at('out.grappe'))).code).toBe(0);
    expect(notesIn('out.grappe')).toHaveLength(3);
  });

  test('[CL6] what notes carry is in the merged file, from whichever file had it', async () => {
    const [a, b] = devices();
    const [drawing, photo] = [made('a drawing'), made('a photo')];
    stick(a!, '', { attached: [drawn(drawing)] });
    mergeBoth(a!, b!);
    stick(b!, '', { attached: [drawn(photo)] });
    // The second device has the note, and not yet what it carries.
    const names = [save('a.grappe', a!, 'board1', [drawing]), save('b.grappe', b!, 'board1', [photo])];
    const { code, out } = await merge(...names, '-o', at('out.grappe'));
    expect(code).toBe(0);
    expect(out).toMatch(/^Pièces jointes +2$/m);
    const { boards } = value(readFile(new Uint8Array(readFileSync(at('out.grappe')))));
    expect(boards[0].attachments).toEqual([drawing, photo]);
  });

  test.each([
    [['-o', 'x.grappe'], /Donnez le nom d’un fichier/],
    [['a.grappe'], /Dites où écrire/],
    [['a.grappe', '--force=1', '-o', 'x'], /L’option --force n’attend pas de valeur/],
    [['a.grappe', '--forced', '-o', 'x'], /«\u202f--forced\u202f» n’est pas une option/],
  ])('[CL5] merge %j is misspelt: exit 2, and what is wrong', async (args, sentence) => {
    const { code, out, err } = await merge(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err.join('\n')).toMatch(sentence);
  });
});
