/** What is done with the rows of tables: it loads with the screens that show or fill them. */

import { addHead, addRow, moveRow, type Head } from '#board/commands/rows.ts';
import type { NoteId, RowId } from '#board/document.ts';
import type { Phase } from '#board/method.ts';
import { createId } from '#core/ids.ts';
import type { Typed, Workshop } from './workshop.svelte.ts';

export const rowCommands = ({ run }: Workshop) => ({
  /** Promotes things, or (with no `from`) adds a typed row. */
  addRow: (phase: Phase, head: Typed<Head>, limit?: number) =>
    run((board, born) =>
      addRow(board, phase, createId<RowId>(), { ...head, ...born, id: createId<NoteId>() }, limit),
    ),
  addHead: (phase: Phase, row: RowId, head: Typed<Head>, limit?: number) =>
    run((board, born) => addHead(board, phase, row, { ...head, ...born, id: createId<NoteId>() }, limit)),
  moveRow: (row: RowId, before: RowId | null) => run((board) => moveRow(board, row, before)),
});
