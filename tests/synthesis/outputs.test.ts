import { describe, expect, test } from 'vitest';
import { documentLabels } from '#app/words/table-labels.ts';
import { readBoard, type Board } from '#board/board.ts';
import { stressNotes } from '#board/commands/notes.ts';
import { parkNotes } from '#board/commands/park.ts';
import type { NoteId } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { liveNotes } from '#board/select.ts';
import { toCsv } from '#synthesis/csv.ts';
import { defaultPlan, partIds, type DocumentPlan } from '#synthesis/document.ts';
import { toDocx } from '#synthesis/docx.ts';
import { exportWorkshop } from '#synthesis/export-workshop.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { toOdt } from '#synthesis/odt.ts';
import type { PrintedPictures } from '#synthesis/pictures.ts';
import { readDocument } from '#synthesis/read-document.ts';
import { readReferences } from '#synthesis/references.ts';
import { readSheets } from '#synthesis/sheets.ts';
import { toXlsx } from '#synthesis/xlsx.ts';
import { drawn, made } from '../board/attached-for-tests.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';
import {
  all,
  docxTables,
  first,
  isDocxReference,
  odtTables,
  openZip,
  parseXml,
  textOf,
  xlsxSheets,
  type Element,
} from './read-office.ts';
import { printed } from '../support/printed.ts';
import { boardOf, example, expectedTables, fixture } from './seed.ts';

const labels = documentLabels();
const documentOf = (board: Board, plan: DocumentPlan = defaultPlan) =>
  readDocument(board, defaultMethod, plan, labels);
const none: PrintedPictures = new Map();
const docxOf = (board: Board, plan?: DocumentPlan, pictures = none) =>
  toDocx(documentOf(board, plan), pictures);
const odtOf = (board: Board, plan?: DocumentPlan, pictures = none) =>
  toOdt(documentOf(board, plan), pictures);
const xlsxOf = (board: Board) => toXlsx(readSheets(board, defaultMethod, labels));

const wordDocument = (docx: Uint8Array): Element => parseXml(openZip(docx)['word/document.xml'] ?? '');
const styleOf = (paragraph: Element): string => first(paragraph, 'w:pStyle')?.attributes['w:val'] ?? '';

/** What is there may say that it is not so. */
const isOn = (element: Element, name: string): boolean => {
  const found = first(element, name);
  return found !== undefined && !['false', '0', 'off'].includes(found.attributes['w:val'] ?? '');
};

/** The seed's tables without the first column of the first, which names the cards. */
const seedCells = (tables: string[][][][]) =>
  tables.slice(0, 3).map(([, ...rows], phase) => rows.map((cells) => (phase === 0 ? cells.slice(1) : cells)));

test('[LN2] what is exchanged has what was typed, and only what is printed is set', async () => {
  const typed = 'C\'est "bien": oui...';
  const board = newBoard();
  stick(board, typed);
  const picture = readBoard(board);
  expect(textOf(wordDocument(await docxOf(picture)))).toContain('C’est «\u202Fbien\u202F»\u202F: oui…');
  expect(liveNotes(picture).map(({ text }) => text)).toEqual([typed]);
  expect(JSON.stringify(exportWorkshop(picture, defaultMethod, labels))).toContain(JSON.stringify(typed));
  expect(toCsv(picture, defaultMethod, labels)).toContain(typed.replaceAll('"', '""'));
  expect(JSON.stringify(xlsxSheets(await xlsxOf(picture)))).toContain(JSON.stringify(typed));
});

