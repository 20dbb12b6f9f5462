/** The wall: which notes are shown where, and what is selected, named or being corrected. */

import { SvelteSet } from 'svelte/reactivity';
import type { Cluster, Note } from '#board/board.ts';
import type { ClusterId, NoteId } from '#board/document.ts';
import { findPromotion, phaseKinds, type Kind, type Phase } from '#board/method.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import { assert } from '#core/assert.ts';
import type { Grappe } from '#app/grappe.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import { groupNotesBy, holds } from '../notes/note-facts.ts';

export interface ClusterGroup {
  readonly cluster: Cluster;
  readonly notes: readonly Note[];
}

export interface Column {
  readonly kind: Kind;
  readonly notes: readonly Note[];
}

export type Wall = ReturnType<typeof createWall>;

export const createWall = (workshop: Workshop, grappe: Grappe) => {
  const draftKey = `${workshop.id}/wall`;
  let phaseId = $state<string | null>(null);
  let query = $state('');
  /** The note that Tab leads to, and where a range of the selection starts. */
  let focused = $state<NoteId | null>(null);
  let anchor: NoteId | null = null;
  const selected = new SvelteSet<NoteId>();

  const firstPhase = (): Phase => {
    const [first] = workshop.method.phases;
    assert(first, 'a method has phases');
    return first;
  };
  const phase = $derived<Phase>(workshop.method.phases.find(({ id }) => id === phaseId) ?? firstPhase());
  const ofPhase = $derived(new Set(phaseKinds(phase).map((kind) => kind.id)));
  const live = $derived(liveNotes(workshop.board));
  const shown = $derived(query.trim() === '' ? live : live.filter((note) => holds(note.text, query)));
  const membersOf = $derived(groupNotesBy(live, (note) => note.cluster));

  // A cluster is shown whole wherever one of its notes belongs; an empty one everywhere, lest it be forgotten.
  const clusters = $derived(
    liveClusters(workshop.board).flatMap((cluster): readonly ClusterGroup[] => {
      const members = membersOf.get(cluster.id) ?? [];
      const belongs = members.length === 0 || members.some((note) => ofPhase.has(note.kind));
      if (!belongs) return [];
      const notes = query.trim() === '' ? members : members.filter((note) => shown.includes(note));
      return notes.length === 0 && query.trim() !== '' ? [] : [{ cluster, notes }];
    }),
  );
  const loose = $derived(groupNotesBy(shown, (note) => (note.cluster === null ? note.kind : null)));
  const columns = $derived(
    phaseKinds(phase).flatMap((kind): readonly Column[] => {
      const notes = loose.get(kind.id) ?? [];
      const isHead = phase.rows.type === 'heads' && phase.rows.head.id === kind.id;
      return isHead && notes.length === 0 ? [] : [{ kind, notes }];
    }),
  );
  /** Every group of notes in reading order. */
  const groups = $derived([...clusters, ...columns].map(({ notes }) => notes));
  const order = $derived(groups.flatMap((notes) => notes.map((note) => note.id)));
  const selection = $derived(live.filter((note) => selected.has(note.id)));
  const tabStop = $derived(focused !== null && order.includes(focused) ? focused : (order[0] ?? null));

  const promotion = $derived.by((): Phase | undefined => {
    const phases = new Set(selection.map((note) => findPromotion(workshop.method, note.kind)));
    return phases.size === 1 ? [...phases][0] : undefined;
  });

  const select = (ids: readonly NoteId[]): void => ids.forEach((id) => selected.add(id));

  return {
    get phase() {
      return phase;
    },
    choosePhase: (id: string): void => {
      phaseId = id;
      selected.clear();
      focused = null;
      grappe.writeDraft(draftKey, { phase: id });
    },
    /** Opens the wall at the phase where it was left. */
    restore: async (): Promise<void> => {
      const stored = await grappe.readDraft(draftKey);
      const id: unknown = (stored as { phase?: unknown } | null | undefined)?.phase;
      if (phaseId === null && typeof id === 'string') phaseId = id;
    },
    get query() {
      return query;
    },
    set query(next: string) {
      query = next;
    },
    get found() {
      return order.length;
    },
    get isEmpty() {
      return clusters.length === 0 && columns.every(({ notes }) => notes.length === 0);
    },
    get clusters() {
      return clusters;
    },
    get columns() {
      return columns;
    },
    get tabStop() {
      return tabStop;
    },
    focus: (id: NoteId): void => {
      focused = id;
    },
    /** The selected notes that are on the board, in its order. */
    get selection() {
      return selection;
    },
    isSelected: (id: NoteId): boolean => selected.has(id),
    select,
    clear: (): void => {
      selected.clear();
      anchor = null;
    },
    /** Selects a note or no more; `range`: everything from the one touched before up to here. */
    toggle: (id: NoteId, range: boolean): void => {
      const [from, to] = [anchor === null ? -1 : order.indexOf(anchor), order.indexOf(id)];
      if (range && from >= 0 && to >= 0) {
        select(order.slice(Math.min(from, to), Math.max(from, to) + 1));
      } else if (!selected.delete(id)) {
        selected.add(id);
      }
      anchor = id;
    },
    /** The notes of the column or cluster that holds a note. */
    groupOf: (id: NoteId): readonly NoteId[] =>
      (groups.find((notes) => notes.some((note) => note.id === id)) ?? []).map((note) => note.id),
    /** Where the focus goes when these notes leave: to the next one that stays, else to the one before. */
    neighbourOf: (leaving: readonly NoteId[]): NoteId | null => {
      const gone = new Set(leaving);
      const last = Math.max(...leaving.map((id) => order.indexOf(id)));
      const stays = (id: NoteId): boolean => !gone.has(id);
      return (
        order.slice(last + 1).find(stays) ?? order.slice(0, Math.max(0, last)).filter(stays).pop() ?? null
      );
    },
    /** The phase whose rows the selection could become. */
    get promotion() {
      return promotion;
    },
    groupSize: (id: ClusterId): number => membersOf.get(id)?.length ?? 0,
  };
};
