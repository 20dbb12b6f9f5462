/** Requests about a board, for whoever shows its token: `Authorization: Bearer <token>`. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BoardId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import type { HubRefusal } from '#sync/hub-protocol.ts';
import type { BoardAbout } from './rows.ts';
import { sendJson } from './send-json.ts';

export interface BoardAccess {
  admit(board: string, token: unknown): Promise<Result<BoardAbout, HubRefusal>>;
  /** A board that was admitted is no longer needed for the request. */
  release(board: string): void;
}

/** Answers by `answer` where the token is the board’s, else with the refusal. */
export const asAdmitted = async (
  request: IncomingMessage,
  response: ServerResponse,
  board: string,
  access: BoardAccess,
  answer: (board: BoardId, about: BoardAbout) => Promise<void>,
): Promise<void> => {
  const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const admitted = await access.admit(board, token);
  if (!admitted.ok) {
    return sendJson(request, response, refusalStatus[admitted.error] ?? 403, { error: admitted.error });
  }
  try {
    await answer(board as BoardId, admitted.value);
  } finally {
    access.release(board);
  }
};

const refusalStatus: Partial<Record<HubRefusal, number>> = {
  'bad-request': 400,
  'wrong-token': 403,
  'no-new-boards': 403,
  unreadable: 503,
};
