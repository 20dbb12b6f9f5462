/**
 * Reads a board again and again while it changes, at the cost of what changed.
 *
 * Whoever draws a board may tell by `===` what is the same: a thing that did not change is the very same object as in
 * the picture before, a map in which nothing changed the very same map, and so is the board.
 */

import type * as Y from 'yjs';
import {
  readMarks,
  type Board,
  type Cluster,
  type Meta,
  type Note,
  type Retex,
  type Round,
  type Row,
  type Things,
} from './board.ts';
import {
  apartOf,
  ballotsOf,
  clustersOf,
  findThing,
  matrixOf,
  metaOf,
  notesOf,
  pilesOf,
  retexOf,
  roundsOf,
  rowsOf,
  sessionOf,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type RetexId,
  type RoundId,
  type RowId,
  type Thing,
} from './document.ts';
import type { Ordered } from './order.ts';
import { findEnds } from './pointers.ts';
import { same } from './register.ts';
import { Sequence } from './sequence.ts';
import { readSession, type Session } from './session.ts';
import { followMerged, showCluster, showNote, type Surroundings } from './shown.ts';
import {
  readApart,
  readBallots,
  readCluster,
  readMatrix,
  readMeta,
  readNote,
  readPointers,
  readRetex,
  readRound,
  readRow,
} from './things.ts';

export interface BoardReader {
  /** What `readBoard` reads, between transactions. */
  readonly read: () => Board;
  /** Ends listening; `read` then gives the last picture. */
  readonly stop: () => void;
}

export const createBoardReader = (board: BoardDoc): BoardReader => {
  const meta = followKeys(metaOf(board));
  const piles = followKeys(pilesOf(board));
  const apart = followKeys(apartOf(board));
  const ballots = followKeys(ballotsOf(board));
  const matrix = followKeys(matrixOf(board));
  const session = followKeys(sessionOf(board));
  const notes = followThings<NoteId, Note>(notesOf(board), readNote);
  const clusters = followThings<ClusterId, Cluster>(clustersOf(board), readCluster);
  const rows = followThings<RowId, Row>(rowsOf(board), readRow);
  const retex = followThings<RetexId, Retex>(retexOf(board), readRetex);
  const rounds = followThings<RoundId, Round>(roundsOf(board), readRound);
  const things: Things = {
    notes: notes.things,
    clusters: clusters.things,
    rows: rows.things,
    retex: retex.things,
  };
  let ends: Surroundings['piles'] = new Map();
  let picture: Picture = {
    ...readMarks(board),
    meta: readMeta(metaOf(board)),
    notes: new Sequence([]),
    clusters: new Sequence([]),
    rows: new Sequence([]),
    retex: new Sequence([]),
    rounds: new Sequence([]),
    ballots: new Map(),
    matrix: new Map(),
    apart: new Set(),
    session: readSession(sessionOf(board)),
  };

  const read = (): Board => {
    const touched: Touched = {
      meta: meta.take(),
      piles: piles.take(),
      apart: apart.take(),
      ballots: ballots.take(),
      matrix: matrix.take(),
      session: session.take(),
      notes: notes.take(),
      clusters: clusters.take(),
      rows: rows.take(),
      retex: retex.take(),
      rounds: rounds.take(),
    };
    if (Object.values<ReadonlySet<string>>({ ...touched }).every(({ size }) => size === 0)) return picture;
    if (touched.piles.size > 0) ends = findEnds(readPointers(pilesOf(board)));
    const around: Surroundings = { things, piles: ends, merged: followMerged(things.clusters) };
    picture = {
      ...picture,
      ...(touched.meta.size > 0 && readWorkshop(board, picture.meta)),
      notes: renew(picture.notes, notesToShow(touched, around), (id) =>
        shown(things.notes.get(id), around, showNote),
      ),
      clusters: renew(picture.clusters, [...touched.clusters, ...around.merged.keys()], (id) =>
        shown(things.clusters.get(id), around, showCluster),
      ),
      rows: renew(picture.rows, touched.rows, (id) => things.rows.get(id)),
      retex: renew(picture.retex, touched.retex, (id) => things.retex.get(id)),
      rounds: renew(picture.rounds, touched.rounds, (id) => rounds.things.get(id)),
      ballots: touched.ballots.size > 0 ? readBallots(ballotsOf(board), picture.ballots) : picture.ballots,
      matrix: touched.matrix.size > 0 ? readMatrix(matrixOf(board)) : picture.matrix,
      apart: touched.apart.size > 0 ? readApart(apartOf(board)) : picture.apart,
      session: touched.session.size > 0 ? readAgain(board, picture.session) : picture.session,
    };
    return picture;
  };

  const stop = (): void => {
    const roots = [meta, piles, apart, ballots, matrix, session, notes, clusters, rows, retex, rounds];
    for (const followed of roots) followed.stop();
  };
  return { read, stop };
};

