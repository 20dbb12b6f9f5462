/** The notes that a merge brought to the board. */

import type { Merged } from '#app/merge.ts';
import type { NoteId } from '#board/document.ts';

export const freshIn = ({ preview }: Merged): ReadonlySet<NoteId> =>
  new Set(
    [...(preview?.now.notes.values() ?? [])]
      .filter(({ id, trash }) => trash === null && (preview?.then.notes.get(id)?.trash ?? true) !== null)
      .map(({ id }) => id),
  );
