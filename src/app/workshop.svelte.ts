/** One open workshop, as the interface sees it: a picture that follows the document, and the commands. */

import { createSubscriber } from 'svelte/reactivity';
import { observeBoard, type Board } from '#board/board.ts';
import {
  addNote,
  changeKind,
  changeTheme,
  correctNote,
  placeNotes,
  stressNotes,
  type Cell,
  type NoteDraft,
} from '#board/commands/notes.ts';
import { trashThings } from '#board/commands/trash.ts';
import { encodeBoard, type BoardDoc, type NoteId, type ThingId } from '#board/document.ts';
import type { KindId, Method } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { createBoardReader } from '#board/reader.ts';
import { liveNotes } from '#board/select.ts';
import { createUndo } from '#board/undo.ts';
import { isHidden, veil, type Veiled } from '#board/veil.ts';
import type { Clock } from '#core/clock.ts';
import { createId, type BoardId, type DeviceId } from '#core/ids.ts';
import { err, type Result } from '#core/result.ts';
import { isEmptyRow, readTables, type Table } from '#synthesis/tables.ts';
import { createRole, type RoleContext } from './role.svelte.ts';
import { withJoined, type Joined } from './joined.ts';

/** The board was written by a newer version of Grappe: shown and exported, not changed. */
export type ReadOnly = { readonly type: 'ReadOnly' };
/** Whoever leads the room has asked that nothing be changed for now. */
export type Frozen = { readonly type: 'Frozen' };

export type Typed<Draft extends { id: unknown; at: unknown; device?: unknown }> = Omit<
  Draft,
  'id' | 'at' | 'device'
>;

/** When and where a thing is made. */
export interface Born {
  readonly at: number;
  readonly device: DeviceId;
}

export interface WorkshopContext {
  readonly id: BoardId;
  readonly board: BoardDoc;
  readonly device: DeviceId;
  readonly clock: Clock;
  /** What the device keeps of its role, and how it keeps another. */
  readonly role?: Pick<RoleContext, 'held' | 'write'>;
}

const noRole: Pick<RoleContext, 'held' | 'write'> = { held: null, write: () => Promise.resolve() };

/**
 * Opens a view on a board's document. `board`, `method`, `tables` and the undo state follow the document
 * wherever Svelte reads them. Each command is refused on a board of a newer schema.
 */
