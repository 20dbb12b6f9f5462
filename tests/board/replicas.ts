/** Five devices that work apart on one board: commands at random, messages lost, late, doubled. */

import * as fc from 'fast-check';
import * as Y from 'yjs';
import { readBoard, type Board } from '#board/board.ts';
import { keepApart } from '#board/commands/apart.ts';
import { estimate } from '#board/commands/estimates.ts';
import { groupNotes, moveToCluster, renameCluster } from '#board/commands/clusters.ts';
import { chooseValue } from '#board/commands/conflicts.ts';
import { addNote, changeKind, correctNote, placeNotes, stressNotes } from '#board/commands/notes.ts';
import { mergeClusters } from '#board/commands/merge-clusters.ts';
import { pileNotes, unpileNotes } from '#board/commands/piles.ts';
import { placeThings } from '#board/commands/places.ts';
import { addRetex, changeRetex, correctRetex, moveRetex } from '#board/commands/retex.ts';
import { addHead, addRow, moveRow } from '#board/commands/rows.ts';
import { restoreThings } from '#board/commands/restore.ts';
import { trashThings } from '#board/commands/trash.ts';
import { castBallot, enterTally, openRound, setRoundOpen } from '#board/commands/votes.ts';
import { changeWorkshop, startWorkshop } from '#board/commands/workshop.ts';
import {
  openBoardDoc,
  type BallotId,
  type BoardDoc,
  type ClusterId,
  type NoteId,
  type Place,
  type RetexId,
  type RoundId,
  type RowId,
  type ThingId,
} from '#board/document.ts';
import { defaultMethod } from '#board/methods.ts';
import { phaseKinds } from '#board/method.ts';
import { createUndo, type Undo } from '#board/undo.ts';
import { createId, type RandomBytes } from '#core/ids.ts';

const replicaCount = 5;
/** Few enough that steps are forgotten within a run. */
const stepLimit = 8;

/** One step of a run: what a device does, with numbers that choose among what is there. */
export interface Step {
  readonly device: number;
  readonly action: (typeof actions)[number];
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const actions = [
  'addNote',
  'addNoteInRow',
  'replaceText',
  'appendText',
  'openEditor',
  'commitEditor',
  'group',
  'groupAtPlace',
  'rename',
  'move',
  'pile',
  'unpile',
  'mergeClusters',
  'placeThings',
  'keepApart',
  'place',
  'kind',
  'stress',
  'addRetex',
  'changeRetex',
  'correctRetex',
  'moveRetex',
  'addRow',
  'addHead',
  'moveRow',
  'openRound',
  'closeRound',
  'reopenRound',
  'vote',
  'changeVote',
  'tally',
  'estimate',
  'trash',
  'restore',
  'changeWorkshop',
  'choose',
  'undo',
  'redo',
  'deliver',
  'deliver',
  'deliver',
  'sync',
] as const;

/** What devices do that only group, pile, merge and place notes, and throw nothing away. */
export const wallActions = [
  ...(['addNote', 'group', 'groupAtPlace', 'rename', 'move', 'pile', 'unpile', 'mergeClusters'] as const),
  ...(['placeThings', 'mergeClusters', 'pile', 'deliver', 'deliver', 'deliver', 'sync'] as const),
];

/** What devices do that vote, while clusters are made, merged, split, dissolved and brought back. */
export const votingActions = [
  ...(['addNote', 'group', 'move', 'pile', 'mergeClusters', 'trash', 'restore', 'openRound'] as const),
  ...(['vote', 'vote', 'vote', 'vote', 'changeVote', 'tally', 'closeRound', 'reopenRound'] as const),
  ...(['reopenRound', 'deliver', 'deliver', 'deliver', 'sync', 'sync'] as const),
];

export const steps = (length: number, among: readonly Step['action'][] = actions): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      device: fc.nat(replicaCount - 1),
      action: fc.constantFrom(...among),
      a: fc.nat(1_000),
      b: fc.nat(1_000),
      c: fc.nat(1_000),
    }),
    { minLength: length, maxLength: length, size: 'max' },
  );

interface Replica {
  readonly board: BoardDoc;
  readonly undo: Undo;
  /** Every update this device made, in order. */
  readonly sent: Uint8Array[];
  readonly written: Set<string>;
  editor: { readonly id: NoteId; readonly before: string } | null;
  /** The ballot that this device can still change, and the tally that it has entered. */
  ballot: BallotId | null;
  tally: BallotId | null;
}

/** What a device cast, the last time that it did. */
export interface Cast {
  readonly round: RoundId;
  readonly tally: boolean;
  readonly dots: ReadonlyMap<ThingId, number>;
  readonly doubts: readonly ThingId[];
}

