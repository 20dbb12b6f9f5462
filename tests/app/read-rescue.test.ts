import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { readFile } from '#app/read-file.ts';
import { readRescue, type RescuedBoard } from '#app/read-rescue.ts';
import { readBoard } from '#board/board.ts';
import { openBoardDoc } from '#board/document.ts';
import { liveNotes } from '#board/select.ts';
import { readState } from '#sync/scratch-doc.ts';
import { crc32 } from '#storage/checksum.ts';
import { newBoard, stick, value } from '../board/board-for-tests.ts';
import { partsBomb, seal, zipOf } from '../sync/bundle-for-tests.ts';
import {
  bytesOf,
  ledger,
  ledgerRow,
  listed,
  record,
  rescueFile,
  row,
  stateV1,
  stateV2,
  workingCopy,
  type RescueDatabase,
} from './rescue-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

const rescue = (databases: readonly RescueDatabase[]) => value(readRescue(rescueFile(databases)));

const textsOf = ({ state }: RescuedBoard): string[] => textsIn(value(state));

const textsIn = (state: Uint8Array): string[] => {
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, state);
  return liveNotes(readBoard(openBoardDoc(doc)))
    .map(({ text }) => text)
    .sort();
};

describe('what comes back', () => {
  test('[LA3] the key by which a workshop meets others, and nothing that is none', () => {
    const keyOf = (hub: unknown, scope = 'a') =>
      rescue([
        ledger({
          journal: [ledgerRow('a', stateV2(newBoard('Une clé')))],
          entries: [
            row({ scope, key: 'hub', value: hub }),
            row({ scope: '', key: 'role', value: 1 }),
            row(7),
          ],
        }),
      ]).boards.map(({ key }) => key);
    const key = 'k'.repeat(42) + 'A';
    expect(keyOf({ key, address: 'http://192.168.1.20:4173' })).toEqual([key]);
    expect(keyOf({ key: 'short' })).toEqual([null]);
    expect(keyOf(null)).toEqual([null]);
    // Of a workshop of which the file has nothing else.
    expect(keyOf({ key }, 'b')).toEqual([null]);
  });

  test('[RQ5] the union of journal, restore points and working copy, whichever holds it', () => {
    const board = newBoard('Trois sources');
    const start = stateV2(board);
    const first = record(board, () => stick(board, 'dans le journal'));
    const point = stateV2(board);
    const second = record(board, () => stick(board, 'dans la copie'));
    const { boards, strayRows, unreadPlaces } = rescue([
      ledger({
        boards: [listed('a', 'Trois sources')],
        journal: [ledgerRow('a', start), ...first.v2.map((update) => ledgerRow('a', update))],
        restorePoints: [ledgerRow('a', point)],
      }),
      workingCopy(
        'a',
        second.v1.map((update) => row(bytesOf(update))),
      ),
    ]);
    expect(boards).toMatchObject([{ boardId: 'a', listedAs: 'Trois sources', rows: 4, refused: 0 }]);
    expect(textsOf(boards[0]!)).toEqual(['dans la copie', 'dans le journal']);
    expect([strayRows, unreadPlaces]).toEqual([0, []]);
  });

  test('[RQ5] each workshop for itself, also one that stands in a single place', () => {
    const [a, b, c] = ['A', 'B', 'C'].map((title) => newBoard(title)) as [
      ReturnType<typeof newBoard>,
      ReturnType<typeof newBoard>,
      ReturnType<typeof newBoard>,
    ];
    stick(a, 'de A');
    stick(b, 'de B');
    stick(c, 'de C');
    const { boards } = rescue([
      workingCopy('a', [row(bytesOf(stateV1(a)))]),
      ledger({ journal: [ledgerRow('b', stateV2(b))], restorePoints: [ledgerRow('c', stateV2(c))] }),
    ]);
    expect(boards.map((board) => [board.boardId, textsOf(board)])).toEqual([
      ['a', ['de A']],
      ['b', ['de B']],
      ['c', ['de C']],
    ]);
  });

  test('[RQ5] a flipped row is refused and the rest is there', () => {
    const board = newBoard();
    const whole = stateV2(board);
    const { v2 } = record(board, () => stick(board, 'entière'));
    const flipped = stateV2(board);
    const checksum = crc32(flipped);
    flipped[40] = (flipped[40] ?? 0) ^ 0x10;
    const { boards } = rescue([
      ledger({ journal: [ledgerRow('a', whole), ledgerRow('a', flipped, checksum), ledgerRow('a', v2[0]!)] }),
    ]);
    expect(boards).toMatchObject([{ rows: 2, refused: 1 }]);
    expect(textsOf(boards[0]!)).toEqual(['entière']);
  });

  test('[RQ5] rows in quarantine are counted, not merged', () => {
    const board = newBoard();
    stick(board, 'gardée');
    const other = newBoard();
    stick(other, 'mise de côté');
    const { boards } = rescue([
      ledger({ journal: [ledgerRow('a', stateV2(board))], quarantine: [ledgerRow('a', stateV2(other))] }),
    ]);
    expect(boards).toMatchObject([{ quarantined: 1, refused: 0 }]);
    expect(textsOf(boards[0]!)).toEqual(['gardée']);
  });

  test('[RQ5] a database or table that stands there twice is read as one', () => {
    const board = newBoard();
    const start = ledgerRow('a', stateV2(board));
    const { v2 } = record(board, () => stick(board, 'une fois'));
    const { boards } = rescue([ledger({ journal: [start] }), ledger({ journal: [ledgerRow('a', v2[0]!)] })]);
    expect(boards).toHaveLength(1);
    expect(textsOf(boards[0]!)).toEqual(['une fois']);
  });

  test('[RQ5] a workshop of which nothing is left stands in the report, and brings nothing', () => {
    const text = rescueFile([ledger({ boards: [listed('a', 'Perdu')] }), workingCopy('b', [])]);
    expect(value(readRescue(text)).boards).toMatchObject([
      { boardId: 'a', listedAs: 'Perdu', state: { error: { type: 'RescueEmpty' } } },
      { boardId: 'b', state: { error: { type: 'RescueEmpty' } } },
    ]);
    expect(readFile(Buffer.from(text))).toEqual({ ok: false, error: { type: 'RescueEmpty' } });
  });

  test('[RQ5] rows of no workshop, and what the page could not read, are told', () => {
    const { boards, strayRows, unreadPlaces } = rescue([
      {
        name: 'grappe',
        stores: [
          {
            name: 'journal',
            rows: [{ key: 1, error: 'DataError' }, row({ bytes: 3 }), null],
            error: 'TimeoutError',
          },
          // Settings, drafts and keys are nobody's notes.
          { name: 'entries', rows: [row({ scope: '', key: 'device' }), 7] },
        ],
      },
      { name: 'grappe-board-a', stores: [], error: 'TimeoutError' },
      { name: 'elsewhere', stores: [{ name: 'updates', rows: [row(1)] }] },
    ]);
    expect(boards).toEqual([]);
    expect(strayRows).toBe(3);
    expect(unreadPlaces).toEqual(['grappe/journal', 'grappe-board-a']);
  });

  test('[RQ5] the app’s way in gives all workshops, and counts what was left out', () => {
    const [a, b] = [newBoard('A'), newBoard('B')];
    const file = readFile(
      Buffer.from(
        `\ufeff${rescueFile([
          ledger({
            journal: [ledgerRow('a', stateV2(a)), ledgerRow('b', stateV2(b)), ledgerRow('b', stateV2(b), 1)],
          }),
        ])}`,
      ),
    );
    expect(value(file).boards.map(({ boardId }) => boardId)).toEqual(['a', 'b']);
    expect(value(file).rescue).toEqual({ refusedRows: 1 });
    expect(value(readFile(seal(zipOf()))).rescue).toBeNull();
  });
});

