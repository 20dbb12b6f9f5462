/** Files on their way in, one after the other: how far it is, what was refused, and what came. */

import type { Grappe } from '#app/grappe.ts';
import type { OpenedFile } from '#app/open-file.ts';
import { navigate, route } from '#app/router.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import type { BoardId } from '#core/ids.ts';
import { showToast } from '../parts/toast.svelte.ts';
import { takeFile } from '../shell/take-file.ts';

/** A file that did not get in, and why. */
export interface RefusedFile {
  readonly name: string;
  readonly sentence: string;
}

export interface ReadingFile {
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly count: number;
}

let reading = $state.raw<ReadingFile | null>(null);
let refused = $state.raw<readonly RefusedFile[]>([]);

/** What waits; what comes while others are read joins the line. */
let line: File[] = [];
let count = 0;

export const intake = {
  get reading(): ReadingFile | null {
    return reading;
  },
  get refused(): readonly RefusedFile[] {
    return refused;
  },
  /** What is being read is finished; what waits is let go. */
  stop: (): void => {
    line = [];
  },
  refuse: (file: RefusedFile): void => {
    refused = [...refused, file];
  },
  dismiss: (): void => {
    refused = [];
  },
};

/** Brings in files, whatever they are called; resolves when nothing waits any more. */
export const takeFiles = async (grappe: Grappe, files: readonly File[]): Promise<void> => {
  line.push(...files);
  count += files.length;
  if (reading || count === 0) return;
  refused = [];
  const opened: OpenedFile[] = [];
  // One way back from all of them: thirty restore points would push out those of before.
  const kept = new Set<BoardId>();
  let position = 0;
  try {
    for (let file = line.shift(); file; file = line.shift()) {
      position += 1;
      reading = { name: file.name, position, count };
      const sentence = await takeOne(grappe, file, opened, kept);
      if (sentence !== null) intake.refuse({ name: file.name, sentence });
      await nextTurn();
    }
    if (count > 1) await tell(opened, count - position);
  } finally {
    reading = null;
    line = [];
    count = 0;
  }
};

/** A file that comes alone leads to its workshop; several are opened where one is. Gives what went wrong, or null. */
const takeOne = async (
  grappe: Grappe,
  file: File,
  opened: OpenedFile[],
  kept: Set<BoardId>,
): Promise<string | null> => {
  if (count === 1) return takeFile(grappe, file);
  const read = await grappe.openFile(file, { kept });
  if (!read.ok) {
    const { error } = read;
    if (error.type === 'MergeDeclined') return null;
    return (await import('#app/words/file-sentences.ts')).fileSentence(error);
  }
  opened.push(read.value);
  return null;
};

/** The page answers between two files: reading is done beside it, putting into the board is not. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const tell = async (opened: readonly OpenedFile[], leftUnread: number): Promise<void> => {
  const workshops = opened.flatMap((file) => file.workshops);
  const [first, ...others] = new Set(workshops.map(({ id }) => id));
  const sum = (numberOf: (file: OpenedFile) => number): number =>
    opened.reduce((total, file) => total + numberOf(file), 0);
  const lost = {
    damaged: sum(({ lostAttachments }) => lostAttachments.damaged),
    unkept: sum(({ lostAttachments }) => lostAttachments.unkept),
  };
  const added = workshops.reduce((total, workshop) => total + workshop.added, 0);
  const sentence = [
    m.intake_done({
      files: m.intake_files({ count: opened.length }),
      notes: added === 0 ? m.intake_no_notes() : m.intake_notes({ count: added }),
    }),
    ...(leftUnread > 0 ? [m.intake_stopped({ count: leftUnread })] : []),
    ...(lost.damaged + lost.unkept > 0
      ? (await import('../shell/lost-sentences.ts')).lostSentences(lost)
      : []),
  ].join(' ');
  const here = route();
  if (first === undefined) return;
  if (here.name !== 'workshop') {
    // Nobody is at work in another one.
    if (others.length > 0) navigate({ name: 'home' });
    else navigate({ name: 'workshop', id: first, screen: { name: 'wall' } });
    showToast(sentence);
  } else if (others.length === 0 && here.id === first) {
    showToast(sentence);
  } else if (others.length === 0) {
    const run = (): void => navigate({ name: 'workshop', id: first, screen: { name: 'wall' } });
    showToast(sentence, { label: m.gather_go(), run });
  } else {
    showToast(sentence, { label: m.shell_home(), run: () => navigate({ name: 'home' }) });
  }
};
