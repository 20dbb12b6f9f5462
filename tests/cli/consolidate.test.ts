import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeBundle } from '#app/make-bundle.ts';
import { addNote } from '#board/commands/notes.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard, type BoardDoc, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { defaultMethod } from '#board/methods.ts';
import { run } from '#cli/run.ts';
import { createConsolidation, isConsolidation, readConsolidation } from '#consolidation/consolidation.ts';
import type { BoardId } from '#core/ids.ts';
import { openConsolidationFile } from '#sync/consolidation-file.ts';
import { makeWorkshop, type TrueWorkshop } from '../support/many-workshops.ts';
import { corrupt, seal, zipOf } from '../sync/bundle-for-tests.ts';
import { docxTables, xlsxSheets } from '../synthesis/read-office.ts';
import { printed } from '../support/printed.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grappe-consolidate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

const consolidate = async (...args: readonly string[]) => {
  let out = '';
  const said: string[] = [];
  const code = await run(['consolidate', ...args], {
    out: (text) => (out += text),
    err: (line) => said.push(line),
    env: {},
  });
  return { code, out: out.replace(/[\u00a0\u202f]/g, ' '), err: said };
};

const bundleOf = (board: BoardDoc, id: string): Uint8Array =>
  makeBundle({
    id: id as BoardId,
    state: encodeBoard(board),
    board: readBoard(board),
    method: defaultMethod,
    now: 0,
  });

const save = (name: string, { board, id }: Pick<TrueWorkshop, 'board' | 'id'>): string => {
  writeFileSync(at(name), bundleOf(board, id));
  return at(name);
};

const three = [0, 1, 2].map((i) => makeWorkshop(i, 20, 40 + i));
const saveThree = (): readonly string[] =>
  three.map((workshop, i) => save(`atelier-${String(i)}.grappe`, workshop));

const votes = three.flatMap(({ notes }) => notes).reduce((sum, note) => sum + note.votes, 0);

describe('[CO6] what can’t be read is named and left out, and the rest is there', () => {
  test('damaged, foreign, newer, empty, missing: each with its reason; exit code 1', async () => {
    saveThree();
    const bytes = new Uint8Array(readFileSync(at('atelier-0.grappe')));
    writeFileSync(
      at('abime.grappe'),
      bytes.map((byte, i) => (i === 900 ? byte ^ 1 : byte)),
    );
    writeFileSync(at('coupe.grappe'), bytes.subarray(0, bytes.length - 20));
    writeFileSync(at('photo.grappe'), 'JFIF et rien d’autre');
    writeFileSync(at('vide.grappe'), '');
    writeFileSync(at('plus-recent.grappe'), seal(zipOf(), 2));
    const { code, out, err } = await consolidate(folder, at('absent.grappe'), '-o', at('tout.csv'));
    expect(code).toBe(1);
    expect(out).toBe(`Consolidation : 3 ateliers · 60 notes · ${String(votes)} votes.\n`);
    for (const name of ['abime', 'coupe', 'photo', 'vide', 'plus-recent', 'absent']) {
      expect(err.filter((line) => line.includes(`${name}.grappe`))).toHaveLength(1);
    }
    expect(err.at(-1)).toContain('6 fichiers ont été laissés de côté');
    expect(readdirSync(folder)).toContain('tout.csv');
  });

  test('nothing is written where no workshop could be read', async () => {
    writeFileSync(at('photo.grappe'), 'rien');
    const { code, err } = await consolidate(folder, '-o', at('tout.csv'));
    expect(code).toBe(1);
    expect(err.at(-1)).toContain('Rien n’a été écrit');
    expect(readdirSync(folder)).toEqual(['photo.grappe']);
  });

  test('a file that is there stays unless --force says otherwise, and an unknown ending is refused', async () => {
    const files = saveThree();
    writeFileSync(at('tout.csv'), 'à moi');
    expect((await consolidate(...files, '-o', at('tout.csv'))).code).toBe(1);
    expect(readFileSync(at('tout.csv'), 'utf8')).toBe('à moi');
    expect((await consolidate(...files, '-o', at('tout.csv'), '--force')).code).toBe(0);
    expect(readFileSync(at('tout.csv'), 'utf8')).not.toBe('à moi');
    expect((await consolidate(...files, '-o', at('tout.pdf'))).err[0]).toContain('.docx');
    expect((await consolidate(...files)).code).toBe(2);
  });

  test('folders in folders are looked through', async () => {
    mkdirSync(at('a/b'), { recursive: true });
    save('a/un.grappe', three[0]!);
    save('a/b/deux.grappe', three[1]!);
    writeFileSync(at('a/b/lisez-moi.txt'), '');
    const { code, out } = await consolidate(at('a'), '-o', at('tout.json'));
    expect(code).toBe(0);
    expect(out).toContain('2 ateliers · 40 notes');
  });
});

