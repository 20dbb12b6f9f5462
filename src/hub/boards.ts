/** The boards that are open on the hub: under which token, and their logs. */

import type * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { HubRefusal } from '#sync/hub-protocol.ts';
import { sameVerifier, verifierOf } from './access.ts';
import { loadBoardLog, type BoardLog } from './board-log.ts';
import { aboutKey, decodeAbout, type BoardAbout } from './rows.ts';
import type { Store } from './store.ts';

export interface Boards {
  /**
   * Recognises who has the token of a board; the first to come to a new one sets it, which is kept once something is.
   * Errors: `bad-request`, `wrong-token`, `no-new-boards`, `unreadable`.
   */
  admit(board: string, token: unknown): Promise<Result<BoardAbout, HubRefusal>>;
  /** Errors: `unreadable`; `wrong-token` when somebody else has come to the new board meanwhile. */
  load(board: BoardId, about: BoardAbout, doc: Y.Doc): Promise<Result<BoardLog, HubRefusal>>;
  logOf(board: string): BoardLog | undefined;
  /** Forgets a board of which no document is open. */
  forget(board: string): void;
}

interface OpenBoard {
  readonly about: BoardAbout;
  readonly doc?: Y.Doc;
  readonly log?: BoardLog;
}

export interface BoardsOptions {
  readonly clock: Clock;
  readonly takesNewBoards: boolean;
}

export const createBoards = (store: Store, { clock, takesNewBoards }: BoardsOptions): Boards => {
  const open = new Map<string, OpenBoard>();

  const admit = async (board: string, token: unknown): Promise<Result<BoardAbout, HubRefusal>> => {
    const verifier = verifierOf(token);
    if (verifier === undefined || !isId(board)) return err('bad-request');
    const kept = open.has(board) ? ok(undefined) : await readAbout(store, board as BoardId);
    if (!kept.ok) return kept;
    // Somebody may have come while the disk was asked.
    const known = open.get(board)?.about ?? kept.value;
    if (known === undefined && !takesNewBoards) return err('no-new-boards');
    if (known !== undefined && !sameVerifier(known.verifier, verifier)) return err('wrong-token');
    const about = known ?? { verifier, createdAt: clock.now(), usedAt: clock.now() };
    if (!open.has(board)) open.set(board, { about });
    return ok(about);
  };

  const load = async (
    board: BoardId,
    about: BoardAbout,
    doc: Y.Doc,
  ): Promise<Result<BoardLog, HubRefusal>> => {
    const claimed = open.get(board);
    if (claimed !== undefined && !sameVerifier(claimed.about.verifier, about.verifier))
      return err('wrong-token');
    open.set(board, { about, doc });
    const log = await loadBoardLog(store, board, about, doc, clock);
    if (!log.ok) {
      open.delete(board);
      return err('unreadable');
    }
    open.set(board, { about, doc, log: log.value });
    return log;
  };

  return { admit, load, logOf: (board) => open.get(board)?.log, forget: (board) => open.delete(board) };
};

/** Reads what the store knows of a board; undefined for a new one. */
export const readAbout = async (
  store: Store,
  board: BoardId,
): Promise<Result<BoardAbout | undefined, HubRefusal>> => {
  try {
    const bytes = await store.read(aboutKey(board));
    if (bytes === undefined) return ok(undefined);
    const about = decodeAbout(bytes);
    return about.ok ? about : err('unreadable');
  } catch {
    return err('unreadable');
  }
};
