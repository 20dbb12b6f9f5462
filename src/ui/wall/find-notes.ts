/** Search as one types, in notes' texts or what stands for them: words in any order, by their beginning, without accents or case, and with a slip of a finger. */

import MiniSearch from 'minisearch';
import type { Note } from '#board/board.ts';
import type { NoteId } from '#board/document.ts';
import { plain } from '../notes/note-facts.ts';
import { noteName } from '../notes/note-name.ts';
import { findLetters } from './find-letters.ts';

/** In shorter words a slip makes another word. */
const fuzzyFrom = 4;
/** Of a word's letters, how many may be wrong; two letters that changed places count as two. */
const fuzziness = 0.25;

export type NoteFinder = ReturnType<typeof createNoteFinder>;

/** Finds among the notes it was last given; only what changed since is read again. */
export const createNoteFinder = () => {
  const index = new MiniSearch<{ id: NoteId; text: string }>({
    fields: ['text'],
    processTerm: (term) => plain(term) || null,
    searchOptions: {
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term) => (term.length >= fuzzyFrom ? fuzziness : false),
    },
  });
  let known = new Map<NoteId, string>();

  const follow = (notes: readonly Note[]): void => {
    const now = new Map(notes.map((note) => [note.id, noteName(note)]));
    for (const [id, text] of known) if (now.get(id) !== text) index.discard(id);
    for (const [id, text] of now) if (known.get(id) !== text) index.add({ id, text });
    known = now;
  };

  return {
    find: (notes: readonly Note[], query: string): ReadonlySet<NoteId> => {
      follow(notes);
      return new Set([...index.search(query).map(({ id }) => id as NoteId), ...findLetters(notes, query)]);
    },
  };
};
