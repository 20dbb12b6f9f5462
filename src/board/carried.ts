/** What the notes of a board carry beside their texts, all together. */

import type { AttachmentHash } from '#core/attachments.ts';
import type { Board } from './board.ts';

/** Everything that notes carry, each once: first what is on the board, then what is in the trash. */
export const attachmentsOf = (board: Board): readonly AttachmentHash[] => {
  const notes = [...board.notes.values()];
  const [shown, trashed] = [notes.filter(({ trash }) => !trash), notes.filter(({ trash }) => trash)];
  return [...new Set([...shown, ...trashed].flatMap(({ attached }) => attached.map(({ hash }) => hash)))];
};