interface Picture extends Board {
  readonly notes: Sequence<NoteId, Note>;
  readonly clusters: Sequence<ClusterId, Cluster>;
  readonly rows: Sequence<RowId, Row>;
  readonly retex: Sequence<RetexId, Retex>;
  readonly rounds: Sequence<RoundId, Round>;
}

/** The keys of each root under which anything changed. */
interface Touched {
  readonly meta: ReadonlySet<string>;
  readonly piles: ReadonlySet<string>;
  readonly apart: ReadonlySet<string>;
  readonly ballots: ReadonlySet<string>;
  readonly matrix: ReadonlySet<string>;
  readonly session: ReadonlySet<string>;
  readonly notes: ReadonlySet<NoteId>;
  readonly clusters: ReadonlySet<ClusterId>;
  readonly rows: ReadonlySet<RowId>;
  readonly retex: ReadonlySet<RetexId>;
  readonly rounds: ReadonlySet<RoundId>;
}

/** The notes that changed, and those that may show something else because what they stand on did. */
const notesToShow = (
  { piles, notes, clusters, rows, retex }: Touched,
  around: Surroundings,
): readonly NoteId[] => {
  const changed = [...notes, ...(piles as ReadonlySet<NoteId>), ...around.piles.keys()];
  const grounds = new Set<string | null>([...clusters, ...rows, ...retex]);
  if (grounds.size === 0) return changed;
  for (const id of around.merged.keys()) grounds.add(id);
  for (const { id, row, cluster, others } of around.things.notes.values()) {
    if (grounds.has(row) || grounds.has(cluster) || others.cluster.length > 0) changed.push(id);
  }
  return changed;
};

interface Followed {
  /** The keys of a root under which anything changed since they were last taken; at first, all. */
  readonly take: () => ReadonlySet<string>;
  readonly stop: () => void;
}

const followKeys = (root: Y.Map<unknown>): Followed => {
  let touched = new Set(root.keys());
  const mark = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    for (const event of events) {
      if (event.target !== root) touched.add(String(event.path[0]));
      else for (const key of (event as unknown as Y.YMapEvent<unknown>).keysChanged) touched.add(String(key));
    }
  };
  root.observeDeep(mark);
  return {
    take: () => {
      const taken = touched;
      touched = new Set();
      return taken;
    },
    stop: () => {
      root.unobserveDeep(mark);
    },
  };
};

/** Follows a root of things; what was taken is read again in `things`. */
const followThings = <Id extends string, T>(
  root: Y.Map<unknown>,
  read: (id: string, thing: Thing) => T,
): {
  readonly things: ReadonlyMap<Id, T>;
  readonly take: () => ReadonlySet<Id>;
  readonly stop: () => void;
} => {
  const things = new Map<Id, T>();
  const { take, stop } = followKeys(root);
  return {
    things,
    take: () => {
      const touched = take() as ReadonlySet<Id>;
      for (const id of touched) {
        const thing = findThing(root, id);
        if (thing) things.set(id, read(id, thing));
        else things.delete(id);
      }
      return touched;
    },
    stop,
  };
};

const shown = <T>(
  thing: T | undefined,
  around: Surroundings,
  show: (thing: T, around: Surroundings) => T,
): T | undefined => (thing === undefined ? undefined : show(thing, around));

/** What a board says of itself; the same object where that is the same. */
const readWorkshop = (board: BoardDoc, before: Meta): Pick<Board, 'schema' | 'writable' | 'meta'> => {
  const meta = readMeta(metaOf(board));
  return { ...readMarks(board), meta: sameThing(meta, before) ? before : meta };
};

/** How the room is led; the same object where that is the same. */
const readAgain = (board: BoardDoc, before: Session): Session => {
  const session = readSession(sessionOf(board));
  return sameThing(session, before) ? before : session;
};

/** Shows things again: the same sequence where none of them changed, else one with the same things where they did not. */
const renew = <Id extends string, T extends Ordered & { readonly id: Id }>(
  before: Sequence<Id, T>,
  ids: Iterable<Id>,
  show: (id: Id) => T | undefined,
): Sequence<Id, T> => {
  const changes = new Map<Id, T | undefined>();
  for (const id of ids) {
    const [was, is] = [before.get(id), show(id)];
    if (was !== is && !(was && is && sameThing(was, is))) changes.set(id, is);
  }
  return changes.size === 0 ? before : before.with(changes);
};

/** Tells whether two readings of a thing tell the same. */
const sameThing = <T extends object>(a: T, b: T): boolean =>
  (Object.keys(a) as (keyof T)[]).every((key) => same(a[key], b[key]));
