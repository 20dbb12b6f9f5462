/** The consolidation on the screen: what was read, what was found alike, what people changed. */

import {
  addWorkshops,
  createConsolidation,
  createConsolidationUndo,
  encodeConsolidation,
  leaveOut,
  mergeConsolidation,
  moveToGroup,
  nameConsolidation,
  readConsolidation,
  renameGroup,
  splitGroup,
  uniteGroups,
  type Consolidation,
  type GroupId,
  type NoteKey,
  type ShownGroup,
} from '#consolidation/consolidation.ts';
import { arrangeGroups, listSaid, textsOf, type Said, type SaidGroup } from '#consolidation/groups.ts';
import type { Workshop } from '#consolidation/workshop.ts';
import type { BoardId } from '#core/ids.ts';
import { systemClock } from '#core/clock.ts';
import { readKept, writeKept } from '#storage/kept-consolidation.ts';
import { fileName } from '../file-name.ts';
import { writeAside } from '../outputs/write-aside.ts';
import type { FileError } from '../read-file.ts';
import { fileSentence } from '../words/file-sentences.ts';
import * as m from '../words/messages/messages.js';
import { groupAside, readAside, readKeptAside, Stopped } from './ask-worker.ts';
import {
  consolidationEnding,
  consolidationMediaTypes,
  makeConsolidationFile,
  prepareConsolidation,
  type ConsolidationFormat,
  type ConsolidationSource,
} from './prepare-consolidation.ts';
import type { Found } from './read-sources.ts';

/** A file that was left aside, or is another’s double, and why. */
export interface Remark {
  readonly name: string;
  readonly sentence: string;
}

export interface Progress {
  readonly step: 'reading' | 'grouping';
  readonly done: number;
  readonly total: number;
}

export type Consolidating = ReturnType<typeof createConsolidating>;

/** Workshops that are written into the document before the page may paint again. */
const portion = 20;

/** After a change, until it is kept on the device: several in a row are kept once. */
const keepAfterMs = 1_000;
/** A consolidation of more workshops is too large to be written after every change. */
const mostKept = 1_000;

let ofPage: Consolidating | undefined;
/** The one of this page: going to another screen and back loses nothing. */
export const consolidating = (): Consolidating => (ofPage ??= createConsolidating());

