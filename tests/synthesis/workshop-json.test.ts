import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { tableLabels } from '#app/words/table-labels.ts';
import { readBoard } from '#board/board.ts';
import { writeRetex } from '#board/commands/retex.ts';
import { trashThings } from '#board/commands/trash.ts';
import { openBoardDoc, type RetexId } from '#board/document.ts';
import { findMethod, methods } from '#board/methods.ts';
import type { DeviceId } from '#core/ids.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import { furtherHeadsKey } from '#synthesis/bullets.ts';
import { parseWorkshopJson } from '#synthesis/workshop-json.ts';
import { newBoard, stick } from '../board/board-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

const fixtureText = readFileSync(join(import.meta.dirname, '../fixtures/egn-theme-1.json'), 'utf8');
const fixture = JSON.parse(fixtureText) as Record<string, unknown>;

/** Through the whole of it: text → board → text. */
const roundTrip = (json: unknown): unknown => {
  const parsed = parseWorkshopJson(JSON.stringify(json));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const board = openBoardDoc(new Y.Doc());
  importWorkshop(board, parsed.value, { at: 0 });
  const copy = openBoardDoc(new Y.Doc());
  Y.applyUpdateV2(copy.doc, Y.encodeStateAsUpdateV2(board.doc));
  const picture = readBoard(copy);
  return JSON.parse(
    JSON.stringify(exportWorkshop(picture, findMethod(picture.meta.method.value), tableLabels())),
  );
};

