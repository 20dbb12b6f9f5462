/** What differs from an earlier moment, in words. */

import type { Board, Cluster, Meta, Note, Retex, Round } from '#board/board.ts';
import type { Comparison, ThingChange } from '#board/compare.ts';
import { findKind, findPhase, type Method } from '#board/method.ts';
import { local } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import { clusterName, kindName, roundName, rowName, rowNotes, themeName } from '../notes/names.ts';
import { noteName } from '../notes/note-name.ts';

/** « Grappe : Matériel → Réseau » */
export interface DescribedField {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

export interface DescribedChange {
  readonly id: ThingChange['id'];
  readonly change: ThingChange['change'];
  /** « Irritant », « Grappe », « Ligne · Projections »… */
  readonly sort: string;
  readonly hue: string;
  readonly text: string;
  /** Notes of a row that went or came with it. */
  readonly along: readonly string[];
  readonly fields: readonly DescribedField[];
}

/** The two pictures that are compared. */
export interface Pictures {
  readonly then: Board;
  readonly now: Board;
  readonly method: Method;
}

export const describeChange = (thing: ThingChange, pictures: Pictures): DescribedChange => {
  const { method, then, now } = pictures;
  // What is gone is called as it was, what is here as it is.
  const board = thing.change === 'gone' ? then : now;
  const base = { id: thing.id, change: thing.change, hue: 'paper', along: [], fields: [] };
  switch (thing.type) {
    case 'note': {
      const note = thing.change === 'gone' ? thing.then : thing.now;
      return {
        ...base,
        sort: note ? kindName(method, note.kind) : '',
        hue: (note && findKind(method, note.kind)?.kind.hue) ?? 'paper',
        text: note ? noteName(note) : '',
        fields: describeFields(thing, noteWords, pictures),
      };
    }
    case 'cluster':
      return {
        ...base,
        sort: m.conflict_cluster(),
        text: clusterName(board, thing.id as never),
        fields: describeFields(thing, clusterWords, pictures),
      };
    case 'row': {
      const phase = findPhase(method, board.rows.get(thing.id as never)?.phase ?? '');
      return {
        ...base,
        sort: phase ? `${m.safety_row()} · ${local(phase.title)}` : m.safety_row(),
        text: rowName(board, method, thing.id as never),
        along: rowNotes(board, thing.id as never).map(noteName),
      };
    }
    case 'retex':
      return {
        ...base,
        sort: 'RETEX',
        text: rowName(board, method, thing.id as never),
        fields: describeFields(thing, retexWords, pictures),
      };
    case 'round': {
      const round = thing.change === 'gone' ? thing.then : thing.now;
      return {
        ...base,
        sort: m.votes_round(),
        text: round ? roundName(method, round) : '',
        fields: describeFields(thing, roundWords, pictures),
      };
    }
  }
};

/** What changed of the workshop itself. */
export const describeMeta = (
  fields: Comparison['meta'],
  { then, now, method }: Pictures,
): readonly DescribedField[] =>
  fields.map((field) => {
    const { label, read } = metaWords[field];
    return { label: label(), before: read(then.meta, method), after: read(now.meta, method) };
  });

interface Words<T> {
  readonly label: () => string;
  readonly read: (thing: T, board: Board, method: Method) => string;
}

const describeFields = <T>(
  {
    change,
    fields,
    then: before,
    now: after,
  }: Pick<ThingChange, 'change' | 'fields'> & { readonly then: T | undefined; readonly now: T | undefined },
  words: Readonly<Record<string, Words<NoInfer<T>>>>,
  { then, now, method }: Pictures,
): readonly DescribedField[] => {
  if (change !== 'changed' || before === undefined || after === undefined) return [];
  return fields.flatMap((field) => {
    const known = words[field];
    if (!known) return [];
    const { label, read } = known;
    return [{ label: label(), before: read(before, then, method), after: read(after, now, method) }];
  });
};

const noteWords: Readonly<Record<string, Words<Note>>> = {
  text: { label: m.safety_text, read: (note) => note.text },
  kind: { label: m.capture_kind, read: (note, _, method) => kindName(method, note.kind) },
  cluster: { label: m.conflict_cluster, read: (note, board) => clusterName(board, note.cluster) },
  row: { label: m.conflict_row, read: (note, board, method) => rowName(board, method, note.row) },
  theme: { label: m.conflict_theme, read: (note, board, method) => themeName(board, method, note.theme) },
  stressed: { label: m.notes_stressed, read: (note) => (note.stressed ? m.export_yes() : m.safety_no()) },
};

const clusterWords: Readonly<Record<string, Words<Cluster>>> = {
  title: { label: m.prepare_card_title, read: (cluster) => cluster.title.value },
};

const retexWords: Readonly<Record<string, Words<Retex>>> = {
  text: { label: m.prepare_card_text, read: (card) => card.text },
  title: { label: m.prepare_card_title, read: (card) => card.title.value },
  scope: { label: m.prepare_card_scope, read: (card) => card.scope.value },
  number: { label: m.prepare_card_number, read: (card) => String(card.number.value) },
  links: { label: m.prepare_card_links, read: (card) => card.links.value.join(' ') },
  theme: {
    label: m.prepare_card_theme,
    read: (card, board, method) => themeName(board, method, card.theme.value),
  },
};

const roundWords: Readonly<Record<string, Words<Round>>> = {
  open: { label: m.votes_state, read: (round) => (round.open ? m.votes_open_now() : m.votes_closed_now()) },
};

const metaWords: Readonly<
  Record<keyof Meta, { readonly label: () => string; readonly read: (meta: Meta, method: Method) => string }>
> = {
  title: { label: m.new_title_label, read: (meta) => meta.title.value },
  place: { label: m.new_place, read: (meta) => meta.place.value },
  date: { label: m.new_date, read: (meta) => meta.date.value },
  method: { label: m.new_method, read: (meta) => meta.method.value },
  theme: { label: m.prepare_theme, read: (meta) => String(meta.theme.value ?? m.names_no_theme()) },
  themes: {
    label: m.prepare_themes,
    read: (meta, method) => (meta.themes.value ?? method.themes).map(({ title }) => title).join(' · '),
  },
  audiences: { label: m.capture_speaker, read: (meta) => (meta.audiences.value ?? []).join(' · ') },
  introduction: { label: m.document_introduction, read: (meta) => meta.introduction.value },
};
