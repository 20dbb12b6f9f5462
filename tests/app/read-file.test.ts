import { describe, expect, test } from 'vitest';
import { makeBundle } from '#app/make-bundle.ts';
import { readFile } from '#app/read-file.ts';
import { readRescue } from '#app/read-rescue.ts';
import { readBoard } from '#board/board.ts';
import { encodeBoard } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { BoardId } from '#core/ids.ts';
import { drawn, made, spoken } from '../board/attached-for-tests.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';
import { bytesOf, ledger, ledgerRow, rescueFile, row, stateV2 } from './rescue-for-tests.ts';

const drawing = made('a drawing');
const voice = made('a voice');
const stray = made('of no note');

const carrying = () => {
  const board = newBoard('Dessins');
  stick(board, '', { attached: [drawn(drawing)] });
  stick(board, 'dit', { attached: [spoken(voice)] });
  return board;
};

describe('what notes of a file carry', () => {
  test('[AT4] is read with the board, but for what no note carries', () => {
    const board = carrying();
    const bytes = makeBundle({
      id: 'a' as BoardId,
      state: encodeBoard(board),
      board: readBoard(board),
      method: defaultMethod,
      now: 0,
      attachments: [voice, stray, drawing],
    });
    const read = value(readFile(bytes));
    expect(read.badAttachments).toBe(0);
    expect(read.boards[0]).toMatchObject({ boardId: 'a', attachments: [voice, drawing] });
  });

  const attachmentRow = (boardId: string, { hash, bytes }: typeof drawing) =>
    row({ boardId, hash, bytes: bytesOf(bytes) });

  test('[AT4] comes back from a rescue file, and what is damaged of it is counted', () => {
    const file = rescueFile([
      ledger({
        journal: [ledgerRow('a', stateV2(carrying()))],
        attachments: [
          attachmentRow('a', drawing),
          attachmentRow('a', { hash: voice.hash, bytes: drawing.bytes }),
          attachmentRow('a', stray),
          row({ boardId: 'a', hash: voice.hash, bytes: 'none' }),
          row({ boardId: 'a', hash: ['x'], bytes: bytesOf(voice.bytes) }),
          row({ hash: voice.hash, bytes: bytesOf(voice.bytes) }),
        ],
      }),
    ]);
    const { boards, strayRows } = value(readRescue(file));
    expect(boards).toMatchObject([{ boardId: 'a', attachments: [drawing], rows: 3, refused: 3 }]);
    expect(strayRows).toBe(1);
    const read = value(readFile(new TextEncoder().encode(file)));
    expect(read.boards[0].attachments).toEqual([drawing]);
    expect(read.rescue).toEqual({ refusedRows: 4 });
  });

  test('[AT4] is not taken from a rescue file whose board can’t be read', () => {
    const file = rescueFile([ledger({ attachments: [attachmentRow('a', drawing)] })]);
    expect(value(readRescue(file)).boards).toMatchObject([{ attachments: [], state: { ok: false } }]);
  });
});
