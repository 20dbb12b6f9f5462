/** What things are called where they stand alone, away from their place on the board. */

import type { Board, Note, Round } from '#board/board.ts';
import type { ClusterId, RetexId, RowId } from '#board/document.ts';
import { findKind, findPhase, type KindId, type Method } from '#board/method.ts';
import { boardThemes } from '#board/select.ts';
import { local } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { clusterTitle } from './note-facts.ts';
import { noteName } from './note-name.ts';

export const kindName = (method: Method, kind: KindId): string => {
  const found = findKind(method, kind)?.kind;
  return found ? local(found.label) : kind;
};

export const clusterName = (board: Board, id: ClusterId | null): string => {
  const cluster = id === null ? undefined : board.clusters.get(id);
  return cluster ? clusterTitle(cluster) : m.names_no_cluster();
};

/** What a vote is about: « Grappes · Retour d’expérience », « Irritants ». */
export const roundName = (method: Method, { phase: id, kind }: Pick<Round, 'phase' | 'kind'>): string => {
  const found = kind === null ? undefined : findKind(method, kind)?.kind;
  if (kind !== null) return found ? local(found.column) : kind;
  const phase = findPhase(method, id);
  return phase ? m.names_clusters_of({ phase: local(phase.title) }) : m.names_clusters();
};

/** Of a row the texts of its heads, also of those that went to the trash with it; of a card its number and title. */
export const rowName = (board: Board, method: Method, id: RowId | RetexId | null): string => {
  const card = id === null ? undefined : board.retex.get(id as RetexId);
  if (card) {
    return `${m.phase_retex({ number: card.number.value })} · ${card.title.value || m.trash_retex_unnamed()}`;
  }
  const row = id === null ? undefined : board.rows.get(id as RowId);
  if (!row) return m.names_no_row();
  const heads = rowNotes(board, row.id).filter((note) => isHead(method, board, note));
  return heads.map(noteName).join(' + ') || m.trash_row_unnamed();
};

/** The notes of a row, also those that went to the trash with it. */
export const rowNotes = (board: Board, id: RowId): readonly Note[] =>
  [...board.notes.values()].filter((note) =>
    note.trash === null ? note.row === id : note.trash.with === id,
  );

export const isHead = (method: Method, board: Board, note: Note): boolean => {
  const row = note.row ?? note.trash?.with;
  const phase = row ? findPhase(method, board.rows.get(row as RowId)?.phase ?? '') : undefined;
  return phase?.rows.type === 'heads' && phase.rows.head.id === note.kind;
};

export const themeName = (board: Board, method: Method, number: number | null): string => {
  if (number === null) return m.names_no_theme();
  const theme = boardThemes(board, method).find((candidate) => candidate.number === number);
  return theme && theme.title !== '' ? `${String(number)} · ${theme.title}` : String(number);
};
