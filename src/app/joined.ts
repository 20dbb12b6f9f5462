/** What a join link told of a workshop, which stands in on this device until the workshop itself arrives. */

import type { Board } from '#board/board.ts';

export interface Joined {
  readonly title: string;
  readonly method: string;
}

/** Where it is kept: among the drafts of the board, so that erasing the board erases it. */
export const joinedKey = 'joined';

/** What storage gives back, if it is that. */
export const readJoined = (stored: unknown): Joined | null => {
  const { title, method } = (stored ?? {}) as Partial<Record<keyof Joined, unknown>>;
  return typeof title === 'string' && typeof method === 'string' ? { title, method } : null;
};

/** The board with the title and method of the link where it has none of its own. */
export const withJoined = (board: Board, { title, method }: Joined): Board => {
  const { meta } = board;
  if (meta.title.value !== '' && meta.method.value !== '') return board;
  return {
    ...board,
    meta: {
      ...meta,
      title: { ...meta.title, value: meta.title.value || title },
      method: { ...meta.method, value: meta.method.value || method },
    },
  };
};
