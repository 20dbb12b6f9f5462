import { expect, test } from 'vitest';
import { addNote } from '#board/commands/notes.ts';
import { trashThings } from '#board/commands/trash.ts';
import { readBoard } from '#board/board.ts';
import { createBoardDoc, type NoteId } from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import type { DeviceId } from '#core/ids.ts';
import { countUnsent, type BadgeFacts } from '#app/badge.svelte.ts';

const device = 'here' as DeviceId;
const kind = defaultMethod.phases[0]!.kinds[0]!.id;
const minuteMs = 60_000;

/** Three notes written here, a minute apart from `minuteMs` on, and one written elsewhere. */
const facts = (rest: Partial<BadgeFacts>): BadgeFacts => {
  const doc = createBoardDoc();
  for (const [id, at, by] of [
    ['a', minuteMs, device],
    ['b', 2 * minuteMs, device],
    ['c', 3 * minuteMs, device],
    ['theirs', minuteMs, 'there' as DeviceId],
  ] as const)
    addNote(doc, { id: id as NoteId, kind, text: id, at, device: by });
  const sent = { at: 0, notes: 0 };
  return { board: readBoard(doc), device, exportedAt: 0, isElsewhere: false, sent, ...rest };
};

test('[FU7] what was written here counts until a file is saved, and again what comes after it', () => {
  expect(countUnsent(facts({})).unsent).toBe(3);
  const saved = countUnsent(facts({ exportedAt: 2.5 * minuteMs }));
  expect(saved).toEqual({ sent: { at: 2.5 * minuteMs, notes: 2 }, unsent: 1 });
  // The same file, told again, takes no more along.
  expect(countUnsent(facts({ exportedAt: 2.5 * minuteMs, sent: saved.sent })).unsent).toBe(1);
});

test('[FU7] what is on a hub or on a linked device counts no more, also after these have gone', () => {
  const there = countUnsent(facts({ isElsewhere: true }));
  expect(there.unsent).toBe(0);
  expect(countUnsent(facts({ sent: there.sent })).unsent).toBe(0);
});

test('[FU7] what was sent and then thrown away makes no number below nothing', () => {
  const { board, ...rest } = facts({ sent: { at: 0, notes: 3 } });
  const doc = createBoardDoc();
  addNote(doc, { id: 'only' as NoteId, kind, text: 'only', at: 0, device });
  trashThings(doc, ['only' as NoteId]);
  expect(board.notes.size).toBe(4);
  expect(countUnsent({ ...rest, board: readBoard(doc) }).unsent).toBe(0);
});