export const createWorkshop = ({
  id,
  board: boardDoc,
  device,
  clock,
  role: kept = noRole,
}: WorkshopContext) => {
  const undo = createUndo(boardDoc);
  const reader = createBoardReader(boardDoc);

  let tables: readonly Table[] | undefined;
  let joined: Joined | null = null;
  let lastRead: Board | undefined;
  let lastShown: Board | undefined;
  let notify = (): void => undefined;
  let isQuiet = false;
  const forget = (): void => {
    tables = undefined;
    if (!isQuiet) notify();
  };
  const stopObserving = observeBoard(boardDoc, forget);
  const subscribe = createSubscriber((update) => {
    notify = update;
    return () => {
      notify = () => undefined;
    };
  });

  const complete = (board: Board): Board => (joined ? withJoined(board, joined) : board);
  /** All of the board, what is hidden too. */
  const readAll = (): Board => {
    subscribe();
    const board = reader.read();
    // What did not change stays the same object.
    if (board !== lastRead) [lastRead, lastShown] = [board, complete(board)];
    return lastShown ?? board;
  };
  const role = createRole({
    ...kept,
    session: () => readAll().session,
    // A device that has nothing but the link does not know yet who leads.
    isKnown: () => joined === null || readAll() === lastRead,
  });
  const method = (): Method => findMethod(readAll().meta.method.value);
  const born = (): Born => ({ at: clock.now(), device });

  let drawn: (Veiled & { readonly from: Board }) | undefined;
  /** What may be seen of the board on this device. */
  const readVeiled = (): Veiled => {
    const from = readAll();
    if (role.isAlone) return { board: from, count: 0 };
    if (drawn?.from !== from) drawn = { ...veil(from, method(), device), from };
    return drawn;
  };
  const read = (): Board => readVeiled().board;

  /** Why nothing may be changed here and now; null: it may. */
  const refusal = (): ReadOnly | Frozen | null => {
    const { writable, session } = readAll();
    if (!writable) return { type: 'ReadOnly' };
    return session.frozen && !role.leads && !role.isAlone ? { type: 'Frozen' } : null;
  };

  /** Runs a command unless the board may not be written. */
  const guarded = <T, E>(command: () => Result<T, E>): Result<T, E | ReadOnly | Frozen> => {
    const refused = refusal();
    return refused ? err(refused) : command();
  };

  return {
    id,
    /** This device, as the notes written on it name it. */
    device,
    /** What may be seen of the board on this device: see veil.ts. */
    get board() {
      return read();
    },
    /** All of the board, what is hidden too: never to be shown. */
    get whole() {
      return readAll();
    },
    /** Notes on the board that are hidden from this device for now. */
    get veiled() {
      return readVeiled().count;
    },
    /** What may be seen here now of an earlier picture of the board. */
    show: (then: Board): Board => {
      const whole = { ...complete(then), session: readAll().session };
      return role.isAlone ? whole : veil(whole, method(), device).board;
    },
    /** All notes on the board, hidden ones too. */
    get count() {
      return liveNotes(read()).length + readVeiled().count;
    },
    get role() {
      return role;
    },
    /** Why nothing may be changed here and now; null: it may. */
    get refusal() {
      return refusal();
    },
    get canChange() {
      return refusal() === null;
    },
    get method() {
      return method();
    },
    get tables() {
      read();
      return (tables ??= readTables(read(), method()));
    },
    /** The tables as they print: without the rows that hold nothing. */
    get printedTables(): readonly Table[] {
      return this.tables.map((table) => ({ ...table, rows: table.rows.filter((row) => !isEmptyRow(row)) }));
    },
    get canUndo() {
      subscribe();
      return undo.canUndo();
    },
    get canRedo() {
      subscribe();
      return undo.canRedo();
    },
    /** Title and method that stand in as long as the board has none: this device joined by a link. */
    standIn: (told: Joined | null) => {
      joined = told;
      lastRead = undefined;
      forget();
    },
    get joined() {
      return joined;
    },
    /** Screens hear of all that `work` does when it is done. */
    changeOnce: async (work: () => Promise<void>): Promise<void> => {
      isQuiet = true;
      try {
        await work();
      } finally {
        isQuiet = false;
        notify();
      }
    },
    /** Full state, V2, from memory. */
    encode: () => encodeBoard(boardDoc),
    /** What `undo` would take back; for offers to undo one thing and no other. */
    get lastStep() {
      return undo.lastStep();
    },
    undo: () => refusal() === null && undo.undo(),
    redo: () => refusal() === null && undo.redo(),

    /** `limit`: for what must be kept although it is too long, because whoever typed it has left. */
    addNote: (draft: Typed<NoteDraft>, limit?: number) =>
      guarded(() => {
        const isSilent = isHidden(readAll(), method(), draft.kind);
        const options = limit === undefined ? { isSilent } : { isSilent, limit };
        return addNote(boardDoc, { ...draft, ...born(), id: createId<NoteId>() }, options);
      }),
    correctNote: (note: NoteId, before: string, after: string, limit?: number) =>
      guarded(() => correctNote(boardDoc, note, before, after, limit)),
    changeKind: (notes: readonly NoteId[], kind: KindId) => guarded(() => changeKind(boardDoc, notes, kind)),
    changeTheme: (notes: readonly NoteId[], theme: number | null) =>
      guarded(() => changeTheme(boardDoc, notes, theme)),
    stress: (notes: readonly NoteId[], stressed: boolean) =>
      guarded(() => stressNotes(boardDoc, notes, stressed)),
    place: (notes: readonly NoteId[], cell: Cell, before: NoteId | null) =>
      guarded(() => placeNotes(boardDoc, notes, cell, before)),

    /** Runs a command that comes with a screen of its own: see wall-commands.ts, vote-commands.ts, retex-commands.ts, row-commands.ts, choose-value.ts, change-workshop.ts. */
    run: <T, E>(command: (board: BoardDoc, born: Born) => Result<T, E>) =>
      guarded(() => command(boardDoc, born())),

    /** Leads the room: what is frozen does not hold it back. */
    lead: <T, E>(command: (board: BoardDoc, born: Born) => Result<T, E>): Result<T, E | ReadOnly> =>
      readAll().writable ? command(boardDoc, born()) : err({ type: 'ReadOnly' }),

    trash: (things: readonly ThingId[]) => guarded(() => trashThings(boardDoc, things)),

    close: () => {
      undo.stop();
      stopObserving();
      reader.stop();
    },
  };
};

export type Workshop = ReturnType<typeof createWorkshop>;