describe('DOCX', () => {
  test('[OU1] holds the seed’s three tables, cell by cell, under the same headers', async () => {
    const tables = docxTables(await docxOf(boardOf(fixture)));
    expect(seedCells(tables)).toEqual(printed(expectedTables));
    expect(tables.slice(0, 3).map(([header]) => header?.map((cell) => cell.join()))).toEqual([
      ['RETEX', 'Irritants', 'Points forts'],
      ['Irritants principaux', 'Besoins', 'Leviers'],
      ['Quoi', 'Comment', 'Qui', 'Quand', 'Indicateurs'],
    ]);
    expect(tables[0]?.slice(1).map(([head]) => head)).toEqual([
      ['RETEX 1', '(académie)'],
      ['RETEX 2', '(Loire-Atlantique)'],
    ]);
  });

  test('[OU1] tells title, theme and cards, with links that lead where they say', async () => {
    const docx = await docxOf(boardOf(fixture));
    const body = textOf(wordDocument(docx));
    for (const card of fixture.retex) {
      expect(body).toContain(printed(card.title));
      expect(body).toContain(printed(card.summary));
    }
    const targets = all(parseXml(openZip(docx)['word/_rels/document.xml.rels'] ?? ''), 'Relationship')
      .filter(({ attributes }) => attributes['TargetMode'] === 'External')
      .map(({ attributes }) => attributes['Target']);
    expect(targets).toEqual(fixture.retex.flatMap(({ links }) => links));
  });

  test('[OU2] has real headings, one title, a table of contents, and a caption before each table', async () => {
    const document = wordDocument(await docxOf(boardOf(fixture)));
    const paragraphs = all(document, 'w:p');
    const of = (style: string) => paragraphs.filter((each) => styleOf(each) === style).map(textOf);
    expect(of('Title')).toEqual(['Thématique n° 1\u202f: Garantir un égal accès au numérique pour tous']);
    expect(of('Heading1')).toEqual([
      labels.retexList,
      '1. Retour d’expérience',
      '2. Projections',
      '3. Plan d’action',
      labels.traces,
    ]);
    expect(of('Heading2')).toContain('RETEX 2 (Loire-Atlantique)');
    expect(of('Caption').map((text) => text.replace(/ SEQ \S+ \\\* ARABIC/, ''))).toHaveLength(4);
    expect(textOf(document)).toMatch(/TOC \\h \\o "1-1"/);
  });

  test('[OU2] repeats the header row of every table, and keeps short rows whole', async () => {
    for (const table of all(wordDocument(await docxOf(boardOf(fixture))), 'w:tbl')) {
      const [header, ...rows] = all(table, 'w:tr');
      expect(isOn(header!, 'w:tblHeader')).toBe(true);
      expect(rows.some((row) => isOn(row, 'w:tblHeader'))).toBe(false);
      expect(rows.every((row) => isOn(row, 'w:cantSplit'))).toBe(true);
    }
  });

  test('[OU13] a row is cut by a page only where it is longer than one, here and in ODT', async () => {
    const irritants = Array.from({ length: 60 }, (_, i) => `note ${String(i)}`);
    const board = boardOf({
      title: 'x',
      retex: [{ number: 1, title: 't' }],
      diagnostic: [{ retex: 1, irritants: ['un', 'deux'] }, { irritants }],
    });
    const rows = all(wordDocument(await docxOf(board)), 'w:tbl').flatMap((table) => all(table, 'w:tr'));
    expect(rows.map((row) => isOn(row, 'w:cantSplit'))).toEqual([true, true, false]);
    const content = parseXml(openZip(await odtOf(board))['content.xml'] ?? '');
    const keeps = new Map(
      all(content, 'style:style').map((style) => [
        style.attributes['style:name'],
        first(style, 'style:table-row-properties')?.attributes['fo:keep-together'],
      ]),
    );
    const odtRows = all(content, 'table:table-row');
    expect(odtRows.map((row) => keeps.get(row.attributes['table:style-name']))).toEqual([
      'always',
      'always',
      'auto',
    ]);
  });

  test.each(['landscape', 'portrait'] as const)(
    '[OU13] a column has room for its longest word, in smaller letters where there are many: %s',
    async (sheet) => {
      const tables = all(
        wordDocument(await docxOf(boardOf(example), { ...defaultPlan, parts: partIds, sheet })),
        'w:tbl',
      );
      for (const table of tables) {
        const [, ...rows] = all(table, 'w:tr');
        const widths = all(table, 'w:gridCol').map(({ attributes }) => Number(attributes['w:w']) / 20);
        const isSmall = JSON.stringify(table).includes('CrowdedNote');
        expect(isSmall).toBe(sheet === 'portrait' && widths.length === 8);
        for (const row of rows) {
          for (const [i, cell] of all(row, 'w:tc').entries()) {
            const words = textOf(cell).split(/[^\p{L}’]+/u);
            const longest = Math.max(...words.map((word) => Math.min(16, word.length)));
            // A letter of Calibri is half as wide as it is high, on average.
            expect(widths[i]! - 10).toBeGreaterThanOrEqual(longest * (isSmall ? 8 : 9.5) * 0.5);
          }
        }
      }
    },
  );

  test.each([
    ['fr', 'fr-FR'],
    ['en', 'en-GB'],
    ['de', 'de-DE'],
  ])('[OU2] names its language: %s', async (locale, tag) => {
    const document = readDocument(boardOf(fixture), defaultMethod, defaultPlan, { ...labels, locale });
    const { 'word/styles.xml': styles = '', 'docProps/core.xml': core = '' } = openZip(
      await toDocx(document, none),
    );
    expect(first(parseXml(styles), 'w:lang')?.attributes['w:val']).toBe(tag);
    expect(textOf(first(parseXml(core), 'dc:title')!)).toContain('égal accès');
    const [language, country] = tag.split('-');
    const odt = openZip(await toOdt(document, none));
    expect(odt['styles.xml']).toContain(`fo:language="${language!}" fo:country="${country!}"`);
    expect(odt['meta.xml']).toContain(`<dc:language>${tag}</dc:language>`);
  });

  test('[OU7] what is stressed is bold, green and marked, and a legend says so', async () => {
    const board = newBoard();
    const id = stick(board, 'à souligner', { id: 'n1' as NoteId });
    stick(board, 'ordinaire');
    value(stressNotes(board, [id], true));
    const document = wordDocument(await docxOf(readBoard(board)));
    const runs = all(document, 'w:r');
    const look = (text: string) => {
      const run = runs.find((each) => textOf(each).endsWith(text))!;
      return [textOf(run), first(run, 'w:b') !== undefined, first(run, 'w:color')?.attributes['w:val']];
    };
    expect(look('à souligner')).toEqual(['★ à souligner', true, '1F6B3A']);
    expect(look('ordinaire')).toEqual(['ordinaire', false, undefined]);
    expect(textOf(document)).toContain(labels.legend);
    expect(textOf(wordDocument(await docxOf(boardOf(fixture))))).not.toContain(labels.legend);
  });

  test('[OU6] only web and mail addresses are links; others stay text', async () => {
    const links = [
      'https://a.example/é?q=1&b=<2>',
      'javascript:alert(1)',
      'mailto:ecole@a.example',
      'data:text/html,x',
    ];
    const board = boardOf({ title: 'x', retex: [{ number: 1, title: 't', links }] });
    const docx = await docxOf(board);
    const targets = all(parseXml(openZip(docx)['word/_rels/document.xml.rels'] ?? ''), 'Relationship')
      .filter(({ attributes }) => attributes['TargetMode'] === 'External')
      .map(({ attributes }) => attributes['Target']);
    expect(targets).toEqual(['https://a.example/%C3%A9?q=1&b=%3C2%3E', 'mailto:ecole@a.example']);
    const odt = parseXml(openZip(await odtOf(board))['content.xml'] ?? '');
    expect(all(odt, 'text:a').map(({ attributes }) => attributes['xlink:href'])).toEqual([
      links[0],
      links[2],
    ]);
    for (const text of [textOf(wordDocument(docx)), textOf(odt)])
      for (const link of links) expect(text).toContain(link);
  });

  test('[OU8] shows pictures with a text in their place, and says in words which are missing', async () => {
    const board = newBoard();
    const [here, away] = [drawn(made('a drawing')), drawn(made('another'))];
    stick(board, 'avec dessin', { attached: [here] });
    stick(board, 'sans', { attached: [away] });
    const picture = { type: 'png', bytes: Uint8Array.from(atob(dot), (c) => c.charCodeAt(0)) } as const;
    const plan: DocumentPlan = { ...defaultPlan, parts: ['pictures'] };
    const docx = await docxOf(readBoard(board), plan, new Map([[here.hash, picture]]));
    const document = wordDocument(docx);
    const described = all(document, 'wp:docPr').map(({ attributes }) => attributes['descr']);
    expect(described).toEqual([expect.stringMatching(/^Dessin de la note I\d+ avec dessin$/)]);
    expect(textOf(document)).toMatch(/Dessin de la note I\d+ sans/);
    const zip = openZip(await odtOf(readBoard(board), plan, new Map([[here.hash, picture]])));
    const odt = parseXml(zip['content.xml'] ?? '');
    expect(all(odt, 'svg:desc').map(textOf)).toEqual(described);
    expect(zip['META-INF/manifest.xml']).toContain(`Pictures/${here.hash}.png`);
  });
});

