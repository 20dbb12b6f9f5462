/** What is asked for to the letter, wherever it stands in a word: « cole » in « école ». */

import type { Note } from '#board/board.ts';
import type { NoteId } from '#board/document.ts';
import { plain } from '../notes/note-facts.ts';
import { noteName } from '../notes/note-name.ts';

export const findLetters = (notes: readonly Note[], query: string): ReadonlySet<NoteId> => {
  const asked = plain(query).trim();
  return new Set(notes.filter((note) => plain(noteName(note)).includes(asked)).map(({ id }) => id));
};
