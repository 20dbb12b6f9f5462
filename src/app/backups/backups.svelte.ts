/**
 * Backups of this device's workshops: files that stand somewhere else than in the browser. A person saves or shares
 * them; or a folder takes them by itself, one file per workshop and day, so that no broken state ever takes the place of
 * yesterday's.
 *
 * The folder is written to when the catalogue tells of something new that is saved, after a pause in which nothing is
 * written, at most every few minutes; and at once when a workshop is left or the page goes out of sight.
 */

import type { Clock } from '#core/clock.ts';
import { whenIdle } from '#core/idle.ts';
import { createId, type BoardId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import { readBackupFolder, writeBackupFolder, type BackupFolder } from '#storage/backup-folder.ts';
import { observeBoards, readBoard, touchBoard } from '#storage/catalogue.ts';
import { readDraft, readSetting, writeDraft, type Json } from '#storage/entries.ts';
import type { BoardRow, Ledger } from '#storage/ledger.ts';
import { fileName } from '../file-name.ts';
import type { OpenWorkshop } from '../grappe.ts';
import { packWorkshop } from '../attachments/pack-workshop.ts';
import { askToAllow, canChooseFolder, chooseFolder, isAllowed, type ChoiceError } from './folder-access.ts';
import { isReminderDue, type Baseline } from './reminder.ts';
import { canShareFiles, shareableFile, shareFile, type ShareError } from './share-file.ts';
import { writeFile, type WriteFailure } from './write-file.ts';

/** Between two automatic backups of a workshop: what at most is lost with the device. */
const everyMs = 180_000;
/** Without a change for that long, nobody is in the middle of something. */
const quietMs = 5_000;

export type FolderState =
  | { readonly type: 'unsupported' }
  | { readonly type: 'reading' }
  | { readonly type: 'none' }
  | { readonly type: 'ready'; readonly name: string }
  /** The browser was closed since, and asks anew. */
  | { readonly type: 'needsPermission'; readonly name: string }
  /** The last file could not be written; tried again by itself. */
  | { readonly type: 'failed'; readonly name: string; readonly reason: Exclude<WriteFailure, 'forbidden'> };

export interface Backups {
  readonly folder: FolderState;
  /** When the folder last took this workshop and gave it back unchanged; milliseconds since 1970, or null. */
  folderTime(id: BoardId): number | null;
  /** Whether this device shares files. */
  readonly canShare: boolean;
  /** For the press of a button. */
  share(open: OpenWorkshop): Promise<Result<void, ShareError>>;
  /** Asks for a folder, and puts what is open into it. For the press of a button. */
  choose(): Promise<Result<void, ChoiceError>>;
  /** Asks for the permission again. For the press of a button. */
  allow(): Promise<void>;
  forget(): Promise<void>;
  /** Tries at once what failed. */
  retry(): Promise<void>;
  /** Backs a workshop up from now on; what it returns is called once the workshop was left and is saved. */
  follow(open: OpenWorkshop): () => Promise<void>;
  /** Tells whether to remind of a backup now, and notes that it was said. */
  remind(open: OpenWorkshop): Promise<boolean>;
}

export interface BackupsContext {
  /** Without it, there is neither folder nor memory of backups. */
  readonly ledger: Ledger | undefined;
  readonly clock: Clock;
}

/** What a folder holds of a workshop, as noted with it. */
interface Mark {
  readonly folder: string;
  readonly at: number;
}

export const createBackups = async ({ ledger, clock }: BackupsContext): Promise<Backups> => {
  let folder: BackupFolder | undefined;
  let state = $state.raw<FolderState>({ type: 'reading' });
  let marks = $state.raw<ReadonlyMap<BoardId, Mark>>(new Map());
  let rows: ReadonlyMap<BoardId, BoardRow> = new Map();
  const followed = new Set<OpenWorkshop>();
  const triedAt = new Map<BoardId, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const start = async (): Promise<void> => {
    const known = ledger && canChooseFolder() ? await readBackupFolder(ledger) : undefined;
    folder = known?.ok ? known.value : undefined;
    if (!ledger || !canChooseFolder()) state = { type: 'unsupported' };
    else await lookAtFolder();
  };

  const lookAtFolder = async (): Promise<void> => {
    if (!folder) state = { type: 'none' };
    else if (await isAllowed(folder.handle)) state = { type: 'ready', name: folder.handle.name };
    else state = { type: 'needsPermission', name: folder.handle.name };
  };

  /** The time of what the present folder holds; what stands in another one doesn't count. */
  const heldAt = (id: BoardId): number | null => {
    const mark = marks.get(id);
    return mark && mark.folder === folder?.id ? mark.at : null;
  };

  const isDue = (row: BoardRow | undefined): row is BoardRow =>
    row !== undefined && row.changedAt > (heldAt(row.id) ?? 0);

  const canWrite = (): boolean => state.type === 'ready' || state.type === 'failed';

  /** Sets the clock for the next workshop that has something new. */
  const plan = (): void => {
    clearTimeout(timer);
    if (!canWrite()) return;
    const now = clock.now();
    const times = [...followed]
      .map(({ workshop }) => rows.get(workshop.id))
      .filter(isDue)
      .map(({ id, changedAt }) => Math.max(changedAt + quietMs, (triedAt.get(id) ?? 0) + everyMs));
    if (times.length === 0) return;
    timer = setTimeout(
      () => whenIdle(() => void writeDue(isRipe), 10_000),
      Math.max(0, Math.min(...times) - now),
    );
  };

  const isRipe = ({ id, changedAt }: BoardRow): boolean =>
    clock.now() >= Math.max(changedAt + quietMs, (triedAt.get(id) ?? 0) + everyMs);

  const writeDue = async (isWanted: (row: BoardRow) => boolean): Promise<void> => {
    for (const open of followed) {
      const row = rows.get(open.workshop.id);
      if (isDue(row) && isWanted(row)) await write(open, clock.now());
    }
    plan();
  };

  /** Writes a workshop's file of the day. `at`: a moment by which all that is in it was written. */
  const write = (open: OpenWorkshop, at: number): Promise<void> =>
    alone(async () => {
      const { id } = open.workshop;
      const target = folder;
      if (!ledger || !target || !canWrite()) return;
      // Another tab may have written it, or erased the workshop.
      const [row] = await Promise.all([readBoard(ledger, id), readMark(ledger, id)]);
      if (!row.ok || !isDue(row.value)) return;
      triedAt.set(id, clock.now());
      const name = dailyName(open, at, await readDevice(ledger));
      const written = await writeFile(target.handle, name, await makeFile(open, at));
      if (target !== folder) return;
      const { name: folderName } = target.handle;
      if (written.ok) {
        state = { type: 'ready', name: folderName };
        await writeMark(ledger, id, { folder: target.id, at });
        await touchBoard(ledger, id, { exportedAt: at });
      } else if (written.error.reason === 'forbidden') {
        state = { type: 'needsPermission', name: folderName };
      } else {
        state = { type: 'failed', name: folderName, reason: written.error.reason };
      }
    });

  const readMark = async (from: Ledger, id: BoardId): Promise<void> => {
    const read = await readDraft(from, id, markKey);
    const { folder: held, at } = ((read.ok && read.value) || {}) as Partial<Mark>;
    if (typeof held === 'string' && typeof at === 'number') noteMark(id, { folder: held, at });
  };

  const writeMark = async (to: Ledger, id: BoardId, mark: Mark): Promise<void> => {
    noteMark(id, mark);
    await writeDraft(to, id, markKey, { ...mark });
  };

  const noteMark = (id: BoardId, mark: Mark): void => {
    marks = new Map(marks).set(id, mark);
  };

  /** Begins anew with each backup. */
  const readBaseline = async (from: Ledger, { workshop }: OpenWorkshop): Promise<Baseline> => {
    const [row, known] = await Promise.all([
      readBoard(from, workshop.id),
      readDraft(from, workshop.id, baselineKey),
    ]);
    const exportedAt = (row.ok && row.value?.exportedAt) || 0;
    const baseline = parseBaseline(known.ok ? known.value : undefined);
    if (baseline && baseline.at >= exportedAt) return baseline;
    const begun = { at: exportedAt || clock.now(), notes: workshop.count };
    await writeDraft(from, workshop.id, baselineKey, begun);
    return begun;
  };

  const writeAllNow = async (): Promise<void> => {
    await writeDue(() => true);
  };

  const makeFile = async ({ workshop }: OpenWorkshop, at: number): Promise<Uint8Array> =>
    (await packWorkshop(workshop, at, ledger)).bytes;

  await start();
  if (ledger) {
    observeBoards(ledger, (list) => {
      rows = new Map(list.map((row) => [row.id, row]));
      plan();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void writeAllNow();
    });
  }

  return {
    get folder() {
      return state;
    },
    folderTime: heldAt,
    canShare: canShareFiles(),

    share: async (open) => {
      const at = clock.now();
      const name = fileName(open.workshop.board.meta.title.value, at, 'grappe');
      const file = shareableFile(name, await makeFile(open, at));
      const shared: Result<void, ShareError> = file
        ? await shareFile(file)
        : { ok: false, error: { type: 'ShareRefused' } };
      if (shared.ok && ledger) await touchBoard(ledger, open.workshop.id, { exportedAt: at });
      return shared;
    },

    choose: async () => {
      const chosen = await chooseFolder();
      if (!chosen.ok) return chosen;
      folder = { id: createId(), handle: chosen.value };
      if (ledger) await writeBackupFolder(ledger, folder);
      await lookAtFolder();
      await writeAllNow();
      return { ok: true, value: undefined };
    },

    allow: async () => {
      if (!folder || !(await askToAllow(folder.handle))) return;
      await lookAtFolder();
      await writeAllNow();
    },

    forget: async () => {
      folder = undefined;
      if (ledger) await writeBackupFolder(ledger, undefined);
      await lookAtFolder();
    },

    retry: writeAllNow,

    follow: (open) => {
      followed.add(open);
      if (ledger) {
        void readMark(ledger, open.workshop.id).then(plan);
        // What came with a file stands elsewhere already: only what is new here counts.
        void readBaseline(ledger, open);
      }
      return async () => {
        followed.delete(open);
        if (canWrite()) await write(open, clock.now());
      };
    },

    remind: async (open) => {
      if (!ledger) return false;
      const { id } = open.workshop;
      const baseline = await readBaseline(ledger, open);
      const [row, said] = await Promise.all([readBoard(ledger, id), readDraft(ledger, id, remindedKey)]);
      if (!row.ok || !row.value) return false;
      const now = clock.now();
      const due = isReminderDue({
        now,
        changedAt: row.value.changedAt,
        notes: open.workshop.count,
        baseline,
        remindedAt: said.ok && typeof said.value === 'number' ? said.value : null,
        isAutomatic: state.type === 'ready',
      });
      if (due) await writeDraft(ledger, id, remindedKey, now);
      return due;
    },
  };
};

/** Kept with the workshop, so that erasing it erases them. */
const markKey = 'backup/folder';
const baselineKey = 'backup/baseline';
const remindedKey = 'backup/reminded';

const parseBaseline = (value: Json | undefined): Baseline | undefined => {
  const { at, notes } = (value ?? {}) as Partial<Baseline>;
  return typeof at === 'number' && typeof notes === 'number' ? { at, notes } : undefined;
};

/**
 * The file's name: title, day, and what tells workshops of the same title apart, and two devices that share a folder.
 * Small letters only: not every disk tells `a` from `A`.
 */
const dailyName = ({ workshop }: OpenWorkshop, now: number, device: string): string => {
  const mark = `${workshop.id.slice(0, 5)}${device.slice(0, 3)}`.toLowerCase().replace(/[^a-z0-9]/g, '0');
  return fileName(workshop.board.meta.title.value, now, `${mark}.grappe`).replace(`.${mark}.`, `-${mark}.`);
};

const readDevice = async (ledger: Ledger): Promise<string> => {
  const device = await readSetting(ledger, 'device');
  return device.ok && typeof device.value === 'string' ? device.value : '';
};

/** Does work in one tab at a time, where the browser can tell tabs to wait for each other. */
const alone = async (work: () => Promise<void>): Promise<void> => {
  if ('locks' in navigator) await navigator.locks.request('grappe-backup', work);
  else await work();
};
