import { fromMarkdown } from 'mdast-util-from-markdown';
import Papa from 'papaparse';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard, type Board } from '#board/board.ts';
import { stressNotes } from '#board/commands/notes.ts';
import { parkNotes } from '#board/commands/park.ts';
import { openBoardDoc, type NoteId } from '#board/document.ts';
import type { AudienceId } from '#board/method.ts';
import { defaultMethod, findMethod } from '#board/methods.ts';
import { liveNotes, parkedNotes } from '#board/select.ts';
import { documentLabels } from '#app/words/table-labels.ts';
import { toCsv } from '#synthesis/csv.ts';
import { defaultPlan, type DocumentPlan } from '#synthesis/document.ts';
import { exportWorkshop } from '#synthesis/export-workshop.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import type { TableLabels } from '#synthesis/labels.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { readDocument } from '#synthesis/read-document.ts';
import { parseWorkshopJson } from '#synthesis/workshop-json.ts';
import { drawn, made, spoken } from '../board/attached-for-tests.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';
import { printed } from '../support/printed.ts';

const fixtureText = readFileSync(join(import.meta.dirname, '../fixtures/egn-theme-1.json'), 'utf8');

interface Fixture {
  readonly title: string;
  readonly retex: readonly { number: number; title: string; summary: string; links: string[] }[];
  readonly diagnostic: readonly { retex: number; irritants: string[]; strengths: string[] }[];
  readonly projections: readonly { irritant: string; needs: string[]; levers: string[] }[];
  readonly actionPlan: readonly Record<'axes' | 'actions' | 'actors' | 'timing' | 'indicators', string[]>[];
}
const fixture = JSON.parse(fixtureText) as Fixture;

/** Every cell of the fixture's three tables, the head's first. */
const expectedTables: readonly (readonly (readonly string[])[])[][] = [
  fixture.diagnostic.map(({ irritants, strengths }) => [irritants, strengths]),
  fixture.projections.map(({ irritant, needs, levers }) => [[irritant], needs, levers]),
  fixture.actionPlan.map(({ axes, actions, actors, timing, indicators }) => [
    axes,
    actions,
    actors,
    timing,
    indicators,
  ]),
];

const boardOf = (json: unknown): Board => {
  const board = openBoardDoc(new Y.Doc());
  importWorkshop(board, value(parseWorkshopJson(JSON.stringify(json))), { at: 0 });
  return readBoard(board);
};

const labels: TableLabels = {
  locale: 'fr',
  untitled: 'Sans titre',
  theme: 'Thème',
  place: 'Lieu',
  date: 'Date',
  phase: 'Phase',
  row: 'Ligne',
  column: 'Colonne',
  note: 'Note',
  stressed: 'Soulignée',
  audience: 'Qui parle',
  cluster: 'Grappe',
  clusterReference: 'Réf. de la grappe',
  yes: 'oui',
  reference: 'Référence',
  from: 'Vient de',
  retexList: 'Retours d’expérience',
  parked: 'Pour plus tard',
  attached: { drawing: '[dessin]', photo: '[photo]', voice: '[note parlée]' },
};

const plain: DocumentPlan = { ...defaultPlan, references: false };
const markdownOf = (board: Board, method = defaultMethod, plan = plain): string =>
  toMarkdown(readDocument(board, method, plan, { ...documentLabels(), ...labels }));

/** Splits a line of a table where GitHub does: at every pipe that no backslash stands before. */
const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** The text that a reader of Markdown sees; `<br>` is a line break, any other markup stands out. */
const seen = (markdown: string): string => {
  const show = (node: { type: string; value?: string; children?: unknown[] }): string => {
    if (node.type === 'text') return node.value ?? '';
    if (node.type === 'html') return node.value === '<br>' ? '\n' : `<<html ${node.value ?? ''}>>`;
    const inside = (node.children ?? []).map((child) => show(child as typeof node)).join('');
    return ['root', 'paragraph'].includes(node.type) ? inside : `<<${node.type} ${inside}>>`;
  };
  return show(fromMarkdown(markdown));
};