describe('[CO5] the same workshop in several files counts once', () => {
  test('equal files are said to be, and files that went apart are merged', async () => {
    const first = makeWorkshop(0, 20, 40);
    save('un.grappe', first);
    save('deux.grappe', first);
    const later = makeWorkshop(0, 20, 40);
    addNote(later.board, { id: 'more' as NoteId, kind: 'irritant' as KindId, text: 'encore une', at: 0 });
    save('plus-tard.grappe', later);
    const { code, out, err } = await consolidate(folder, '-o', at('tout.json'));
    expect(code).toBe(0);
    expect(out).toContain('1 atelier · 21 notes');
    expect(err).toHaveLength(2);
    expect(err.join('\n')).toContain('identique à');
    expect(err.join('\n')).toContain('c’est le même atelier');
  });
});

describe('[CO7] every file tells the same', () => {
  const json = async () => {
    await consolidate(...saveThree(), '-o', at('tout.json'), '--force');
    return JSON.parse(readFileSync(at('tout.json'), 'utf8')) as {
      workshops: number;
      notes: number;
      votes: number;
      groups: {
        name: string;
        kind: string;
        workshops: number;
        notes: number;
        votes: number;
        said: { text: string; reference: string }[];
      }[];
    };
  };

  test('JSON and CSV have every note once, in its group, with workshop and reference', async () => {
    const told = await json();
    expect([told.workshops, told.notes, told.votes]).toEqual([3, 60, votes]);
    const texts = three.flatMap(({ notes }) => notes.map(({ text }) => text)).sort();
    const said = told.groups.flatMap((group) => group.said.map((one) => ({ ...one, group: group.name })));
    expect(said.map(({ text }) => text).sort()).toEqual(texts);
    expect(new Set(said.map(({ reference }) => reference)).size).toBe(60);

    await consolidate(...saveThree(), '-o', at('tout.csv'));
    const csv = readFileSync(at('tout.csv'), 'utf8');
    const { data } = Papa.parse<Record<string, string>>(csv.replace(/^\ufeff/, ''), {
      header: true,
      skipEmptyLines: true,
    });
    const line = (one: { group: string; text: string; reference: string }): string =>
      `${one.group}|${one.text}|${one.reference}`;
    expect(
      data
        .map((row) => line({ group: row['Groupes']!, text: row['Note']!, reference: row['Référence']! }))
        .sort(),
    ).toEqual(said.map(line).sort());
    expect(new Set(data.map((row) => row['Atelier']))).toEqual(new Set(three.map(({ title }) => title)));
  });

  test('the spreadsheet, Word, HTML and Markdown have the groups’ figures', async () => {
    const told = await json();
    const largest = told.groups.filter(({ kind }) => kind === 'irritant').slice(0, 5);
    const figures = largest.map(({ name, workshops, notes, votes: dots }) =>
      [name, workshops, notes, dots].map(String),
    );

    await consolidate(...saveThree(), '-o', at('tout.xlsx'));
    const sheets = xlsxSheets(new Uint8Array(readFileSync(at('tout.xlsx'))));
    const [groups] = sheets;
    expect(groups?.rows.slice(1, 6).map((row) => [row[1], row[3], row[4], row[5]].map(String))).toEqual(
      figures,
    );
    expect(sheets.find(({ name }) => name === 'Notes')?.rows).toHaveLength(61);

    await consolidate(...saveThree(), '-o', at('tout.docx'));
    const tables = docxTables(new Uint8Array(readFileSync(at('tout.docx'))));
    const irritants = tables.find((table) => table[0]?.[0]?.[0] === 'Groupes') ?? [];
    expect(irritants.slice(1, 6).map((row) => [row[0]?.[0], row[1]?.[0], row[2]?.[0], row[3]?.[0]])).toEqual(
      printed(figures),
    );

    for (const ending of ['html', 'md', 'odt']) {
      await consolidate(...saveThree(), '-o', at(`tout.${ending}`));
      expect(readFileSync(at(`tout.${ending}`)).length).toBeGreaterThan(2_000);
    }
  });

  test('what notes hold stays text in each: no formula, no markup, no control character', async () => {
    const hostile = makeWorkshop(7, 1, 9);
    const nasty = [
      '=1+1',
      '<script>alert(1)</script>',
      '@SUM(A1)',
      ']]>&amp;\u0007x',
      'طويل',
      '"><img src=x onerror=y>',
    ];
    nasty.forEach((text, i) =>
      addNote(hostile.board, { id: `bad${String(i)}` as NoteId, kind: 'irritant' as KindId, text, at: 0 }),
    );
    const file = save('bad.grappe', hostile);
    await consolidate(file, '-o', at('tout.html'));
    const html = readFileSync(at('tout.html'), 'utf8');
    expect(html).not.toMatch(/<script|<img/);
    expect(html).not.toContain('\u0007');
    expect(html).toContain('&#60;script&#62;');
    await consolidate(file, '-o', at('tout.csv'));
    const { data } = Papa.parse<string[]>(readFileSync(at('tout.csv'), 'utf8'));
    expect(data.flat().filter((cell) => /^[=+\-@\t]/.test(cell))).toEqual([]);
    for (const ending of ['docx', 'xlsx', 'odt', 'md', 'json']) {
      expect((await consolidate(file, '-o', at(`tout.${ending}`))).code).toBe(0);
    }
    expect(
      docxTables(new Uint8Array(readFileSync(at('tout.docx'))))
        .flat(3)
        .join(' '),
    ).toContain('=1+1');
  });
});