export interface Run {
  readonly replicas: readonly Replica[];
  /** Texts that were accepted and that nobody who saw them has replaced or taken back. */
  readonly owed: ReadonlySet<string>;
  /** Every ballot that was accepted, as it was cast last. */
  readonly cast: ReadonlyMap<BallotId, Cast>;
  /** What went against the rules while running, in words. */
  readonly faults: readonly string[];
}

/** Every text is one character of its own, so that it can be found again wherever it went. */
const tokenAt = (n: number): string => String.fromCharCode(0x4e00 + n);

/** Runs the steps, and calls back after each; does not bring the devices level at the end. */
export const run = (
  allSteps: readonly Step[],
  afterStep: (board: BoardDoc, index: number) => void = () => undefined,
): Run => {
  let draws = 0;
  const random: RandomBytes = (length) =>
    Uint8Array.from({ length }, () => {
      draws = (Math.imul(draws, 1_664_525) + 1_013_904_223) >>> 0;
      return draws >>> 24;
    });
  const replicas: Replica[] = Array.from({ length: replicaCount }, (_, i) => {
    const doc = new Y.Doc();
    doc.clientID = i + 1;
    const board = openBoardDoc(doc, random);
    const replica: Replica = {
      board,
      undo: createUndo(board, stepLimit),
      sent: [],
      written: new Set(),
      editor: null,
      ballot: null,
      tally: null,
    };
    doc.on('updateV2', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'delivery') replica.sent.push(update);
    });
    return replica;
  });
  startWorkshop((replicas[0] as Replica).board, { title: 'Atelier', method: defaultMethod.id });

  let tokens = 0;
  const owed = new Set<string>();
  const cast = new Map<BallotId, Cast>();
  const faults: string[] = [];

  for (const [index, step] of allSteps.entries()) {
    const replica = replicas[step.device] as Replica;
    if (step.action === 'deliver') deliver(replicas, step);
    else if (step.action === 'sync') {
      const from = replicas[step.a % replicaCount] as Replica;
      Y.applyUpdateV2(replica.board.doc, Y.encodeStateAsUpdateV2(from.board.doc), 'delivery');
    } else {
      const picture = readBoard(replica.board);
      const before = reachable(picture);
      const token = tokenAt(tokens++);
      const id = <T extends string>(): T => createId<T>(random);
      const outcome = act(replica, step, picture, token, id, cast);
      const after = reachable(readBoard(replica.board));
      if (outcome.wrote) {
        replica.written.add(token);
        owed.add(token);
        if (!after.has(token)) faults.push(`${step.action} lost its own text`);
      }
      for (const gone of before) {
        if (after.has(gone)) continue;
        if (!outcome.mayRemove(gone) && owed.has(gone))
          faults.push(`${step.action} removed a text it did not replace`);
        owed.delete(gone);
      }
    }
    afterStep(replica.board, index);
  }
  return { replicas, owed, cast, faults };
};

interface Outcome {
  readonly wrote: boolean;
  readonly mayRemove: (token: string) => boolean;
}

const nothing: Outcome = { wrote: false, mayRemove: () => false };