describe('the readable JSON', () => {
  test('[JS1] the seed’s workshop comes back cell by cell, and no field more', () => {
    const { source: _source, notes: _notes, ...expected } = fixture;
    expect(roundTrip(fixture)).toEqual(expected);
    expect(Object.keys(roundTrip(fixture) as object)).toEqual(Object.keys(expected));
  });

  test('[JS2] what the tables do not hold survives in further fields', () => {
    const { source: _source, notes: _notes, ...base } = fixture;
    const rich = {
      ...base,
      place: 'Nantes',
      date: '2020-10-14',
      clusters: [
        { title: 'Réseau', notes: ['/diagnostic/0/irritants/8'] },
        { title: '', notes: [] },
      ],
      details: [
        { at: '/diagnostic/0/irritants/8', audience: 'pupil', stressed: true },
        { at: '/projections/0/irritant', from: ['/clusters/0', '/diagnostic/0/irritants/8'] },
        { at: '/actionPlan/1/axes/1', theme: 3 },
      ],
    };
    expect(roundTrip(rich)).toEqual(rich);
  });

  test('[JS2] notes of kinds that the method does not have are told apart, and survive', () => {
    const { source: _source, notes: _notes, ...base } = fixture;
    const changed = {
      ...base,
      otherNotes: [
        { kind: 'idea', text: 'd’une autre méthode' },
        { kind: 'idea', text: '' },
      ],
      clusters: [{ title: 'Restes', notes: ['/diagnostic/0/irritants/0', '/otherNotes/0'] }],
      details: [{ at: '/otherNotes/1', stressed: true, from: ['/otherNotes/0'] }],
    };
    expect(roundTrip(changed)).toEqual(changed);
  });

  test('[JS2] a first head that is empty keeps its place before others', () => {
    const json = { title: '', projections: [{ irritant: '', alsoIrritant: ['a'], needs: [], levers: [] }] };
    expect(roundTrip(json)).toMatchObject(json);
  });

  test('[JS5] cards that a merge gave the same number are told under different ones, each with its row', () => {
    const board = newBoard();
    for (const [id, number] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ] as const) {
      board.doc.transact(() =>
        writeRetex(board, id as RetexId, { number, scope: '', title: id, text: '', links: [] }),
      );
      stick(board, `about ${id}`, { row: id as RetexId });
    }
    const json = JSON.parse(
      JSON.stringify(exportWorkshop(readBoard(board), methods[0], tableLabels())),
    ) as object;
    expect(json).toMatchObject({
      retex: [
        { number: 1, title: 'a' },
        { number: 3, title: 'b' },
        { number: 2, title: 'c' },
      ],
      diagnostic: [
        { retex: 1, irritants: ['about a'] },
        { retex: 3, irritants: ['about b'] },
        { retex: 2, irritants: ['about c'] },
      ],
    });
    expect(roundTrip(json)).toEqual(json);
  });

  test('[JS5] what is in the trash is not told, nor when and on which device a note was written', () => {
    const board = newBoard();
    const id = stick(board, 'jeté', { device: 'device1' as DeviceId, at: 1_700_000_000_000 });
    stick(board, 'gardé', { device: 'device1' as DeviceId, at: 1_700_000_000_000 });
    trashThings(board, [id]);
    const text = workshopText(exportWorkshop(readBoard(board), methods[0], tableLabels()));
    expect(text).toContain('gardé');
    expect(text).not.toMatch(/jeté|device1|17000|2023/);
  });

  test('[JS2] rows in another order than the cards, notes without card or head, and second heads survive', () => {
    const odd = {
      title: 'x',
      themes: [],
      audiences: [],
      retex: [1, 2, 3].map((number) => ({ number, scope: '', title: '', summary: '', links: [] })),
      diagnostic: [
        { retex: 3, irritants: ['a', 'a', 'a'], strengths: [] },
        { retex: 1, irritants: [], strengths: ['  b\r\nc\u0000 \u202e'] },
        { retex: null, irritants: [''], strengths: [] },
      ],
      projections: [
        { irritant: '', needs: ['x'], levers: [] },
        { irritant: 'y', alsoIrritant: ['y2', 'y3'], needs: [], levers: [] },
        { irritant: 'y', needs: [], levers: [] },
        { irritant: '', needs: ['rest'], levers: [], unplaced: true },
      ],
      actionPlan: [{ axes: [], actions: [], actors: [], timing: [], indicators: [] }],
    };
    expect(roundTrip(odd)).toEqual(odd);
  });

  test('[JS3] whatever the texts, they come back to the character, for every method', () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom(
          '',
          ' a ',
          '\t',
          '\r\n',
          '=1+1',
          '<img onerror=x>',
          '| a | b |',
          '► a',
          '\u202e\u0007',
          'é',
          'é',
        ),
      ),
      { maxLength: 4 },
    );
    const workshops = fc.constantFrom(...methods).chain((method) =>
      fc
        .tuple(
          fc.string(),
          ...method.phases.map((phase) => {
            const row = fc.record({
              ...(phase.rows.type === 'heads' && {
                [phase.rows.head.key]: phase.rows.single ? texts.map((all) => all[0] ?? '') : texts,
              }),
              ...Object.fromEntries(phase.kinds.map((kind) => [kind.key, texts])),
            });
            return fc.array(row, { maxLength: phase.rows.type === 'heads' ? 4 : 1 });
          }),
        )
        .map(([title, ...phases]) => ({ method, title, phases: phases })),
    );
    fc.assert(
      fc.property(workshops, ({ method, title, phases }) => {
        const hasText = (row: Record<string, unknown>) =>
          Object.values(row).some((cell) => cell !== '' && (cell as unknown[]).length > 0);
        const json = {
          title,
          themes: [],
          audiences: [],
          ...(method.id !== methods[0].id && { method: method.id }),
          ...(method.phases.some(({ rows }) => rows.type === 'retex') && {
            retex: [{ number: 7, scope: title, title, summary: title, links: [] }],
          }),
          ...Object.fromEntries(
            method.phases.map((phase, i) => [
              phase.id,
              (phases[i] ?? []).map((row) => (phase.rows.type === 'retex' ? { retex: 7, ...row } : row)),
            ]),
          ),
        };
        const expected = {
          ...json,
          // A card, or a whole phase, without any note has no row.
          ...Object.fromEntries(
            method.phases
              .filter(({ rows }) => rows.type !== 'heads')
              .map((phase, i) => [
                phase.id,
                (json as unknown as Record<string, Record<string, unknown>[]>)[phase.id]!.filter((_, n) =>
                  hasText(phases[i]![n]!),
                ),
              ]),
          ),
        };
        // The default method's own lists are told where the file has none; these files have empty ones.
        expect(roundTrip(json)).toEqual(expected);
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  test.each([
    ['not JSON', '{"title": ', { type: 'NotJson' }],
    ['a list', '[]', { type: 'JsonWrong', path: '', expected: 'object' }],
    ['no title', '{}', { path: '/title', expected: 'missing' }],
    [
      'a number for a text',
      '{"title":"x","diagnostic":[{"retex":null,"irritants":["a",3]}]}',
      { path: '/diagnostic/0/irritants/1', expected: 'text' },
    ],
    [
      'a text for a list',
      '{"title":"x","projections":[{"irritant":"a","needs":"b"}]}',
      { path: '/projections/0/needs', expected: 'list' },
    ],
    [
      'a list for a text',
      '{"title":"x","projections":[{"irritant":["a"]}]}',
      { path: '/projections/0/irritant', expected: 'text' },
    ],
    [
      'an unknown card',
      '{"title":"x","diagnostic":[{"retex":4}]}',
      { path: '/diagnostic/0/retex', expected: 'knownRetex' },
    ],
    [
      'a card twice',
      '{"title":"x","retex":[{"number":1},{"number":1}]}',
      { path: '/retex/1/number', expected: 'uniqueRetex' },
    ],
    [
      'two rows for a card',
      '{"title":"x","diagnostic":[{"retex":null},{"retex":null}]}',
      { path: '/diagnostic/1', expected: 'uniqueRow' },
    ],
    ['half a character', '{"title":"\\ud800"}', { path: '/title', expected: 'wellFormed' }],
    [
      'a text of 100,000 characters',
      JSON.stringify({ title: 'x'.repeat(100_000) }),
      { path: '/title', expected: 'shorter' },
    ],
    ['an unknown method', '{"title":"x","method":"swot"}', { path: '/method', expected: 'knownMethod' }],
    [
      'a prototype',
      '{"title":"x","__proto__":{"diagnostic":3},"diagnostic":null}',
      { path: '/diagnostic', expected: 'list' },
    ],
  ])('[JS4] %s is refused, and the place is named', (_, file, error) => {
    expect(parseWorkshopJson(file)).toMatchObject({ ok: false, error });
  });

  test.each([
    [
      'a cluster of a note that is not there',
      { clusters: [{ title: '', notes: ['/x'] }] },
      '/clusters/0/notes/0',
      'pointer',
    ],
    [
      'a note in two clusters',
      {
        clusters: [
          { title: '', notes: ['/projections/0/irritant'] },
          { title: '', notes: ['/projections/0/irritant'] },
        ],
      },
      '/clusters/1/notes/0',
      'twice',
    ],
    ['a detail of a cell', { details: [{ at: '/projections/0/needs' }] }, '/details/0/at', 'pointer'],
    [
      'two details of a note',
      { details: [{ at: '/projections/0/irritant' }, { at: '/projections/0/irritant' }] },
      '/details/1/at',
      'twice',
    ],
    [
      'an origin that is not there',
      { details: [{ at: '/projections/0/irritant', from: ['/clusters/0'] }] },
      '/details/0/from/0',
      'pointer',
    ],
    [
      'a public that is no id',
      { details: [{ at: '/projections/0/irritant', audience: 'les élèves' }] },
      '/details/0/audience',
      'audience',
    ],
    ['a row that is a list', { projections: [[]] }, '/projections/0', 'object'],
    ['notes without end', { otherNotes: Array(5_001).fill({ kind: 'x', text: '' }) }, '/otherNotes', 'fewer'],
  ])('[JS4] %s is refused, and the place is named', (_, more, path, expected) => {
    const file = JSON.stringify({ title: 'x', projections: [{ irritant: 'a' }], ...more });
    expect(parseWorkshopJson(file)).toEqual({ ok: false, error: { type: 'JsonWrong', path, expected } });
  });

  test('[JS4] a file that stops being JSON is refused, and the line is named', () => {
    const cut = fixtureText.slice(0, 2_000);
    const line = cut.split('\n').length;
    expect(parseWorkshopJson(cut)).toEqual({ ok: false, error: { type: 'NotJson', line } });
    expect(parseWorkshopJson('{\n  "title": "a"\n  "b"}')).toMatchObject({ ok: false, error: { line: 3 } });
  });

  test('[JS4] a file beyond the limit is refused unread', () => {
    const file = ' '.repeat(10_000_001);
    const error = { type: 'JsonTooLarge', size: 10_000_001, limit: 10_000_000 };
    expect(parseWorkshopJson(file)).toEqual({ ok: false, error });
  });

  test('[JS4] the key for further heads never meets another key', () => {
    for (const { phases } of methods) {
      for (const { rows, kinds } of phases) {
        if (rows.type === 'heads')
          expect(kinds.map(({ key }) => key)).not.toContain(furtherHeadsKey(rows.head));
      }
    }
  });
});
