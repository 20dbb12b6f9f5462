/** A board as a list: one line a note, in the order of the tables, what is kept for later last. CSV and spreadsheets are made of it. */

import { readAudiences } from '#board/audiences.ts';
import type { Board, Note } from '#board/board.ts';
import type { ClusterId, ThingId } from '#board/document.ts';
import { findKind, localized, type Localized, type Method } from '#board/method.ts';
import { liveNotes, noteTheme, parkedNotes } from '#board/select.ts';
import { noteText, type TableLabels } from './labels.ts';
import { readReferences } from './references.ts';
import { readTables, rowTitle } from './tables.ts';

export interface NoteLine {
  readonly phase: string;
  readonly row: string;
  readonly column: string;
  readonly text: string;
  readonly stressed: boolean;
  readonly audience: string;
  readonly theme: number | null;
  readonly cluster: string;
  readonly clusterReference: string;
  readonly reference: string;
  /** References to what it was promoted from, as far as that is in the list. */
  readonly from: readonly string[];
}

export const readNoteLines = (board: Board, method: Method, labels: TableLabels): readonly NoteLine[] => {
  const references = readReferences(board, method);
  const parked = parkedNotes(board);
  const audiences = new Map(
    [...method.audiences, ...readAudiences(method, board.meta.audiences.value)].map(({ id, label }) => [
      id,
      localized(label, labels.locale),
    ]),
  );
  const told = new Set<ThingId>();
  for (const { id, cluster } of [...liveNotes(board), ...parked]) {
    told.add(id);
    if (cluster !== null) told.add(cluster);
  }
  const local = (text: Localized): string => localized(text, labels.locale);
  const listed = new Set<ThingId>();
  const line = (note: Note, phase: string, row: string, column: string): NoteLine => {
    listed.add(note.id);
    return {
      phase,
      row,
      column,
      text: noteText(note, labels),
      stressed: note.stressed,
      audience: note.audience === null ? '' : (audiences.get(note.audience) ?? note.audience),
      theme: noteTheme(board, note),
      cluster: board.clusters.get(note.cluster as ClusterId)?.title.value ?? '',
      clusterReference: (note.cluster !== null && references.get(note.cluster)) || '',
      reference: references.get(note.id) ?? '',
      from: note.from.flatMap((id) => (told.has(id) ? (references.get(id) ?? []) : [])),
    };
  };
  const columnOf = ({ kind }: Note): string => {
    const found = findKind(method, kind)?.kind;
    return found ? local(found.column) : kind;
  };
  const inTables = readTables(board, method).flatMap(({ phase, rows }) =>
    rows.flatMap((row) => {
      const title = rowTitle(phase, row, labels);
      const notes = [...row.heads, ...row.cells.flatMap((cell) => cell.notes)];
      return notes.map((note) => line(note, local(phase.title), title, columnOf(note)));
    }),
  );
  // Of kinds that the method does not have: it was changed, or a newer version knows more.
  const others = liveNotes(board).filter((note) => !listed.has(note.id));
  return [
    ...inTables,
    ...others.map((note) => line(note, '', '', columnOf(note))),
    ...parked.map((note) => line(note, labels.parked, '', columnOf(note))),
  ];
};