const act = (
  replica: Replica,
  { action, a, b, c }: Step,
  picture: Board,
  token: string,
  id: <T extends string>() => T,
  cast: Map<BallotId, Cast>,
): Outcome => {
  const { board, undo, written } = replica;
  const note = pick([...picture.notes.values()], a);
  const other = pick([...picture.notes.values()], b);
  const cluster = pick([...picture.clusters.values()], b);
  const retex = pick([...picture.retex.values()], b);
  const row = pick([...picture.rows.values()], b);
  const kinds = defaultMethod.phases.flatMap(phaseKinds);
  const kind = kinds[c % kinds.length]!.id;
  const phase = defaultMethod.phases[1 + (c % 2)]!;
  const anything = pick<{ readonly id: ThingId }>(
    [
      ...picture.notes.values(),
      ...picture.clusters.values(),
      ...picture.rows.values(),
      ...picture.retex.values(),
      ...picture.rounds.values(),
    ],
    a,
  );
  const round = pick([...picture.rounds.values()], c);
  const choices = [...picture.clusters.values(), ...picture.notes.values()];
  /** Casts dots on up to three things, as far as the budget goes, also on some that are gone. */
  const vote = (ballot: BallotId): BallotId | null => {
    if (!round) return null;
    const dots = new Map<ThingId, number>();
    let left = round.budget;
    for (const n of [a, b, a + b]) {
      const thing = pick(choices, n);
      const count = Math.min(left, round.several ? 1 + (n % 3) : 1);
      if (!thing || dots.has(thing.id) || count === 0) continue;
      dots.set(thing.id, count);
      left -= count;
    }
    const doubts = c % 2 && note ? [note.id] : [];
    const result = castBallot(board, { id: ballot, round: round.id, dots, doubts });
    if (!result.ok) return null;
    cast.set(ballot, { round: round.id, tally: false, dots, doubts });
    return ballot;
  };
  const wrote = (result: { ok: boolean }, replaced = ''): Outcome => ({
    wrote: result.ok,
    mayRemove: (gone) => replaced.includes(gone),
  });
  const did = (..._results: unknown[]): Outcome => nothing;

  switch (action) {
    case 'addNote':
      return wrote(addNote(board, { id: id<NoteId>(), kind, text: token, at: a }));
    case 'addNoteInRow':
      return wrote(
        addNote(board, {
          id: id<NoteId>(),
          kind,
          text: token,
          at: a,
          row: (c % 2 ? row?.id : retex?.id) ?? null,
          cluster: cluster?.id ?? null,
        }),
      );
    case 'replaceText':
      return note ? wrote(correctNote(board, note.id, note.text, token), note.text) : nothing;
    case 'appendText': {
      if (!note) return nothing;
      const at = b % (note.text.length + 1);
      return wrote(
        correctNote(board, note.id, note.text, note.text.slice(0, at) + token + note.text.slice(at)),
      );
    }
    case 'openEditor':
      if (note) replica.editor = { id: note.id, before: note.text };
      return nothing;
    case 'commitEditor': {
      const { editor } = replica;
      if (!editor) return nothing;
      replica.editor = null;
      const from = b % (editor.before.length + 1);
      const to = Math.min(editor.before.length, from + (c % 4));
      const text = editor.before.slice(0, from) + token + editor.before.slice(to);
      return wrote(correctNote(board, editor.id, editor.before, text), editor.before);
    }
    case 'group':
      return note
        ? wrote(
            groupNotes(board, { id: id<ClusterId>(), title: token }, other ? [note.id, other.id] : [note.id]),
          )
        : nothing;
    case 'groupAtPlace':
      return note
        ? wrote(groupNotes(board, { id: id<ClusterId>(), title: token, place: { x: a, y: -b } }, [note.id]))
        : nothing;
    case 'rename':
      return cluster ? wrote(renameCluster(board, cluster.id, token), cluster.title.value) : nothing;
    case 'move':
      return did(note && moveToCluster(board, [note.id], c % 3 === 0 ? null : (cluster?.id ?? null)));
    case 'pile':
      return did(note && other && pileNotes(board, [note.id], other.id));
    case 'unpile':
      return did(note && unpileNotes(board, other ? [note.id, other.id] : [note.id]));
    case 'mergeClusters': {
      const into = pick([...picture.clusters.values()], c);
      return did(cluster && into && mergeClusters(board, [cluster.id], into.id));
    }
    case 'placeThings':
      return did(
        note &&
          placeThings(
            board,
            new Map<NoteId | ClusterId, Place | null>([
              [note.id, c % 4 ? { x: a, y: b } : null],
              ...(cluster ? [[cluster.id, { x: -a, y: c }] as const] : []),
            ]),
          ),
      );
    case 'keepApart':
      return did(note && other && note.id !== other.id && keepApart(board, [[note.id, other.id]]));
    case 'place':
      return did(
        note &&
          placeNotes(
            board,
            [note.id],
            { kind: c % 2 ? note.kind : kind, row: (c % 3 ? row?.id : retex?.id) ?? null },
            other?.id ?? null,
          ),
      );
    case 'kind':
      return did(note && changeKind(board, [note.id], kind));
    case 'stress':
      return did(note && stressNotes(board, [note.id], c % 2 === 0));
    case 'addRetex':
      return did(addRetex(board, id<RetexId>()));
    case 'changeRetex': {
      if (!retex) return nothing;
      if (c % 3 === 0) return wrote(changeRetex(board, retex.id, { title: token }), retex.title.value);
      if (c % 3 === 1) return wrote(changeRetex(board, retex.id, { scope: token }), retex.scope.value);
      return wrote(changeRetex(board, retex.id, { links: [`https://x/${token}`] }), retex.links.value.join());
    }
    case 'correctRetex':
      return retex ? wrote(correctRetex(board, retex.id, retex.text, token), retex.text) : nothing;
    case 'moveRetex':
      return did(retex && moveRetex(board, retex.id, pick([...picture.retex.values()], c)?.id ?? null));
    case 'addRow':
      return wrote(
        addRow(board, phase, id<RowId>(), {
          id: id<NoteId>(),
          text: token,
          at: a,
          from: a % 2 ? [note?.id, cluster?.id].filter((source) => source !== undefined) : [],
        }),
      );
    case 'addHead':
      return row
        ? wrote(addHead(board, phase, row.id, { id: id<NoteId>(), text: token, at: a, from: [] }))
        : nothing;
    case 'moveRow':
      return did(row && moveRow(board, row.id, pick([...picture.rows.values()], c)?.id ?? null));
    case 'trash':
      return did(anything && trashThings(board, [anything.id]));
    case 'restore':
      return did(anything && restoreThings(board, [anything.id]));
    case 'changeWorkshop':
      return c % 2
        ? wrote(changeWorkshop(board, { title: token }), picture.meta.title.value)
        : wrote(changeWorkshop(board, { place: token }), picture.meta.place.value);
    case 'choose': {
      if (!cluster || cluster.title.others.length === 0) return nothing;
      const { value, others } = cluster.title;
      chooseValue(board, cluster.id, 'title', pick(others, c));
      return { wrote: false, mayRemove: (gone) => [value, ...others].join('').includes(gone) };
    }
    case 'openRound':
      return did(
        openRound(board, {
          id: id<RoundId>(),
          phase: defaultMethod.phases[c % 3]!.id,
          kind: a % 3 === 0 ? kind : null,
          budget: 1 + (b % 5),
          several: b % 2 === 0,
          at: a,
        }),
      );
    case 'closeRound':
      return did(round && setRoundOpen(board, round.id, false));
    case 'reopenRound':
      return did(round && setRoundOpen(board, round.id, true));
    case 'vote':
      replica.ballot = vote(id<BallotId>()) ?? replica.ballot;
      return nothing;
    case 'changeVote':
      if (replica.ballot !== null) vote(replica.ballot);
      return nothing;
    case 'tally': {
      const choice = pick(choices, b);
      if (!round || !choice) return nothing;
      const isSame = replica.tally !== null && cast.get(replica.tally)?.round === round.id;
      const entry = isSame ? replica.tally! : id<BallotId>();
      const dots = new Map<ThingId, number>([[choice.id, a % 40]]);
      if (!enterTally(board, { id: entry, round: round.id, dots }).ok) return nothing;
      cast.set(entry, { round: round.id, tally: true, dots, doubts: [] });
      replica.tally = entry;
      return nothing;
    }
    case 'estimate':
      return did(
        note && estimate(board, note.id, c % 5 ? { impact: 1 + (a % 4), effort: 1 + (b % 4) } : null),
      );
    case 'undo':
      undo.undo();
      return { wrote: false, mayRemove: (gone) => written.has(gone) };
    case 'redo':
      undo.redo();
      return { wrote: false, mayRemove: (gone) => written.has(gone) };
    case 'deliver':
    case 'sync':
      return nothing;
  }
};

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

