/** What is done with RETEX cards: it loads with the screens that show them. */

import { addRetex, changeRetex, correctRetex, moveRetex, type RetexChange } from '#board/commands/retex.ts';
import type { RetexId } from '#board/document.ts';
import { createId } from '#core/ids.ts';
import { ok } from '#core/result.ts';
import type { Workshop } from './workshop.svelte.ts';

export const retexCommands = ({ run }: Workshop) => ({
  addRetex: () => run((board) => ok(addRetex(board, createId<RetexId>()))),
  changeRetex: (retex: RetexId, change: RetexChange, before?: RetexChange) =>
    run((board) => changeRetex(board, retex, change, before)),
  correctRetex: (retex: RetexId, before: string, after: string) =>
    run((board) => correctRetex(board, retex, before, after)),
  moveRetex: (retex: RetexId, before: RetexId | null) => run((board) => moveRetex(board, retex, before)),
});
