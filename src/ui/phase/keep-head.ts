/** Heads of rows that are longer than the method wants, because whoever wrote one left before shortening it. */

import type { Note } from '#board/board.ts';
import type { NoteId, RowId } from '#board/document.ts';
import { cleanText, keptTextLimit, noteTextLimit } from '#board/text.ts';
import type { BoardError } from '#app/words/sentences.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import { ok, type Result } from '#core/result.ts';

/**
 * Adds a head by `add`, which takes texts up to the limit for typing only; past it, and up to `limit`, the head
 * is added with its beginning and corrected to the whole.
 */
export const keepHead = <Id extends NoteId | RowId>(
  workshop: Workshop,
  text: string,
  limit: number | undefined,
  add: (text: string) => Result<Id, BoardError>,
): Result<unknown, BoardError> => {
  const length = cleanText(text).length;
  if (limit === undefined || length <= noteTextLimit || length > limit) return add(text);
  const added = add(cleanText(text).slice(0, noteTextLimit));
  if (!added.ok) return added;
  const head = findHead(workshop, added.value);
  return head ? workshop.correctNote(head.id, head.text, text, keptTextLimit) : ok();
};

const findHead = (workshop: Workshop, added: NoteId | RowId): Note | undefined =>
  [...workshop.board.notes.values()].find((note) => note.id === added || note.row === added);
