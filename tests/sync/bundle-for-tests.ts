/** Makes bundles as docs/format.md describes them, right ones and wrong ones, without the code under test. */

import { createHash } from 'node:crypto';
import { strToU8, zipSync, type Zippable } from 'fflate';
import * as Y from 'yjs';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A document of a few notes, the same at each call. */
export const smallState = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 1;
  doc.getMap('meta').set('schema/1', true);
  const note = new Y.Map();
  doc.getMap('notes').set('note1', note);
  note.set('text', new Y.Text('Zones blanches 🛰\r\n'));
  return Y.encodeStateAsUpdateV2(doc);
};

/** A state of a few bytes that stands for as many parts: a run of equal ones takes no room. */
export const partsBomb = (parts: number): Uint8Array => {
  const encoder = new Y.UpdateEncoderV2();
  const rest = encoder.restEncoder as { cpos: number; cbuf: Uint8Array };
  const varUint = (value: number): void => {
    for (; value > 127; value = Math.floor(value / 128)) rest.cbuf[rest.cpos++] = 128 | (value % 128);
    rest.cbuf[rest.cpos++] = value;
  };
  varUint(1);
  varUint(parts);
  encoder.writeClient(1);
  varUint(0);
  for (let i = 0; i < parts; i++) {
    encoder.writeInfo(0);
    encoder.writeLen(1);
  }
  varUint(0);
  return encoder.toUint8Array();
};

export const mediaType = 'application/vnd.grappe+zip';

export interface Parts {
  readonly state?: Uint8Array;
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Put behind the usual entries, or in place of those of the same name. */
  readonly more?: Readonly<Record<string, Uint8Array>>;
}

/** The ZIP, unsealed. */
export const zipOf = ({ state = smallState(), manifest = {}, more = {} }: Parts = {}): Uint8Array => {
  const parts: Record<string, Uint8Array> = {
    'atelier.json': strToU8('{}'),
    'board.yjs2': state,
    ...more,
  };
  const hashes = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, sha256(bytes)]));
  const full = { format: 'grappe', version: 1, boardId: 'board1', schema: 1, sha256: hashes, ...manifest };
  const zip: Zippable = {
    mimetype: [strToU8(mediaType), { level: 0 }],
    'manifest.json': strToU8(JSON.stringify(full)),
    ...parts,
  };
  return zipSync(zip, { level: 9, mtime: new Date(1980, 0, 1) });
};

/** Gives a ZIP the comment that seals it. */
export const seal = (zip: Uint8Array, version = 1): Uint8Array => {
  const prefix = `grappe/${String(version)} sha256=`;
  const body = new Uint8Array([...zip, ...strToU8(prefix)]);
  new DataView(body.buffer).setUint16(zip.length - 2, prefix.length + 64, true);
  return new Uint8Array([...body, ...strToU8(sha256(body))]);
};

/** Writes a little-endian number at `at` bytes behind each occurrence of an entry's header. */
export const patchHeaders = (
  zip: Uint8Array,
  name: string,
  field: { readonly local: number; readonly directory: number },
  value: number,
): Uint8Array => {
  const patched = zip.slice();
  const view = new DataView(patched.buffer);
  for (let at = 0; at + 46 + name.length <= patched.length; at++) {
    const signature = view.getUint32(at, true);
    const [nameAt, fieldAt] =
      signature === 0x04034b50
        ? [at + 30, at + field.local]
        : signature === 0x02014b50
          ? [at + 46, at + field.directory]
          : [0, 0];
    if (nameAt === 0) continue;
    if (Buffer.from(patched.subarray(nameAt, nameAt + name.length)).toString('latin1') === name) {
      view.setUint32(fieldAt, value, true);
    }
  }
  return patched;
};

export const unpackedSize = { local: 22, directory: 24 };
/** Flags and method, 16 bits each. */
export const flagsAndMethod = { local: 6, directory: 8 };

/** A small generator of chance that repeats (mulberry32). */
export const chance = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
};

/** Changes a file as bad disks, cut transfers and editors do; never gives the same bytes back. */
export const corrupt = (bytes: Uint8Array, seed: number): Uint8Array => {
  const below = chance(seed);
  const at = below(bytes.length);
  const length = 1 + below(Math.min(40, bytes.length - at));
  const noise = Uint8Array.from({ length }, () => below(256));
  const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
  const changed = [
    () => new Uint8Array([...before, (bytes[at] ?? 0) ^ (1 << below(8)), ...behind.subarray(1)]),
    () => new Uint8Array([...before, ...behind.subarray(length)]),
    () => new Uint8Array([...before, ...noise, ...behind]),
    () => bytes.slice(0, at),
    () => new Uint8Array([...before, ...noise, ...behind.subarray(length)]),
    () => {
      const other = below(bytes.length);
      const swapped = bytes.slice();
      swapped[at] = bytes[other] ?? 0;
      swapped[other] = bytes[at] ?? 0;
      return swapped;
    },
  ][seed % 6]?.();
  return changed && Buffer.compare(changed, bytes) !== 0 ? changed : corrupt(bytes, seed + 6_000);
};
