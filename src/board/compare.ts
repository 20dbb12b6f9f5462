/** What differs between two pictures of the same board: one of an earlier moment, and the present one. */

import type { Board, Cluster, Meta, Note, Retex, Round, Row } from './board.ts';
import type { ThingId } from './document.ts';

/** What can have changed of a thing that was on the board then and is now. */
export type ChangedField =
  | 'text'
  | 'kind'
  | 'row'
  | 'cluster'
  | 'theme'
  | 'stressed'
  | 'title'
  | 'number'
  | 'scope'
  | 'links'
  | 'open';

export type MetaField = keyof Meta;

export type ThingOf =
  | { readonly type: 'note'; readonly then: Note | undefined; readonly now: Note | undefined }
  | { readonly type: 'cluster'; readonly then: Cluster | undefined; readonly now: Cluster | undefined }
  | { readonly type: 'row'; readonly then: Row | undefined; readonly now: Row | undefined }
  | { readonly type: 'retex'; readonly then: Retex | undefined; readonly now: Retex | undefined }
  | { readonly type: 'round'; readonly then: Round | undefined; readonly now: Round | undefined };

/**
 * One thing that differs. `gone`: it was on the board then and is in the trash now; `new`: it came since, or came
 * back from the trash; `changed`: it is there as it was not then, in `fields`.
 */
export type ThingChange = ThingOf & {
  readonly id: ThingId;
  readonly change: 'gone' | 'new' | 'changed';
  readonly fields: readonly ChangedField[];
};

export interface Comparison {
  /** Rows, clusters, cards, votes, then notes; a note that went to the trash with its row, or came in a new one, is not named beside it. */
  readonly things: readonly ThingChange[];
  readonly meta: readonly MetaField[];
  /**
   * Things that stand in another place among their neighbours, or notes that lie in another pile, and differ in nothing
   * else. Where a thing was put on the wall or in the matrix is not worth a word: it comes back with the rest. What was
   * voted is nobody's to take back.
   */
  readonly reordered: readonly ThingId[];
}

export const compareBoards = (then: Board, now: Board): Comparison => {
  const rows = compareThings(then.rows, now.rows, () => []);
  const clusters = compareThings(then.clusters, now.clusters, clusterFields);
  const retex = compareThings(then.retex, now.retex, retexFields);
  const rounds = compareThings(then.rounds, now.rounds, roundFields);
  const notes = compareThings(then.notes, now.notes, noteFields);
  const goneRows = idsOf(rows, 'gone');
  const newRows = idsOf(rows, 'new');
  const isAlong = ({ change, now: present }: Compared<Note>): boolean =>
    (change === 'gone' && present?.trash?.with != null && goneRows.has(present.trash.with)) ||
    (change === 'new' && present?.row != null && newRows.has(present.row));
  const things = [
    ...rows.map((row) => ({ type: 'row' as const, ...row })),
    ...clusters.map((cluster) => ({ type: 'cluster' as const, ...cluster })),
    ...retex.map((card) => ({ type: 'retex' as const, ...card })),
    ...rounds.map((round) => ({ type: 'round' as const, ...round })),
    ...notes.filter((note) => !isAlong(note)).map((note) => ({ type: 'note' as const, ...note })),
  ];
  const named = new Set<string>([...rows, ...clusters, ...retex, ...rounds, ...notes].map(({ id }) => id));
  const reordered = [
    ...movedIn(then.rows, now.rows),
    ...movedIn(then.clusters, now.clusters),
    ...movedIn(then.retex, now.retex),
    ...movedIn(then.notes, now.notes, isInAnotherPile),
  ].filter((id) => !named.has(id));
  return { things, meta: metaFields(then.meta, now.meta), reordered };
};

type Common = { readonly trash: unknown; readonly order: string | null };

interface Compared<T> {
  readonly id: ThingId;
  readonly then: T | undefined;
  readonly now: T | undefined;
  readonly change: 'gone' | 'new' | 'changed';
  readonly fields: readonly ChangedField[];
}

const compareThings = <T extends Common>(
  then: ReadonlyMap<ThingId, T>,
  now: ReadonlyMap<ThingId, T>,
  fieldsOf: (then: T, now: T) => readonly ChangedField[],
): readonly Compared<T>[] => {
  const found: Compared<T>[] = [];
  for (const [id, before] of then) {
    const present = now.get(id);
    if (before.trash !== null) continue;
    const fields = present ? fieldsOf(before, present) : [];
    if (!present || present.trash !== null) {
      found.push({ id, then: before, now: present, change: 'gone', fields });
    } else if (fields.length > 0) {
      found.push({ id, then: before, now: present, change: 'changed', fields });
    }
  }
  for (const [id, present] of now) {
    const before = then.get(id);
    if (present.trash === null && before?.trash !== null) {
      found.push({ id, then: before, now: present, change: 'new', fields: [] });
    }
  }
  return found;
};

const idsOf = (things: readonly Compared<unknown>[], change: string): ReadonlySet<ThingId> =>
  new Set(things.filter((thing) => thing.change === change).map(({ id }) => id));

export const noteFields = (then: Note, now: Note) =>
  (['text', 'kind', 'row', 'cluster', 'theme', 'stressed'] as const).filter((key) => then[key] !== now[key]);

export const clusterFields = (then: Cluster, now: Cluster) =>
  (['title'] as const).filter((key) => then[key].value !== now[key].value);

export const retexFields = (then: Retex, now: Retex) =>
  (['number', 'title', 'scope', 'text', 'links', 'theme'] as const).filter((key) =>
    key === 'text' ? then.text !== now.text : !sameValue(then[key].value, now[key].value),
  );

export const roundFields = (then: Round, now: Round) =>
  (['open'] as const).filter((key) => then[key] !== now[key]);

export const metaFields = (then: Meta, now: Meta): readonly MetaField[] =>
  (Object.keys(then) as MetaField[]).filter((key) => !sameValue(then[key].value, now[key].value));

const movedIn = <T extends Common>(
  then: ReadonlyMap<ThingId, T>,
  now: ReadonlyMap<ThingId, T>,
  isElsewhere: (before: T, present: T) => boolean = () => false,
): readonly ThingId[] =>
  [...then]
    .filter(([id, before]) => {
      const present = now.get(id);
      return present && (before.order !== present.order || isElsewhere(before, present));
    })
    .map(([id]) => id);

const isInAnotherPile = (then: Note, now: Note): boolean =>
  then.trash === null && now.trash === null && then.pile !== now.pile;

const sameValue = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
