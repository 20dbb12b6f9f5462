/**
 * The Y.Doc of one consolidation: which workshops were opened, and what people changed in how their notes are grouped.
 *
 * | root        | key                           | value                                                            |
 * | ----------- | ----------------------------- | ---------------------------------------------------------------- |
 * | `meta`      | `consolidation/1`             | `true`: the version that wrote it; the highest counts             |
 * |             | `title@<writer>`              | a register (board/register.ts): what it is called                 |
 * | `workshops` | `<workshop id>/<hash>`        | a workshop cut down, as JSON (workshop.ts); the same workshop may be there in several states |
 * | `out`       | workshop id                   | `true`: it was opened, and is not to be counted                   |
 * | `homes`     | `<workshop id>/<note id>`     | the group that somebody put the note into                         |
 * | `names`     | `<group id>@<writer>`         | a register: the name that somebody gave the group                 |
 * | `united`    | group id                      | the group that it was made one with                               |
 *
 * Everything is flat, so that two consolidations that were made apart, of whatever workshops, merge without losing a part of
 * either: two names of a group are both kept, of two homes of a note one counts, the same everywhere. What nobody touched is in no
 * root: it is found again from the texts (groups.ts).
 */

import * as Y from 'yjs';
import { localEdit, openBoardDoc, transact, type BoardDoc } from '#board/document.ts';
import { findEnds } from '#board/pointers.ts';
import { readEntries, readField, writeField, type Field } from '#board/register.ts';
import { createId, isId, type BoardId, type Brand, type RandomBytes } from '#core/ids.ts';
import { parseWorkshop, uniteStates, writeWorkshop, type Workshop } from './workshop.ts';

export type GroupId = Brand<string, 'GroupId'>;
/** `<workshop id>/<note id>` */
export type NoteKey = Brand<string, 'NoteKey'>;

export const consolidationVersion = 1;
/** As long as a title of a cluster may be. */
const groupNameLimit = 200;

export interface Consolidation {
  readonly board: BoardDoc;
  /** What was read of `workshops`, by key: a state never changes. */
  readonly read: Map<string, Workshop | undefined>;
}

/** A plain picture of it. */
export interface ConsolidationPicture {
  readonly title: string;
  /** Those that count, in the order of their ids. */
  readonly workshops: readonly Workshop[];
  /** Those that somebody left out. */
  readonly out: readonly Workshop[];
  /** Where notes were put, by the group that this one is by now. */
  readonly homes: ReadonlyMap<NoteKey, GroupId>;
  readonly names: ReadonlyMap<GroupId, Field<string>>;
}

export const noteKey = (workshop: BoardId, note: string): NoteKey => `${workshop}/${note}` as NoteKey;

export const createConsolidation = (doc = new Y.Doc(), random?: RandomBytes): Consolidation => ({
  board: openBoardDoc(doc, random),
  read: new Map(),
});

/** Everything it holds, in Yjs’ format V2. */
export const encodeConsolidation = ({ board }: Consolidation): Uint8Array =>
  Y.encodeStateAsUpdateV2(board.doc);

/** Brings in a state of this or any other consolidation; in any order, any number of times, with the same result. */
export const mergeConsolidation = ({ board }: Consolidation, state: Uint8Array): void => {
  Y.applyUpdateV2(board.doc, state, { type: 'file' });
};

const rootNames = ['meta', 'workshops', 'out', 'homes', 'names', 'united'] as const;
type RootName = (typeof rootNames)[number];

const rootOf = ({ board }: Consolidation, name: RootName): Y.Map<unknown> => board.doc.getMap(name);

/** Whether a foreign document has the shape of one: plain values in flat maps, and a mark that says what it is. */
export const isConsolidation = (doc: Y.Doc): boolean => {
  try {
    const roots = rootNames.map((name) => doc.getMap(name));
    const isFlat = roots.every((root) =>
      [...root.values()].every((value) => !(value instanceof Y.AbstractType)),
    );
    return isFlat && readVersion(doc) > 0;
  } catch {
    // Yjs throws where a root was written as another type.
    return false;
  }
};

