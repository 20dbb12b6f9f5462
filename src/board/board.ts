/** Reads a board: a plain picture of the document, whatever was merged into it. Reading never writes. */

import * as Y from 'yjs';
import type { DeviceId } from '#core/ids.ts';
import type { Attached } from './attached.ts';
import {
  apartOf,
  ballotsOf,
  clustersOf,
  matrixOf,
  metaOf,
  notesOf,
  pilesOf,
  retexOf,
  roundsOf,
  rowsOf,
  schemaVersion,
  sessionOf,
  type BallotId,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type Place,
  type RetexId,
  type RoundId,
  type RowId,
  type Thing,
  type ThingId,
} from './document.ts';
import type { AudienceId, KindId, PhaseId, Theme } from './method.ts';
import { findEnds } from './pointers.ts';
import type { Field } from './register.ts';
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
  readSchema,
} from './things.ts';

/** In the trash: alone (`with` is null), or with another thing: thrown away, or a cluster merged into it. */
export interface Trashed {
  readonly with: ThingId | null;
}

export interface Common {
  readonly order: string | null;
  readonly trash: Trashed | null;
}

export interface Note extends Common {
  readonly id: NoteId;
  readonly kind: KindId;
  /** May be empty where the note carries something else. */
  readonly text: string;
  /** What it carries beside its text; the bytes are kept elsewhere, by their hash. */
  readonly attached: readonly Attached[];
  /** When it was written, milliseconds since 1970, rounded down to the minute. For display only. */
  readonly at: number;
  readonly audience: AudienceId | null;
  readonly device: DeviceId | null;
  /** The row or RETEX card it stands in; null as well while that one is in the trash or not yet here. */
  readonly row: RowId | RetexId | null;
  /** The cluster it belongs to; null as well while that one is in the trash or not yet here. Of a piled note: that of the pile. */
  readonly cluster: ClusterId | null;
  /** The note on top of the pile it lies under, which lies under none; null as well while that one is in the trash or not yet here. */
  readonly pile: NoteId | null;
  /** Where it was put on the wall; null: it is laid out by itself. */
  readonly place: Place | null;
  /** Its own theme; null: that of its RETEX card, else of the workshop. */
  readonly theme: number | null;
  readonly stressed: boolean;
  /** Off the board as in the trash, but in the parking lot. */
  readonly parked: boolean;
  /** What it was promoted from. */
  readonly from: readonly ThingId[];
  /** Places and kinds that other devices gave it at the same time. */
  readonly others: {
    readonly kind: readonly KindId[];
    readonly row: readonly (RowId | RetexId | null)[];
    readonly cluster: readonly (ClusterId | null)[];
    readonly theme: readonly (number | null)[];
  };
}

export interface Cluster extends Common {
  readonly id: ClusterId;
  readonly title: Field<string>;
  /** Where it was put on the wall; null: it is laid out by itself. */
  readonly place: Place | null;
}

export interface Row extends Common {
  readonly id: RowId;
  readonly phase: PhaseId;
}

export interface Retex extends Common {
  readonly id: RetexId;
  readonly number: Field<number>;
  readonly scope: Field<string>;
  readonly title: Field<string>;
  readonly text: string;
  readonly links: Field<readonly string[]>;
  readonly theme: Field<number | null>;
  /** Its place in the table of the first phase; null: that of the card. */
  readonly rowOrder: string | null;
}

/** A vote: what it is about, and how many dots each ballot has. */
export interface Round extends Common {
  readonly id: RoundId;
  readonly phase: PhaseId;
  /** Notes of this kind; null: the clusters of the phase, and its notes that are in none. */
  readonly kind: KindId | null;
  /** Dots of a ballot, 1 to `budgetLimit`. */
  readonly budget: number;
  /** Whether several dots of a ballot may be on one thing. */
  readonly several: boolean;
  /** When it was opened, milliseconds since 1970, rounded down to the minute. For display only. */
  readonly at: number;
  readonly open: boolean;
  /** The notes of each cluster when it was opened. */
  readonly held: readonly (readonly [ClusterId, readonly NoteId[]])[];
}

