/** What several screens ask of notes. */

import type { Attached } from '#board/attached.ts';
import type { Board, Cluster, Note } from '#board/board.ts';
import type { ThingId } from '#board/document.ts';
import type { Method, Phase } from '#board/method.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import * as m from '#app/words/messages/messages.js';
import { locale } from '#app/words/locale.svelte.ts';
import { noteName } from './note-name.ts';

/** Tells whether other devices put the note somewhere else at the same time, and nobody has chosen yet. */
export const hasConflict = ({ others }: Note): boolean =>
  others.kind.length + others.row.length + others.cluster.length + others.theme.length > 0;

export const clusterTitle = (cluster: Cluster): string =>
  cluster.title.value === '' ? m.notes_cluster_unnamed() : cluster.title.value;

/** Words without case and accents, so that « ecole » finds « École ». */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase(locale());

/** Tells whether a text holds every word of a query. */
export const holds = (text: string, query: string): boolean => {
  const searched = plain(text);
  return plain(query)
    .split(/\s+/)
    .every((word) => searched.includes(word));
};

/** The things that some head on the board was promoted from. */
export const promotedThings = (board: Board): ReadonlySet<ThingId> =>
  new Set(liveNotes(board).flatMap((note) => note.from));

export interface Candidate {
  readonly id: ThingId;
  /** Of a cluster: its name, else its first note. */
  readonly text: string;
  /** What stands for the text where there is none. */
  readonly attached: readonly Attached[];
  /** What it is called: the text, or what is attached. */
  readonly name: string;
  readonly cluster: Cluster | null;
  readonly note: Note | null;
  /** How many notes stand behind it. */
  readonly count: number;
}

/** What could become a row of the phase and has not: clusters that hold notes of its source kinds, then single notes. */
export const candidates = (board: Board, phase: Phase): readonly Candidate[] => {
  const { rows } = phase;
  if (rows.type !== 'heads') return [];
  const promoted = promotedThings(board);
  const sources = liveNotes(board).filter((note) => rows.from.includes(note.kind));
  const clusters = liveClusters(board).flatMap((cluster): readonly Candidate[] => {
    const members = sources.filter((note) => note.cluster === cluster.id);
    const first = members.find(({ text }) => text !== '') ?? members[0];
    if (!first || promoted.has(cluster.id)) return [];
    const { text, attached } =
      cluster.title.value === '' ? first : { text: cluster.title.value, attached: [] };
    const name = noteName({ text, attached });
    return [{ id: cluster.id, text, attached, name, cluster, note: null, count: members.length }];
  });
  const covered = (note: Note): boolean =>
    promoted.has(note.id) || (note.cluster !== null && promoted.has(note.cluster));
  const notes = sources
    .filter((note) => !covered(note))
    .map((note): Candidate => ({
      id: note.id,
      text: note.text,
      attached: note.attached,
      name: noteName(note),
      cluster: null,
      note,
      count: 1,
    }));
  return [...clusters, ...notes];
};

/** The phase whose rows the notes of a cluster would become, if the method has one. */
export const clusterPromotion = (board: Board, method: Method, cluster: Cluster): Phase | undefined => {
  const kinds = new Set(
    liveNotes(board)
      .filter((note) => note.cluster === cluster.id)
      .map((note) => note.kind),
  );
  return method.phases.find(({ rows }) => rows.type === 'heads' && rows.from.some((kind) => kinds.has(kind)));
};

/** Sorts notes into groups, each in the order given. */
export const groupNotesBy = <Key>(
  notes: readonly Note[],
  keyOf: (note: Note) => Key,
): ReadonlyMap<Key, readonly Note[]> => {
  const groups = new Map<Key, Note[]>();
  for (const note of notes) {
    const key = keyOf(note);
    const group = groups.get(key);
    if (group) group.push(note);
    else groups.set(key, [note]);
  }
  return groups;
};
