import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { unzipSync } from 'fflate';
import { run } from '#cli/run.ts';
import {
  bytesOf,
  ledger,
  ledgerRow,
  listed,
  rescueFile,
  row,
  stateV2,
  workingCopy,
  type RescueDatabase,
} from '../app/rescue-for-tests.ts';
import { drawn, made, spoken } from '../board/attached-for-tests.ts';
import { newBoard, stick } from '../board/board-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grappe-cli-rescue-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

const grappe = async (...args: readonly string[]) => {
  let out = '';
  const said: string[] = [];
  const code = await run(args, { out: (text) => (out += text), err: (line) => said.push(line), env: {} });
  return { code, out, err: said.join('\n') };
};

const write = (databases: readonly RescueDatabase[]): string => {
  writeFileSync(at('secours.json'), rescueFile(databases));
  return at('secours.json');
};

const boardWith = (title: string, ...notes: string[]): Uint8Array => {
  const board = newBoard(title);
  for (const note of notes) stick(board, note);
  return stateV2(board);
};

const one = () => ledger({ journal: [ledgerRow('a', boardWith('Nantes', 'Zones blanches', 'Câbles'))] });
const several = () =>
  ledger({
    journal: [
      ledgerRow('a', boardWith('Même titre', 'de a')),
      ledgerRow('b', boardWith('Même titre', 'de b')),
      ledgerRow('c', boardWith('🍇', 'de c')),
    ],
  });

describe('verify', () => {
  test('[RQ5] tells each workshop of a rescue file that is whole', async () => {
    const file = write([one()]);
    expect(await grappe('verify', file)).toEqual({
      code: 0,
      err: '',
      out: [
        `${file}\u202f: fichier de secours, 1 atelier.`,
        '',
        'Titre            Nantes',
        'Identifiant      a',
        'Notes            2',
        'Lignes lues      1',
        'Lignes refusées  0',
        'En quarantaine   0',
        '',
      ].join('\n'),
    });
  });

  test('[RQ5] a row that does not decode makes it 1, with a sentence, and the rest is told', async () => {
    const whole = boardWith('Nantes', 'Zones blanches');
    const file = write([ledger({ journal: [ledgerRow('a', whole), ledgerRow('a', whole, 1)] })]);
    const { code, out, err } = await grappe('verify', file);
    expect([code, err]).toEqual([1, `${file}\u202f: tout n’a pas pu être lu.`]);
    expect(out).toMatch(/Notes +1\nLignes lues +1\nLignes refusées +1\n/);
  });

  test.each<[string, RescueDatabase[], RegExp]>([
    [
      'a workshop of which nothing is left',
      [ledger({ boards: [listed('a', 'Perdu')] })],
      /Titre +Perdu\n[^]*\(illisible\)/,
    ],
    [
      'a row of no workshop',
      [one(), ledger({ journal: [{ key: 1, error: 'DataError' }] })],
      /1 ligne n’est d’aucun atelier/,
    ],
    [
      'a database that the page could not read',
      [one(), { ...workingCopy('a', []), error: 'TimeoutError\u001b[2J' }],
      /n’a pas pu lire grappe-board-a\./,
    ],
  ])('[RQ5] %s makes it 1 too', async (_, databases, sentence) => {
    const { code, out, err } = await grappe('verify', write(databases));
    expect(code).toBe(1);
    expect(out).toMatch(sentence);
    expect(err).toContain('tout n’a pas pu être lu');
  });

  test('[RQ6] one that is damaged, or newer, or too large, is refused in a sentence', async () => {
    writeFileSync(at('cut.json'), rescueFile([one()]).slice(0, -9));
    expect((await grappe('verify', at('cut.json'))).err).toContain('incomplet ou mal écrit');
    writeFileSync(at('new.json'), rescueFile([], { version: 2 }));
    expect((await grappe('verify', at('new.json'))).err).toContain('version plus récente');
    writeFileSync(at('large.json'), rescueFile([]));
    truncateSync(at('large.json'), 200_000_001);
    expect((await grappe('verify', at('large.json'))).err).toMatch(/La limite est 200\sMo/);
  });
});

