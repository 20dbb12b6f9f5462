/** The walk of a plan, from its actions back to the notes that they answer. */

import type { Board, Cluster, Note } from '#board/board.ts';
import type { ClusterId, NoteId, ThingId } from '#board/document.ts';
import { findKind, phaseKinds, type Kind, type Method, type Phase } from '#board/method.ts';
import { clusterNotes } from '#board/select.ts';
import { readTable } from './tables.ts';

/** A row of the plan, and where it comes from. */
export interface Trace {
  /** What is to be done: the row's notes of its first kind. */
  readonly actions: readonly Note[];
  /** By column of `Traces`, in the order in which they were come to. */
  readonly steps: readonly (readonly (Note | Cluster)[])[];
}

export interface Traces {
  /** The kind of the actions. */
  readonly kind: Kind;
  /** From the plan back to the beginning; null for clusters. */
  readonly columns: readonly (Kind | null)[];
  readonly rows: readonly Trace[];
}

/** Walks back from every row of the last phase whose rows have heads; null where the method has none, or nothing is planned. */
export const readTraces = (board: Board, method: Method): Traces | null => {
  const plan = method.phases.findLast(({ rows }) => rows.type === 'heads');
  const kind = plan?.kinds[0];
  if (!plan || !kind) return null;
  const rows = readTable(board, plan).rows.filter((row) => row.heads.length > 0);
  const walks = rows.map((row) => ({
    actions: row.cells[0]?.notes ?? [],
    found: walkBack(board, method, row.heads),
  }));
  const columns = columnsOf(method, plan).filter((column) =>
    walks.some(({ found }) => found.some((thing) => isOf(thing, column))),
  );
  if (walks.length === 0) return null;
  return {
    kind,
    columns,
    rows: walks.map(({ actions, found }) => ({
      actions,
      steps: columns.map((column) => found.filter((thing) => isOf(thing, column))),
    })),
  };
};

/** The heads of the plan, then phase by phase backwards: what was promoted, what stands beside it, its heads; clusters; the first notes. */
const columnsOf = (method: Method, plan: Phase): readonly (Kind | null)[] => {
  const before = method.phases.slice(0, method.phases.indexOf(plan)).reverse();
  const head = plan.rows.type === 'heads' ? [plan.rows.head] : [];
  const middle = before.filter(({ rows }) => rows.type === 'heads');
  const first = before.filter(({ rows }) => rows.type !== 'heads');
  return [
    ...head,
    ...middle.flatMap((phase) => [
      ...[...phase.kinds].reverse(),
      ...(phase.rows.type === 'heads' ? [phase.rows.head] : []),
    ]),
    null,
    ...first.flatMap(phaseKinds),
  ];
};

const isOf = (thing: Note | Cluster, column: Kind | null): boolean =>
  'kind' in thing ? thing.kind === column?.id : column === null;

/** Everything that these notes come from, themselves first; each thing once. */
const walkBack = (board: Board, method: Method, from: readonly Note[]): readonly (Note | Cluster)[] => {
  const found = new Map<ThingId, Note | Cluster>();
  const visitAll = (ids: readonly ThingId[]): void => {
    for (const id of ids) {
      const note = board.notes.get(id as NoteId);
      const cluster = board.clusters.get(id as ClusterId);
      if (found.has(id)) continue;
      if (note) visit(note);
      else if (cluster) {
        found.set(id, cluster);
        visitAll(clusterNotes(board, cluster.id).map((member) => member.id));
      }
    }
  };
  const visit = (note: Note): void => {
    found.set(note.id, note);
    visitAll(note.from);
    const phase = findKind(method, note.kind)?.phase;
    // What was promoted answers what stands beside it in its row: a lever its needs, and the irritant they are about.
    const isLever = phase?.rows.type === 'heads' && phase.rows.head.id !== note.kind && note.row !== null;
    const row = isLever ? readTable(board, phase).rows.find(({ id }) => id === note.row) : undefined;
    if (!row) return;
    for (const { kind, notes } of row.cells) {
      if (kind.id !== note.kind) for (const beside of notes) found.set(beside.id, beside);
    }
    visitAll(row.heads.map((head) => head.id));
  };
  for (const note of from) visit(note);
  return [...found.values()];
};
