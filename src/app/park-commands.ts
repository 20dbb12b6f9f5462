/** What is done with the parking lot: it loads with the screens that have to do with it. */

import { addParkedNote, parkNotes } from '#board/commands/park.ts';
import type { NoteDraft } from '#board/commands/notes.ts';
import type { NoteId } from '#board/document.ts';
import { createId } from '#core/ids.ts';
import type { Typed, Workshop } from './workshop.svelte.ts';

export const parkCommands = ({ run }: Workshop) => ({
  park: (notes: readonly NoteId[]) => run((board) => parkNotes(board, notes)),
  /** `limit`: as of `addParkedNote`. */
  addParked: (draft: Typed<NoteDraft>, limit?: number) =>
    run((board, born) => addParkedNote(board, { ...draft, ...born, id: createId<NoteId>() }, limit)),
});