/** The highest version that wrote it; 0: no consolidation. */
export const readVersion = (doc: Y.Doc): number =>
  Math.max(
    0,
    ...[...doc.getMap('meta').keys()].map((key) => Number(/^consolidation\/(\d{1,6})$/.exec(key)?.[1] ?? 0)),
  );

/**
 * Adds workshops, in one transaction. One that is there already is not added again; states that they leave behind go.
 * Gives how many brought something.
 */
export const addWorkshops = (consolidation: Consolidation, workshops: readonly Workshop[]): number =>
  transact(consolidation.board, () => {
    const root = rootOf(consolidation, 'workshops');
    const meta = rootOf(consolidation, 'meta');
    const mark = `consolidation/${String(consolidationVersion)}`;
    if (!meta.has(mark)) meta.set(mark, true);
    let added = 0;
    const held = statesById(consolidation);
    for (const workshop of workshops) {
      const states = held.get(workshop.id) ?? [];
      if (states.some(({ hash }) => hash === workshop.hash)) continue;
      const key = stateKey(workshop);
      const all: [Workshop, ...Workshop[]] = [workshop, ...states];
      const kept = uniteStates(all);
      // Where one of them has all that the others have, these have nothing left to tell.
      const isEnough = all.includes(kept);
      if (isEnough && kept !== workshop) continue;
      if (isEnough) for (const state of states) root.delete(stateKey(state));
      consolidation.read.set(key, workshop);
      root.set(key, writeWorkshop(workshop));
      held.set(workshop.id, isEnough ? [workshop] : all);
      added += 1;
    }
    return added;
  });

/** Whether it holds a workshop, counted or left out. */
export const hasWorkshop = (consolidation: Consolidation, workshop: BoardId): boolean =>
  [...rootOf(consolidation, 'workshops').keys()].some((key) => key.startsWith(`${workshop}/`));

const stateKey = ({ id, hash }: Workshop): string => `${id}/${hash}`;

const statesById = (consolidation: Consolidation): Map<BoardId, readonly Workshop[]> => {
  const { read } = consolidation;
  const states = new Map<BoardId, Workshop[]>();
  const root = rootOf(consolidation, 'workshops');
  for (const key of [...root.keys()].sort()) {
    if (!read.has(key)) {
      const parsed = parseWorkshop(root.get(key));
      // What does not tell the truth about itself is passed over, and stays in the file.
      read.set(key, parsed && stateKey(parsed) === key ? parsed : undefined);
    }
    const workshop = read.get(key);
    if (!workshop) continue;
    const known = states.get(workshop.id);
    if (known) known.push(workshop);
    else states.set(workshop.id, [workshop]);
  }
  return states;
};

export const readConsolidation = (consolidation: Consolidation): ConsolidationPicture => {
  const states = statesById(consolidation);
  const out = rootOf(consolidation, 'out');
  const workshops = [...states.values()].map((all) =>
    uniteStates(all as unknown as [Workshop, ...Workshop[]]),
  );
  const united = readUnited(consolidation);
  const homes = new Map<NoteKey, GroupId>();
  rootOf(consolidation, 'homes').forEach((home, key) => {
    if (isId(home)) homes.set(key as NoteKey, united.get(home as GroupId) ?? (home as GroupId));
  });
  const names = new Map<GroupId, Field<string>>();
  const entries = readEntries(rootOf(consolidation, 'names'));
  for (const id of entries.keys()) names.set(id as GroupId, readField(entries, id, isName, ''));
  return {
    title: readField(readEntries(rootOf(consolidation, 'meta'), 'title'), 'title', isName, '').value,
    workshops: workshops.filter(({ id }) => out.get(id) !== true),
    out: workshops.filter(({ id }) => out.get(id) === true),
    homes,
    names,
  };
};

/** Groups that were made one with another, and the one that they are by now. */
const readUnited = (consolidation: Consolidation): ReadonlyMap<GroupId, GroupId> => {
  const pointers = new Map<GroupId, GroupId>();
  rootOf(consolidation, 'united').forEach((into, id) => {
    if (isId(id) && isId(into)) pointers.set(id as GroupId, into as GroupId);
  });
  return findEnds(pointers);
};

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= 10_000;

