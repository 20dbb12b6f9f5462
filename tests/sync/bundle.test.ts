import { strFromU8, strToU8, unzipSync } from 'fflate';
import { describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { BoardId } from '#core/ids.ts';
import { bundleSizeLimit, encodeBundle, fitAttachments, openBundle } from '#sync/bundle.ts';
import { bytesNamed, made } from '../board/attached-for-tests.ts';
import {
  chance,
  corrupt,
  flagsAndMethod,
  mediaType,
  partsBomb,
  patchHeaders,
  seal,
  sha256,
  smallState,
  unpackedSize,
  zipOf,
} from './bundle-for-tests.ts';

// A slow machine is no wrong answer.
vi.setConfig({ testTimeout: 60_000 });

const content = {
  boardId: 'board1' as BoardId,
  schema: 1,
  state: smallState(),
  readable: strToU8('{"title":"Été"}\n'),
  created: '2026-11-24T02:40Z',
};

function largeEntry(): Record<string, Uint8Array> {
  const { hash, bytes } = bytesNamed(new Uint8Array(300_001));
  return { [`attachments/${hash}`]: bytes };
}

const refusal = (bytes: Uint8Array): string => {
  const opened = openBundle(bytes);
  return opened.ok ? 'opened' : opened.error.type;
};

describe('a bundle', () => {
  test('[FI1] gives back the board that was put in', () => {
    const opened = openBundle(encodeBundle(content));
    expect(opened).toMatchObject({ ok: true, value: { boardId: 'board1', schema: 1 } });
    if (!opened.ok) return;
    const notes = opened.value.doc.getMap('notes').toJSON();
    expect(notes).toEqual({ note1: { text: 'Zones blanches 🛰\r\n' } });
    const copy = new Y.Doc();
    Y.applyUpdateV2(copy, opened.value.state);
    expect(copy.getMap('notes').toJSON()).toEqual({ note1: { text: 'Zones blanches 🛰\r\n' } });
  });

  test('[FI1] of the same content is the same, byte for byte', () => {
    expect(Buffer.compare(encodeBundle(content), encodeBundle(content))).toBe(0);
  });

  test('[FI2] is a ZIP that says what it is in its first bytes, and holds JSON for people', () => {
    const bytes = encodeBundle(content);
    expect(strFromU8(bytes.subarray(30, 64), true)).toBe(`mimetype${mediaType}`);
    const entries = unzipSync(bytes);
    expect(Object.keys(entries)).toEqual(['mimetype', 'manifest.json', 'atelier.json', 'board.yjs2']);
    expect(strFromU8(entries['atelier.json']!)).toBe('{"title":"Été"}\n');
    expect(JSON.parse(strFromU8(entries['manifest.json']!))).toEqual({
      format: 'grappe',
      version: 1,
      boardId: 'board1',
      schema: 1,
      created: '2026-11-24T02:40Z',
      sha256: {
        'atelier.json': sha256(content.readable),
        'board.yjs2': sha256(content.state),
      },
    });
  });

  test('[FI2] ends with the hash of every byte before it', () => {
    const bytes = encodeBundle(content);
    expect(strFromU8(bytes.subarray(-80), true)).toBe(`grappe/1 sha256=${sha256(bytes.subarray(0, -64))}`);
  });

  test('[FI2] made by somebody else after the document of the format is opened', () => {
    expect(refusal(seal(zipOf()))).toBe('opened');
  });

  test('[FI2] with entries and manifest fields of a later day is opened', () => {
    const later = { manifest: { author: null }, more: { 'sounds/ab12': strToU8('a bell') } };
    expect(refusal(seal(zipOf(later)))).toBe('opened');
  });

  test('[FI1] keeps what waits for parts that have not come yet', () => {
    const [full, late] = [new Y.Doc(), new Y.Doc()];
    full.getMap('notes').set('a', 1);
    const before = Y.encodeStateVector(full);
    const first = Y.encodeStateAsUpdateV2(full);
    full.getMap('notes').set('a', 2);
    Y.applyUpdateV2(late, Y.encodeStateAsUpdateV2(full, before));
    const opened = openBundle(encodeBundle({ ...content, state: Y.encodeStateAsUpdateV2(late) }));
    if (!opened.ok) throw new Error(opened.error.type);
    const copy = new Y.Doc();
    Y.applyUpdateV2(copy, opened.value.state);
    Y.applyUpdateV2(copy, first);
    expect(copy.getMap('notes').toJSON()).toEqual({ a: 2 });
  });
});

describe('what notes carry', () => {
  const attachments = ['a drawing', 'a photo', 'a voice'].map((text) => made(text));

  test('[AT4] travels with the file byte for byte, each under its hash, as a program without Grappe finds it', () => {
    const bytes = encodeBundle({ ...content, attachments });
    const opened = openBundle(bytes);
    expect(opened).toMatchObject({ ok: true, value: { attachments, badAttachments: 0 } });
    expect(Buffer.compare(encodeBundle({ ...content, attachments }), bytes)).toBe(0);
    const entries = unzipSync(bytes);
    const { sha256: hashes } = JSON.parse(strFromU8(entries['manifest.json']!)) as {
      sha256: Record<string, string>;
    };
    for (const { hash, bytes: kept } of attachments) {
      expect(entries[`attachments/${hash}`]).toEqual(kept);
      expect(hashes[`attachments/${hash}`]).toBe(sha256(kept));
    }
  });

  test('[AT4] is in the file once, however often it is carried', () => {
    const twice = [...attachments, ...attachments];
    const opened = openBundle(encodeBundle({ ...content, attachments: twice }));
    expect(opened).toMatchObject({ ok: true, value: { attachments } });
  });

  test('[AT4] is left out from where the file has no more room, and nothing past the limit of one', () => {
    const many = Array.from({ length: 200 }, (_, n) => bytesNamed(new Uint8Array(299_000).fill(n)));
    const fit = fitAttachments({ ...content, attachments: many });
    expect(fit.length).toBeGreaterThan(160);
    const hashes = many.slice(0, fit.length).map(({ hash }) => hash);
    expect(fit.map(({ hash }) => hash)).toEqual(hashes);
    const bytes = encodeBundle({ ...content, attachments: many });
    expect(bytes.length).toBeLessThanOrEqual(bundleSizeLimit);
    const opened = openBundle(bytes);
    expect(opened.ok && opened.value.attachments.map(({ hash }) => hash)).toEqual(hashes);
    expect(fitAttachments({ ...content, attachments: [bytesNamed(new Uint8Array(300_001))] })).toEqual([]);
  });

  const good = made('good');
  test.each([
    ['of other bytes than its hash says', { [`attachments/${good.hash}`]: strToU8('bad') }],
    ['with a name that is no hash', { 'attachments/ab12': strToU8('a picture') }],
    ['in a folder of its own', { [`attachments/more/${good.hash}`]: good.bytes }],
    ['that is too large', largeEntry()],
  ])('[AT4] %s is left out and counted, and the rest is opened', (_, more) => {
    const other = made('sound');
    const all = { ...more, [`attachments/${other.hash}`]: other.bytes };
    expect(openBundle(seal(zipOf({ more: all })))).toMatchObject({
      ok: true,
      value: { boardId: 'board1', attachments: [other], badAttachments: 1 },
    });
  });
});

describe('a file that changed', () => {
  const bytes = encodeBundle(content);

  test('[FI3] by any one byte is refused', () => {
    const below = chance(1);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 + below(255));
      expect(refusal(changed), `byte ${String(at)}`).toBe('BundleDamaged');
    }
  });

  test('[FI3] or ends before its end is refused', () => {
    for (let length = 0; length < bytes.length; length++) {
      const expected = length < 64 ? 'NotABundle' : 'BundleDamaged';
      expect(refusal(bytes.slice(0, length)), `${String(length)} bytes`).toBe(expected);
    }
  });

  test('[FI3] or has something behind its end is refused', () => {
    expect(refusal(new Uint8Array([...bytes, 0]))).toBe('BundleDamaged');
    expect(refusal(new Uint8Array([...bytes, ...bytes]))).toBe('BundleDamaged');
  });

  test.each(Array.from({ length: 200 }, (_, seed) => seed))(
    '[FI3] in the way of seed %i is refused',
    (seed) => {
      expect(['BundleDamaged', 'NotABundle']).toContain(refusal(corrupt(bytes, seed)));
    },
  );
});