/** A transparent pixel, PNG. */
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describe('ODT', () => {
  test('[OU4] holds the seed’s three tables, cell by cell, with headings, header rows and language', async () => {
    const odt = await odtOf(boardOf(fixture));
    expect(seedCells(odtTables(odt))).toEqual(printed(expectedTables));
    const zip = openZip(odt);
    expect(Object.keys(zip)[0]).toBe('mimetype');
    const content = parseXml(zip['content.xml'] ?? '');
    expect(all(content, 'text:h').map(textOf)).toContain('2. Projections');
    for (const table of all(content, 'table:table'))
      expect(first(table, 'table:table-header-rows')).toBeDefined();
    expect(zip['styles.xml']).toContain('fo:language="fr" fo:country="FR"');
    // Writer knows the looks of cells by the styles of this very part only.
    const known = all(content, 'style:style').map(({ attributes }) => attributes['style:name']);
    for (const cell of all(content, 'table:table-cell')) {
      expect(known).toContain(cell.attributes['table:style-name']);
    }
  });
});

describe('XLSX', () => {
  /** The rows of a sheet of a table, put together again: the texts of each column, row by row. */
  const cellsOf = (rows: readonly (readonly unknown[])[], columns: readonly number[]): unknown[][][] => {
    const numbers = [...new Set(rows.map(([number]) => number))];
    return numbers.map((number) =>
      columns.map((column) =>
        rows
          .filter(([own]) => own === number)
          .flatMap((row) => ((row[column] ?? null) === null ? [] : [row[column]])),
      ),
    );
  };

  test('[OU3] has a sheet a table with a cell for each note of the seed, under frozen headers that filter', async () => {
    const sheets = xlsxSheets(await xlsxOf(boardOf(fixture)));
    expect(sheets.map(({ name }) => name)).toEqual([
      'Atelier',
      'Retour d’expérience',
      'Projections',
      'Plan d’action',
      labels.traces,
      'Notes',
    ]);
    const [, diagnostic, projections, plan] = sheets.map(({ rows }) => rows.slice(1));
    expect(cellsOf(diagnostic!, [2, 4])).toEqual(expectedTables[0]);
    expect(cellsOf(projections!, [3, 5])).toEqual(expectedTables[1]!.map((row) => row.slice(1)));
    expect(projections!.map((row) => row[1])).toEqual(
      expect.arrayContaining(fixture.projections.map(({ irritant }) => irritant)),
    );
    expect(cellsOf(plan!, [3, 5, 7, 9])).toEqual(expectedTables[2]!.map((row) => row.slice(1)));
    for (const { sheet, rows } of sheets) {
      expect(first(sheet, 'pane')?.attributes).toMatchObject({ ySplit: '1', state: 'frozen' });
      const filter = first(sheet, 'autoFilter')?.attributes['ref'];
      expect(filter).toMatch(new RegExp(`^A1:[A-Z]${String(rows.length)}$`));
      expect(first(sheet, 'pageSetUpPr')?.attributes['fitToPage']).toBe('1');
      expect(first(sheet, 'pageSetup')?.attributes).toMatchObject({
        fitToHeight: '0',
        orientation: 'landscape',
      });
    }
  });

  test('[OU3] its cells are typed, and none is a formula', async () => {
    const texts = ['=1+1', '+33', '-5 %', '@ici', '\t=2', "=cmd|'/C calc'!A0"];
    const board = boardOf({
      title: 'x',
      date: '2026-11-24',
      theme: 2,
      diagnostic: [{ irritants: texts }],
      details: [{ at: '/diagnostic/0/irritants/0', stressed: true }],
    });
    const sheets = xlsxSheets(await xlsxOf(board));
    const notes = sheets.find(({ name }) => name === 'Notes')!.rows.slice(1);
    expect(notes.map((row) => row[4])).toEqual(texts);
    expect(notes.map((row) => row[5])).toEqual([true, false, false, false, false, false]);
    expect(notes.map((row) => row[7])).toEqual(texts.map(() => 2));
    expect(sheets[0]!.rows.find(([label]) => label === 'Date')?.[1]).toBe(46_350);
  });

  test('[OU3] the cells of a very long sheet are typed as well', async () => {
    const row = ['=1+1', 3, true, new Date(Date.UTC(2026, 10, 24)), '', 'constructor'];
    const columns = row.map((_, i) => ({ title: String(i), width: 10 }));
    const rows = Array.from({ length: 20_001 }, () => row);
    const [sheet] = xlsxSheets(await toXlsx([{ name: 'x', columns, rows }]));
    expect(sheet!.rows).toHaveLength(20_002);
    expect(sheet!.rows.at(-1)).toEqual(['=1+1', 3, true, 46_350, null, 'constructor\u200b']);
  });

  test('[OU3] a text longer than a cell goes on below', async () => {
    const text = 'é🛰'.repeat(3_300);
    const board = newBoard();
    stick(board, 'x');
    const long = { ...readBoard(board) };
    const [note] = [...long.notes.values()];
    const notes = new Map([[note!.id, { ...note!, text: text.repeat(4) }]]);
    const sheets = xlsxSheets(await xlsxOf({ ...long, notes }));
    const read = sheets.find(({ name }) => name === 'Notes')!.rows.slice(1);
    expect(read.map((row) => row[4]).join('') === text.repeat(4)).toBe(true);
    expect(read.every((row) => String(row[4]).length <= 32_767)).toBe(true);
  });
});