/** Hands one message, old or new, to a device: possibly for the second time, possibly before an earlier one. */
const deliver = (replicas: readonly Replica[], { device, a, b }: Step): void => {
  const from = replicas[a % replicaCount] as Replica;
  const message = pick(from.sent, b);
  if (message) Y.applyUpdateV2((replicas[device] as Replica).board.doc, message, 'delivery');
};

/** Every text that a person can get at: on the board, in the trash, or kept as the other value of a conflict. */
export const reachable = (board: Board): ReadonlySet<string> => {
  const texts: string[] = [];
  const field = ({ value, others }: { value: unknown; others: readonly unknown[] }) =>
    texts.push(JSON.stringify([value, ...others]));
  for (const note of board.notes.values()) texts.push(note.text);
  for (const cluster of board.clusters.values()) field(cluster.title);
  for (const retex of board.retex.values()) {
    texts.push(retex.text);
    field(retex.title);
    field(retex.scope);
    field(retex.links);
  }
  field(board.meta.title);
  field(board.meta.place);
  return new Set([...texts.join('')].filter((unit) => unit >= '\u4e00' && unit <= '\u9fff'));
};

/** Brings all devices level, in an order given by numbers, each merge twice over. */
export const level = (replicas: readonly Replica[], orders: readonly number[]): void => {
  const states = replicas.map(({ board }) => Y.encodeStateAsUpdateV2(board.doc));
  replicas.forEach(({ board }, i) => {
    const queue = [...states, ...states];
    for (let n = 0; queue.length > 0; n++) {
      const [state] = queue.splice((orders[(i + n) % orders.length] ?? 0) % queue.length, 1);
      if (state) Y.applyUpdateV2(board.doc, state, 'delivery');
    }
  });
};
