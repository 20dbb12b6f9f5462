/** What is done on the wall, whichever way it is shown: each deed says what it did, and can be taken back. */

import type { Cluster, Note } from '#board/board.ts';
import type { ClusterId, NoteId, Place } from '#board/document.ts';
import type { KindId, Phase } from '#board/method.ts';
import { wallCommands } from '#app/wall-commands.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { clusterPromotion, clusterTitle } from '../notes/note-facts.ts';
import { noteName } from '../notes/note-name.ts';
import { park } from '../notes/park.ts';
import { promote, type HowMany } from '../notes/promote.ts';
import { tell, tellQuietly } from '../notes/tell.ts';
import { announce } from '../parts/announcer.svelte.ts';
import { showToast } from '../parts/toast.svelte.ts';
import type { Wall } from './wall.svelte.ts';

/** What the view that is shown does for the deeds. */
export interface WallHost {
  readonly focusNote: (note: NoteId | null) => void;
  readonly focusCluster: (cluster: ClusterId) => void;
  /** Where a new cluster of so many notes shall stand; null: wherever the layout puts it. */
  readonly placeForCluster: (notes: readonly NoteId[]) => Place | null;
  /** Brings notes into sight. */
  readonly reveal: (notes: readonly NoteId[]) => void;
}

/** The keys on a note that change the board. */
const changing = ['Delete', 'Backspace', 'g', 'm', 'o', 'p', 's', 't'];

export type WallWork = ReturnType<typeof createWallWork>;

