/** Takes notes off the board for later, and says so. */

import type { NoteId } from '#board/document.ts';
import { parkCommands } from '#app/park-commands.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { tell } from './tell.ts';

export const park = (workshop: Workshop, notes: readonly NoteId[]): boolean =>
  tell(workshop, parkCommands(workshop).park(notes), m.notes_parked({ count: notes.length }));
