import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ok, type Result } from '#core/result.ts';
import { storageUnavailable, type StorageUnavailable } from '#storage/failure.ts';
import { createSaver, type SaveState } from '#storage/saver.ts';
import { createHandTimer, read, write } from './world.ts';

/** A disk whose answers the test gives one by one. */
const createDisk = () => {
  const rows: Uint8Array[] = [];
  const answers: ((answer: Result<unknown, StorageUnavailable>) => void)[] = [];
  return {
    rows,
    write: (bytes: Uint8Array) =>
      new Promise<Result<unknown, StorageUnavailable>>((resolve) => {
        rows.push(bytes);
        answers.push(resolve);
      }),
    answer: (answer: Result<unknown, StorageUnavailable>) => answers.shift()?.(answer),
    untilAsked: async () => {
      while (answers.length === 0) await Promise.resolve();
    },
  };
};

const createScene = () => {
  const doc = new Y.Doc();
  const disk = createDisk();
  const timer = createHandTimer();
  const saver = createSaver({
    write: disk.write,
    readEverything: () => Y.encodeStateAsUpdateV2(doc),
    clock: { now: () => 42 },
    timer,
    savedAt: 7,
  });
  doc.on('updateV2', saver.enqueue);
  const states: SaveState['type'][] = [];
  saver.observe(({ type }) => states.push(type));
  return { doc, disk, timer, saver, states };
};

const full = { ok: false, error: storageUnavailable('quota', 'full') } as const;

const replay = (rows: readonly Uint8Array[]): Record<string, unknown> => {
  const doc = new Y.Doc();
  for (const row of rows) Y.applyUpdateV2(doc, row);
  return read(doc);
};

test('[SV1] nothing is called saved before the disk has answered, nor while more is to be written', async () => {
  const { doc, disk, saver, states } = createScene();
  expect(saver.state()).toEqual({ type: 'saved', at: 7 });
  write(doc, 'a');
  await disk.untilAsked();
  write(doc, 'b');
  write(doc, 'c');
  disk.answer(ok());
  await disk.untilAsked();
  expect(saver.state()).toEqual({ type: 'saving' });
  disk.answer(ok());
  await saver.flush();
  expect(saver.state()).toEqual({ type: 'saved', at: 42 });
  expect(states).toEqual(['saving', 'saved']);
  expect(disk.rows).toHaveLength(2);
  expect(replay(disk.rows)).toEqual(read(doc));
});

test('[SV6] retries wait longer each time, and do not hide the failure', async () => {
  const { doc, disk, timer, saver, states } = createScene();
  write(doc, 'a');
  for (const delay of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    await disk.untilAsked();
    disk.answer(full);
    await timer.untilAsked(delay);
    timer.advance(delay - 1);
    expect(disk.rows).toHaveLength(states.filter((type) => type === 'failed').length);
    timer.advance(1);
  }
  await disk.untilAsked();
  expect(new Set(states)).toEqual(new Set(['saving', 'failed']));
  disk.answer(ok());
  await saver.whenSaved();
  expect(replay(disk.rows.slice(-1))).toEqual(read(doc));
  write(doc, 'b');
  await disk.untilAsked();
  disk.answer(full);
  await timer.untilAsked(1000);
});

test('[SV6] the row after a failure holds all that was changed meanwhile', async () => {
  const { doc, disk, timer, saver } = createScene();
  write(doc, 'a');
  await disk.untilAsked();
  write(doc, 'b');
  disk.answer(full);
  await timer.untilAsked(1000);
  write(doc, 'c');
  await disk.untilAsked();
  disk.answer(ok());
  await saver.whenSaved();
  expect(replay(disk.rows.slice(1))).toEqual(read(doc));
});

test('an observer that throws does not keep the data from being saved', async () => {
  const { doc, disk, saver } = createScene();
  const bugs: unknown[] = [];
  const deferred = globalThis.queueMicrotask;
  globalThis.queueMicrotask = (callback) =>
    deferred(() => {
      try {
        callback();
      } catch (bug) {
        bugs.push(bug);
      }
    });
  saver.observe(() => {
    throw new Error('bug in a view');
  });
  write(doc, 'a');
  await disk.untilAsked();
  disk.answer(ok());
  await saver.whenSaved();
  globalThis.queueMicrotask = deferred;
  expect(bugs).toHaveLength(2);
});

test('a saver that was stopped writes no more, and keeps the reason', async () => {
  const { doc, disk, saver } = createScene();
  await saver.stop(storageUnavailable('closed', 'erased'));
  write(doc, 'a');
  await saver.flush();
  expect(disk.rows).toEqual([]);
  expect(saver.state()).toMatchObject({ type: 'failed', reason: 'closed' });
});
