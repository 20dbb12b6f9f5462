/** The wall: which notes of which phase are shown, how they hang together, and what is selected. */

import type { Cluster, Note } from '#board/board.ts';
import type { ClusterId, NoteId } from '#board/document.ts';
import { findKind, findPromotion, phaseKinds, type Kind, type Phase } from '#board/method.ts';
import { liveClusters, liveNotes } from '#board/select.ts';
import { assert } from '#core/assert.ts';
import type { Grappe } from '#app/grappe.ts';
import type { Workshop } from '#app/workshop.svelte.ts';
import { groupNotesBy } from '../notes/note-facts.ts';
import { now } from '../parts/now.svelte.ts';
import { colourings, createLooks, type Colouring } from './colours.ts';
import { isFiltering, openFilter, passes, type Filter } from './filter.ts';
import { takeWanted } from './look-for.ts';
import { findLetters } from './find-letters.ts';
import type { NoteFinder } from './find-notes.ts';

export interface ClusterGroup {
  readonly cluster: Cluster;
  readonly notes: readonly Note[];
}

export interface Column {
  readonly kind: Kind;
  readonly notes: readonly Note[];
}

/** The wall as a plane to move about on, or as a list. */
export type WallView = 'free' | 'list';

/** What of the wall is kept from one opening to the next, on this device. */
interface Kept {
  readonly phase: string;
  readonly view: WallView;
  readonly colouring: Colouring;
}

export type Wall = ReturnType<typeof createWall>;

