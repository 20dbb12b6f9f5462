/** The walk from an action back to the notes it answers. */

import type { Board, Note } from './board.ts';
import type { ClusterId, ThingId } from './document.ts';
import type { KindId, Method } from './method.ts';
import { clusterNotes, liveNotes } from './select.ts';

/** A thing, and what it came from: the walk from an action back to the notes it answers. */
export interface Origin {
  readonly id: ThingId;
  readonly type: 'note' | 'cluster';
  readonly text: string;
  readonly kind: KindId | null;
  /** Where it is, if no more on the board. */
  readonly away: 'trash' | 'parking' | null;
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
        const { text, kind, trash, parked } = source;
        const away = parked ? 'parking' : trash ? 'trash' : null;
        return [{ id, type: 'note', text, kind, away, from: walk(sourcesOf(source)) }];
      }
      const cluster = board.clusters.get(id as ClusterId);
      if (!cluster) return [];
      const members = clusterNotes(board, cluster.id).map((member) => member.id);
      const { title, trash } = cluster;
      const away = trash ? 'trash' : null;
      return [{ id, type: 'cluster', text: title.value, kind: null, away, from: walk(members) }];
    });

  return walk(sourcesOf(note));
};
