import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { makeBundle } from '#app/make-bundle.ts';
import { readFile } from '#app/read-file.ts';
import { tableLabels } from '#app/words/table-labels.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard, openBoardDoc, schemaVersion } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import { parseWorkshopJson } from '#synthesis/workshop-json.ts';
import { value } from '../board/board-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

const fixtures = join(import.meta.dirname, '../fixtures');

const open = (bytes: Uint8Array) => {
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, value(readFile(bytes)).boards[0].state);
  return openBoardDoc(doc);
};

test('[FI6] the file of schema 1 opens for ever, with all it holds', () => {
  const board = readBoard(open(new Uint8Array(readFileSync(join(fixtures, 'schema-1.grappe')))));
  const {
    source: _source,
    notes: _notes,
    ...base
  } = JSON.parse(readFileSync(join(fixtures, 'egn-theme-1.json'), 'utf8')) as Record<string, unknown>;
  const { title } = [...board.clusters.values()][0]!;
  expect([title.value, ...title.others].sort()).toEqual(['Connexion', 'Réseau et connexion']);
  expect([...board.notes.values()].filter((note) => note.trash).map((note) => note.text)).toEqual([
    'Jetée à la corbeille',
  ]);
  expect(JSON.parse(workshopText(exportWorkshop(board, defaultMethod, tableLabels())))).toEqual({
    ...base,
    place: 'Nantes',
    date: '2020-10-14',
    clusters: [{ title: title.value, notes: ['/diagnostic/0/irritants/8', '/diagnostic/1/irritants/0'] }],
    details: [
      { at: '/diagnostic/0/irritants/8', audience: 'pupil', stressed: true },
      { at: '/projections/0/irritant', from: ['/clusters/0'] },
      { at: '/actionPlan/0/axes/0', theme: 3, from: ['/projections/0/levers/0'] },
    ],
  });
});

test('[FI6] every schema that was ever written has a file here', () => {
  const kept = readdirSync(fixtures).filter((name) => name.endsWith('.grappe'));
  const all = Array.from({ length: schemaVersion }, (_, i) => `schema-${String(i + 1)}.grappe`);
  expect(kept.sort()).toEqual(all);
});

const seed = 7;

test(`[FI1] whatever the texts, the file gives them back to the character (seed ${String(seed)})`, () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 5 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), texts, texts, (title, needs, levers) => {
      const board = openBoardDoc(new Y.Doc());
      const json = { title, projections: [{ irritant: title, needs, levers }] };
      importWorkshop(board, value(parseWorkshopJson(JSON.stringify(json))), { at: 0 });
      const bytes = makeBundle({
        id: 'board1' as BoardId,
        state: encodeBoard(board),
        board: readBoard(board),
        method: defaultMethod,
        now: 0,
      });
      expect(exportWorkshop(readBoard(open(bytes)), defaultMethod, tableLabels())).toMatchObject(json);
    }),
    { seed, numRuns: 40 },
  );
});
