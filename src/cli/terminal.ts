/** What every command says, and its exit codes. */

import type { FileError } from '#app/read-file.ts';
import * as m from '#app/words/messages/messages.js';
import type { LinesError } from '#synthesis/read-lines.ts';
import type { UsageError } from './args.ts';
import type { PathError } from './files.ts';
import type { Environment } from './locale.ts';
import { aboutFile, usageSentence } from './sentences.ts';

/** Where the command speaks; `out` is for results only. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (sentence: string) => void;
  readonly env: Environment;
}

/** Exit codes. */
export const done = 0;
export const refused = 1;
const misused = 2;

export const help = ({ out }: Terminal): number => {
  out(`${m.cli_help()}\n`);
  return done;
};

export const misuse = (terminal: Terminal, error: UsageError): number => {
  terminal.err(`${usageSentence(error)} ${m.cli_see_help()}`);
  return misused;
};

export const refuse = (
  terminal: Terminal,
  path: string,
  error: PathError | FileError | LinesError,
): number => {
  terminal.err(aboutFile(path, error));
  return refused;
};
