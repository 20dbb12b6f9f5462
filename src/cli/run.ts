/** The `grappe` command: what it was asked, what it answers, and the exit code. */

import { basename, join } from 'node:path';
import { sizeLimitOf, startLength, startsLikeRescue } from '#app/file-limits.ts';
import { fileName } from '#app/file-name.ts';
import { isOutputFormat, isTextFormat } from '#app/outputs/formats.ts';
import { prepareOutput } from '#app/outputs/prepare-output.ts';
import { writeOutput } from '#app/outputs/write-output.ts';
import { makeBundle } from '#app/make-bundle.ts';
import { readFile, type FileError, type ReadBoard, type ReadFile } from '#app/read-file.ts';
import { namesLines, readLinesFile } from '#app/read-lines-file.ts';
import * as m from '#app/words/messages/messages.js';
import { readBoard, type Board } from '#board/board.ts';
import { createBoardDoc, mergeBoard } from '#board/document.ts';
import type { Method } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { systemClock } from '#core/clock.ts';
import type { Result } from '#core/result.ts';
import type { LinesError } from '#synthesis/read-lines.ts';
import { readFileArgs } from './args.ts';
import { makeFolder, namesFolder, readWithin, writeWhole, type PathError } from './files.ts';
import { readLocale, speak } from './locale.ts';
import { mergeFiles } from './merge.ts';
import { formatOf, photosOf, readPlan } from './outputs.ts';
import { printable } from './sentences.ts';
import { done, help, misuse, refuse, refused, type Terminal } from './terminal.ts';
import { verifyRescue } from './verify-rescue.ts';
import { verify } from './verify.ts';

export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  speak(readLocale(terminal.env));
  const [command, ...rest] = args;
  switch (command) {
    case 'import':
      return importFile(rest, terminal);
    case 'export':
      return exportFile(rest, terminal);
    case 'merge':
      return mergeFiles(rest, terminal);
    case 'consolidate':
      return (await import('./consolidate.ts')).consolidate(rest, terminal);
    case 'verify':
      return verifyFile(rest, terminal);
    case 'serve':
      // The hub's libraries are nothing for the other commands to wait for.
      return (await import('./serve.ts')).serve(rest);
    case 'hub':
      return (await import('./hub.ts')).hub(rest, terminal);
    case '--help':
    case '-h':
    case 'help':
      return help(terminal);
    case '--version':
    case '-V':
    case 'version':
      terminal.out(`grappe ${__APP_VERSION__}\n`);
      return done;
    case undefined:
      return misuse(terminal, { type: 'CommandMissing' });
    default:
      return misuse(terminal, { type: 'CommandUnknown', text: command });
  }
};

const importFile = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const asked = readFileArgs(args, ['out']);
  if (!asked.ok) return misuse(terminal, asked.error);
  if (asked.value === 'help') return help(terminal);
  const { file, out } = asked.value;
  if (out === undefined) return misuse(terminal, { type: 'OutMissing' });
  const read = await readPath(file);
  if (!read.ok) return refuse(terminal, file, read.error);
  const { boards, rescue } = read.value;
  const [first, ...others] = boards;
  const inFolder = rescue !== null && (await namesFolder(out));
  if (others.length > 0 && !inFolder) {
    return refuseSeveral(terminal, file, m.cli_rescue_several({ count: boards.length }));
  }
  const refusedRows = rescue?.refusedRows ?? 0;
  if (refusedRows > 0) terminal.err(m.rescue_left_out({ count: refusedRows }));
  return inFolder ? writeEach(terminal, out, boards) : write(terminal, out, bundleOf(openBoard(first)));
};

/** Writes a file for each workshop, named by its title and the day. */
const writeEach = async (
  terminal: Terminal,
  folder: string,
  boards: readonly ReadBoard[],
): Promise<number> => {
  const made = await makeFolder(folder);
  if (!made.ok) return refuse(terminal, folder, made.error);
  const taken = new Set<string>();
  for (const opened of boards.map(openBoard)) {
    const name = fileName(opened.board.meta.title.value, systemClock.now(), 'grappe');
    let free = name;
    for (let n = 2; taken.has(free); n++) free = name.replace(/\.grappe$/, `-${String(n)}.grappe`);
    taken.add(free);
    const path = join(folder, free);
    const code = await write(terminal, path, bundleOf(opened));
    if (code !== done) return code;
    terminal.out(`${printable(path)}\n`);
  }
  return done;
};

