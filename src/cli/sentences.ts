/** Turns the refusals of the command line into sentences. */

import { unreachable } from '#core/assert.ts';
import * as m from '#app/words/messages/messages.js';
import { fileSentence as sentence } from '#app/words/file-sentences.ts';
import type { FileError } from '#app/read-file.ts';
import { partIds } from '#synthesis/document.ts';
import type { LinesError } from '#synthesis/read-lines.ts';
import type { UsageError } from './args.ts';
import type { PathError } from './files.ts';

export const usageSentence = (error: UsageError): string => {
  switch (error.type) {
    case 'CommandMissing':
      return m.cli_command_missing();
    case 'CommandUnknown':
      return m.cli_command_unknown({ text: printable(error.text) });
    case 'OptionUnknown':
      return m.cli_option_unknown({ text: printable(error.text) });
    case 'ValueMissing':
      return m.cli_value_missing({ option: printable(error.option) });
    case 'ValueUnwanted':
      return m.cli_value_unwanted({ option: printable(error.option) });
    case 'FileMissing':
      return m.cli_file_missing();
    case 'FileExtra':
      return m.cli_file_extra({ text: printable(error.text) });
    case 'OutMissing':
      return m.cli_out_missing();
    case 'BinaryOut':
      return m.cli_binary_out();
    case 'FormatMissing':
      return m.cli_format_missing();
    case 'FormatUnknown':
      return m.cli_format_unknown({ text: printable(error.text) });
    case 'PartUnknown':
      return m.cli_part_unknown({ text: printable(error.text), parts: partIds.join(', ') });
    default:
      return unreachable(error);
  }
};

/** « atelier.grappe : ce fichier est abîmé… » */
export const aboutFile = (path: string, error: PathError | FileError | LinesError): string =>
  m.cli_about_file({ path: printable(path), sentence: printable(fileSentence(error)) });

const fileSentence = (error: PathError | FileError | LinesError): string => {
  switch (error.type) {
    case 'PathMissing':
      return m.cli_path_missing();
    case 'FolderMissing':
      return m.cli_folder_missing();
    case 'PathIsFolder':
      return m.cli_path_is_folder();
    case 'ReadForbidden':
      return m.cli_read_forbidden();
    case 'WriteForbidden':
      return m.cli_write_forbidden();
    case 'DiskFull':
      return m.cli_disk_full();
    case 'PathFailed':
      return m.cli_path_failed(error);
    default:
      return sentence(error);
  }
};

/** Control characters from a file or a file's name could steer the terminal; bidirectional ones turn the line round. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ');