const createConsolidating = () => {
  let consolidation: Consolidation = createConsolidation();
  let undo = createConsolidationUndo(consolidation);
  let found: Parameters<typeof arrangeGroups>[1] = [];
  let working: AbortController | undefined;

  let picture = $state.raw(readConsolidation(consolidation));
  let said = $state.raw<readonly Said[]>([]);
  let groups = $state.raw<readonly SaidGroup[]>([]);
  let progress = $state.raw<Progress | null>(null);
  let failed = $state.raw<readonly Remark[]>([]);
  let doubles = $state.raw<readonly Remark[]>([]);
  let steps = $state.raw({ canUndo: false, canRedo: false });
  /** Whether something was changed by hand since the file was last saved. */
  let isChanged = $state(false);

  let keeping: ReturnType<typeof setTimeout> | undefined;
  /** Whether all of it is on the device, should the page be killed. */
  let isKept = $state(true);

  const keep = (): void => {
    isKept = false;
    clearTimeout(keeping);
    if (picture.workshops.length + picture.out.length > mostKept) return;
    const own = (keeping = setTimeout(() => {
      void writeKept(encodeConsolidation(consolidation)).then((isWritten) => {
        if (keeping === own) isKept = isWritten;
      });
    }, keepAfterMs));
  };

  const show = (): void => {
    picture = readConsolidation(consolidation);
    groups = arrangeGroups(said, found, picture);
    steps = { canUndo: undo.canUndo(), canRedo: undo.canRedo() };
  };

  /** Finds groups anew: the workshops are others than before. */
  const regroup = async (signal: AbortSignal): Promise<void> => {
    picture = readConsolidation(consolidation);
    const all = listSaid(picture.workshops);
    progress = { step: 'grouping', done: 0, total: 0 };
    const grouped = await groupAside(textsOf(all), signal);
    // Only now, so that what stands on the screen fits together all the time.
    said = all;
    found = grouped;
    show();
    keep();
  };

  let isResumed = false;

  const takeConsolidation = (one: Found<FileError>): void => {
    if (one.type !== 'consolidation') return;
    // They were checked beside the page already.
    for (const workshop of one.workshops) {
      consolidation.read.set(`${workshop.id}/${workshop.hash}`, workshop);
    }
    mergeConsolidation(consolidation, one.state);
  };

  const work = async (job: (signal: AbortSignal) => Promise<void>): Promise<'done' | 'stopped'> => {
    working?.abort();
    const own = (working = new AbortController());
    try {
      await job(own.signal);
      return 'done';
    } catch (error) {
      if (error instanceof Stopped) return 'stopped';
      throw error;
    } finally {
      if (working === own) progress = null;
    }
  };

  /** Brings in what files hold: workshops, and other consolidations. What was read before it is stopped stays. */
  const read = (files: readonly File[]): Promise<'done' | 'stopped'> =>
    work(async (signal) => {
      const workshops: Workshop[] = [];
      const consolidations: Found<FileError>[] = [];
      const refused: Remark[] = [];
      const same: Remark[] = [];
      progress = { step: 'reading', done: 0, total: files.length };
      try {
        await readAside(
          files,
          (one) => {
            switch (one.type) {
              case 'workshop':
                workshops.push(one.workshop);
                break;
              case 'consolidation':
                consolidations.push(one);
                break;
              case 'same': {
                const sentence = (one.isEqual ? m.consolidate_same_state : m.consolidate_same)({
                  path: one.first,
                });
                same.push({ name: one.name, sentence });
                break;
              }
              case 'failed':
                refused.push({ name: one.name, sentence: fileSentence(one.error) });
                break;
              case 'progress':
                progress = { step: 'reading', done: one.done, total: files.length };
            }
          },
          signal,
        );
      } finally {
        failed = refused;
        doubles = same;
        consolidations.forEach(takeConsolidation);
        for (let at = 0; at < workshops.length; at += portion) {
          addWorkshops(consolidation, workshops.slice(at, at + portion));
          await painted();
        }
      }
      if (workshops.length + consolidations.length > 0) await regroup(signal);
    }).then(async (end) => {
      // Stopped while reading: what came is shown all the same.
      if (end === 'stopped' && picture.workshops.length < readConsolidation(consolidation).workshops.length) {
        await work(regroup);
      }
      return end;
    });

  const shown = ({ id, said: members }: SaidGroup): ShownGroup => ({
    id,
    notes: members.map(({ key }) => key),
  });

  const change = <T>(command: () => T): T => {
    const result = command();
    isChanged = true;
    show();
    keep();
    return result;
  };

  const source = (): ConsolidationSource => ({ picture, said, groups });

  const nameOf = (ending: string): string =>
    fileName(picture.title === '' ? m.consolidate_document() : picture.title, systemClock.now(), ending);

  return {
    get picture() {
      return picture;
    },
    get said() {
      return said;
    },
    /** All groups, those that most workshops have first. */
    get groups() {
      return groups;
    },
    get progress() {
      return progress;
    },
    get failed() {
      return failed;
    },
    get doubles() {
      return doubles;
    },
    get canUndo() {
      return steps.canUndo;
    },
    get canRedo() {
      return steps.canRedo;
    },
    get isChanged() {
      return isChanged;
    },
    get isKept() {
      return isKept;
    },
    /** Goes on with what an earlier page was killed with, where this one has nothing yet. */
    resume: async (): Promise<void> => {
      const state = isResumed ? undefined : await readKept();
      isResumed = true;
      if (!state || progress !== null || picture.workshops.length > 0) return;
      await work(async (signal) => {
        progress = { step: 'grouping', done: 0, total: 0 };
        await readKeptAside(state, takeConsolidation, signal);
        await regroup(signal);
      });
    },
    read,
    stop: (): void => working?.abort(),
    forgetRemarks: (): void => {
      failed = [];
      doubles = [];
    },
    /** Ends this consolidation and begins an empty one. */
    close: (): void => {
      working?.abort();
      consolidation = createConsolidation();
      undo = createConsolidationUndo(consolidation);
      found = [];
      said = [];
      failed = [];
      doubles = [];
      isChanged = false;
      show();
      clearTimeout(keeping);
      keeping = undefined;
      isKept = true;
      void writeKept(null);
    },
    rename: (group: SaidGroup, name: string): void =>
      change(() => renameGroup(consolidation, shown(group), name)),
    unite: (all: readonly SaidGroup[]): void => {
      const [first, ...others] = all.map(shown);
      if (first) change(() => uniteGroups(consolidation, [first, ...others]));
    },
    split: (group: SaidGroup, notes: readonly NoteKey[], name: string): GroupId =>
      change(() => splitGroup(consolidation, shown(group), notes, name)),
    move: (from: SaidGroup, notes: readonly NoteKey[], to: SaidGroup): void =>
      change(() => moveToGroup(consolidation, shown(from), notes, shown(to))),
    title: (title: string): void => change(() => nameConsolidation(consolidation, title)),
    /** Leaves a workshop out of all figures, or takes it in again. */
    leaveOut: async (workshop: BoardId, isOut: boolean): Promise<void> => {
      change(() => leaveOut(consolidation, workshop, isOut));
      await work(regroup);
    },
    undo: async (): Promise<void> => {
      const before = picture.workshops.length;
      change(() => undo.undo());
      if (picture.workshops.length !== before) await work(regroup);
    },
    redo: async (): Promise<void> => {
      const before = picture.workshops.length;
      change(() => undo.redo());
      if (picture.workshops.length !== before) await work(regroup);
    },
    /** Makes a file, beside the page. `GivenUp` on `signal`. */
    makeFile: async (
      format: ConsolidationFormat,
      signal?: AbortSignal,
    ): Promise<{ readonly name: string; readonly blob: Blob }> => {
      const bytes = await writeAside(prepareConsolidation(format, source()), signal);
      const type = consolidationMediaTypes[format];
      return { name: nameOf(format), blob: new Blob([bytes as BlobPart], { type }) };
    },
    /** Makes the consolidation’s own file; a sentence where it would be too large to be opened. */
    makeOwnFile: (): { readonly name: string; readonly blob: Blob } | string => {
      const made = makeConsolidationFile(consolidation, source(), systemClock.now());
      if (!made.ok) return fileSentence(made.error);
      isChanged = false;
      return {
        name: nameOf(consolidationEnding),
        blob: new Blob([made.value as BlobPart], { type: 'application/vnd.grappe.consolidation+zip' }),
      };
    },
  };
};

/** Lets the page paint. */
const painted = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export type { NoteKey, Said, SaidGroup, Workshop };
