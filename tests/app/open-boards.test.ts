import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOpenBoards } from '#app/open-boards.svelte.ts';
import { addNote } from '#board/commands/notes.ts';
import { createBoardDoc, type NoteId } from '#board/document.ts';
import type { KindId } from '#board/method.ts';
import { createId, type DeviceId } from '#core/ids.ts';
import type { BoardStore } from '#storage/board-store.ts';
import { createWorld, take, type World } from '../storage/world.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const openBoards = async () =>
  createOpenBoards({
    ledger: await world.ledger(),
    device: createId<DeviceId>(),
    clock: world.clock,
    follow: () => () => undefined,
  });

const schemaPoints = async (store: BoardStore): Promise<number> =>
  take(await store.restorePoints()).filter(({ reason }) => reason === 'schema').length;

test('[VN1] a board that lost its mark of schema gets it back, after a restore point was kept, and no undo takes it away', async () => {
  const damaged = createBoardDoc();
  take(addNote(damaged, { id: 'n' as NoteId, kind: 'irritant' as KindId, text: 'Gardée', at: 0 }));
  const store = await world.open({ doc: damaged.doc });
  await store.whenSaved();
  await store.close();

  const boards = await openBoards();
  const open = take(await boards.hold(world.boardId));
  expect(open.workshop.board).toMatchObject({ schema: 1, writable: true });
  expect(open.workshop.canUndo).toBe(false);
  expect(await schemaPoints(open.store)).toBe(1);
  await boards.release(world.boardId);

  // Marked once, never again.
  const again = take(await boards.hold(world.boardId));
  expect(await schemaPoints(again.store)).toBe(1);
  await boards.release(world.boardId);
});

test('[VN1] an empty board, and one of this schema, are left as they are', async () => {
  const boards = await openBoards();
  const open = take(await boards.hold(world.boardId));
  expect(open.workshop.board.schema).toBe(0);
  expect(take(await open.store.restorePoints())).toEqual([]);
  await boards.release(world.boardId);
});
