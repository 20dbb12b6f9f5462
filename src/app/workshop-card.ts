/** What the list of workshops says of one, and how the catalogue keeps it. */

import { findKind } from '#board/method.ts';
import { findMethod } from '#board/methods.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import type { BoardId } from '#core/ids.ts';
import type { BoardRow } from '#storage/ledger.ts';
import type { WorkshopCard } from './grappe.ts';
import type { Workshop } from './workshop.svelte.ts';

/** The row of a workshop that is new here. */
export const newRow = (id: BoardId, now: number): BoardRow => ({
  id,
  createdAt: now,
  openedAt: now,
  changedAt: now,
  summary: null,
});

type Summary = Omit<WorkshopCard, 'id' | 'changedAt' | 'exportedAt'>;

export const summarise = ({ board }: Workshop): Summary => {
  const method = findMethod(board.meta.method.value);
  const notes = liveNotes(board);
  return {
    title: board.meta.title.value,
    place: board.meta.place.value,
    date: board.meta.date.value,
    noteCount: notes.length,
    clusterCount: liveClusters(board).length,
    hues: [...new Set(notes.map((note) => findKind(method, note.kind)?.kind.hue ?? 'paper'))].slice(0, 3),
  };
};

/** Storage keeps the summary without looking inside; an older version may have written another one. */
export const readCard = ({ id, changedAt, exportedAt, summary }: BoardRow): WorkshopCard => {
  const { title, place, date, noteCount, clusterCount, hues } = (summary ?? {}) as Partial<
    Record<keyof Summary, unknown>
  >;
  return {
    id,
    title: readText(title),
    place: readText(place),
    date: readText(date),
    noteCount: Number(noteCount) || 0,
    clusterCount: Number(clusterCount) || 0,
    hues: Array.isArray(hues) ? hues.filter((hue) => typeof hue === 'string') : [],
    changedAt,
    exportedAt: exportedAt ?? null,
  };
};

const readText = (value: unknown): string => (typeof value === 'string' ? value : '');
