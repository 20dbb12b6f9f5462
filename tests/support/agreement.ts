/** How well groups agree with what is true, by pairs of notes. */

import type { TrueWorkshop } from './many-workshops.ts';

export interface Agreement {
  /** Of the pairs that are put together, how many are alike; from 0 to 1. */
  readonly precision: number;
  /** Of the pairs that are alike, how many are put together. */
  readonly recall: number;
}

/** `labels`: by place, what a note says; null: what no other says. Only places of `isCounted` are looked at. */
export const agreement = (
  labels: readonly (string | null)[],
  groups: readonly (readonly number[])[],
  isCounted: (at: number) => boolean = () => true,
): Agreement => {
  const alike = sizes(labels.flatMap((label, at) => (label !== null && isCounted(at) ? [label] : [])));
  let together = 0;
  let right = 0;
  for (const group of groups) {
    const members = group.filter(isCounted);
    together += pairs(members.length);
    right += sizes(members.flatMap((at) => labels[at] ?? []));
  }
  return { precision: together === 0 ? 1 : right / together, recall: alike === 0 ? 1 : right / alike };
};

const pairs = (count: number): number => (count * (count - 1)) / 2;

/** Pairs of equal labels. */
const sizes = (labels: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + pairs(count), 0);
};

/** The notes of workshops as texts, with what is true of each. */
export const labelledSayings = (workshops: Iterable<TrueWorkshop>) => {
  const texts: { readonly text: string; readonly sort: string }[] = [];
  const labels: (string | null)[] = [];
  const isTuned: boolean[] = [];
  for (const { notes, board } of workshops) {
    for (const { text, kind, subject, isTuned: tuned } of notes) {
      texts.push({ text, sort: kind });
      labels.push(subject === null ? null : `${kind} ${subject}`);
      isTuned.push(tuned);
    }
    board.doc.destroy();
  }
  return { texts, labels, isTuned };
};