describe('a file that is sealed, and wrong all the same', () => {
  test.each([
    ['a version to come', seal(zipOf(), 2), { type: 'BundleNewer', version: 2, known: 1 }],
    [
      'a ZIP of other things',
      new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(200)]),
      { type: 'NotABundle' },
    ],
    ['nothing', new Uint8Array(), { type: 'NotABundle' }],
    ['too many bytes', new Uint8Array(bundleSizeLimit + 1), { type: 'BundleTooLarge', size: 50_000_001 }],
    [
      'a manifest of another format',
      seal(zipOf({ manifest: { format: 'other' } })),
      { type: 'BundleUnreadable' },
    ],
    ['a board id that is none', seal(zipOf({ manifest: { boardId: '../x' } })), { type: 'BundleUnreadable' }],
    ['a manifest without hashes', seal(zipOf({ manifest: { sha256: {} } })), { type: 'BundleDamaged' }],
    [
      'a manifest that is no JSON',
      seal(zipOf({ more: { 'manifest.json': strToU8('{') } })),
      { type: 'BundleUnreadable' },
    ],
    ['a state that is none', seal(zipOf({ state: strToU8('hello') })), { type: 'BundleUnreadable' }],
    ['no state', seal(zipOf({ state: new Uint8Array() })), { type: 'BundleUnreadable' }],
    ['an entry that climbs out', seal(zipOf({ more: { '../x': strToU8('x') } })), { type: 'BundleDamaged' }],
    [
      'too many entries',
      seal(
        zipOf({
          more: Object.fromEntries([...Array(10_000).keys()].map((n) => [`a${String(n)}`, strToU8('x')])),
        }),
      ),
      { type: 'BundleDamaged' },
    ],
    [
      'an encrypted entry',
      seal(patchHeaders(zipOf(), 'board.yjs2', flagsAndMethod, (8 << 16) | 1)),
      { type: 'BundleDamaged' },
    ],
    [
      'an entry that claims to unpack to 300 MB',
      seal(patchHeaders(zipOf(), 'board.yjs2', unpackedSize, 300_000_000)),
      { type: 'BundleBomb' },
    ],
    [
      'an entry that unpacks to 50,000 times what it claims',
      seal(patchHeaders(zipOf({ state: new Uint8Array(50_000_000) }), 'board.yjs2', unpackedSize, 1_000)),
      { type: 'BundleBomb' },
    ],
    [
      'an entry that unpacks to less than it claims',
      seal(patchHeaders(zipOf(), 'board.yjs2', unpackedSize, 5_000)),
      { type: 'BundleDamaged' },
    ],
  ])('[FI4] %s is refused', (_, bytes, error) => {
    expect(openBundle(bytes)).toMatchObject({ ok: false, error });
  });

  test('[FI4] entries that share bytes are refused', () => {
    const zip = zipOf();
    const view = new DataView(zip.buffer);
    const directory = view.getUint32(zip.length - 6, true);
    // The last header of the directory is made to point at the first entry.
    const last = Buffer.from(zip).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    expect(last).toBeGreaterThan(directory);
    view.setUint32(last + 42, 0, true);
    expect(refusal(seal(zip))).toBe('BundleDamaged');
  });

  test('[FI4] an entry of another file, under the seal of this one, is refused', () => {
    const other = new Y.Doc();
    other.getMap('meta').set('schema/1', true);
    const hashes = { 'atelier.json': sha256('{}'), 'board.yjs2': sha256(smallState()) };
    const spliced = zipOf({ state: Y.encodeStateAsUpdateV2(other), manifest: { sha256: hashes } });
    expect(refusal(seal(spliced))).toBe('BundleDamaged');
  });

  test('[FI4] a state of a few bytes that stands for millions of parts is refused', () => {
    const state = partsBomb(5_000_000);
    expect(state.length).toBeLessThan(100);
    expect(refusal(seal(zipOf({ state })))).toBe('BundleBomb');
  });

  test('[FI4] a state whose values nest without end is refused', () => {
    let nested: unknown = 1;
    for (let i = 0; i < 5_000; i++) nested = [nested];
    const doc = new Y.Doc();
    doc.getMap('notes').set('a', nested as never);
    // Whether the stack holds it is the machine's affair: it is opened for the board's own check, or refused.
    expect(['opened', 'BundleUnreadable']).toContain(
      refusal(seal(zipOf({ state: Y.encodeStateAsUpdateV2(doc) }))),
    );
  });
});
