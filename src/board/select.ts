/** Questions that several readers of a board ask. */

import type { Board, Cluster, Note, Retex, Row } from './board.ts';
import type { ClusterId } from './document.ts';
import type { KindId, Method, Phase, Theme } from './method.ts';
import { phaseKinds } from './method.ts';

export const liveNotes = (board: Board): readonly Note[] => live(board.notes);
/** The parking lot. */
export const parkedNotes = (board: Board): readonly Note[] =>
  [...board.notes.values()].filter((note) => note.parked);
export const liveClusters = (board: Board): readonly Cluster[] => live(board.clusters);
export const liveRetex = (board: Board): readonly Retex[] => live(board.retex);
export const liveRows = (board: Board, phase: Phase): readonly Row[] =>
  live(board.rows).filter((row) => row.phase === phase.id);

const live = <T extends { readonly trash: unknown }>(things: ReadonlyMap<unknown, T>): readonly T[] =>
  [...things.values()].filter((thing) => thing.trash === null);

/** The live notes of a phase, heads of rows included. */
export const phaseNotes = (board: Board, phase: Phase): readonly Note[] => {
  const kinds = new Set<KindId>(phaseKinds(phase).map((kind) => kind.id));
  return liveNotes(board).filter((note) => kinds.has(note.kind));
};

export const clusterNotes = (board: Board, cluster: ClusterId): readonly Note[] =>
  liveNotes(board).filter((note) => note.cluster === cluster);

/** The workshop's themes: its own list, else the method's. */
export const boardThemes = (board: Board, method: Method): readonly Theme[] =>
  board.meta.themes.value ?? method.themes;

/** The theme a note belongs to: its own, else its RETEX card's, else the workshop's. */
export const noteTheme = (board: Board, note: Note): number | null => {
  const retex = note.row === null ? undefined : board.retex.get(note.row as Retex['id']);
  return note.theme ?? retex?.theme.value ?? board.meta.theme.value;
};