describe('whatever is written', () => {
  const texts = [
    'x'.repeat(20_000),
    'שלום, עולם — ومرحبا',
    '👩🏽‍🏫🛰 é\u0301',
    ']]> <![CDATA[ <!-- & "\'',
    'a\u0000b\u0007c\u001bd\ufffee',
    'deux\nlignes\tet  des   espaces ',
    '\ud800 seul',
    '=HYPERLINK("javascript:alert(1)")',
    '<w:p/>{{x}}${y}',
  ];
  const board = newBoard();
  for (const [i] of texts.entries()) stick(board, `n${String(i)}`);
  const shown = readBoard(board);
  const notes = new Map(
    [...shown.notes.values()].map((note, i) => [note.id, { ...note, text: texts[i] ?? '' }]),
  );
  const strange = { ...shown, notes };
  const kept = texts.map((text) =>
    // eslint-disable-next-line no-control-regex
    text.replace(/[\u0000-\u0008\u001b\ufffe]/g, '').replace(/\p{Surrogate}/gu, '\ufffd'),
  );

  /** In a document what looks like quotes is set as quotes. */
  const set = kept.map((text) => text.replace('"javascript:alert(1)"', '«\u202fjavascript:alert(1)\u202f»'));

  test('[OU5] comes back from DOCX, but what XML refuses', async () => {
    const [table] = docxTables(await docxOf(strange));
    expect(table![1]![1]).toEqual(set);
  });

  test('[OU5] comes back from ODT', async () => {
    const [table] = odtTables(await odtOf(strange));
    expect(table![1]![1]).toEqual(set);
  });

  test('[OU5] comes back from XLSX', async () => {
    const sheet = xlsxSheets(await xlsxOf(strange)).find(({ name }) => name === 'Notes')!;
    // Its library drops the sign for half a character as well.
    expect(sheet.rows.slice(1).map((row) => row[4])).toEqual(kept.map((text) => text.replace('\ufffd', '')));
  });

  test('[OU5] what a program might take for a part of itself comes back from XLSX', async () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
    const board = boardOf({ title: 'x', diagnostic: [{ irritants: names, strengths: [] }] });
    const sheet = xlsxSheets(await xlsxOf(board)).find(({ name }) => name === 'Notes')!;
    expect(sheet.rows.slice(1).map((row) => String(row[4]).replace('\u200b', ''))).toEqual(names);
  });

  test('[OU5] a text from right to left stands so, and others do not', async () => {
    const paragraphs = all(wordDocument(await docxOf(strange)), 'w:p').filter(
      (each) => styleOf(each) === 'Note',
    );
    const isBidi = paragraphs.map((each) => first(each, 'w:bidi') !== undefined);
    expect(isBidi.filter(Boolean)).toHaveLength(1);
    expect(textOf(paragraphs[isBidi.indexOf(true)]!)).toContain('שלום');
  });
});