const bundleOf = ({ boardId: id, state, attachments, board, method }: OpenedBoard): Uint8Array =>
  makeBundle({ id, state, attachments, board, method, now: systemClock.now() });

const refuseSeveral = (terminal: Terminal, path: string, sentence: string): number => {
  terminal.err(m.cli_about_file({ path: printable(path), sentence }));
  return refused;
};

const exportFile = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readFileArgs(args, ['out', 'format', 'with'], ['by-theme', 'portrait']);
  if (!read.ok) return misuse(terminal, read.error);
  if (read.value === 'help') return help(terminal);
  const { file, out, format = formatOf(out ?? '') } = read.value;
  if (format === undefined) return misuse(terminal, { type: 'FormatMissing' });
  if (!isOutputFormat(format)) return misuse(terminal, { type: 'FormatUnknown', text: format });
  const plan = readPlan(read.value);
  if (!plan.ok) return misuse(terminal, plan.error);
  if (out === undefined && !isTextFormat(format)) return misuse(terminal, { type: 'BinaryOut' });
  const opened = await readPath(file);
  if (!opened.ok) return refuse(terminal, file, opened.error);
  const [first, ...others] = opened.value.boards;
  if (others.length > 0) {
    return refuseSeveral(terminal, file, m.cli_rescue_several_export({ count: others.length + 1 }));
  }
  const refusedRows = opened.value.rescue?.refusedRows ?? 0;
  if (refusedRows > 0) terminal.err(m.rescue_left_out({ count: refusedRows }));
  const { board, method, attachments } = openBoard(first);
  if (!board.writable) terminal.err(m.cli_newer_schema());
  const pictures = photosOf(attachments);
  const prepared = prepareOutput(format, { board, method, plan: plan.value, pictures });
  if (out !== undefined) return write(terminal, out, await writeOutput(prepared));
  if (prepared.format === 'text') terminal.out(prepared.text);
  return done;
};

const verifyFile = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readFileArgs(args, []);
  if (!read.ok) return misuse(terminal, read.error);
  if (read.value === 'help') return help(terminal);
  const { file } = read.value;
  const bytes = await readWithin(file, sizeLimitOf);
  if (!bytes.ok) return refuse(terminal, file, bytes.error);
  if (isRescue(bytes.value)) {
    const report = verifyRescue(bytes.value, file);
    if (!report.ok) return refuse(terminal, file, report.error);
    terminal.out(report.value.text);
    if (report.value.isWhole) return done;
    terminal.err(m.cli_about_file({ path: printable(file), sentence: m.cli_rescue_complaint() }));
    return refused;
  }
  const report = verify(bytes.value, file);
  if (!report.ok) return refuse(terminal, file, report.error);
  terminal.out(report.value);
  return done;
};

const isRescue = (bytes: Uint8Array): boolean =>
  startsLikeRescue(new TextDecoder().decode(bytes.subarray(0, startLength)));

/** Reads a `.grappe`, JSON or rescue file, told apart by what is in it; or notes, told by the file's name. */
const readPath = async (path: string): Promise<Result<ReadFile, PathError | FileError | LinesError>> => {
  const bytes = await readWithin(path, sizeLimitOf);
  if (!bytes.ok) return bytes;
  return namesLines(path) ? readLinesFile(bytes.value, basename(path)) : readFile(bytes.value);
};

interface OpenedBoard extends ReadBoard {
  readonly board: Board;
  readonly method: Method;
}

const openBoard = (read: ReadBoard): OpenedBoard => {
  const held = createBoardDoc();
  mergeBoard(held, read.state, { type: 'file' });
  const board = readBoard(held);
  return { ...read, board, method: findMethod(board.meta.method.value) };
};

const write = async (terminal: Terminal, path: string, content: Uint8Array | string): Promise<number> => {
  const written = await writeWhole(path, content);
  return written.ok ? done : refuse(terminal, path, written.error);
};