describe('[CO8] a consolidation’s own file', () => {
  const own = async (): Promise<Uint8Array> => {
    await consolidate(...saveThree(), '-o', at('tout.grappe-consolidation'), '--force');
    return new Uint8Array(readFileSync(at('tout.grappe-consolidation')));
  };

  test('is opened again, and merges with others to one consolidation', async () => {
    await own();
    const fourth = save('atelier-3.grappe', makeWorkshop(3, 20, 43));
    await consolidate(fourth, at('atelier-0.grappe'), '-o', at('autre.grappe-consolidation'));
    const { code, out } = await consolidate(
      at('tout.grappe-consolidation'),
      at('autre.grappe-consolidation'),
      '-o',
      at('ensemble.json'),
    );
    expect(code).toBe(0);
    expect(out).toContain('4 ateliers · 80 notes');
  });

  test('refuses each of 120 corruptions', async () => {
    const bytes = await own();
    expect(openConsolidationFile(bytes).ok).toBe(true);
    for (let seed = 0; seed < 120; seed += 1) {
      const opened = openConsolidationFile(corrupt(bytes, seed));
      expect({ seed, ok: opened.ok }).toEqual({ seed, ok: false });
    }
  });

  test('is no workshop, and is named as what it is where one is wanted', async () => {
    await own();
    const said: string[] = [];
    const terminal = { out: () => undefined, err: (line: string) => said.push(line), env: {} };
    expect(await run(['verify', at('tout.grappe-consolidation')], terminal)).toBe(1);
    expect(said[0]).toContain('Consolider des ateliers');
  });

  test('tells neither when nor on which device a note was written', async () => {
    const opened = openConsolidationFile(await own());
    if (!opened.ok) throw new Error(opened.error.type);
    expect(isConsolidation(opened.value)).toBe(true);
    const { workshops } = readConsolidation(createConsolidation(opened.value));
    const keys = new Set(workshops.flatMap(({ notes }) => notes.flatMap((note) => Object.keys(note))));
    expect([...keys].sort()).toEqual(['audience', 'cluster', 'id', 'kind', 'reference', 'text', 'theme']);
  });
});
