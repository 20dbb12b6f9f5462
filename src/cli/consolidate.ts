/** `grappe consolidate`: what hundreds of workshops say, in one file. */

import { resolve } from 'node:path';
import {
  consolidationEnding,
  isConsolidationFormat,
  makeConsolidationFile,
  prepareConsolidation,
  type ConsolidationFormat,
} from '#app/consolidate/prepare-consolidation.ts';
import { readSources, type Source } from '#app/consolidate/read-sources.ts';
import { fileSizeLimit } from '#app/file-limits.ts';
import type { FileError } from '#app/read-file.ts';
import { writeOutput } from '#app/outputs/write-output.ts';
import { tallySentence } from '#app/words/consolidation-labels.ts';
import * as m from '#app/words/messages/messages.js';
import {
  addWorkshops,
  createConsolidation,
  mergeConsolidation,
  readConsolidation,
  type Consolidation,
} from '#consolidation/consolidation.ts';
import { arrangeGroups, findGroups, listSaid, textsOf } from '#consolidation/groups.ts';
import { tally } from '#consolidation/tally.ts';
import type { Workshop } from '#consolidation/workshop.ts';
import { systemClock } from '#core/clock.ts';
import { readFilesArgs } from './args.ts';
import { holdsFile, listFolder, namesFolder, readWithin, writeWhole, type PathError } from './files.ts';
import { aboutFile, printable } from './sentences.ts';
import { done, help, misuse, refuse, refused, type Terminal } from './terminal.ts';

/** After how many files it is said how far it is. */
const progressStep = 250;

/**
 * What can't be read is left out, and said with its reason; exit code 1 then, though the file is written. It is not where nothing can
 * be read.
 */
export const consolidate = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const asked = readFilesArgs(args, ['out'], ['force']);
  if (!asked.ok) return misuse(terminal, asked.error);
  if (asked.value === 'help') return help(terminal);
  const { files, out, flags } = asked.value;
  if (out === undefined) return misuse(terminal, { type: 'OutMissing' });
  const format = formatOf(out);
  if (format === undefined) {
    terminal.err(m.cli_about_file({ path: printable(out), sentence: m.cli_consolidate_format() }));
    return refused;
  }
  if (!flags.has('force') && (await holdsFile(out))) return refuseOut(terminal, out);

  const consolidation = createConsolidation();
  const leftOut = await gather(files, consolidation, terminal);
  const picture = readConsolidation(consolidation);
  if (picture.workshops.length === 0) {
    terminal.err(m.cli_consolidate_nothing());
    return refused;
  }
  const said = listSaid(picture.workshops);
  const groups = arrangeGroups(said, findGroups(textsOf(said)), picture);
  const source = { picture, said, groups };
  let bytes: Uint8Array;
  if (format === consolidationEnding) {
    const made = makeConsolidationFile(consolidation, source, systemClock.now());
    if (!made.ok) return refuse(terminal, out, made.error);
    bytes = made.value;
  } else bytes = await writeOutput(prepareConsolidation(format, source));
  if (!flags.has('force') && (await holdsFile(out))) return refuseOut(terminal, out);
  const written = await writeWhole(out, bytes);
  if (!written.ok) return refuse(terminal, out, written.error);
  terminal.out(`${m.cli_consolidate_done({ tally: tallySentence(tally(said)) })}\n`);
  if (leftOut === 0) return done;
  terminal.err(m.cli_merge_left_out({ count: leftOut }));
  return refused;
};

const formatOf = (out: string): ConsolidationFormat | typeof consolidationEnding | undefined => {
  const ending = /\.([a-z-]+)$/i.exec(out)?.[1]?.toLowerCase() ?? '';
  return ending === consolidationEnding || isConsolidationFormat(ending) ? ending : undefined;
};

const refuseOut = (terminal: Terminal, out: string): number => {
  terminal.err(m.cli_about_file({ path: printable(out), sentence: m.cli_out_exists() }));
  return refused;
};

/** Reads what was given into the consolidation; gives how many files or folders could not be read. */
const gather = async (
  given: readonly string[],
  consolidation: Consolidation,
  terminal: Terminal,
): Promise<number> => {
  const paths = new Map<string, string>();
  let leftOut = 0;
  for (const name of given) {
    const listed = await listFiles(name);
    if (!listed.ok || listed.value.length === 0) {
      const sentence = m.cli_about_file({ path: printable(name), sentence: m.cli_folder_empty() });
      terminal.err(listed.ok ? sentence : aboutFile(name, listed.error));
      leftOut += 1;
    } else for (const path of listed.value) paths.set(resolve(path), path);
  }
  const sources = [...paths.values()].map((path): Source<PathError | FileError> => ({
    name: path,
    read: () => readWithin(path, () => fileSizeLimit),
  }));
  const workshops: Workshop[] = [];
  for await (const found of readSources(sources)) {
    switch (found.type) {
      case 'workshop':
        workshops.push(found.workshop);
        break;
      case 'consolidation':
        mergeConsolidation(consolidation, found.state);
        break;
      case 'same': {
        const first = { path: printable(found.first) };
        const sentence = found.isEqual ? m.consolidate_same_state(first) : m.consolidate_same(first);
        terminal.err(m.cli_about_file({ path: printable(found.name), sentence }));
        break;
      }
      case 'failed':
        refuse(terminal, found.name, found.error);
        leftOut += 1;
        break;
      case 'progress':
        if (found.done % progressStep === 0) {
          terminal.err(m.cli_consolidate_progress({ done: found.done, total: sources.length }));
        }
    }
  }
  addWorkshops(consolidation, workshops);
  return leftOut;
};

/** A folder's workshops and consolidations, those of folders in it too. */
const listFiles = async (path: string) =>
  (await namesFolder(path))
    ? listFolder(path, ['.grappe', `.${consolidationEnding}`], true)
    : { ok: true as const, value: [path] };
