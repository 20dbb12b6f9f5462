/** Everything that a device and its files hold of a shared tablet’s notes, and whether any of it tells who wrote which. */

import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createGrappe } from '#app/create-grappe.svelte.ts';
import type { Grappe, OpenWorkshop } from '#app/grappe.ts';
import { passCommands } from '#app/pass-commands.ts';
import type { KindId, MethodId } from '#board/method.ts';
import { partIds, defaultPlan } from '#synthesis/document.ts';
import { seeded } from '../sync/time-for-tests.ts';
import { guessAuthors, type Written } from './guess-authors.ts';

const turnCount = 24;
/** By chance a guess is as far off once in three million. */
const sigmasMost = 5;

const bytesOf = seeded(20_261_127);
const random = (): number => new DataView(bytesOf(4).buffer).getUint32(0) / 2 ** 32;

const deleteDatabases = async (): Promise<void> => {
  for (const { name = '' } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
};
let grappe: Grappe;
beforeAll(async () => {
  await deleteDatabases();
  grappe = await createGrappe();
});
afterAll(deleteDatabases);

const begin = async (title: string): Promise<OpenWorkshop> => {
  const made = await grappe.create({ title, method: 'etats-generaux' as MethodId });
  if (!made.ok) throw new Error(made.error.type);
  const open = await grappe.open(made.value);
  if (!open.ok) throw new Error(open.error.type);
  return open.value;
};

type Add = (
  open: OpenWorkshop,
  draft: Parameters<OpenWorkshop['workshop']['addNote']>[0],
) => ReturnType<OpenWorkshop['workshop']['addNote']>;

/** Two people in turn, one to three notes each, drawn ones among them; what they wrote tells nothing. */
const writeInTurns = async (
  open: OpenWorkshop,
  add: Add,
  afterTurn: () => Promise<void>,
): Promise<Written[]> => {
  const attachments = await grappe.attachments(open.workshop.id);
  const written: Written[] = [];
  for (let turn = 0; turn < turnCount; turn += 1) {
    for (let note = 0; note < 1 + Math.floor(random() * 3); note += 1) {
      const text = `n${[...bytesOf(6)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
      const kept = await attachments.add({ bytes: bytesOf(200), type: 'drawing', width: 100, height: 80 });
      if (!kept.ok) throw new Error(kept.error.type);
      const added = add(open, { text, attached: [kept.value], kind: 'irritant' as KindId });
      if (!added.ok) throw new Error(added.error.type);
      written.push({ names: [text, added.value, kept.value.hash], author: turn % 2 === 0 ? 0 : 1 });
    }
    await afterTurn();
  }
  await open.whenSaved();
  return written;
};

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });

/** Each store of each database: its keys and values, in the order of its keys. */
const readDisk = async (id: string): Promise<Record<string, unknown>> => {
  const found: Record<string, unknown> = {
    'local storage': { ...localStorage },
    'session storage': { ...sessionStorage },
    cookie: document.cookie,
  };
  for (const { name = '' } of await indexedDB.databases()) {
    if (name !== 'grappe' && !name.includes(id)) continue;
    const db = await settled(indexedDB.open(name));
    for (const table of db.objectStoreNames) {
      const store = db.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      const rows = values.map((value: unknown, index) => ({ key: keys[index], value }));
      found[`${name} ${table}`] = rows;
      for (const [index, { value }] of rows.entries()) {
        for (const state of statesIn(value))
          found[`${name} ${table} row ${String(index)}`] = readDocument(state);
      }
    }
    db.close();
  }
  return found;
};

/** States of Yjs, in either of its formats. */
const statesIn = (value: unknown): Y.Doc[] => {
  const bytes = value instanceof Uint8Array ? value : (value as { bytes?: unknown } | null)?.bytes;
  if (!(bytes instanceof Uint8Array)) return [];
  for (const apply of [Y.applyUpdateV2, Y.applyUpdate]) {
    const doc = new Y.Doc();
    try {
      apply(doc, bytes);
      if (doc.share.size > 0) return [doc];
    } catch {
      // The other format, or no state at all.
    }
  }
  return [];
};

/** What Yjs knows of each note: by whom and as its which change it was made, and what it says. */
const readDocument = (doc: Y.Doc): unknown => {
  const notes = doc.getMap<Y.Map<unknown>>('notes');
  return [...notes.entries()].map(([id, note]) => ({
    id,
    made: { ...note._item?.id },
    says: note.toJSON(),
  }));
};

const formats = ['grappe', 'docx', 'odt', 'xlsx', 'csv', 'md', 'json'] as const;

/** Each file, and what is in it. */
const readExports = async (
  open: OpenWorkshop,
  wanted: readonly (typeof formats)[number][] = formats,
): Promise<Record<string, unknown>> => {
  const found: Record<string, unknown> = {};
  for (const format of wanted) {
    const { blob } = await grappe.exportFile(open.workshop, format, {
      plan: { ...defaultPlan, parts: partIds },
    });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    found[format] = bytes;
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    if (!isZip) {
      const text = new TextDecoder().decode(bytes);
      found[`${format}, read`] =
        format === 'json' ? JSON.parse(text) : text.split('\n').map((line) => line.split(/[,;|]/));
      continue;
    }
    const entries: { name: string; mtime: unknown }[] = [];
    const parts = unzipSync(bytes, {
      filter: (file) => {
        entries.push({ name: file.name, mtime: (file as { mtime?: unknown }).mtime });
        return true;
      },
    });
    found[`${format}, entries`] = entries;
    for (const [name, part] of Object.entries(parts)) {
      found[`${format}, ${name}`] = part;
      if (name.endsWith('.json'))
        found[`${format}, ${name}, read`] = JSON.parse(new TextDecoder().decode(part));
      if (name.endsWith('.yjs2'))
        for (const doc of statesIn(part)) found[`${format}, document`] = readDocument(doc);
    }
  }
  return found;
};

test('[SF6] neither what the tablet’s disk holds nor any file tells which of two people wrote which note', async () => {
  const open = await begin('Tablette partagée');
  const { addNote } = passCommands(open.workshop);
  const written = await writeInTurns(
    open,
    (_, draft) => addNote(draft),
    async () => {
      await open.whenSaved();
      await open.blend();
    },
  );
  const sources = { ...(await readDisk(open.workshop.id)), ...(await readExports(open)) };
  const guesses = guessAuthors(written, sources, random);
  // It did look: into the document, the attachments, and every file.
  for (const place of ['restorePoints row', 'attachments', ...formats]) {
    expect
      .soft(
        guesses.some(({ reading }) => reading.includes(place)),
        place,
      )
      .toBe(true);
  }
  expect(guesses.filter(({ sigmas }) => sigmas > sigmasMost)).toEqual([]);
  await open.close();
});

test('[SF6] whereas of notes written as usual the same look tells it, from the disk and from files', async () => {
  const open = await begin('À soi');
  const written = await writeInTurns(
    open,
    (held, draft) => held.workshop.addNote(draft),
    () => Promise.resolve(),
  );
  const files = await readExports(open, ['grappe', 'csv', 'docx']);
  const sources = { ...(await readDisk(open.workshop.id)), ...files };
  const told = guessAuthors(written, sources, random).filter(({ sigmas }) => sigmas > sigmasMost);
  for (const place of ['journal', 'grappe, document', 'csv', 'docx']) {
    expect
      .soft(
        told.some(({ reading }) => reading.includes(place)),
        place,
      )
      .toBe(true);
  }
  await open.close();
});
