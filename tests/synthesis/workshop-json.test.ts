import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readBoard } from '#board/board.ts';
import { openBoardDoc } from '#board/document.ts';
import { findMethod, methods } from '#board/methods.ts';
import { exportWorkshop } from '#synthesis/export-workshop.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import { furtherHeadsKey, parseWorkshopJson } from '#synthesis/workshop-json.ts';

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
  return JSON.parse(JSON.stringify(exportWorkshop(picture, findMethod(picture.meta.method.value))));
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
        .map(([title, ...phases]) => ({ method, title, phases: phases as Record<string, unknown>[][] })),
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

  test('[JS4] the key for further heads never meets another key', () => {
    for (const { phases } of methods) {
      for (const { rows, kinds } of phases) {
        if (rows.type === 'heads')
          expect(kinds.map(({ key }) => key)).not.toContain(furtherHeadsKey(rows.head));
      }
    }
  });
});
