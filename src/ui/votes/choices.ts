/** What can be voted on or put into the matrix, as the screens show it. */

import type { Board, Note, Round } from '#board/board.ts';
import type { ClusterId, NoteId } from '#board/document.ts';
import { findKind, findPromotion, phaseKinds, type Kind, type Method, type Phase } from '#board/method.ts';
import { clusterNotes } from '#board/select.ts';
import { readVotables, type VotedId } from '#board/votes.ts';
import { clusterTitle } from '../notes/note-facts.ts';
import { roundName } from '../notes/names.ts';
import { noteName } from '../notes/note-name.ts';
import type { Source } from '../notes/promote.ts';

export interface Choice {
  readonly id: VotedId;
  /** What it is called: its text or title, or what it carries. */
  readonly text: string;
  /** Of a note; null: a cluster. */
  readonly kind: Kind | null;
  readonly note: Note | null;
  /** Of a cluster, what it holds. */
  readonly notes: readonly Note[];
  /** What a row says that is promoted from it: of a cluster without a name, its first note. */
  readonly source: Source;
}

export interface Choices {
  readonly clusters: readonly Choice[];
  readonly notes: readonly Choice[];
}

/** What a vote, or the matrix, is about. */
export type Subject = Pick<Round, 'phase' | 'kind'>;

export const readChoices = (board: Board, method: Method, subject: Subject): Choices => {
  const { clusters, notes } = readVotables(board, method, subject);
  const choices = (things: readonly { readonly id: VotedId }[]): readonly Choice[] =>
    things.flatMap(({ id }) => findChoice(board, method, id) ?? []);
  return { clusters: choices(clusters), notes: choices(notes) };
};

/** Finds what was voted on, also when it is not on the board any more. */
export const findChoice = (board: Board, method: Method, id: VotedId): Choice | undefined => {
  const cluster = board.clusters.get(id as ClusterId);
  if (cluster) {
    const notes = clusterNotes(board, cluster.id);
    const first = notes.find((note) => note.text !== '') ?? notes[0];
    const isNamed = cluster.title.value !== '' || !first;
    const text = isNamed ? clusterTitle(cluster) : `${clusterTitle(cluster)} (${noteName(first)})`;
    const source = isNamed ? { id, text } : { id, text: first.text, attached: first.attached };
    return { id, text, kind: null, note: null, notes, source };
  }
  const note = board.notes.get(id as NoteId);
  if (!note) return undefined;
  const kind = findKind(method, note.kind)?.kind ?? null;
  const source = { id, text: note.text, attached: note.attached };
  return { id, text: noteName(note), kind, note, notes: [], source };
};

/** A subject with a name, and a text that tells it from others. */
export interface SubjectOption {
  readonly value: string;
  readonly label: string;
  readonly subject: Subject;
}

/** What there is to vote on: of each phase its clusters, if it has any, then its notes by kind. */
export const subjectOptions = (board: Board, method: Method): readonly SubjectOption[] =>
  method.phases.flatMap((phase) => {
    const subjects: readonly Subject[] = [
      { phase: phase.id, kind: null },
      ...phaseKinds(phase).map(({ id }) => ({ phase: phase.id, kind: id })),
    ];
    return subjects.flatMap((subject) => {
      const { clusters, notes } = readVotables(board, method, subject);
      const count = subject.kind === null ? clusters.length : notes.length;
      const label = `${roundName(method, subject)} (${String(count)})`;
      return count === 0 ? [] : [{ value: subjectKey(subject), label, subject }];
    });
  });

const subjectKey = ({ phase, kind }: Subject): string => `${phase}/${kind ?? ''}`;

/** The phase whose rows are promoted from what a vote is about, if the method has one. */
export const subjectPromotion = (method: Method, { phase: id, kind }: Subject): Phase | undefined => {
  if (kind !== null) return findPromotion(method, kind);
  const kinds = method.phases.find((phase) => phase.id === id)?.kinds ?? [];
  return kinds.map((each) => findPromotion(method, each.id)).find((phase) => phase !== undefined);
};
