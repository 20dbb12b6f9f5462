/** Questions that several readers of a board ask. */

import type { Board, Cluster, Note, Retex, Row } from './board.ts';
import type { ClusterId, ThingId } from './document.ts';
import type { KindId, Method, Phase, Theme } from './method.ts';
import { phaseKinds } from './method.ts';

export const liveNotes = (board: Board): readonly Note[] => live(board.notes);
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

/** A thing, and what it came from: the walk from an action back to the notes it answers. */
export interface Origin {
  readonly id: ThingId;
  readonly type: 'note' | 'cluster';
  readonly text: string;
  readonly kind: KindId | null;
  readonly trashed: boolean;
  readonly from: readonly Origin[];
}

/**
 * Walks from a note back to where it came from: through the heads of its row, what they were promoted
 * from, and the notes of clusters, to the first notes. Each thing stands in the walk once.
 */
export const readOrigins = (board: Board, method: Method, note: Note): readonly Origin[] => {
  const seen = new Set<ThingId>([note.id]);
  const heads = new Set(method.phases.flatMap(({ rows }) => (rows.type === 'heads' ? [rows.head.id] : [])));

  const sourcesOf = ({ id, kind, row, from }: Note): readonly ThingId[] => {
    if (from.length > 0 || row === null || heads.has(kind)) return from;
    return liveNotes(board)
      .filter((other) => other.row === row && other.id !== id && heads.has(other.kind))
      .map((head) => head.id);
  };

  const walk = (ids: readonly ThingId[]): readonly Origin[] =>
    ids.flatMap((id): readonly Origin[] => {
      if (seen.has(id)) return [];
      seen.add(id);
      const source = board.notes.get(id as Note['id']);
      if (source) {
        const { text, kind, trash } = source;
        return [{ id, type: 'note', text, kind, trashed: trash !== null, from: walk(sourcesOf(source)) }];
      }
      const cluster = board.clusters.get(id as ClusterId);
      if (!cluster) return [];
      const members = clusterNotes(board, cluster.id).map((member) => member.id);
      const { title, trash } = cluster;
      return [
        { id, type: 'cluster', text: title.value, kind: null, trashed: trash !== null, from: walk(members) },
      ];
    });

  return walk(sourcesOf(note));
};
