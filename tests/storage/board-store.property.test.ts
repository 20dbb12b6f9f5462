/** Sessions of work with accidents between them, at random: whatever was saved is there in the end. */

import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { BoardStore } from '#storage/board-store.ts';
import type { Ledger } from '#storage/ledger.ts';
import { createWorld, editRaw, fingerprint, flipBit, take, write, type World } from './world.ts';

/** Each leaves one of the two copies able to rebuild the other. */
type Accident =
  | 'none'
  | 'ledger deleted'
  | 'working copy deleted'
  | 'journal row damaged'
  | 'state damaged'
  | 'junk in the working copy'
  | 'row of the working copy damaged';

type Step =
  | { readonly type: 'edit'; readonly tab: 0 | 1; readonly key: number }
  | { readonly type: 'remove'; readonly tab: 0 | 1; readonly key: number }
  | { readonly type: 'compact'; readonly tab: 0 | 1 }
  | { readonly type: 'keep'; readonly tab: 0 | 1 }
  | { readonly type: 'flush' };

const tab = fc.constantFrom(0 as const, 1 as const);
const key = fc.nat(12);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('edit' as const), tab, key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('remove' as const), tab, key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('compact' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('keep' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('flush' as const) }) },
);
const accident = fc.constantFrom<Accident>(
  'none',
  'ledger deleted',
  'working copy deleted',
  'journal row damaged',
  'state damaged',
  'junk in the working copy',
  'row of the working copy damaged',
);
const sessions = fc.array(
  fc.record({ steps: fc.array(step, { maxLength: 25 }), accident, at: fc.nat(1000) }),
  { minLength: 1, maxLength: 5 },
);

describe('sessions with accidents between them', () => {
  for (const seed of [1, 20_26, 777]) {
    test(`[SV2] [SV3] [SV4] lose nothing that was saved (seed ${seed})`, { timeout: 60_000 }, async () => {
      await fc.assert(fc.asyncProperty(sessions, playSessions), { seed, numRuns: 25 });
    });
  }
});

const playSessions = async (
  plan: readonly { steps: Step[]; accident: Accident; at: number }[],
): Promise<void> => {
  const world = createWorld();
  try {
    let before: string | undefined;
    let counter = 0;
    for (const { steps, accident, at } of plan) {
      const ledger = await world.ledger();
      const tabs = [await world.open({ ledger, compactEvery: 9 }), await world.open({ ledger })] as const;
      if (before !== undefined) for (const { doc } of tabs) expect(fingerprint(doc)).toBe(before);
      for (const next of steps) await play(tabs, next, (counter += 1));
      for (const store of tabs) await store.whenSaved();
      for (const store of tabs) await store.close();
      // A third, that has heard nothing live, holds what both tabs held.
      const reader = await world.open({ ledger });
      const union = new Y.Doc();
      for (const { doc } of tabs) Y.applyUpdateV2(union, Y.encodeStateAsUpdateV2(doc));
      expect(fingerprint(reader.doc)).toBe(fingerprint(union));
      before = fingerprint(reader.doc);
      await reader.flush();
      await reader.close();
      await cause(world, ledger, accident, at);
      ledger.close();
    }
    const last = await world.open();
    expect(fingerprint(last.doc)).toBe(before);
  } finally {
    await world.end();
  }
};

const play = async (tabs: readonly [BoardStore, BoardStore], step: Step, counter: number): Promise<void> => {
  switch (step.type) {
    case 'edit':
      write(tabs[step.tab].doc, `note ${step.key}`, `text ${counter}`);
      return;
    case 'remove':
      tabs[step.tab].doc.getMap('notes').delete(`note ${step.key}`);
      return;
    case 'compact':
      take(await tabs[step.tab].compact());
      return;
    case 'keep':
      take(await tabs[step.tab].addRestorePoint('asked'));
      return;
    case 'flush':
      for (const store of tabs) await store.flush();
  }
};

const cause = async (world: World, ledger: Ledger, accident: Accident, at: number): Promise<void> => {
  switch (accident) {
    case 'none':
      return;
    case 'ledger deleted':
      ledger.close();
      return world.deleteLedger();
    case 'working copy deleted':
      return world.deleteWorkingCopy();
    case 'journal row damaged':
      return damageOne(ledger, 'journal', at);
    case 'state damaged':
      return damageOne(ledger, 'restorePoints', at);
    case 'junk in the working copy':
      return editRaw(world.workingCopyName, (table) => table.add(new Uint8Array([at & 255, 255, 1, 9])));
    case 'row of the working copy damaged':
      return editRaw(world.workingCopyName, (table) => {
        const request = table.openCursor();
        request.onsuccess = () => {
          const bytes = request.result?.value as Uint8Array | undefined;
          if (bytes !== undefined) request.result?.update(bytes.slice(0, at % bytes.length));
        };
      });
  }
};

const damageOne = async (ledger: Ledger, name: 'journal' | 'restorePoints', at: number): Promise<void> => {
  const table = ledger.db.table<{ bytes: Uint8Array }, number>(name);
  const keys = await table.toCollection().primaryKeys();
  const key = keys[at % Math.max(keys.length, 1)];
  const row = key === undefined ? undefined : await table.get(key);
  if (key === undefined || row === undefined) return;
  await table.update(key, { bytes: flipBit(row.bytes, at % row.bytes.length) });
};
