/** The notes that a merge brought to the board. */

import type { Merged } from '#app/merge.ts';
import type { NoteId } from '#board/document.ts';
import { liveNotes } from '#board/select.ts';

export const freshIn = ({ preview }: Merged): ReadonlySet<NoteId> => {
  if (preview === null) return new Set();
  const { then, now } = preview;
  const wasThere = (id: NoteId): boolean => then.notes.get(id)?.trash === null;
  return new Set(liveNotes(now).flatMap(({ id }) => (wasThere(id) ? [] : [id])));
};
