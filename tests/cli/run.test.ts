import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '#cli/run.ts';
import { docxTables, odtTables, xlsxSheets } from '../synthesis/read-office.ts';
import { corrupt, seal, zipOf } from '../sync/bundle-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

const fixtureFile = join(import.meta.dirname, '../fixtures/egn-theme-1.json');
const {
  source: _source,
  notes: _notes,
  ...fixture
} = JSON.parse(readFileSync(fixtureFile, 'utf8')) as Record<string, unknown>;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grappe-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

const grappe = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  let out = '';
  const said: string[] = [];
  const code = await run(args, { out: (text) => (out += text), err: (line) => said.push(line), env });
  return { code, out, err: said.join('\n') };
};

const imported = async (name = 'seed.grappe'): Promise<string> => {
  expect(await grappe(['import', fixtureFile, '-o', at(name)])).toEqual({ code: 0, out: '', err: '' });
  return at(name);
};

describe('import and export', () => {
  test('[CL1] the seed’s workshop comes back from its file, cell by cell', async () => {
    const { code, out, err } = await grappe(['export', await imported(), '--format', 'json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual(fixture);
  });

  test('[CL1] the file holds the same JSON for who has no Grappe', async () => {
    const file = await imported();
    const { out } = await grappe(['export', file, '-f', 'json']);
    const entry = unzipSync(readFileSync(file))['atelier.json'];
    expect(Buffer.from(entry!).toString()).toBe(out);
  });

  test('[CL1] two imports are two workshops', async () => {
    const board = async (name: string) =>
      (await grappe(['verify', await imported(name)])).out.match(/Identifiant +(\S+)/)?.[1];
    expect(await board('a.grappe')).not.toBe(await board('b.grappe'));
  });

  test.each([
    ['csv', /^\ufeffPhase,Ligne,Colonne,Note,/],
    ['md', /^# Garantir un égal accès au numérique pour tous\n/],
  ])('[CL1] %s goes to the terminal or, the same, to a file', async (format, start) => {
    const file = await imported();
    const { code, out } = await grappe(['export', file, `--format=${format}`]);
    expect(code).toBe(0);
    expect(out).toMatch(start);
    expect((await grappe(['export', file, '-o', at(`x.${format}`)])).code).toBe(0);
    expect(readFileSync(at(`x.${format}`), 'utf8')).toBe(out);
  });

  test('[CL1] headers come in English where the terminal is', async () => {
    const { out } = await grappe(['export', fixtureFile, '--format', 'csv'], { LANG: 'en_GB.UTF-8' });
    expect(out).toMatch(/^\ufeffPhase,Row,Column,Note,/);
  });
});

describe('notes of other programs', () => {
  test('[IM1] CSV comes in and goes out the same', async () => {
    const { out } = await grappe(['export', await imported(), '-f', 'csv']);
    writeFileSync(at('notes.csv'), out);
    expect((await grappe(['import', at('notes.csv'), '-o', at('again.grappe')])).code).toBe(0);
    const again = (await grappe(['export', at('again.grappe'), '-f', 'csv'])).out;
    expect(again).toBe(out);
  });

  test('[IM3] a file without notes is refused in words', async () => {
    writeFileSync(at('empty.csv'), ' \n');
    const { code, err } = await grappe(['import', at('empty.csv'), '-o', at('x.grappe')]);
    expect([code, err]).toEqual([1, expect.stringMatching(/aucune note/)]);
  });
});

describe('synthesis', () => {
  test('[OU9] a format is asked for by name or by the ending of the file, and holds the seed’s tables', async () => {
    const file = await imported();
    for (const format of ['docx', 'odt', 'xlsx']) {
      expect(await grappe(['export', file, '-o', at(`x.${format}`)])).toEqual({ code: 0, out: '', err: '' });
      expect(
        readFileSync(at(`x.${format}`))
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');
    }
    expect(docxTables(readFileSync(at('x.docx')))).toEqual(odtTables(readFileSync(at('x.odt'))));
    expect(xlsxSheets(readFileSync(at('x.xlsx'))).map(({ name }) => name)).toContain('Plan d’action');
  });

  test('[OU9] what is in it and in which order is asked for, and references are those of every other file', async () => {
    const file = await imported();
    const { out } = await grappe(['export', file, '-f', 'md', '--with', 'method,cases', '--by-theme']);
    expect(out.match(/^## .*/gm)).toEqual(['## Méthode', '## Retours d’expérience présentés']);
    const references = async (format: string): Promise<string[]> =>
      [
        ...new Set((await grappe(['export', file, '-f', format])).out.match(/\b[IFPBLXAQTR]\d{3,}\b/g)),
      ].sort();
    expect(await references('md')).toEqual(await references('csv'));
  });
});

describe('writing', () => {
  test('[CL2] replaces a file as a whole, follows links, and leaves nothing beside it', async () => {
    writeFileSync(at('real.grappe'), 'old');
    symlinkSync(at('real.grappe'), at('link.grappe'));
    await imported('link.grappe');
    expect((await grappe(['verify', at('real.grappe')])).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['link.grappe', 'real.grappe']);
  });

  test('[CL2] a refused file leaves what was there untouched', async () => {
    writeFileSync(at('out.grappe'), 'old');
    writeFileSync(at('wrong.json'), '{"title": 3}');
    const { code, err } = await grappe(['import', at('wrong.json'), '-o', at('out.grappe')]);
    expect([code, err]).toEqual([
      1,
      `${at('wrong.json')}\u202f: Dans ce fichier JSON, à l’endroit «\u202f/title\u202f»\u202f: il faut un texte.`,
    ]);
    expect(readFileSync(at('out.grappe'), 'utf8')).toBe('old');
  });

  test.each([
    ['a folder', '', /C’est un dossier/],
    ['a place in no folder', 'no/where.grappe', /Ce dossier n’existe pas/],
    ['a place under a file', 'file/x.grappe', /Ce dossier n’existe pas/],
  ])('[CL3] to %s: a sentence', async (_, name, sentence) => {
    writeFileSync(at('file'), '');
    const { code, out, err } = await grappe(['import', fixtureFile, '-o', at(name)]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
  });

  test('[CL3] to a full disk: a sentence', async () => {
    if (!statSync('/dev/full', { throwIfNoEntry: false })) return;
    const { code, err } = await grappe(['export', fixtureFile, '-f', 'md', '-o', '/dev/full']);
    expect([code, err]).toEqual([
      1,
      '/dev/full\u202f: Il n’y a plus de place sur le disque. Rien n’a été écrit.',
    ]);
  });

  test('[CL3] where this account may not: a sentence', async () => {
    // Root may do everything, save in places that nobody may write to.
    const forbidden = process.getuid?.() === 0 ? '/proc' : at('closed');
    if (forbidden === at('closed')) mkdirSync(forbidden, { mode: 0o500 });
    if (!statSync(forbidden, { throwIfNoEntry: false })) return;
    const { code, err } = await grappe(['import', fixtureFile, '-o', join(forbidden, 'x.grappe')]);
    expect(code).toBe(1);
    expect(err).toMatch(/\u202f: (Ce compte n’a pas le droit d’écrire ici|Ce dossier n’existe pas)/);
  });
});

describe('reading', () => {
  test.each([
    ['nothing', 'missing.grappe', /Ce fichier n’existe pas/],
    ['a folder', '', /C’est un dossier/],
    ['an empty file', 'empty', /Ce n’est pas un fichier Grappe/],
    ['a text', 'text', /Ce n’est pas un fichier Grappe/],
    ['JSON that stops', 'cut.json', /incomplet ou mal écrit, à la ligne 1/],
    ['51 MB', 'large', /trop gros \(51\sMo\)\. La limite est 50\sMo/],
    ['a file of a version to come', 'newer.grappe', /version plus récente de Grappe/],
    ['a file that is no board', 'other.grappe', /n’a pas pu être lu|Ce n’est pas un fichier Grappe/],
  ])('[CL3] %s: a sentence', async (_, name, sentence) => {
    writeFileSync(at('empty'), '');
    writeFileSync(at('text'), 'bonjour');
    writeFileSync(at('cut.json'), '{"title":');
    writeFileSync(at('large'), '');
    truncateSync(at('large'), 51_000_000);
    writeFileSync(at('newer.grappe'), seal(zipOf(), 2));
    writeFileSync(at('other.grappe'), seal(zipOf({ state: Uint8Array.of(0, 0) })));
    const { code, out, err } = await grappe(['export', at(name), '--format', 'json']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
  });

  test('[CL3] a file that this account may not read: a sentence', async () => {
    if (process.getuid?.() === 0) return;
    writeFileSync(at('closed'), '');
    chmodSync(at('closed'), 0);
    expect((await grappe(['verify', at('closed')])).err).toMatch(
      /Ce compte n’a pas le droit de lire ce fichier/,
    );
  });

  test('[CL3] an endless file is not read to its end', async () => {
    if (!statSync('/dev/zero', { throwIfNoEntry: false })) return;
    expect(await grappe(['verify', '/dev/zero'])).toMatchObject({ code: 1, out: '' });
  });
});

describe('verify', () => {
  test('[CL4] tells counts, schema and hash of a whole file', async () => {
    const { code, out, err } = await grappe(['verify', await imported()]);
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n')).toEqual([
      `${at('seed.grappe')}\u202f: intact.`,
      'Titre              Garantir un égal accès au numérique pour tous',
      'Méthode            États généraux du numérique',
      'Notes              70',
      'Grappes            0',
      'Lignes             5',
      'RETEX              3',
      'Pour plus tard     0',
      'Dans la corbeille  0',
      'Schéma             1',
      expect.stringMatching(/^Identifiant {8}[\w-]{16}$/),
      expect.stringMatching(/^Contenu \(SHA-256\) {2}[0-9a-f]{64}$/),
      expect.stringMatching(/^SHA-256 {12}[0-9a-f]{64}$/),
      '',
    ]);
  });

  test('[CL4] in English where the terminal is', async () => {
    const { out } = await grappe(['verify', await imported()], { LC_ALL: 'en_US.UTF-8' });
    expect(out).toContain('seed.grappe: whole.\nTitle ');
  });

  test('[CL4] a title steers no terminal', async () => {
    writeFileSync(at('x.json'), JSON.stringify({ title: '\u001b[2J\u202eà l’envers' }));
    await grappe(['import', at('x.json'), '-o', at('x.grappe')]);
    const { out } = await grappe(['verify', at('x.grappe')]);
    expect(out).toMatch(/^Titre +\[2J à l’envers$/m);
  });

  test('[CL4] refuses each of 200 corruptions of the seed’s file (seeds 0 to 199)', async () => {
    const bytes = new Uint8Array(readFileSync(await imported()));
    for (let seed = 0; seed < 200; seed++) {
      writeFileSync(at('bad.grappe'), corrupt(bytes, seed));
      const { code, out, err } = await grappe(['verify', at('bad.grappe')]);
      expect([seed, code, out]).toEqual([seed, 1, '']);
      expect(err, `seed ${String(seed)}`).toMatch(
        /bad\.grappe\u202f: (Ce fichier est abîmé|Ce n’est pas un fichier Grappe)/,
      );
    }
  });
});

describe('usage', () => {
  test.each([
    [[], /Quelle commande/],
    [['exporter'], /«\u202fexporter\u202f» n’est pas une commande/],
    [['export'], /Donnez le nom d’un fichier/],
    [['export', 'a.grappe'], /Dites dans quel format/],
    [['export', 'a.grappe', '--format', 'pdf'], /«\u202fpdf\u202f» n’est pas un format/],
    [['export', 'a.grappe', '--format', 'docx'], /Dites où écrire le fichier/],
    [['export', 'a.grappe', '-f', 'md', '--with', 'cases,rien'], /«\u202frien\u202f» n’est pas une partie/],
    [['export', 'a.grappe', '--format'], /L’option --format attend une valeur/],
    [['export', 'a.grappe', '-o', '--format', 'md'], /L’option -o attend une valeur/],
    [['export', 'a.grappe', 'b.grappe', '--format', 'md'], /«\u202fb.grappe\u202f» est de trop/],
    [['import', 'a.json'], /Dites où écrire/],
    [['verify', 'a.grappe', '--format', 'md'], /«\u202f--format\u202f» n’est pas une option/],
    [['verify', '-x', 'a.grappe'], /«\u202f-x\u202f» n’est pas une option/],
  ])('[CL5] %j is misspelt: exit 2, and what is wrong', async (args, sentence) => {
    const { code, out, err } = await grappe(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
    expect(err).toMatch(/Voir grappe --help/);
  });

  test.each([
    [['--help']],
    [['-h']],
    [['help']],
    [['import', '--help']],
    [['export', 'x', '-h']],
    [['verify', '--help']],
  ])('[CL5] %j lists the commands', async (args) => {
    const { code, out, err } = await grappe(args);
    expect([code, err]).toEqual([0, '']);
    for (const command of ['import', 'export', 'merge', 'verify', 'serve'])
      expect(out).toContain(`grappe ${command}`);
  });

  test('[CL5] --version tells the version', async () => {
    expect(await grappe(['--version'])).toEqual({ code: 0, out: 'grappe test\n', err: '' });
  });

  test('[CL5] a file whose name begins with a dash stands behind --', async () => {
    expect((await grappe(['verify', '--', '-x.grappe'])).err).toMatch(
      /^-x\.grappe\u202f: Ce fichier n’existe pas/,
    );
  });
});
