/** Counts: how many workshops, notes and votes stand behind a figure, and which. */

import { findMethod, methods } from '#board/methods.ts';
import { findKind, localized, type KindId, type Locale } from '#board/method.ts';
import type { Said, Values } from './groups.ts';
import type { Workshop } from './workshop.ts';

/** What is counted. */
export const measures = ['workshops', 'notes', 'votes'] as const;
export type Measure = (typeof measures)[number];

export type Tally = Readonly<Record<Measure, number>>;

/**
 * Counts what stands behind notes. Votes are those of the notes and of the clusters that they lie in, each once: a cluster of which
 * notes are in two groups counts in both, and once in the sum of all.
 */
export const tally = (said: readonly Said[]): Tally => {
  const workshops = new Set<Workshop>();
  const clusters = new Set<NonNullable<Said['cluster']>>();
  let votes = 0;
  for (const { note, workshop, cluster } of said) {
    workshops.add(workshop);
    votes += note.votes ?? 0;
    if (cluster) clusters.add(cluster);
  }
  for (const cluster of clusters) votes += cluster.votes ?? 0;
  return { workshops: workshops.size, notes: said.length, votes };
};

/** By what notes are told apart. */
export const dimensions = ['theme', 'audience', 'place'] as const satisfies readonly (keyof Values)[];
export type Dimension = (typeof dimensions)[number];

export interface Share {
  readonly value: string;
  /** As people read it; empty where notes have no value. */
  readonly label: string;
  readonly said: readonly Said[];
  readonly tally: Tally;
}

/** The notes by their values: themes by number, audiences in the method's order, places by name; none stands last. */
export const shareOut = (said: readonly Said[], dimension: Dimension, locale: Locale): readonly Share[] => {
  const byValue = new Map<string, Said[]>();
  for (const one of said) {
    const value = one.values[dimension];
    const ofValue = byValue.get(value);
    if (ofValue) ofValue.push(one);
    else byValue.set(value, [one]);
  }
  const order = new Intl.Collator(locale, { numeric: true });
  const rank = (value: string): string =>
    dimension === 'audience' ? `${String(audienceRank(value)).padStart(3, '0')} ${value}` : value;
  return [...byValue]
    .sort(([a], [b]) => Number(a === '') - Number(b === '') || order.compare(rank(a), rank(b)))
    .map(([value, ofValue]) => ({
      value,
      label: labelOf(ofValue[0], dimension, locale),
      said: ofValue,
      tally: tally(ofValue),
    }));
};

const labelOf = (said: Said | undefined, dimension: Dimension, locale: Locale): string => {
  if (!said) return '';
  const { note, workshop } = said;
  switch (dimension) {
    case 'theme': {
      if (note.theme === undefined) return '';
      const title = workshop.themes.find(({ number }) => number === note.theme)?.title ?? '';
      return title === '' ? String(note.theme) : `${String(note.theme)}. ${title}`;
    }
    case 'audience':
      return audienceLabel(said, locale);
    case 'place':
      return workshop.place.trim();
  }
};

export const audienceLabel = ({ note, workshop }: Said, locale: Locale): string => {
  const known = findMethod(workshop.method).audiences.find(({ id }) => id === note.audience);
  if (known) return localized(known.label, locale);
  return workshop.audiences?.find(({ id }) => id === note.audience)?.name ?? note.audience ?? '';
};

const audienceRank = (id: string): number => {
  const at = methods.flatMap(({ audiences }) => audiences).findIndex((audience) => audience.id === id);
  return at < 0 ? 999 : at;
};

export interface KindShare {
  readonly kind: KindId;
  /** « Irritants » */
  readonly label: string;
  readonly said: readonly Said[];
}

/** The notes by kind, in the order of the methods. */
export const shareByKind = (said: readonly Said[], locale: Locale): readonly KindShare[] => {
  const byKind = new Map<string, Said[]>();
  for (const one of said) {
    const ofKind = byKind.get(one.note.kind);
    if (ofKind) ofKind.push(one);
    else byKind.set(one.note.kind, [one]);
  }
  const all = methods.flatMap(({ phases }) =>
    phases.flatMap(({ rows, kinds }) => [...(rows.type === 'heads' ? [rows.head] : []), ...kinds]),
  );
  const rank = (kind: string): number => {
    const at = all.findIndex(({ id }) => id === kind);
    return at < 0 ? all.length : at;
  };
  return [...byKind]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([kind, ofKind]) => ({
      kind: kind as KindId,
      label: kindLabel(ofKind[0], locale),
      said: ofKind,
    }));
};

const kindLabel = (said: Said | undefined, locale: Locale): string => {
  if (!said) return '';
  const found = findKind(findMethod(said.workshop.method), said.note.kind) ?? findAnyKind(said.note.kind);
  return found ? localized(found.kind.column, locale) : said.note.kind;
};

const findAnyKind = (kind: string) => {
  for (const method of methods) {
    const found = findKind(method, kind);
    if (found) return found;
  }
  return undefined;
};
