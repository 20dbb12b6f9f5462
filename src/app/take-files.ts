/** Takes in several files that were read: what they have of one workshop together. It loads with the first such files. */

import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import { openFile, type MergeDeclined, type OpenOptions, type OpenedFiles } from './open-file.ts';
import type { TakenWorkshop, WaitingFile } from './open-file.ts';
import type { IncomingBoard } from './take-boards.ts';

type TakeTogether = (
  incoming: readonly [IncomingBoard, ...IncomingBoard[]],
  options: Pick<OpenOptions, 'ask'>,
) => Promise<Result<TakenWorkshop, StorageUnavailable | MergeDeclined>>;

interface Group {
  readonly incoming: [IncomingBoard, ...IncomingBoard[]];
  readonly files: Set<WaitingFile>;
}

/** Workshops that somebody turned away are left out; storage that refuses one refuses all. */
export const takeFiles = async (
  takeTogether: TakeTogether,
  files: readonly WaitingFile[],
  options: Pick<OpenOptions, 'ask'>,
): Promise<Result<OpenedFiles, StorageUnavailable>> => {
  const groups = new Map<BoardId, Group>();
  for (const file of files) {
    for (const { boardId, state } of file.read.boards) {
      const carried = () => (file.carries ? readCarried(file.file, boardId) : Promise.resolve([]));
      const board: IncomingBoard = { boardId, state, name: file.name, carried };
      const group = groups.get(boardId);
      if (group) {
        group.incoming.push(board);
        group.files.add(file);
      } else groups.set(boardId, { incoming: [board], files: new Set([file]) });
    }
  }
  const workshops: TakenWorkshop[] = [];
  const taken = new Set<WaitingFile>();
  for (const group of groups.values()) {
    const result = await takeTogether(group.incoming, options);
    if (result.ok) {
      workshops.push(result.value);
      for (const file of group.files) taken.add(file);
    } else if (result.error.type !== 'MergeDeclined') return { ok: false, error: result.error };
  }
  const damaged = [...taken].reduce((sum, { read }) => sum + read.badAttachments, 0);
  const unkept = workshops.reduce((sum, workshop) => sum + workshop.unkept, 0);
  return ok({ workshops, files: taken.size, lostAttachments: { damaged, unkept } });
};

/** A file that is no longer there has nothing. */
const readCarried = async (file: Blob, boardId: BoardId) => {
  const read = await openFile(file);
  const board = read.ok ? read.value.boards.find((one) => one.boardId === boardId) : undefined;
  return board?.attachments ?? [];
};