/** The tables of a Markdown file: rows of cells, the header's first. */
const tablesOf = (markdown: string): string[][][] =>
  markdown
    .split(/\n{2,}/)
    .filter((block) => block.startsWith('|'))
    .map((block) =>
      block
        .trim()
        .split('\n')
        .filter((_, i) => i !== 1)
        .map(cellsOf),
    );

const bulletsOf = (cell: string): string[] =>
  cell === '' ? [] : seen(cell).replace(/^► /, '').split('\n► ');

describe('Markdown', () => {
  test('[EX1] holds the seed’s three tables, cell by cell', () => {
    const tables = tablesOf(markdownOf(boardOf(fixture))).slice(0, 3);
    const found = tables.map(([, ...rows], phase) =>
      rows.map((cells) => (phase === 0 ? cells.slice(1) : cells).map(bulletsOf)),
    );
    expect(found).toEqual(printed(expectedTables));
    expect(tables.map(([header]) => header)).toEqual([
      ['RETEX', 'Irritants', 'Points forts'],
      ['Irritants principaux', 'Besoins', 'Leviers'],
      ['Quoi', 'Comment', 'Qui', 'Quand', 'Indicateurs'],
    ]);
  });

  test('[EX1] tells title and cards, with links that can be followed', () => {
    const markdown = markdownOf(boardOf(fixture));
    expect(markdown.startsWith(`# ${fixture.title}\n`)).toBe(true);
    for (const card of fixture.retex) {
      expect(markdown).toContain(printed(card.title));
      for (const link of card.links) expect(markdown).toContain(`<${link}>`);
    }
  });

  test.each([
    '<img src=x onerror=alert(1)>',
    '**gras** _italique_ ~~barré~~ `code`',
    '[lien](javascript:alert(1)) ![image](x)',
    '| une | cellule | \\| de plus \\',
    '&lt;b&gt; &amp; &#60;',
    '# titre',
    '1. liste',
    '► autre ►',
    '<br>',
    'é 🛰 \u202e\u200d',
  ])('[EX2] %j stays text', (text) => {
    const markdown = markdownOf(boardOf({ title: text, diagnostic: [{ irritants: [text, text] }] }));
    const [, row] = tablesOf(markdown)[0]!;
    expect(bulletsOf(row![1]!)).toEqual([text, text]);
    expect(seen(markdown.split('\n')[0]!)).toBe(`<<heading ${text}>>`);
  });

  test('[EX2] control characters steer no terminal', () => {
    const text = '\u001b[31mrouge\u0007\u009b';
    const markdown = markdownOf(boardOf({ title: text, diagnostic: [{ irritants: [text] }] }));
    expect(markdown).toContain('&#x1B;\\[31mrouge&#x7;&#x9B;');
    // eslint-disable-next-line no-control-regex
    expect(markdown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });

  test('[EX2] line breaks stay in their cell, and stressed notes are bold', () => {
    const board = newBoard();
    const id = stick(board, 'une\ndeux', { id: 'n1' as NoteId });
    stick(board, 'trois', { id: 'n2' as NoteId });
    value(stressNotes(board, [id], true));
    const [, row] = tablesOf(markdownOf(readBoard(board)))[0]!;
    expect(row![0]).toBe('Sans RETEX');
    expect(seen(row![1]!)).toBe('<<strong ► une\ndeux>>\n► trois');
  });

  test('[EX1] of a method with one row a phase has no first column', () => {
    const json = {
      title: 'Bilan',
      method: 'start-stop-continue',
      retrospective: [{ start: ['a'], stop: [], continue: ['b', 'c'] }],
    };
    const markdown = markdownOf(boardOf(json), findMethod('start-stop-continue'));
    expect(
      tablesOf(markdown)[0]!
        .slice(1)
        .map((row) => row.map(bulletsOf)),
    ).toEqual([[['a'], [], ['b', 'c']]]);
  });
});

describe('CSV', () => {
  const read = (csv: string): string[][] =>
    Papa.parse<string[]>(csv.replace(/^\ufeff/, ''), { skipEmptyLines: true }).data;

  test('[EX3] has a line for each note of the seed, in order, in its row and column', () => {
    const csv = toCsv(boardOf(fixture), defaultMethod, labels);
    const [header, ...lines] = read(csv);
    expect(header).toEqual([
      'Phase',
      'Ligne',
      'Colonne',
      'Note',
      'Soulignée',
      'Qui parle',
      'Thème',
      'Grappe',
      'Réf. de la grappe',
      'Référence',
      'Vient de',
    ]);
    expect(lines.map((line) => line[3])).toEqual(expectedTables.flat(3));
    const columns = [
      ['Irritants', 'Points forts'],
      ['Irritants principaux', 'Besoins', 'Leviers'],
      ['Quoi', 'Comment', 'Qui', 'Quand', 'Indicateurs'],
    ];
    const places = expectedTables.flatMap((table, phase) =>
      table.flatMap((row) => row.flatMap((cell, i) => cell.map(() => columns[phase]![i]))),
    );
    expect(lines.map((line) => line[2])).toEqual(places);
    expect(lines.every((line) => line.length === 11 && line[6] === '1')).toBe(true);
    expect(lines[0]![1]).toContain(fixture.retex[0]!.title);
  });

  test('[EX3] opens in a spreadsheet with its accents, and with line breaks inside a cell', () => {
    const csv = toCsv(
      boardOf({ title: '', diagnostic: [{ irritants: ['a;b,c "d"\ne'] }] }),
      defaultMethod,
      labels,
    );
    expect(csv.startsWith('\ufeffPhase')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(read(csv)[1]![3]).toBe('a;b,c "d"\ne');
  });

  test.each(['=1+1', '+33 6', '-5 %', '@ici', '\t=1', '=HYPERLINK("x")\n=2', '＝1'])(
    '[EX4] %j is no formula',
    (text) => {
      const csv = toCsv(boardOf({ title: '', diagnostic: [{ irritants: [text] }] }), defaultMethod, labels);
      expect(read(csv)[1]![3]).toBe(`'${text.replace(/([\t\n])=/, "$1'=")}`);
    },
  );

  test.each([',', ';', '\t'])('[EX4] nor is what a program makes of it that cuts at %j', (delimiter) => {
    const irritants = [
      'x;=1+1;y',
      'x,=1+1,y',
      'x\t=1+1\ty',
      'liste :\n- un\n=2',
      '"";@A1;""',
      "a;'=1",
      'a;\t,+1',
      'a;＝1',
    ];
    const csv = toCsv(boardOf({ title: '', diagnostic: [{ irritants }] }), defaultMethod, labels);
    // Whoever expects another separator meets quotes in the midst of a cell, where they mean nothing.
    const { data } = Papa.parse<string[]>(csv.slice(1).replaceAll('\r\n', '\n'), {
      delimiter,
      newline: '\n',
    });
    expect(data.flat().length).toBeGreaterThan(irritants.length);
    expect(data.flat().filter((cell) => /^[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
  });

  test('[EX3] is UTF-8 with a mark, and what any spreadsheet takes for the end of a cell is in quotes', () => {
    const csv = toCsv(
      boardOf({ title: '', diagnostic: [{ irritants: ['élève;ici', 'un\tdeux', 'tr\u0000oi\u001bs'] }] }),
      defaultMethod,
      labels,
    );
    const bytes = new TextEncoder().encode(csv);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = csv.split('\r\n');
    expect(lines.map((line) => line.split(',').length)).toEqual([11, 11, 11, 11, 1]);
    expect(lines[1]).toContain(',"élève;ici",');
    expect(lines[2]).toContain(',"un\tdeux",');
    expect(lines[3]).toContain(',trois,');
  });

  test('[EX3] tells who spoke, what was stressed, theme and cluster', () => {
    const board = boardOf({
      title: '',
      theme: 2,
      diagnostic: [{ irritants: ['a', 'b'] }],
      clusters: [{ title: 'Réseau', notes: ['/diagnostic/0/irritants/0'] }],
      details: [
        { at: '/diagnostic/0/irritants/0', audience: 'pupil' as AudienceId, stressed: true, theme: 3 },
        { at: '/diagnostic/0/irritants/1', audience: 'grands-parents' },
      ],
    });
    const [, first, second] = read(toCsv(board, defaultMethod, labels));
    expect(first!.slice(3, 8)).toEqual(['a', 'oui', 'Élève', '3', 'Réseau']);
    expect(second!.slice(3, 8)).toEqual(['b', '', 'grands-parents', '2', '']);
  });
});

describe('a note that has no text and carries something', () => {
  const board = newBoard();
  stick(board, '', { attached: [drawn(made('a drawing')), spoken(made('a voice'))] });
  stick(board, 'écrite', { attached: [drawn(made('another'))] });
  const picture = readBoard(board);

  test('[AT3] is called by it in Markdown and CSV; one with text is its text', () => {
    const markdown = markdownOf(picture);
    expect(seen(markdown)).toContain('[dessin] [note parlée]');
    expect(markdown.match(/dessin/g)).toHaveLength(1);
    const csv = toCsv(picture, defaultMethod, labels);
    expect(csv).toContain('[dessin] [note parlée]');
    expect(csv).toContain('écrite');
    expect(csv.match(/dessin/g)).toHaveLength(1);
  });

  test('[AT3] is called by it in the JSON, which leads to what every note carries in the file', () => {
    const json = exportWorkshop(picture, defaultMethod, labels) as {
      diagnostic: { irritants: string[] }[];
      details: { at: string; attached: { type: string; file: string }[] }[];
    };
    expect(json.diagnostic[0]?.irritants).toEqual(['[dessin] [note parlée]', 'écrite']);
    const { hash } = made('another');
    expect(json.details[1]).toEqual({
      at: '/diagnostic/0/irritants/1',
      attached: [{ type: 'drawing', file: `attachments/${hash}` }],
    });
    expect(parseWorkshopJson(JSON.stringify(json)).ok).toBe(true);
  });
});

describe('what is kept for later', () => {
  const board = newBoard();
  stick(board, 'Débit');
  const later = stick(board, 'La *cantine*');
  value(stressNotes(board, [later], true));
  value(parkNotes(board, [later]));
  const picture = readBoard(board);

  test('[PK1] stands at the end of every export, and in no table', () => {
    const markdown = markdownOf(picture);
    expect(tablesOf(markdown).flat(2).join('\n')).not.toContain('cantine');
    const [, section = ''] = markdown.split('## Pour plus tard\n');
    expect(seen(section.trim())).toBe('<<strong ► La *cantine*>>');
    const lines = Papa.parse<string[]>(toCsv(picture, defaultMethod, labels).trim()).data;
    expect(lines.at(-1)?.slice(0, 5)).toEqual(['Pour plus tard', '', 'Irritants', 'La *cantine*', 'oui']);
    expect(lines).toHaveLength(3);
  });

  test('[PK1] comes back from the readable JSON', () => {
    const json = exportWorkshop(picture, defaultMethod, labels);
    const again = boardOf(json);
    expect(parkedNotes(again).map(({ text, stressed }) => [text, stressed])).toEqual([
      ['La *cantine*', true],
    ]);
    expect(liveNotes(again).map(({ text }) => text)).toEqual(['Débit']);
    expect(exportWorkshop(again, defaultMethod, labels)).toEqual(json);
  });
});
