/** The seed's workshop, and any other told as JSON. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { readBoard, type Board } from '#board/board.ts';
import { openBoardDoc, type BoardDoc } from '#board/document.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import { parseWorkshopJson } from '#synthesis/workshop-json.ts';
import { value } from '../board/board-for-tests.ts';

interface Fixture {
  readonly title: string;
  readonly retex: readonly { number: number; title: string; summary: string; links: string[] }[];
  readonly diagnostic: readonly { retex: number; irritants: string[]; strengths: string[] }[];
  readonly projections: readonly { irritant: string; needs: string[]; levers: string[] }[];
  readonly actionPlan: readonly Record<'axes' | 'actions' | 'actors' | 'timing' | 'indicators', string[]>[];
}

export const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/egn-theme-1.json'), 'utf8'),
) as Fixture;

/** Every cell of the fixture's three tables, the head's first. */
export const expectedTables: readonly (readonly (readonly (readonly string[])[])[])[] = [
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

export const docOf = (json: unknown): BoardDoc => {
  const board = openBoardDoc(new Y.Doc());
  importWorkshop(board, value(parseWorkshopJson(JSON.stringify(json))), { at: 0 });
  return board;
};

export const boardOf = (json: unknown): Board => readBoard(docOf(json));

/** The example that the app opens: the seed's workshop, with clusters and promotions. */
export const example = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../src/app/example.json'), 'utf8'),
) as Record<string, unknown>;
