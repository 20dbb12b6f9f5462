/** `grappe merge`: files of one workshop, from however many devices, made into one. */

import { resolve } from 'node:path';
import { fileSizeLimit } from '#app/file-limits.ts';
import { makeBundle } from '#app/make-bundle.ts';
import type { FileError } from '#app/read-file.ts';
import * as m from '#app/words/messages/messages.js';
import { readBoard, type Board } from '#board/board.ts';
import { attachmentsOf } from '#board/carried.ts';
import { checkBoard } from '#board/check.ts';
import { createBoardDoc, encodeBoard, mergeBoard, type BoardDoc } from '#board/document.ts';
import { findMethod } from '#board/methods.ts';
import type { AttachmentHash } from '#core/attachments.ts';
import { systemClock } from '#core/clock.ts';
import type { BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { bundleSizeLimit, openBundle, type Bundle, type BundleAttachment } from '#sync/bundle.ts';
import { readFilesArgs } from './args.ts';
import { holdsFile, listFolder, namesFolder, readWithin, writeWhole, type PathError } from './files.ts';
import { aboutFile, printable } from './sentences.ts';
import { done, help, misuse, refuse, refused, type Terminal } from './terminal.ts';
import { verify } from './verify.ts';

const origin = Object.freeze({ type: 'file' });

/** The files of one workshop, merged as they come. */
interface Gathered {
  readonly boardId: BoardId;
  readonly board: BoardDoc;
  readonly paths: string[];
  readonly attachments: Map<AttachmentHash, Uint8Array>;
  /** Bytes of them; more than a file holds are not kept. */
  attachedSize: number;
}

/**
 * What can't be read, or is of another workshop than most, is left out, and said with its reason; exit code 1 then, though
 * the file is written. It is not where nothing can be read, nor where no workshop has more files than another.
 */
export const mergeFiles = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const asked = readFilesArgs(args, ['out'], ['force']);
  if (!asked.ok) return misuse(terminal, asked.error);
  if (asked.value === 'help') return help(terminal);
  const { files, out, flags } = asked.value;
  if (out === undefined) return misuse(terminal, { type: 'OutMissing' });
  const isKept = async (): Promise<boolean> => !flags.has('force') && (await holdsFile(out));
  if (await isKept()) return refuseOut(terminal, out);

  const { workshops, unread } = await gather(files, terminal);
  const [most, second] = workshops.sort((a, b) => b.paths.length - a.paths.length);
  if (!most) {
    terminal.err(m.cli_merge_nothing());
    return refused;
  }
  const others = workshops.filter((workshop) => workshop !== most);
  if (second?.paths.length === most.paths.length) {
    for (const workshop of workshops) tellPaths(terminal, workshop, m.cli_merge_of);
    terminal.err(m.cli_merge_undecided());
    return refused;
  }
  for (const workshop of others) tellPaths(terminal, workshop, m.cli_merge_other);

  const board = readBoard(most.board);
  if (!board.writable) terminal.err(m.cli_newer_schema());
  const bytes = makeBundle({
    id: most.boardId,
    state: encodeBoard(most.board),
    board,
    method: findMethod(board.meta.method.value),
    now: systemClock.now(),
    attachments: heldAttachments(board, most),
  });
  // What is written is what anybody can open: a workshop may outgrow a file.
  const report = verify(bytes, out);
  if (!report.ok) return refuse(terminal, out, report.error);
  if (await isKept()) return refuseOut(terminal, out);
  const written = await writeWhole(out, bytes);
  if (!written.ok) return refuse(terminal, out, written.error);

  const leftOut = unread + others.reduce((sum, { paths }) => sum + paths.length, 0);
  terminal.out(`${m.cli_merge_done({ count: most.paths.length })}\n${report.value}`);
  if (leftOut === 0) return done;
  terminal.err(m.cli_merge_left_out({ count: leftOut }));
  return refused;
};

const refuseOut = (terminal: Terminal, out: string): number => {
  terminal.err(m.cli_about_file({ path: printable(out), sentence: m.cli_out_exists() }));
  return refused;
};

const tellPaths = (
  terminal: Terminal,
  { board, boardId, paths }: Gathered,
  words: (inputs: { title: string; id: string }) => string,
): void => {
  const sentence = words({ title: printable(readBoard(board).meta.title.value), id: boardId });
  for (const path of paths) terminal.err(m.cli_about_file({ path: printable(path), sentence }));
};

interface Gathering {
  readonly workshops: Gathered[];
  /** How many files or folders could not be read. */
  readonly unread: number;
}

/** Reads one file after the other, so that of all of them no more is in memory than what they come to. */
const gather = async (given: readonly string[], terminal: Terminal): Promise<Gathering> => {
  const workshops = new Map<BoardId, Gathered>();
  const seen = new Set<string>();
  let unread = 0;
  for (const name of given) {
    const listed = await listFiles(name);
    if (!listed.ok || listed.value.length === 0) {
      const sentence = m.cli_about_file({ path: printable(name), sentence: m.cli_folder_empty() });
      terminal.err(listed.ok ? sentence : aboutFile(name, listed.error));
      unread += 1;
      continue;
    }
    for (const path of listed.value) {
      const place = resolve(path);
      if (seen.has(place)) continue;
      seen.add(place);
      const read = await readOne(path);
      if (!read.ok) {
        refuse(terminal, path, read.error);
        unread += 1;
        continue;
      }
      const { boardId, badAttachments } = read.value;
      if (badAttachments > 0) {
        const sentence = m.file_attachments_damaged({ count: badAttachments });
        terminal.err(m.cli_about_file({ path: printable(path), sentence }));
      }
      const known = workshops.get(boardId);
      const workshop = known ?? {
        boardId,
        board: createBoardDoc(),
        paths: [],
        attachments: new Map<AttachmentHash, Uint8Array>(),
        attachedSize: 0,
      };
      workshops.set(boardId, workshop);
      add(workshop, path, read.value);
    }
  }
  return { workshops: [...workshops.values()], unread };
};

const listFiles = async (path: string): Promise<Result<readonly string[], PathError>> =>
  (await namesFolder(path)) ? listFolder(path, ['.grappe']) : ok([path]);

const readOne = async (path: string): Promise<Result<Bundle, PathError | FileError>> => {
  const bytes = await readWithin(path, () => fileSizeLimit);
  if (!bytes.ok) return bytes;
  const bundle = openBundle(bytes.value);
  if (!bundle.ok) return bundle;
  const checked = checkBoard(bundle.value.doc);
  return checked.ok ? bundle : checked;
};

const add = (workshop: Gathered, path: string, { doc, state, attachments }: Bundle): void => {
  workshop.paths.push(path);
  mergeBoard(workshop.board, state, origin);
  doc.destroy();
  for (const { hash, bytes } of attachments) {
    if (workshop.attachments.has(hash) || workshop.attachedSize + bytes.length > bundleSizeLimit) continue;
    // A copy: the file's bytes are not kept for the sake of a part of them.
    workshop.attachments.set(hash, bytes.slice());
    workshop.attachedSize += bytes.length;
  }
};

/** What is on the board first, as there may not be room for all. */
const heldAttachments = (board: Board, { attachments }: Gathered): readonly BundleAttachment[] =>
  attachmentsOf(board).flatMap((hash) => {
    const bytes = attachments.get(hash);
    return bytes ? [{ hash, bytes }] : [];
  });
