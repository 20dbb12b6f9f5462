/** The `grappe` command: what it was asked, what it answers, and the exit code. */

import { makeBundle } from '#app/make-bundle.ts';
import { readFile, type FileError, type ReadFile } from '#app/read-file.ts';
import * as m from '#app/words/messages/messages.js';
import { tableLabels } from '#app/words/table-labels.ts';
import { readBoard, type Board } from '#board/board.ts';
import { createBoardDoc, mergeBoard } from '#board/document.ts';
import type { Method } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { systemClock } from '#core/clock.ts';
import { err, ok, type Result } from '#core/result.ts';
import { bundleSizeLimit } from '#sync/bundle.ts';
import { toCsv } from '#synthesis/csv.ts';
import { exportWorkshop, workshopText } from '#synthesis/export-workshop.ts';
import { toMarkdown } from '#synthesis/markdown.ts';
import { readFileArgs, type UsageError } from './args.ts';
import { readWithin, writeWhole, type PathError } from './files.ts';
import { readLocale, speak, type Environment } from './locale.ts';
import { aboutFile, usageSentence } from './sentences.ts';
import { serve } from './serve.ts';
import { verify } from './verify.ts';

/** Where the command speaks; `out` is for results only. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (sentence: string) => void;
  readonly env: Environment;
}

/** Exit codes. */
const done = 0;
const refused = 1;
const misused = 2;

export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  speak(readLocale(terminal.env));
  const [command, ...rest] = args;
  switch (command) {
    case 'import':
      return importFile(rest, terminal);
    case 'export':
      return exportFile(rest, terminal);
    case 'verify':
      return verifyFile(rest, terminal);
    case 'serve':
      return serve(rest);
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

const help = ({ out }: Terminal): number => {
  out(`${m.cli_help()}\n`);
  return done;
};

const misuse = (terminal: Terminal, error: UsageError): number => {
  terminal.err(`${usageSentence(error)} ${m.cli_see_help()}`);
  return misused;
};

const refuse = (terminal: Terminal, path: string, error: PathError | FileError): number => {
  terminal.err(aboutFile(path, error));
  return refused;
};

const importFile = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readFileArgs(args, ['out']);
  if (!read.ok) return misuse(terminal, read.error);
  if (read.value === 'help') return help(terminal);
  const { file, out } = read.value;
  if (out === undefined) return misuse(terminal, { type: 'OutMissing' });
  const opened = await openWorkshop(file);
  if (!opened.ok) return refuse(terminal, file, opened.error);
  const { boardId: id, state, board, method } = opened.value;
  const bundle = makeBundle({ id, state, board, method, now: systemClock.now() });
  return write(terminal, out, bundle);
};

const formats = {
  json: (board: Board, method: Method): string => workshopText(exportWorkshop(board, method)),
  csv: (board: Board, method: Method): string => toCsv(board, method, tableLabels()),
  md: (board: Board, method: Method): string => toMarkdown(board, method, tableLabels()),
} as const;

const exportFile = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readFileArgs(args, ['out', 'format']);
  if (!read.ok) return misuse(terminal, read.error);
  if (read.value === 'help') return help(terminal);
  const { file, out, format = /\.(json|csv|md)$/.exec(out ?? '')?.[1] } = read.value;
  if (format === undefined) return misuse(terminal, { type: 'FormatMissing' });
  if (!isFormat(format)) return misuse(terminal, { type: 'FormatUnknown', text: format });
  const opened = await openWorkshop(file);
  if (!opened.ok) return refuse(terminal, file, opened.error);
  const { board, method } = opened.value;
  if (!board.writable) terminal.err(m.cli_newer_schema());
  const text = formats[format](board, method);
  if (out !== undefined) return write(terminal, out, text);
  terminal.out(text);
  return done;
};

const isFormat = (format: string): format is keyof typeof formats => Object.hasOwn(formats, format);

const verifyFile = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const read = readFileArgs(args, []);
  if (!read.ok) return misuse(terminal, read.error);
  if (read.value === 'help') return help(terminal);
  const { file } = read.value;
  const bytes = await readWithin(file, bundleSizeLimit);
  if (!bytes.ok) return refuse(terminal, file, bytes.error);
  const report = verify(bytes.value, file);
  if (!report.ok) return refuse(terminal, file, report.error);
  terminal.out(report.value);
  return done;
};

interface OpenedWorkshop extends ReadFile {
  readonly board: Board;
  readonly method: Method;
}

/** Opens a `.grappe` or JSON file, told apart by what is in it. */
const openWorkshop = async (path: string): Promise<Result<OpenedWorkshop, PathError | FileError>> => {
  const bytes = await readWithin(path, bundleSizeLimit);
  if (!bytes.ok) return err(bytes.error);
  const read = readFile(bytes.value);
  if (!read.ok) return err(read.error);
  const held = createBoardDoc();
  mergeBoard(held, read.value.state, { type: 'file' });
  const board = readBoard(held);
  return ok({ ...read.value, board, method: findMethod(board.meta.method.value) });
};

const write = async (terminal: Terminal, path: string, content: Uint8Array | string): Promise<number> => {
  const written = await writeWhole(path, content);
  return written.ok ? done : refuse(terminal, path, written.error);
};