/** `grappe`: what keeps the wall as it was left. `startsAs`: how it is shown to whoever has not chosen yet. */
export const createWall = (
  workshop: Workshop,
  grappe: Pick<Grappe, 'readDraft' | 'writeDraft'>,
  startsAs: WallView,
) => {
  const draftKey = `${workshop.id}/wall`;
  const wanted = takeWanted(workshop.id);
  let phaseId = $state<string | null>(wanted ? phaseOfFirst(workshop, wanted) : null);
  let view = $state<WallView | null>(null);
  let colouring = $state<Colouring>('kind');
  let query = $state('');
  let filter = $state.raw<Filter>({ ...openFilter, among: wanted });
  /** The note that Tab leads to, and where a range of the selection starts. */
  let focused = $state<NoteId | null>(null);
  let anchor: NoteId | null = null;
  /** As one value: a set that is followed note by note costs seconds on a wall of 10,000. */
  let selected = $state.raw<ReadonlySet<NoteId>>(new Set());
  /** Comes once something is to be searched for; until then, and where it can't be had, letters are found. */
  let finder = $state.raw<NoteFinder>();
  let isFinderAsked = false;
  const askForFinder = (): void => {
    if (isFinderAsked) return;
    isFinderAsked = true;
    import('./find-notes.ts').then(
      ({ createNoteFinder }) => (finder = createNoteFinder()),
      () => (isFinderAsked = false),
    );
  };

  const firstPhase = (): Phase => {
    const [first] = workshop.method.phases;
    assert(first, 'a method has phases');
    return first;
  };
  const phase = $derived<Phase>(workshop.method.phases.find(({ id }) => id === phaseId) ?? firstPhase());
  const ofPhase = $derived(new Set(phaseKinds(phase).map((kind) => kind.id)));
  const live = $derived(liveNotes(workshop.board));
  const piles = $derived(groupNotesBy(live, (note) => note.pile));
  const tops = $derived(live.filter((note) => note.pile === null));
  const membersOf = $derived(groupNotesBy(tops, (note) => note.cluster));
  const looks = $derived(createLooks(workshop, phase, colouring));

  const isSearching = $derived(query.trim() !== '' || isFiltering(filter));
  /** What is searched for; null: everything. */
  const matching = $derived.by((): ReadonlySet<NoteId> | null => {
    if (!isSearching) return null;
    const found = query.trim() === '' ? null : (finder?.find(live, query) ?? findLetters(live, query));
    const time = filter.minutes === null ? 0 : now();
    const wanted = live.filter(
      (note) => (found?.has(note.id) ?? true) && passes(filter, workshop.board, note, time),
    );
    return new Set(wanted.map(({ id }) => id));
  });
  /** A note that lies on a pile is found by what lies under it, too. */
  const isFound = (note: Note): boolean =>
    matching === null ||
    matching.has(note.id) ||
    (piles.get(note.id)?.some(({ id }) => matching.has(id)) ?? false);

  // A cluster is shown whole wherever one of its notes belongs; an empty one everywhere, lest it be forgotten.
  const clusters = $derived(
    liveClusters(workshop.board).flatMap((cluster): readonly ClusterGroup[] => {
      const notes = membersOf.get(cluster.id) ?? [];
      return notes.length === 0 || notes.some((note) => ofPhase.has(note.kind)) ? [{ cluster, notes }] : [];
    }),
  );
  /** Clusters with notes that are hidden from this device for now: that there are some is all that is told of them. */
  const veiledIn = $derived<ReadonlySet<ClusterId | null>>(
    new Set(
      workshop.veiled === 0
        ? []
        : liveNotes(workshop.whole)
            .filter(({ id }) => !workshop.board.notes.has(id))
            .map(({ cluster }) => cluster),
    ),
  );
  const loose = $derived((membersOf.get(null) ?? []).filter((note) => ofPhase.has(note.kind)));
  const isHead = (kind: Kind): boolean => phase.rows.type === 'heads' && phase.rows.head.id === kind.id;
  const columnsOf = (notes: readonly Note[]): readonly Column[] => {
    const byKind = groupNotesBy(notes, (note) => note.kind);
    return phaseKinds(phase).flatMap((kind): readonly Column[] => {
      const ofKind = byKind.get(kind.id) ?? [];
      return isHead(kind) && ofKind.length === 0 ? [] : [{ kind, notes: ofKind }];
    });
  };
  const columns = $derived(columnsOf(loose));
  const placed = $derived(loose.filter((note) => note.place !== null));
  const trays = $derived(columnsOf(loose.filter((note) => note.place === null)));

  const notes = $derived([
    ...trays.flatMap((tray) => tray.notes),
    ...clusters.flatMap((group) => group.notes),
    ...placed,
  ]);

  /** The note being corrected: it is not searched away from under whoever types in it. */
  let held = $state<NoteId | null>(null);
  const foundOf = (notes: readonly Note[]): readonly Note[] =>
    isSearching ? notes.filter((note) => note.id === held || isFound(note)) : notes;
  const foundClusters = $derived(
    isSearching
      ? clusters
          .map(({ cluster, notes }) => ({ cluster, notes: foundOf(notes) }))
          .filter(({ notes }) => notes.length > 0)
      : clusters,
  );
  const foundColumns = $derived(
    isSearching ? columns.map(({ kind, notes }) => ({ kind, notes: foundOf(notes) })) : columns,
  );
  /** Every group of notes in reading order. */
  const groups = $derived([...foundClusters, ...foundColumns].map(({ notes }) => notes));
  const order = $derived(groups.flatMap((notes) => notes.map((note) => note.id)));
  // What is not on this wall any more, piled or sorted elsewhere by another device, is not acted on unseen.
  const selection = $derived(selected.size === 0 ? [] : notes.filter((note) => selected.has(note.id)));
  const tabStop = $derived(focused !== null && order.includes(focused) ? focused : (order[0] ?? null));
  const total = $derived(clusters.reduce((sum, { notes }) => sum + notes.length, loose.length));

  const promotion = $derived.by((): Phase | undefined => {
    const phases = new Set(selection.map((note) => findPromotion(workshop.method, note.kind)));
    return phases.size === 1 ? [...phases][0] : undefined;
  });

  const select = (ids: readonly NoteId[]): void => {
    selected = new Set([...selected, ...ids]);
  };
  const unselect = (): void => {
    if (selected.size > 0) selected = new Set();
  };
  const keep = (): void => {
    const kept: Kept = { phase: phase.id, view: view ?? startsAs, colouring };
    grappe.writeDraft(draftKey, kept);
  };

  return {
    get phase() {
      return phase;
    },
    choosePhase: (id: string): void => {
      phaseId = id;
      unselect();
      focused = null;
      keep();
    },
    get view() {
      return view ?? startsAs;
    },
    set view(next: WallView) {
      view = next;
      keep();
    },
    get colouring() {
      return colouring;
    },
    set colouring(next: Colouring) {
      colouring = next;
      keep();
    },
    /** Opens the wall as it was left. */
    restore: async (): Promise<void> => {
      const kept = ((await grappe.readDraft(draftKey)) ?? {}) as Partial<Record<keyof Kept, unknown>>;
      if (phaseId === null && typeof kept.phase === 'string') phaseId = kept.phase;
      if (view === null && (kept.view === 'free' || kept.view === 'list')) view = kept.view;
      colouring = colourings.find((known) => known === kept.colouring) ?? colouring;
    },
    get query() {
      return query;
    },
    set query(next: string) {
      query = next;
      if (next.trim() !== '') askForFinder();
    },
    /** Somebody is about to. */
    willSearch: askForFinder,
    get filter() {
      return filter;
    },
    set filter(next: Filter) {
      filter = next;
    },
    get isSearching() {
      return isSearching;
    },
    clearSearch: (): void => {
      query = '';
      filter = openFilter;
    },
    /** Notes that are found, and all there are on this phase's wall; a pile counts as one. */
    get found() {
      return order.length;
    },
    get total() {
      return total;
    },
    get isEmpty() {
      return clusters.length === 0 && loose.length === 0;
    },
    /** The found ones are what the list shows; the free wall shows all, and dims the others. */
    get clusters() {
      return foundClusters;
    },
    get columns() {
      return foundColumns;
    },
    /** Every note of the phase's wall, those that lie under others apart. */
    get notes() {
      return notes;
    },
    get allClusters() {
      return clusters;
    },
    /** Loose notes that somebody put somewhere. */
    get placed() {
      return placed;
    },
    /** Loose notes that wait to be put somewhere, by kind. */
    get trays() {
      return trays;
    },
    isFound,
    hold: (note: NoteId | null): void => {
      held = note;
    },
    lookOf: (note: Note) => looks(note),
    /** What lies under a note. */
    pileOf: (id: NoteId): readonly Note[] => piles.get(id) ?? [],
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
      unselect();
      anchor = null;
    },
    /** Selects a note or no more; `range`: everything from the one touched before up to here. */
    toggle: (id: NoteId, range: boolean): void => {
      const [from, to] = [anchor === null ? -1 : order.indexOf(anchor), order.indexOf(id)];
      if (range && from >= 0 && to >= 0) {
        select(order.slice(Math.min(from, to), Math.max(from, to) + 1));
      } else {
        const next = new Set(selected);
        if (!next.delete(id)) next.add(id);
        selected = next;
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
    hidesNotesOf: (id: ClusterId): boolean => veiledIn.has(id),
    groupSize: (id: ClusterId): number =>
      (membersOf.get(id) ?? []).reduce((sum, note) => sum + 1 + (piles.get(note.id)?.length ?? 0), 0),
  };
};

/** The phase of the first of some notes. */
const phaseOfFirst = ({ board, method }: Workshop, notes: ReadonlySet<NoteId>): string | null => {
  const [first] = notes;
  const note = first === undefined ? undefined : board.notes.get(first);
  return (note && findKind(method, note.kind)?.phase.id) ?? null;
};