export const createWallWork = (workshop: Workshop, wall: Wall, host: () => WallHost) => {
  const commands = wallCommands(workshop);
  /** The note whose text is being corrected. */
  let editing = $state<NoteId | null>(null);
  /** The cluster whose name is being typed. */
  let naming = $state<ClusterId | null>(null);
  /** The cluster just made: taking it back takes its name back too. */
  let fresh: { readonly cluster: ClusterId; readonly count: number; readonly step: unknown } | null = null;
  /** The cluster whose menu is open. */
  let menu = $state<ClusterId | null>(null);
  /** The note whose pile is open. */
  let pile = $state<NoteId | null>(null);
  let moving = $state(false);
  let promoting = $state(false);
  let helping = $state(false);
  let afterMove: NoteId | null = null;

  // A note that is gone from the wall is not corrected there; nor does its editor open by itself when it comes back.
  $effect(() => {
    if (editing !== null && !wall.notes.some(({ id }) => id === editing)) editing = null;
    if (pile !== null && wall.pileOf(pile).length === 0) pile = null;
    if (menu !== null && workshop.board.clusters.get(menu)?.trash !== null) menu = null;
    if (naming !== null && workshop.board.clusters.get(naming)?.trash !== null) naming = null;
    wall.hold(editing);
  });

  const ids = $derived(wall.selection.map((note) => note.id));
  const allStressed = $derived(wall.selection.length > 0 && wall.selection.every((note) => note.stressed));

  /** Groups notes under a name still to be given, which may be skipped. */
  const group = (notes: readonly NoteId[], place = host().placeForCluster(notes)): void => {
    const grouped = commands.group(notes, '', place ?? undefined);
    if (!tell(workshop, grouped, m.wall_grouped({ count: notes.length })) || !grouped.ok) return;
    wall.clear();
    naming = grouped.value;
    fresh = { cluster: grouped.value, count: notes.length, step: workshop.lastStep };
  };

  const named = (cluster: Cluster, title: string | null, before: string, back: boolean): void => {
    if (naming !== cluster.id) return;
    naming = null;
    if (back) host().focusCluster(cluster.id);
    if (title === null || title.trim() === before) return;
    // One *Annuler* takes back both the group and its name, unless something else was done in between.
    const isLast = fresh?.step === workshop.lastStep;
    const renamed = commands.rename(cluster.id, title, before);
    if (fresh?.cluster === cluster.id && isLast) {
      tell(workshop, renamed, m.wall_grouped_in({ count: fresh.count, title: title.trim() }), 2);
      fresh = null;
    } else tellQuietly(renamed, m.wall_cluster_named({ title: title.trim() }));
  };

  const rename = (cluster: ClusterId): void => {
    fresh = null;
    naming = cluster;
  };

  const stress = (): void => {
    const [count, stressed] = [ids.length, !allStressed];
    tellQuietly(
      workshop.stress(ids, stressed),
      stressed ? m.notes_stressed_said({ count }) : m.notes_unstressed_said({ count }),
    );
  };

  const trash = (notes: readonly NoteId[]): void => {
    const next = wall.neighbourOf(notes);
    if (!tell(workshop, workshop.trash(notes), m.notes_trashed({ count: notes.length }))) return;
    editing = null;
    wall.clear();
    host().focusNote(next);
  };

  const keepForLater = (notes: readonly NoteId[]): void => {
    const next = wall.neighbourOf(notes);
    if (!park(workshop, notes)) return;
    editing = null;
    wall.clear();
    host().focusNote(next);
  };

  const startMoving = (): void => {
    afterMove = wall.neighbourOf(ids);
    moving = true;
  };

  const promoteSelection = (): void => {
    const phase = wall.promotion;
    if (phase?.rows.type !== 'heads') return;
    if (wall.selection.length > 1 && !phase.rows.single) promoting = true;
    else promoteInto(phase, 'each');
  };

  /** What was promoted stays on this wall, and the focus with it. */
  const promoteInto = (phase: Phase, how: HowMany): void => {
    const [first] = ids;
    if (!promote(workshop, phase, wall.selection, how)) return;
    wall.clear();
    host().focusNote(first ?? null);
  };

  const promoteCluster = (cluster: Cluster): void => {
    const phase = clusterPromotion(workshop.board, workshop.method, cluster);
    if (!phase) return;
    if (cluster.title.value === '') {
      naming = cluster.id;
      showToast(m.wall_cluster_name_first());
      return;
    }
    promote(workshop, phase, [{ id: cluster.id, text: cluster.title.value }], 'each');
  };

  const ungroup = (cluster: Cluster): void => {
    const title = clusterTitle(cluster);
    const [first] = wall.notes.filter((note) => note.cluster === cluster.id);
    if (tell(workshop, workshop.trash([cluster.id]), m.wall_cluster_ungrouped({ title })))
      host().focusNote(first?.id ?? null);
  };

  const merge = (from: ClusterId, into: Cluster): void => {
    const title = clusterTitle(into);
    if (tell(workshop, commands.mergeClusters([from], into.id), m.wall_cluster_merged({ title })))
      host().focusCluster(into.id);
  };

  const moveInto = (notes: readonly NoteId[], cluster: ClusterId): void => {
    const found = workshop.board.clusters.get(cluster);
    const title = found ? clusterTitle(found) : '';
    tell(workshop, commands.moveToCluster(notes, cluster), m.wall_grouped_in({ count: notes.length, title }));
    wall.clear();
  };

  const takeOut = (): void => {
    const out = wall.selection.filter((note) => note.cluster !== null).map((note) => note.id);
    if (out.length === 0) return;
    if (!tell(workshop, commands.moveToCluster(out, null), m.notes_moved_out({ count: out.length }))) return;
    wall.clear();
    host().focusNote(out[0] ?? null);
  };

  /** Drops notes on another: into its cluster, or together with it into a new one. */
  const joinNote = (notes: readonly NoteId[], onto: Note): void => {
    if (onto.cluster !== null) moveInto(notes, onto.cluster);
    else group([...notes.filter((note) => note !== onto.id), onto.id], onto.place ?? undefined);
  };

  /** Takes notes out of their clusters, to wait among those of a kind. */
  const sortInto = (notes: readonly NoteId[], kind: KindId): void => {
    const found = notes.flatMap((note) => workshop.board.notes.get(note) ?? []);
    const away = found.filter(({ cluster, place }) => cluster !== null || place !== null).map(({ id }) => id);
    const others = found.filter((note) => note.kind !== kind).map((note) => note.id);
    const results = [
      ...(away.length > 0 ? [commands.moveToCluster(away, null, new Map(away.map((id) => [id, null])))] : []),
      ...(others.length > 0 ? [workshop.changeKind(others, kind)] : []),
    ];
    const result = results.find((candidate) => !candidate.ok) ?? results[0];
    if (result) tell(workshop, result, m.notes_moved({ count: notes.length }), results.length);
  };

  const stack = (notes: readonly NoteId[]): void => {
    // What is sorted already stays where it is, and the others come to it; else to the first of them on the wall.
    const found = wall.notes.filter(({ id }) => notes.includes(id));
    const sorted = found.find((note) => note.cluster !== null) ?? found[0];
    const top = sorted?.id;
    const others = notes.filter((id) => id !== top);
    if (top === undefined || others.length === 0) return;
    if (!tell(workshop, commands.pile(others, top), m.wall_piled({ count: notes.length }))) return;
    wall.clear();
    host().focusNote(top);
  };

  const unstack = (notes: readonly NoteId[]): void => {
    tell(workshop, commands.unpile(notes), m.wall_unpiled({ count: notes.length }));
  };

  const selectAll = (notes: readonly NoteId[]): void => {
    wall.select(notes);
    announce(m.wall_selected({ count: wall.selection.length }));
  };

  /** The texts of what is selected, one note a paragraph, for the clipboard. */
  const copied = (): string => wall.selection.map(noteName).join('\n\n');

  /** Opens a note to be corrected; on a board that may not be written, it stays closed. */
  const edit = (note: NoteId | null): void => {
    if (workshop.canChange) editing = note;
  };

  /** A key acts on the selection if the note is in it, else on the note alone. */
  const choose = (note: NoteId): void => {
    if (wall.isSelected(note)) return;
    wall.clear();
    wall.select([note]);
  };

  /** A key on a note; true when it meant something. */
  const key = (event: KeyboardEvent, note: NoteId): boolean => {
    if (!workshop.canChange && changing.includes(event.key)) return false;
    const chosen = wall.isSelected(note) ? ids : [note];
    // A key held down is one deed.
    if (event.repeat) return changing.includes(event.key);
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'a') return false;
      selectAll(wall.groupOf(note));
      return true;
    }
    switch (event.key) {
      case 'Enter':
        edit(note);
        return true;
      case 'Delete':
      case 'Backspace':
        trash(chosen);
        return true;
      case 'Escape':
        wall.clear();
        return true;
      case '?':
        helping = true;
        return true;
      case 'g':
        group(chosen);
        return true;
      case 'm':
        choose(note);
        startMoving();
        return true;
      case 'o':
        choose(note);
        takeOut();
        return true;
      case 'p':
        if (chosen.length > 1) stack(chosen);
        else if (wall.pileOf(note).length > 0) pile = note;
        return true;
      case 's':
        choose(note);
        stress();
        return true;
      case 't':
        keepForLater(chosen);
        return true;
      default:
        return false;
    }
  };

  return {
    /** Whether anything can be changed here; else the wall is for looking. */
    get canChange() {
      return workshop.canChange;
    },
    get ids() {
      return ids;
    },
    get allStressed() {
      return allStressed;
    },
    get editing() {
      return editing;
    },
    /** The text is as it shall be; `back`: by a key, so the focus goes back to the note. */
    edited: (note: NoteId, back: boolean): void => {
      if (editing === note) editing = null;
      if (back) host().focusNote(note);
    },
    get naming() {
      return naming;
    },
    get menu() {
      return menu;
    },
    set menu(cluster: ClusterId | null) {
      menu = cluster;
    },
    get pile() {
      return pile;
    },
    set pile(note: NoteId | null) {
      pile = note;
    },
    get moving() {
      return moving;
    },
    set moving(open: boolean) {
      moving = open;
    },
    get promoting() {
      return promoting;
    },
    set promoting(open: boolean) {
      promoting = open;
    },
    get helping() {
      return helping;
    },
    set helping(open: boolean) {
      helping = open;
    },
    /** One goes on sorting where one was, not where the notes went. */
    moved: (): void => {
      wall.clear();
      host().focusNote(afterMove);
    },
    edit,
    group,
    named,
    rename,
    stress,
    trash,
    keepForLater,
    startMoving,
    promoteSelection,
    promoteAs: (how: HowMany): void => {
      if (wall.promotion) promoteInto(wall.promotion, how);
    },
    promoteCluster,
    ungroup,
    merge,
    moveInto,
    takeOut,
    joinNote,
    sortInto,
    stack,
    unstack,
    selectAll,
    copied,
    key,
    editSelected: (): void => {
      edit(ids[0] ?? null);
      wall.clear();
    },
    /** Where Tab leads on the wall. */
    focusNotes: (): void => host().focusNote(wall.tabStop),
    unselect: (): void => {
      const first = ids[0] ?? null;
      wall.clear();
      host().focusNote(first);
    },
  };
};
