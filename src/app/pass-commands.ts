/** What is done on a tablet that is passed round: it loads with that mode. */

import { passNote, takeBackPassed } from '#board/commands/pass.ts';
import type { NoteDraft } from '#board/commands/notes.ts';
import type { NoteId } from '#board/document.ts';
import { createId } from '#core/ids.ts';
import type { Typed, Workshop } from './workshop.svelte.ts';

export const passCommands = ({ run }: Workshop) => ({
  /** `limit`: as of `passNote`. */
  addNote: (draft: Typed<NoteDraft>) =>
    run((board, born) => passNote(board, { ...draft, ...born, id: createId<NoteId>() })),
  takeBack: (note: NoteId) => run((board) => takeBackPassed(board, note)),
});