describe('what is hostile', () => {
  const refusal = (text: string) => {
    const read = readRescue(text);
    return read.ok ? 'read' : read.error;
  };

  test.each([
    ['no JSON', '{"format":"grappe-secours",', { type: 'NotJson', line: null }],
    ['a list', '[]', { type: 'JsonWrong', path: '/version' }],
    ['no version', '{"format":"grappe-secours"}', { type: 'JsonWrong', path: '/version' }],
    [
      'a later version',
      rescueFile([], { version: 2, databases: 7 }),
      { type: 'BundleNewer', version: 2, known: 1 },
    ],
    ['no databases', rescueFile([], { databases: undefined }), { type: 'JsonWrong', expected: 'missing' }],
    [
      'databases that are no list',
      rescueFile([], { databases: {} }),
      { path: '/databases', expected: 'list' },
    ],
    [
      'a name that is none',
      rescueFile([], { databases: [{ name: 1, stores: [] }] }),
      { path: '/databases/0/name' },
    ],
    [
      'rows that are no list',
      rescueFile([], { databases: [{ name: 'a', stores: [{ name: 'b', rows: 'c' }] }] }),
      {
        path: '/databases/0/stores/0/rows',
        expected: 'list',
      },
    ],
    [
      'too many databases',
      rescueFile(Array.from({ length: 10_001 }, () => ({ name: 'a', stores: [] }))),
      {
        expected: 'fewer',
      },
    ],
  ])('[RQ6] %s: refused as a whole', (_, text, error) => {
    expect(refusal(text)).toMatchObject(error);
  });

  test('[RQ6] a place that is wrong is named', () => {
    const text = rescueFile([], { databases: [{ name: 'a', stores: [{ name: 3, rows: [] }] }] });
    expect(refusal(text)).toEqual({
      type: 'JsonWrong',
      path: '/databases/0/stores/0/name',
      expected: 'text',
    });
  });

  test.each([
    ['no bytes', {}],
    ['null', null],
    ['no text', { $bytes: 7 }],
    ['bad base64', { $bytes: '****' }],
    ['base64 cut short', { $bytes: 'AAAAA' }],
    ['blanks in base64', { $bytes: 'AA AA AAA' }],
    ['padding inside', { $bytes: 'A===AAAA' }],
    ['bytes only by inheritance', { ['__proto__']: { $bytes: 'AAA=' } }],
  ])('[RQ6] %s in place of bytes: that row is refused', (_, bytes) => {
    const board = newBoard();
    stick(board, 'saine');
    const { boards } = rescue([
      ledger({ journal: [ledgerRow('a', stateV2(board)), row({ boardId: 'a', bytes, checksum: 0 })] }),
      workingCopy('a', [row(bytes)]),
    ]);
    expect(boards).toMatchObject([{ rows: 1, refused: 2 }]);
    expect(textsOf(boards[0]!)).toEqual(['saine']);
  });

  test('[RQ6] names from everybody’s prototype lead nowhere', () => {
    const text = `{"format":"grappe-secours","version":1,"__proto__":{"databases":[]},"databases":[
      {"name":"grappe","stores":[{"name":"boards","rows":[
        {"key":1,"value":{"__proto__":{"id":"a"}}},
        {"key":2,"value":{"id":"__proto__","summary":{"title":"x"}}},
        {"key":3,"value":{"id":"constructor"}},
        {"key":4,"value":{"id":"../../a"}}
      ]}]}]}`;
    const { boards, strayRows } = value(readRescue(text));
    expect(boards.map(({ boardId }) => boardId)).toEqual(['__proto__', 'constructor']);
    expect(strayRows).toBe(2);
    expect(({} as Record<string, unknown>)['id']).toBeUndefined();
  });

  test('[RQ6] nesting as deep as a file can hold', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const text = `{"format":"grappe-secours","version":1,"databases":[{"name":"grappe","stores":[{"name":"journal","rows":[{"key":1,"value":{"boardId":"a","bytes":${deep}}}]}]}]}`;
    expect(value(readRescue(text)).boards).toMatchObject([{ refused: 1 }]);
  });

  test('[RQ6] a document that is no board does not come near one', () => {
    const doc = new Y.Doc();
    doc.getArray('notes').push([1]);
    const { boards } = rescue([ledger({ journal: [ledgerRow('a', Y.encodeStateAsUpdateV2(doc))] })]);
    expect(boards).toMatchObject([{ rows: 1, state: { error: { type: 'NotABoard' } } }]);
  });

  test('[RQ6] a row of a few bytes that stands for millions of parts is refused', () => {
    const board = newBoard();
    stick(board, 'saine');
    const { boards } = rescue([
      ledger({ journal: [ledgerRow('a', partsBomb(5_000_000)), ledgerRow('a', stateV2(board))] }),
    ]);
    expect(boards).toMatchObject([{ rows: 1, refused: 1 }]);
    expect(textsOf(boards[0]!)).toEqual(['saine']);
  });

  test.each([
    [1_000, true],
    [999, false],
  ])(
    '[RQ6] rows share what is believed of a workshop: of %i parts that are left, 1,000 are read: %s',
    (limit, isRead) => {
      expect(readState(partsBomb(1_000), { limit }).ok).toBe(isRead);
    },
  );
});
