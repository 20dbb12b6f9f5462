import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { makeExport, type ExportedBoard } from '#app/export-file.ts';
import { readFile } from '#app/read-file.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { parseWorkshopJson } from '#synthesis/workshop-json.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';

const board = newBoard('Étrange');
stick(board, 'à emporter');

const workshop: ExportedBoard = {
  id: 'a' as BoardId,
  board: readBoard(board),
  whole: readBoard(board),
  method: defaultMethod,
  encode: () => encodeBoard(board),
};

const exported = async (of: ExportedBoard) => {
  const { name, blob } = await makeExport(of, 'grappe', Date.UTC(2026, 10, 24));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const [read] = value(readFile(bytes)).boards;
  expect(read).toEqual({ boardId: 'a', state: encodeBoard(board), attachments: [] });
  return { name, readable: value(parseWorkshopJson(strFromU8(unzipSync(bytes)['atelier.json']!))) };
};

describe('a board too strange to be told', () => {
  test('[RQ9] whose tables throw, is exported whole, with its notes as a list beside it', async () => {
    const strange = {
      ...workshop,
      get method(): never {
        throw new Error('strange');
      },
    };
    const { name, readable } = await exported(strange);
    expect(name).toBe('etrange-2026-11-24.grappe');
    expect(readable.title).toBe('Étrange');
    expect(readable.otherNotes).toEqual([{ kind: 'irritant', text: 'à emporter' }]);
  });

  test('[RQ9] that can’t even be looked at, is exported whole', async () => {
    const strange = {
      ...workshop,
      get board(): never {
        throw new Error('strange');
      },
    };
    const { name, readable } = await exported(strange);
    expect(name).toBe('atelier-2026-11-24.grappe');
    expect(readable.title).toBe('');
  });

  test('[RQ9] one like any other is told in its tables', async () => {
    expect((await exported(workshop)).readable.otherNotes).toEqual([]);
  });
});
