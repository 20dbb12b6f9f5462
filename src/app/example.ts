/** The example: a real workshop of the États généraux du numérique, complete. */

import { createBoardDoc, encodeBoard } from '#board/document.ts';
import { systemClock } from '#core/clock.ts';
import { assert } from '#core/assert.ts';
import { createId, type BoardId } from '#core/ids.ts';
import { importWorkshop } from '#synthesis/import-workshop.ts';
import { parseWorkshopJson } from '#synthesis/workshop-json.ts';
import example from './example.json' with { type: 'json' };
import type { ReadBoard } from './read-file.ts';

/** Makes a new workshop of it, with ids of its own, so that two devices' examples never meet. */
export const readExample = (): ReadBoard => {
  const json = parseWorkshopJson(JSON.stringify(example));
  assert(json.ok, 'the example is a workshop');
  const board = createBoardDoc();
  importWorkshop(board, json.value, { at: systemClock.now() });
  return { boardId: createId<BoardId>(), state: encodeBoard(board), attachments: [] };
};