describe('what is in it', () => {
  const headings = async (board: Board, plan: DocumentPlan) =>
    all(wordDocument(await docxOf(board, plan)), 'w:p')
      .filter((each) => styleOf(each) === 'Heading1')
      .map(textOf);

  test('[OU8] parts come in the order that is chosen, and none that is not', async () => {
    const parts = ['parked', 'method', 'cases'] as const;
    const board = newBoard();
    stick(board, 'reste');
    value(parkNotes(board, [stick(board, 'plus tard')]));
    expect(await headings(readBoard(board), { ...defaultPlan, parts })).toEqual([
      labels.parked,
      labels.method,
    ]);
  });

  test('[OU8] the annexes hold all notes by cluster, and the method with its letters', () => {
    const plan: DocumentPlan = { ...defaultPlan, parts: ['clusters', 'method'] };
    const text = toMarkdown(documentOf(boardOf(example), plan));
    expect(text).toMatch(/### G\d+ · Connexion\n\n► Zones blanches `I\d+`/);
    expect(text).toContain('### Sans grappe');
    for (const bullet of fixture.diagnostic.flatMap((row) => row.irritants)) {
      expect(text.replace(/\\/g, '')).toContain(printed(bullet));
    }
    expect(text).toContain('`A`');
  });

  test('[OU8] told by theme, each table has the notes of one theme', async () => {
    const board = boardOf({
      title: 'x',
      theme: 1,
      diagnostic: [{ irritants: ['un', 'deux'], strengths: ['trois'] }],
      details: [{ at: '/diagnostic/0/irritants/1', theme: 2 }],
    });
    const tables = docxTables(await docxOf(board, { ...defaultPlan, byTheme: true }));
    expect(tables.map((table) => table[1]!.slice(1))).toEqual([
      [['un'], ['trois']],
      [['deux'], []],
    ]);
  });

  test('[OU8] every part of every plan is written', async () => {
    const board = boardOf(example);
    for (const sheet of ['landscape', 'portrait'] as const) {
      const plan: DocumentPlan = { ...defaultPlan, parts: partIds, sheet };
      expect(docxTables(await docxOf(board, plan))).toEqual(odtTables(await odtOf(board, plan)));
    }
  });
});

describe('the walk back', () => {
  const board = boardOf(example);
  const references = readReferences(board, defaultMethod);
  const referenceOf = (text: string, kind: string): string => {
    const note = [...board.notes.values()].find((each) => each.text === text && each.kind === kind);
    return references.get(note!.id)!;
  };
  const walk = [
    referenceOf('Trouver des financements privés et de l’Etat', 'action'),
    referenceOf(fixture.actionPlan[0]!.axes[0]!, 'axis'),
    referenceOf(fixture.projections[0]!.levers[0]!, 'lever'),
    referenceOf(fixture.projections[0]!.needs[0]!, 'need'),
    referenceOf('Zones blanches', 'mainIrritant'),
    references.get([...board.clusters.values()].find(({ title }) => title.value === 'Connexion')!.id)!,
    referenceOf('Zones blanches', 'irritant'),
  ];

  test('[TR3] leads from an action to lever, need, irritant, cluster and notes in the document, of any format', async () => {
    const docx = wordDocument(await docxOf(board));
    const table = all(docx, 'w:tbl').at(-1)!;
    const [, row] = all(table, 'w:tr');
    const inCells = all(row!, 'w:tc').map((cell) => {
      const runs = [...all(cell, 'w:r')].filter(isDocxReference).map(textOf);
      return runs;
    });
    walk.forEach((reference, i) => expect(inCells[i]).toContain(reference));
    const bookmarks = all(docx, 'w:bookmarkStart').map(({ attributes }) => attributes['w:name']);
    const anchors = all(docx, 'w:hyperlink').flatMap(({ attributes }) => attributes['w:anchor'] ?? []);
    expect(
      anchors.filter((anchor) => anchor.startsWith('note_')).every((anchor) => bookmarks.includes(anchor)),
    ).toBe(true);
    expect(new Set(bookmarks).size).toBe(bookmarks.length);
    expect(anchors).toContain(`note_${walk[0]!}`);
    const line = toMarkdown(documentOf(board))
      .split('\n')
      .find((each) => each.startsWith(`| \`${walk[0]!}\``));
    for (const reference of walk) expect(line).toContain(`\`${reference}\``);
  });

  test('[TR3] and in the spreadsheet', async () => {
    const sheet = xlsxSheets(await xlsxOf(board)).find(({ name }) => name === labels.traces)!;
    const row = sheet.rows.find(([reference]) => reference === walk[0])!;
    for (const reference of walk) expect(row.join(' ')).toContain(reference);
  });
});
