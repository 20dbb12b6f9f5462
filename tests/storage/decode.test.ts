import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { crc32 } from '#storage/checksum.ts';
import { decodeRows, isUpdateV2, type StoredRow } from '#storage/decode.ts';
import { fingerprint, flipBit, read, write } from './world.ts';

const v2 = (bytes: unknown, checksum?: number): StoredRow => ({
  bytes,
  format: 'v2',
  checksum: checksum ?? (bytes instanceof Uint8Array ? crc32(bytes) : 0),
});
const v1 = (bytes: unknown): StoredRow => ({ bytes, format: 'v1' });

/** A document with edits over edits, as updates in both formats. */
const createHistory = () => {
  const doc = new Y.Doc();
  const inV1: Uint8Array[] = [];
  const inV2: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => inV1.push(update));
  doc.on('updateV2', (update: Uint8Array) => inV2.push(update));
  for (const key of ['a', 'b', 'c', 'a']) write(doc, key, `été ${key} 🍇 ${inV2.length}`);
  doc.transact(() => {
    doc.getText('text').insert(0, 'Le questionnaire est trop long');
    doc.getText('text').delete(3, 13);
  });
  return { doc, inV1, inV2 };
};

describe('decodeRows', () => {
  test('unites rows of both formats, in any number', () => {
    const { doc, inV1, inV2 } = createHistory();
    const decoded = decodeRows([inV2.map((row) => v2(row)), inV1.map(v1)]);
    expect(fingerprint(decoded.doc)).toBe(fingerprint(doc));
    expect(decoded.refused).toEqual([]);
    expect(decoded.news).toEqual([true, false]);
  });

  test('[SV4] a row cut at any byte is refused whole, in either format', () => {
    const { doc, inV1, inV2 } = createHistory();
    const stateV1 = Y.encodeStateAsUpdate(doc);
    const stateV2 = Y.encodeStateAsUpdateV2(doc);
    const before = new Y.Doc();
    write(before, 'before');
    const base = v2(Y.encodeStateAsUpdateV2(before));
    // A V2 row that was cut before its checksum was made: the checksum is right, the bytes are not.
    for (const whole of [stateV2, inV2[0] ?? stateV2]) {
      for (let length = 0; length < whole.length; length += 1) {
        expectUntouched(v2(whole.slice(0, length)));
        expectUntouched(v2(whole.slice(0, length), crc32(whole)));
      }
    }
    for (const whole of [stateV1, inV1[0] ?? stateV1]) {
      for (let length = 0; length < whole.length; length += 1) expectUntouched(v1(whole.slice(0, length)));
    }
    function expectUntouched(row: StoredRow): void {
      const decoded = decodeRows([[base, row]]);
      expect(decoded.refused).toMatchObject([{ row }]);
      expect(fingerprint(decoded.doc)).toBe(fingerprint(before));
    }
  });

  test('[SV4] every single flipped bit of a journal row is noticed', () => {
    const { inV2 } = createHistory();
    for (const bytes of inV2) {
      for (let at = 0; at < bytes.length; at += 1) {
        expect(decodeRows([[v2(flipBit(bytes, at), crc32(bytes))]]).refused).toMatchObject([
          { reason: 'checksum differs' },
        ]);
      }
    }
  });

  test('[SV4] of rows that repeat each other each is refused or none', () => {
    const { doc } = createHistory();
    const state = Y.encodeStateAsUpdate(doc);
    const cut = state.slice(0, -1);
    const rows = [v1(state), v1(cut), v1(state.slice()), v1(cut.slice())];
    const decoded = decodeRows([rows.slice(0, 2), rows.slice(2)]);
    expect(fingerprint(decoded.doc)).toBe(fingerprint(doc));
    expect(decoded.refused.map(({ row }) => row)).toEqual([rows[1], rows[3]]);
    expect(decoded.news).toEqual([true, false]);
  });

  test('a row that repeats one whose checksum is wrong stands in for it', () => {
    const { doc } = createHistory();
    const bytes = Y.encodeStateAsUpdateV2(doc);
    const decoded = decodeRows([[v2(bytes, 1), v2(bytes)]]);
    expect(fingerprint(decoded.doc)).toBe(fingerprint(doc));
    expect(decoded.refused).toHaveLength(1);
  });

  test('what is not bytes at all is refused by name', () => {
    for (const bytes of [undefined, null, 'text', 7, [1, 2], { length: 3 }, new ArrayBuffer(4)]) {
      expect(decodeRows([[v2(bytes)]]).refused).toMatchObject([{ reason: 'not bytes' }]);
    }
  });

  test('rows whose predecessor is missing are kept, and count as news', () => {
    const { doc, inV2 } = createHistory();
    const [first, ...rest] = inV2.map((row) => v2(row));
    const gap = decodeRows([rest.slice(0, 1), rest.slice(1)]);
    expect(gap.news).toEqual([true, true]);
    expect(read(gap.doc)).toEqual({});
    const state = v2(Y.encodeStateAsUpdateV2(gap.doc));
    const whole = decodeRows([[state], first === undefined ? [] : [first]]);
    expect(fingerprint(whole.doc)).toBe(fingerprint(doc));
  });
});

test('isUpdateV2 tells an update from what is none', () => {
  const { inV2 } = createHistory();
  for (const update of inV2) {
    expect(isUpdateV2(update)).toBe(true);
    expect(isUpdateV2(update.slice(0, -1))).toBe(false);
  }
});
