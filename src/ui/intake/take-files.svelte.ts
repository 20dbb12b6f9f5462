/** Files on their way in, one after the other: how far it is, what was refused, and what came. */

import type { Grappe } from '#app/grappe.ts';
import type { OpenedFiles, WaitingFile } from '#app/open-file.ts';
import type { ReadFile } from '#app/read-file.ts';
import { navigate, route } from '#app/router.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { askToMerge } from '../merge/ask.svelte.ts';
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
let isTaking = false;
/** Of the file that is read alone. */
let stopper: AbortController | null = null;

export const intake = {
  get reading(): ReadingFile | null {
    return reading;
  },
  get refused(): readonly RefusedFile[] {
    return refused;
  },
  /** A file that is read alone is let go; of several, what is being read is finished, and what waits is let go. */
  stop: (): void => {
    line = [];
    stopper?.abort();
  },
  refuse: (file: RefusedFile): void => {
    refused = [...refused, file];
  },
  dismiss: (): void => {
    refused = [];
  },
};

/** Says what came in the place of a message, where the only workshop of the files is at hand. */
type Tell = (opened: OpenedFiles, sentence: string) => void;

/** Brings in files, whatever they are called; resolves when nothing waits any more. */
export const takeFiles = async (grappe: Grappe, files: readonly File[], told?: Tell): Promise<void> => {
  line.push(...files);
  count += files.length;
  if (isTaking || count === 0) return;
  isTaking = true;
  refused = [];
  try {
    while (line.length > 0) {
      await (count === 1 ? takeAlone(grappe) : takeTogether(grappe, told));
      count = line.length;
    }
  } finally {
    isTaking = false;
    reading = null;
    line = [];
    count = 0;
  }
};

/** A file that comes alone leads to its workshop. */
const takeAlone = async (grappe: Grappe): Promise<void> => {
  const file = line.shift();
  if (!file) return;
  reading = { name: file.name, position: 1, count: 1 };
  stopper = new AbortController();
  const read = (): void => {
    reading = stopper = null;
  };
  const sentence = await takeFile(grappe, file, { signal: stopper.signal, onread: read });
  read();
  if (sentence !== null) intake.refuse({ name: file.name, sentence });
};

/** Several are opened where one is: first all are read, then one question is asked. */
const takeTogether = async (grappe: Grappe, told?: Tell): Promise<void> => {
  const waiting: WaitingFile[] = [];
  let position = 0;
  for (let file = line.shift(); file; file = line.shift()) {
    position += 1;
    reading = { name: file.name, position, count };
    const read = await grappe.readFile(file);
    if (read.ok) waiting.push(withoutCarried(file, read.value));
    else if (read.error.type !== 'MergeDeclined') {
      const { fileSentence } = await import('#app/words/file-sentences.ts');
      intake.refuse({ name: file.name, sentence: fileSentence(read.error) });
    }
  }
  const left = count - position;
  reading = null;
  if (waiting.length === 0) return;
  const taken = await grappe.takeFiles(waiting, { ask: askToMerge });
  if (taken.ok) await tell(taken.value, left, told);
  else {
    const { sentence } = await import('#app/words/sentences.ts');
    intake.refuse({ name: '', sentence: sentence(taken.error) });
  }
};

const withoutCarried = (file: File, read: ReadFile): WaitingFile => {
  const boards = read.boards.map((board) => ({ ...board, attachments: [] })) as unknown as ReadFile['boards'];
  const carries = read.boards.some(({ attachments }) => attachments.length > 0);
  return { name: file.name, file, read: { ...read, boards }, carries };
};

const tell = async (opened: OpenedFiles, leftUnread: number, told?: Tell): Promise<void> => {
  const { workshops, files, lostAttachments: lost } = opened;
  const [first, ...others] = workshops;
  if (!first) return;
  const added = workshops.reduce((total, workshop) => total + workshop.added, 0);
  const sentence = [
    m.intake_done({
      files: m.intake_files({ count: files }),
      notes: added <= 0 ? m.intake_no_notes() : m.intake_notes({ count: added }),
    }),
    ...(leftUnread > 0 ? [m.intake_stopped({ count: leftUnread })] : []),
    ...(lost.damaged + lost.unkept > 0
      ? (await import('../shell/lost-sentences.ts')).lostSentences(lost)
      : []),
  ].join(' ');
  const here = route();
  const isHere = here.name === 'workshop' && others.length === 0 && here.id === first.id;
  if (isHere && told) {
    told(opened, sentence);
    return;
  }
  if (here.name !== 'workshop') {
    // Nobody is at work in another one.
    if (others.length > 0) navigate({ name: 'home' });
    else navigate({ name: 'workshop', id: first.id, screen: { name: 'wall' } });
  }
  const { merged } = first;
  if (others.length === 0 && merged?.preview && (isHere || here.name !== 'workshop')) {
    const { tellMerge } = await import('../merge/tell-merge.ts');
    tellMerge(first, merged, sentence);
  } else if (here.name !== 'workshop' || isHere) {
    showToast(sentence);
  } else if (others.length === 0) {
    const run = (): void => navigate({ name: 'workshop', id: first.id, screen: { name: 'wall' } });
    showToast(sentence, { label: m.gather_go(), run });
  } else {
    showToast(sentence, { label: m.shell_home(), run: () => navigate({ name: 'home' }) });
  }
};
