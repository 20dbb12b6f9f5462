/** Opens the choice between values written apart, over whatever screen shows the note. */

import { mount, unmount } from 'svelte';
import type { NoteId } from '#board/document.ts';
import type { Workshop } from '#app/workshop.svelte.ts';

/** Outside of the note's own element, in which presses select and drag. */
export const resolveConflict = async (workshop: Workshop, note: NoteId): Promise<void> => {
  const { default: ConflictDialog } = await import('./ConflictDialog.svelte');
  const dialog: Record<string, unknown> = mount(ConflictDialog, {
    target: document.body,
    props: { workshop, note, onclose: () => void unmount(dialog) },
  });
};
