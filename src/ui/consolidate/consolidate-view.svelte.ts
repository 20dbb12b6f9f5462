/** What of a consolidation is looked at: a kind, filters, what is counted; and what is worked out of it. */

import {
  measures,
  dimensions,
  shareByKind,
  shareOut,
  tally,
  type Dimension,
  type Measure,
} from '#consolidation/tally.ts';
import type { Consolidating, Said, SaidGroup } from '#app/consolidate/consolidating.svelte.ts';
import { locale } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';

/** The value of a filter that lets everything through; a note without a value has the empty text. */
export const any = '*';

/** A figure that was opened: what it is of, and the notes behind it. */
export interface Opened {
  readonly title: string;
  readonly said: readonly Said[];
}

export type ConsolidateView = ReturnType<typeof createView>;

export const createView = (work: Consolidating) => {
  let kind = $state<string | null>(null);
  let measure = $state<Measure>('workshops');
  let filter = $state.raw<Readonly<Record<Dimension, string>>>({ theme: any, audience: any, place: any });
  let search = $state('');

  const kinds = $derived(shareByKind(work.said, locale()));
  const current = $derived(kinds.find((one) => one.kind === kind) ?? kinds[0]);
  const all = $derived(current?.said ?? []);
  const passes = $derived.by(() => {
    const wanted = dimensions.filter((dimension) => filter[dimension] !== any);
    return (said: Said): boolean => wanted.every((dimension) => said.values[dimension] === filter[dimension]);
  });
  const isFiltered = $derived(dimensions.some((dimension) => filter[dimension] !== any));
  const said = $derived(isFiltered ? all.filter(passes) : all);
  const choices = $derived(
    Object.fromEntries(
      dimensions.map((dimension) => [dimension, shareOut(all, dimension, locale())]),
    ) as Record<Dimension, ReturnType<typeof shareOut>>,
  );
  const shares = $derived(
    isFiltered
      ? (Object.fromEntries(
          dimensions.map((dimension) => [dimension, shareOut(said, dimension, locale())]),
        ) as typeof choices)
      : choices,
  );
  const rows = $derived.by(() => {
    const words = plain(search)
      .split(/\s+/)
      .filter((word) => word !== '');
    return work.groups
      .filter((group) => group.kind === current?.kind)
      .map((group) => {
        const members = isFiltered ? group.said.filter(passes) : group.said;
        return { group, said: members, tally: tally(members) };
      })
      .filter(({ group, said: members }) => members.length > 0 && matches(group, members, words))
      .sort(
        (a, b) =>
          b.tally[measure] - a.tally[measure] ||
          b.tally.workshops - a.tally.workshops ||
          b.tally.notes - a.tally.notes ||
          (a.group.id < b.group.id ? -1 : 1),
      );
  });

  return {
    get kinds() {
      return kinds;
    },
    get kind(): string {
      return current?.kind ?? '';
    },
    set kind(next: string) {
      kind = next;
    },
    get measure() {
      return measure;
    },
    set measure(next: Measure) {
      measure = next;
    },
    get search() {
      return search;
    },
    set search(next: string) {
      search = next;
    },
    get filter() {
      return filter;
    },
    choose: (dimension: Dimension, value: string): void => {
      filter = { ...filter, [dimension]: value };
    },
    unfilter: (): void => {
      filter = { theme: any, audience: any, place: any };
      search = '';
    },
    get isFiltered() {
      return isFiltered;
    },
    /** All values that notes of the kind have, whatever is filtered. */
    get choices() {
      return choices;
    },
    /** The notes that are looked at, by their values. */
    get shares() {
      return shares;
    },
    get said() {
      return said;
    },
    /** The groups that are looked at, those with the most first. */
    get rows() {
      return rows;
    },
  };
};

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const matches = (group: SaidGroup, members: readonly Said[], words: readonly string[]): boolean => {
  if (words.length === 0) return true;
  const name = plain(group.name);
  if (words.every((word) => name.includes(word))) return true;
  return members.some(({ note }) => {
    const text = plain(note.text);
    return words.every((word) => text.includes(word));
  });
};

export const measureName = (measure: Measure): string =>
  ({ workshops: m.consolidate_workshops, notes: m.consolidate_notes, votes: m.consolidate_votes })[measure]();

export { figureOf } from '#app/words/consolidation-labels.ts';

export const withoutName = (dimension: Dimension): string =>
  ({ theme: m.document_no_theme, audience: m.consolidate_no_audience, place: m.consolidate_no_place })[
    dimension
  ]();

export const dimensionName = (dimension: Dimension): string =>
  ({
    theme: m.consolidate_dimension_theme,
    audience: m.consolidate_dimension_audience,
    place: m.consolidate_dimension_place,
  })[dimension]();

/** The text of a note, or what it carries in its place. */
export const textOf = ({ note }: Said): string =>
  note.text ||
  (note.attached ?? [])
    .map((type) => ({ drawing: m.export_drawing, photo: m.export_photo, voice: m.export_voice })[type]())
    .join(' ');

export { measures, dimensions, type Measure, type Dimension };
