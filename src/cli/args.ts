/** Reads what stands behind a command: files, and options. */

import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#core/result.ts';

export type UsageError =
  | { readonly type: 'CommandMissing' }
  | { readonly type: 'CommandUnknown'; readonly text: string }
  | { readonly type: 'OptionUnknown'; readonly text: string }
  | { readonly type: 'ValueMissing'; readonly option: string }
  | { readonly type: 'ValueUnwanted'; readonly option: string }
  | { readonly type: 'FileMissing' }
  | { readonly type: 'FileExtra'; readonly text: string }
  | { readonly type: 'OutMissing' }
  | { readonly type: 'BinaryOut' }
  | { readonly type: 'FormatMissing' }
  | { readonly type: 'FormatUnknown'; readonly text: string }
  | { readonly type: 'PartUnknown'; readonly text: string };

/** Every option with a value that a command may have: its letter. */
const letters = { out: 'o', format: 'f', with: 'w' } as const;
export type OptionName = keyof typeof letters;
/** Every option that stands by itself. */
export type FlagName = 'force' | 'by-theme' | 'portrait';

interface Options {
  readonly out?: string;
  readonly format?: string;
  readonly with?: string;
  readonly flags: ReadonlySet<FlagName>;
}

export interface FileArgs extends Options {
  readonly file: string;
}

export interface FilesArgs extends Options {
  readonly files: readonly [string, ...string[]];
}

/**
 * Reads one file and the options named in `allowed`; `help` when that is asked anywhere.
 * Errors: `FileMissing`, `FileExtra`, `OptionUnknown`, `ValueMissing`, `ValueUnwanted`.
 */
export const readFileArgs = (
  args: readonly string[],
  allowed: readonly OptionName[],
  flags: readonly FlagName[] = [],
): Result<FileArgs | 'help', UsageError> => {
  const read = readFilesArgs(args, allowed, flags);
  if (!read.ok || read.value === 'help') return read as Result<'help', UsageError>;
  const { files, ...options } = read.value;
  const [file, extra] = files;
  return extra === undefined ? ok({ file, ...options }) : err({ type: 'FileExtra', text: extra });
};

/**
 * Reads files, one at least, and options.
 * Errors: `FileMissing`, `OptionUnknown`, `ValueMissing`, `ValueUnwanted`.
 */
export const readFilesArgs = (
  args: readonly string[],
  allowed: readonly OptionName[],
  flags: readonly FlagName[] = [],
): Result<FilesArgs | 'help', UsageError> => {
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' } as const])),
      ...Object.fromEntries(allowed.map((name) => [name, { type: 'string', short: letters[name] } as const])),
    },
    strict: false,
    tokens: true,
  });
  const files: string[] = [];
  const values: Partial<Record<OptionName, string>> = {};
  const found = new Set<FlagName>();
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const { rawName: option, value } = token;
    if (token.name === 'help') {
      if (value !== undefined) return err({ type: 'ValueUnwanted', option });
      return ok('help');
    }
    const flag = flags.find((known) => known === token.name);
    if (flag) {
      if (value !== undefined) return err({ type: 'ValueUnwanted', option });
      found.add(flag);
      continue;
    }
    const name = allowed.find((known) => known === token.name);
    if (name === undefined) return err({ type: 'OptionUnknown', text: option });
    // `-o --format`: an option's name is hardly a file's; a file of that name is written ./--format.
    if (value === undefined || value === '' || (token.inlineValue === false && /^-./.test(value))) {
      return err({ type: 'ValueMissing', option });
    }
    values[name] = value;
  }
  const [first, ...others] = files;
  if (first === undefined || first === '') return err({ type: 'FileMissing' });
  return ok({ files: [first, ...others], ...values, flags: found });
};