/** A group as it is shown: whoever changes it fixes who is in it. */
export interface ShownGroup {
  readonly id: GroupId;
  readonly notes: readonly NoteKey[];
}

/** What is shown is what is kept: from now on its notes are in it because somebody has seen them there. */
const fix = (consolidation: Consolidation, { id, notes }: ShownGroup): void => {
  const homes = rootOf(consolidation, 'homes');
  const united = readUnited(consolidation);
  for (const note of notes) {
    const home = homes.get(note);
    if (home !== id && united.get(home as GroupId) !== id) homes.set(note, id);
  }
};

/** Calls a group by a name; an empty one gives it back the name that is found. */
export const renameGroup = (consolidation: Consolidation, group: ShownGroup, name: string): void => {
  transact(consolidation.board, () => {
    fix(consolidation, group);
    writeField(
      consolidation.board,
      rootOf(consolidation, 'names'),
      group.id,
      name.trim().slice(0, groupNameLimit),
    );
  });
};

/** Makes groups one: the first, which keeps its name. */
export const uniteGroups = (
  consolidation: Consolidation,
  groups: readonly [ShownGroup, ...ShownGroup[]],
): void => {
  const [first, ...others] = groups;
  transact(consolidation.board, () => {
    const united = rootOf(consolidation, 'united');
    // It may have been made one with another of them before, and been split off again.
    if (united.has(first.id)) united.delete(first.id);
    for (const group of groups) fix(consolidation, group);
    for (const { id } of others) united.set(id, first.id);
  });
};

/** Takes notes out of a group and makes another of them. */
export const splitGroup = (
  consolidation: Consolidation,
  group: ShownGroup,
  notes: readonly NoteKey[],
  name: string,
  random?: RandomBytes,
): GroupId => {
  const id = createId<GroupId>(random);
  transact(consolidation.board, () => {
    fix(consolidation, group);
    const homes = rootOf(consolidation, 'homes');
    for (const note of notes) homes.set(note, id);
    if (name.trim() !== '')
      writeField(
        consolidation.board,
        rootOf(consolidation, 'names'),
        id,
        name.trim().slice(0, groupNameLimit),
      );
  });
  return id;
};

/** Puts notes of one group into another. */
export const moveToGroup = (
  consolidation: Consolidation,
  from: ShownGroup,
  notes: readonly NoteKey[],
  to: ShownGroup,
): void => {
  transact(consolidation.board, () => {
    fix(consolidation, from);
    fix(consolidation, to);
    const homes = rootOf(consolidation, 'homes');
    for (const note of notes) homes.set(note, to.id);
  });
};

/** Leaves a workshop out, or takes it in again. */
export const leaveOut = (consolidation: Consolidation, workshop: BoardId, isOut: boolean): void => {
  transact(consolidation.board, () => rootOf(consolidation, 'out').set(workshop, isOut));
};

export const nameConsolidation = (consolidation: Consolidation, title: string): void => {
  transact(consolidation.board, () =>
    writeField(
      consolidation.board,
      rootOf(consolidation, 'meta'),
      'title',
      title.trim().slice(0, groupNameLimit),
    ),
  );
};

export interface ConsolidationUndo {
  readonly canUndo: () => boolean;
  readonly canRedo: () => boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Takes back what was changed by hand, one command a step; workshops that were opened stay. */
export const createConsolidationUndo = (consolidation: Consolidation): ConsolidationUndo => {
  const roots = (['out', 'homes', 'names', 'united'] as const).map((name) => rootOf(consolidation, name));
  const manager = new Y.UndoManager(roots, { trackedOrigins: new Set([localEdit]), captureTimeout: 0 });
  return {
    canUndo: () => manager.undoStack.length > 0,
    canRedo: () => manager.redoStack.length > 0,
    undo: () => void manager.undo(),
    redo: () => void manager.redo(),
  };
};
