/**
 * The number on the icon of the installed app: notes that were written on this device and stand nowhere else yet. What was in
 * a saved file, is on the disk of a hub, or is with a device that is linked and level, counts as gone.
 */

import type { Board } from '#board/board.ts';
import { liveNotes } from '#board/select.ts';
import type { BoardId, DeviceId } from '#core/ids.ts';
import { observeBoards } from '#storage/catalogue.ts';
import { readDraft, readSetting, writeDraft, writeSetting } from '#storage/entries.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { OpenWorkshop } from './grappe.ts';
import { practiceDraft } from './practice/draft.ts';

/** How many notes of this device were elsewhere, and the time of the last file by then (milliseconds since 1970; 0: none). */
export interface Sent {
  readonly at: number;
  readonly notes: number;
}

export interface BadgeFacts {
  readonly board: Board;
  readonly device: DeviceId;
  /** When a file was last saved; 0: never. */
  readonly exportedAt: number;
  /** All is on a hub, or with a device that is linked. */
  readonly isElsewhere: boolean;
  readonly sent: Sent;
}

/** Reckons anew what was sent, and how many notes of this device were not. */
export const countUnsent = ({ board, device, exportedAt, isElsewhere, sent }: BadgeFacts) => {
  const own = liveNotes(board).filter((note) => note.device === device);
  const now: Sent = isElsewhere
    ? { at: exportedAt, notes: own.length }
    : exportedAt === sent.at
      ? sent
      : // A note's time is rounded down to the minute: one of the file's own minute was in it, more likely than not.
        { at: exportedAt, notes: own.filter(({ at }) => at <= exportedAt).length };
  return { sent: now, unsent: Math.max(0, own.length - now.notes) };
};

/** Kept with the workshop, so that erasing it erases it. */
const sentKey = 'sent';
/** Of this device: how many of each workshop. */
const unsentKey = 'unsent';

/** Keeps the number true while a workshop is open; returns the undo. */
export const followBadge = (ledger: Ledger, open: OpenWorkshop): (() => void) => {
  const { workshop } = open;
  const { id } = workshop;
  let rows = $state.raw<ReadonlyMap<BoardId, number>>();
  let kept = $state.raw<Sent>();
  let last = -1;

  const follow = (): (() => void) => {
    const stop = observeBoards(ledger, (list) => {
      rows = new Map(list.map((row) => [row.id, row.exportedAt ?? 0]));
    });
    void readDraft(ledger, id, sentKey).then((stored) => {
      kept = readSent(stored.ok ? stored.value : undefined);
    });
    const unfollow = $effect.root(() => {
      $effect(() => {
        if (!rows || !kept) return;
        const { hub } = open;
        const isElsewhere =
          (hub?.view.type === 'on' && hub.view.isAllThere) ||
          (hub?.direct?.devices.some(({ isLevel }) => isLevel) ?? false);
        const { sent, unsent } = countUnsent({
          board: workshop.whole,
          device: workshop.device,
          exportedAt: rows.get(id) ?? 0,
          isElsewhere,
          sent: kept,
        });
        if (sent.at !== kept.at || sent.notes !== kept.notes) {
          kept = sent;
          void writeDraft(ledger, id, sentKey, { ...sent });
        }
        if (unsent === last) return;
        last = unsent;
        void show(ledger, id, unsent, rows);
      });
    });
    return () => {
      stop();
      unfollow();
    };
  };

  if (!('setAppBadge' in navigator)) return () => undefined;
  let isLeft = false;
  let leave = (): void => undefined;
  // What is written for practice is for nobody.
  void readDraft(ledger, id, practiceDraft).then((practice) => {
    if (!isLeft && !(practice.ok && practice.value)) leave = follow();
  });
  return () => {
    isLeft = true;
    leave();
  };
};

const show = async (
  ledger: Ledger,
  id: BoardId,
  unsent: number,
  rows: ReadonlyMap<BoardId, unknown>,
): Promise<void> => {
  const stored = await readSetting(ledger, unsentKey);
  const known = stored.ok && typeof stored.value === 'object' ? stored.value : null;
  const counts = Object.entries({ ...known, [id]: unsent }).filter(
    (entry): entry is [string, number] => rows.has(entry[0] as BoardId) && Number.isFinite(entry[1]),
  );
  await writeSetting(ledger, unsentKey, Object.fromEntries(counts));
  // Refused where the app is not installed: there is no icon then.
  if ('setAppBadge' in navigator)
    await navigator.setAppBadge(counts.reduce((sum, [, count]) => sum + count, 0)).catch(() => undefined);
};

/** Storage gives back what some version wrote; anything of another shape is passed over. */
const readSent = (stored: unknown): Sent => {
  const { at, notes } = (stored ?? {}) as Record<string, unknown>;
  return typeof at === 'number' && typeof notes === 'number' ? { at, notes } : { at: 0, notes: 0 };
};