describe('import', () => {
  test('[RQ5] of one workshop makes its file, which keeps its identity and its notes', async () => {
    const file = write([one()]);
    expect(await grappe('import', file, '-o', at('out.grappe'))).toEqual({ code: 0, out: '', err: '' });
    expect((await grappe('verify', at('out.grappe'))).out).toMatch(/Notes +2\n[^]*Identifiant +a\n/);
    expect((await grappe('export', file, '-f', 'json')).out).toContain('Zones blanches');
  });

  test('[RQ5] of several workshops makes a file of each, in a folder, none over another', async () => {
    const { code, out } = await grappe('import', write([several()]), '-o', `${at('ateliers')}/`);
    expect(code).toBe(0);
    const names = readdirSync(at('ateliers')).sort();
    expect(names).toEqual([
      expect.stringMatching(/^atelier-\d{4}-\d\d-\d\d\.grappe$/),
      expect.stringMatching(/^meme-titre-\d{4}-\d\d-\d\d-2\.grappe$/),
      expect.stringMatching(/^meme-titre-\d{4}-\d\d-\d\d\.grappe$/),
    ]);
    expect(out.trimEnd().split('\n').sort()).toEqual(names.map((name) => join(at('ateliers'), name)));
    const verified = await Promise.all(names.map((name) => grappe('verify', join(at('ateliers'), name))));
    expect(verified.map((report) => /Identifiant +(\S+)/.exec(report.out)?.[1]).sort()).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('[RQ5] a folder that is there is known without its slash', async () => {
    mkdirSync(at('ateliers'));
    expect((await grappe('import', write([one()]), '-o', at('ateliers'))).code).toBe(0);
    expect(readdirSync(at('ateliers'))).toHaveLength(1);
  });

  test('[RQ5] of several workshops into one file is refused, and nothing is written', async () => {
    const file = write([several()]);
    const refused = await grappe('import', file, '-o', at('out.grappe'));
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toBe(
      `${file}\u202f: Ce fichier de secours contient 3 ateliers\u202f; donnez un dossier, -o DOSSIER/.`,
    );
    expect((await grappe('export', file, '-f', 'md')).err).toContain(
      'grappe import SECOURS.json -o DOSSIER/',
    );
    expect(readdirSync(folder)).toEqual(['secours.json']);
  });

  test('[RQ5] what was left out is told, and what could be read is written', async () => {
    const whole = boardWith('Nantes', 'Zones blanches');
    const file = write([ledger({ journal: [ledgerRow('a', whole), ledgerRow('a', whole, 1)] })]);
    const { code, err } = await grappe('import', file, '-o', at('out.grappe'));
    expect([code, err]).toEqual([0, '1 ligne illisible a été laissée de côté.']);
    expect(readFileSync(at('out.grappe')).length).toBeGreaterThan(100);
  });

  test('[RQ5] a folder in a folder that isn’t there is refused in a sentence', async () => {
    const { code, err } = await grappe('import', write([one()]), '-o', `${at('no/where')}/`);
    expect(code).toBe(1);
    expect(err).toContain('Ce dossier n’existe pas');
  });
});

test('[AT4] what notes carry goes from the rescue file into the file that is made of it, and verify counts it', async () => {
  const [drawing, voice] = [made('a drawing'), made('a voice')];
  const board = newBoard('Dessins');
  stick(board, '', { attached: [drawn(drawing), spoken(voice)] });
  const attachments = [row({ boardId: 'a', hash: drawing.hash, bytes: bytesOf(drawing.bytes) })];
  const file = write([ledger({ journal: [ledgerRow('a', stateV2(board))], attachments })]);
  expect(await grappe('import', file, '-o', at('dessins.grappe'))).toMatchObject({ code: 0, err: '' });
  const entries = unzipSync(new Uint8Array(readFileSync(at('dessins.grappe'))));
  expect(entries[`attachments/${drawing.hash}`]).toEqual(drawing.bytes);
  expect((await grappe('verify', at('dessins.grappe'))).out).toMatch(/Pièces jointes +1 \/ 2/);
  expect((await grappe('export', at('dessins.grappe'), '-f', 'md')).out).toContain('[dessin]');
});
