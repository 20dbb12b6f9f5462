/** Workshops that begin on this device: new, by a link, or the example; it loads with the first of them. */

import { raiseSchema } from '#board/commands/schema.ts';
import { startWorkshop } from '#board/commands/workshop.ts';
import { createBoardDoc, type BoardDoc } from '#board/document.ts';
import { createId, isId, type BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { readBoard as readBoardRow } from '#storage/catalogue.ts';
import { readSetting, writeDraft, writeSetting } from '#storage/entries.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { Grappe } from './grappe.ts';
import type { Joined } from './joined.ts';
import { keepInvitedKey } from './hub/hub-draft.ts';
import { holdInvited, leadNew } from './lead.ts';
import type { OpenBoards } from './open-boards.svelte.ts';
import { practiceDraft } from './practice/draft.ts';
import type { RoleKey } from './role.svelte.ts';
import type { Taker } from './take-boards.ts';

export interface MakerContext {
  readonly ledger: Ledger;
  readonly boards: OpenBoards;
  /** Puts a document that is new here among the workshops. */
  readonly begin: (
    id: BoardId,
    made: BoardDoc,
    kept: { readonly key?: RoleKey; readonly joined?: Joined },
  ) => Promise<Result<number, StorageUnavailable>>;
  /** Tells of a workshop that was made here and that the disk has not taken into its list yet. */
  readonly isUnlisted: (id: BoardId) => boolean;
  readonly readTaker: () => Promise<Taker>;
}

export const createMaker = ({
  ledger,
  boards,
  begin,
  isUnlisted,
  readTaker,
}: MakerContext): Pick<Grappe, 'create' | 'join' | 'openExample' | 'openPractice'> => ({
  create: async (draft, template) => {
    const id = createId<BoardId>();
    const board = createBoardDoc();
    const started = startWorkshop(board, draft);
    if (!started.ok) return started;
    if (template) (await import('#synthesis/template.ts')).fillFromTemplate(board, template);
    // Whoever makes a workshop leads it.
    const begun = await begin(id, board, { key: leadNew(board) });
    return begun.ok ? ok(id) : begun;
  },

  join: async ({ id, title, method, key, leader }) => {
    const row = await readBoardRow(ledger, id);
    if (!isUnlisted(id) && !(row.ok && row.value)) {
      // Nothing but the mark: whatever the workshop is, merging it later meets no other value.
      const board = createBoardDoc();
      raiseSchema(board);
      const begun = await begin(id, board, { joined: { title, method } });
      if (!begun.ok) return begun;
    }
    if (key !== undefined) await keepInvitedKey(ledger, id, key);
    if (leader === undefined) return ok(id);
    const held = await boards.hold(id);
    if (!held.ok) return held;
    await holdInvited(held.value.workshop.role, leader);
    await boards.release(id);
    return ok(id);
  },

  openExample: async () => {
    const known = await readSetting(ledger, 'example');
    if (known.ok && isId(known.value)) {
      const row = await readBoardRow(ledger, known.value as BoardId);
      if (row.ok && row.value) return ok(row.value.id);
    }
    const { readExample } = await import('./example.ts');
    const example = readExample();
    const { takeNew } = await readTaker();
    const taken = await takeNew(example);
    if (!taken.ok) return taken;
    await writeSetting(ledger, 'example', example.boardId);
    await writeDraft(ledger, example.boardId, practiceDraft, { step: 'offer', paused: false });
    return ok(example.boardId);
  },

  openPractice: async () =>
    (await import('./practice/open-practice.ts')).openPractice(ledger, (id, board) =>
      begin(id, board, { key: leadNew(board) }),
    ),
});
