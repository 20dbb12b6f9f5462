/** The boards that are open on the hub: under which token, and their logs. */

import type * as Y from 'yjs';
import type { Clock } from '#core/clock.ts';
import { isId, type BoardId } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { HubRefusal } from '#sync/hub-protocol.ts';
import { sameVerifier, verifierOf } from './access.ts';
import type { BoardLog } from './board-log.ts';
import type { Keeper } from './keeper.ts';
import type { BoardAbout } from './rows.ts';

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

export const createBoards = (keeper: Keeper, { clock, takesNewBoards }: BoardsOptions): Boards => {
  const open = new Map<string, OpenBoard>();

  const admit = async (board: string, token: unknown): Promise<Result<BoardAbout, HubRefusal>> => {
    const verifier = verifierOf(token);
    if (verifier === undefined || !isId(board)) return err('bad-request');
    const kept = open.has(board) ? ok(undefined) : await keeper.readAbout(board as BoardId);
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
    const log = await keeper.loadLog(board, about, doc);
    if (!log.ok) {
      open.delete(board);
      return err('unreadable');
    }
    open.set(board, { about, doc, log: log.value });
    return log;
  };

  const forget = (board: string): void => {
    open.delete(board);
    if (isId(board)) keeper.release(board as BoardId);
  };

  return { admit, load, logOf: (board) => open.get(board)?.log, forget };
};