/** What one hand cast, as it is written: see votes.ts for what counts of it. */
export interface Ballot {
  readonly id: BallotId;
  readonly round: RoundId;
  /** Raised hands, or paper dots, that somebody counted: it has no budget. */
  readonly tally: boolean;
  /** By id. */
  readonly dots: readonly (readonly [ThingId, number])[];
  /** What is to be made clear first, or is objected to; by id. */
  readonly doubts: readonly ThingId[];
}

/** What somebody expects of a thing, each 1 to `estimateLevels`. */
export interface Estimate {
  readonly impact: number;
  readonly effort: number;
}

export interface Meta {
  readonly title: Field<string>;
  readonly place: Field<string>;
  /** ISO 8601 calendar date, or empty. */
  readonly date: Field<string>;
  readonly method: Field<string>;
  readonly theme: Field<number | null>;
  /** Null: those of the method. */
  readonly themes: Field<readonly Theme[] | null>;
  /** As the readable JSON writes them; null: those of the method. */
  readonly audiences: Field<readonly string[] | null>;
  /** What the synthesis begins with; of several lines, or empty. */
  readonly introduction: Field<string>;
}

/** All of a board, the trash included; maps have the board's order. */
export interface Board {
  /** Highest schema that any device has written. */
  readonly schema: number;
  /** False when a newer version of Grappe wrote it: such a board is shown and exported, not changed. */
  readonly writable: boolean;
  readonly meta: Meta;
  readonly notes: ReadonlyMap<NoteId, Note>;
  readonly clusters: ReadonlyMap<ClusterId, Cluster>;
  readonly rows: ReadonlyMap<RowId, Row>;
  readonly retex: ReadonlyMap<RetexId, Retex>;
  readonly rounds: ReadonlyMap<RoundId, Round>;
  /** By id, which is random: their order tells nothing. */
  readonly ballots: ReadonlyMap<BallotId, Ballot>;
  /** Places in the matrix of impact and effort. */
  readonly matrix: ReadonlyMap<ThingId, Estimate>;
  /** Pairs of notes (`pairKey`) that somebody said do not belong together. */
  readonly apart: ReadonlySet<string>;
  /** How the room is led. */
  readonly session: Session;
}

export const readBoard = (board: BoardDoc): Board => {
  const things: Things = {
    notes: readThings<NoteId, Note>(notesOf(board), readNote),
    clusters: readThings<ClusterId, Cluster>(clustersOf(board), readCluster),
    rows: readThings<RowId, Row>(rowsOf(board), readRow),
    retex: readThings<RetexId, Retex>(retexOf(board), readRetex),
  };
  const around: Surroundings = {
    things,
    piles: findEnds(readPointers(pilesOf(board))),
    merged: followMerged(things.clusters),
  };
  return {
    ...readMarks(board),
    meta: readMeta(metaOf(board)),
    notes: new Sequence([...things.notes.values()].map((note) => showNote(note, around))),
    clusters: new Sequence([...things.clusters.values()].map((cluster) => showCluster(cluster, around))),
    rows: new Sequence(things.rows.values()),
    retex: new Sequence(things.retex.values()),
    rounds: new Sequence(readThings<RoundId, Round>(roundsOf(board), readRound).values()),
    ballots: readBallots(ballotsOf(board)),
    matrix: readMatrix(matrixOf(board)),
    apart: readApart(apartOf(board)),
    session: readSession(sessionOf(board)),
  };
};

/** All the things of a board as they are written, in no order. */
export type Things = Pick<Board, 'notes' | 'clusters' | 'rows' | 'retex'>;

/** The things of a root as they are written, in no order. */
export const readThings = <Id extends string, T>(
  root: Y.Map<unknown>,
  read: (id: string, thing: Thing) => T,
): Map<Id, T> => {
  const things = new Map<Id, T>();
  root.forEach((value, id) => {
    if (value instanceof Y.Map) things.set(id as Id, read(id, value as Thing));
  });
  return things;
};

/** The schema of a board, and whether this version may write it. */
export const readMarks = (board: BoardDoc): Pick<Board, 'schema' | 'writable'> => {
  const schema = readSchema(metaOf(board));
  return { schema, writable: schema <= schemaVersion };
};

/** Calls back after every transaction that touched the board; returns what stops it. */
export const observeBoard = (board: BoardDoc, changed: () => void): (() => void) => {
  board.doc.on('update', changed);
  return () => {
    board.doc.off('update', changed);
  };
};
