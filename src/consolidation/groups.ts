/** What workshops say alike: groups that are found from the texts, as far as nobody made others. */

import type { KindId } from '#board/method.ts';
import { groupMany, type AlikeGroup } from '#similarity/group-many.ts';
import { noteKey, type ConsolidationPicture, type GroupId, type NoteKey } from './consolidation.ts';
import type { SaidNote, Workshop } from './workshop.ts';

/** A note, and the workshop in which it was said. */
export interface Said {
  readonly key: NoteKey;
  readonly note: SaidNote;
  readonly workshop: Workshop;
  /** The cluster that the room put it into. */
  readonly cluster: Workshop['clusters'][number] | undefined;
  /** By what notes are told apart; the empty text is no value. */
  readonly values: Values;
}

export interface Values {
  /** Number and title (`2 Enseigner…`), so that workshops with lists of their own are not mixed up. */
  readonly theme: string;
  /** The audience’s id. */
  readonly audience: string;
  /** As it was written, but for blanks and case. */
  readonly place: string;
}

export interface SaidGroup {
  readonly id: GroupId;
  readonly kind: KindId;
  /** The name that somebody gave it, else the note that says best what all of them say. */
  readonly name: string;
  /** Names that others gave it at the same time. */
  readonly otherNames: readonly string[];
  /** What its notes share, as they write it; none where people put it together. */
  readonly words: readonly string[];
  /** Whether somebody changed it. */
  readonly byHand: boolean;
  readonly said: readonly Said[];
}

/** Every note of the workshops, in the order of workshops and notes: the same for everybody who has the same workshops. */
export const listSaid = (workshops: readonly Workshop[]): readonly Said[] =>
  workshops.flatMap((workshop) => {
    const place = workshop.place.trim().replace(/\s+/g, ' ').toLocaleUpperCase('fr');
    const clusters = new Map(workshop.clusters.map((cluster) => [cluster.id, cluster]));
    const themes = new Map(
      workshop.themes.map(({ number, title }) => [number, `${String(number)} ${title}`]),
    );
    return workshop.notes.map((note): Said => ({
      key: noteKey(workshop.id, note.id),
      note,
      workshop,
      cluster: note.cluster === undefined ? undefined : clusters.get(note.cluster),
      values: {
        theme: note.theme === undefined ? '' : (themes.get(note.theme) ?? String(note.theme)),
        audience: note.audience ?? '',
        place,
      },
    }));
  });

/** What is needed to find groups: plain, so that it can be handed to a worker. */
export const textsOf = (said: readonly Said[]): { readonly text: string; readonly sort: string }[] =>
  said.map(({ note }) => ({ text: note.text, sort: note.kind }));

/** Finds groups. Takes seconds for tens of thousands of notes. */
export const findGroups = (texts: ReturnType<typeof textsOf>): readonly AlikeGroup[] => groupMany(texts);

/**
 * Puts the notes into groups: where somebody put them, else where they were found. A note that nobody has seen yet goes with those
 * that it was found with, wherever most of these were put. The groups that most workshops have come first.
 */
export const arrangeGroups = (
  said: readonly Said[],
  found: readonly AlikeGroup[],
  { homes, names }: Pick<ConsolidationPicture, 'homes' | 'names'>,
): readonly SaidGroup[] => {
  const groups = new Map<string, Gathered>();
  const add = (at: number, id: GroupId, from: AlikeGroup): void => {
    const one = said[at];
    if (!one) return;
    const key = `${one.note.kind} ${id}`;
    const group = groups.get(key) ?? { id, said: [], from: new Map<AlikeGroup, number>() };
    group.said.push(at);
    group.from.set(from, (group.from.get(from) ?? 0) + 1);
    groups.set(key, group);
  };
  const homeOf = (at: number): GroupId | undefined => homes.get(said[at]?.key as NoteKey);
  for (const group of found) {
    const own = (said[group.members[0] ?? 0]?.note.id ?? '') as GroupId;
    const put = homes.size === 0 ? [] : group.members.flatMap((at) => homeOf(at) ?? []);
    const most = mostCommon(put) ?? own;
    for (const at of group.members) add(at, homeOf(at) ?? most, group);
  }
  return [...groups.values()]
    .map((group) => tellGroup(group, said, homes, names))
    .sort(
      (a, b) =>
        b.workshops - a.workshops ||
        b.group.said.length - a.group.said.length ||
        (a.group.id < b.group.id ? -1 : 1),
    )
    .map(({ group }) => group);
};

interface Gathered {
  readonly id: GroupId;
  readonly said: number[];
  readonly from: Map<AlikeGroup, number>;
}

const tellGroup = (
  { id, said: places, from }: Gathered,
  said: readonly Said[],
  homes: ConsolidationPicture['homes'],
  names: ConsolidationPicture['names'],
): { readonly group: SaidGroup; readonly workshops: number } => {
  const members = places.sort((a, b) => a - b).flatMap((at) => said[at] ?? []);
  // Most of it was found together: what was said of that holds here too.
  const [source] = [...from].sort(([, a], [, b]) => b - a)[0] ?? [];
  const inGroup = new Set(places);
  const centre = source && inGroup.has(source.centre) ? said[source.centre] : members[0];
  const name = names.get(id);
  return {
    workshops: new Set(members.map(({ workshop }) => workshop.id)).size,
    group: {
      id,
      kind: (members[0]?.note.kind ?? '') as KindId,
      name: name?.value || centre?.note.text || '',
      otherNames: name?.others.filter((other) => other !== '') ?? [],
      words: source && members.length > 1 ? source.words : [],
      byHand: members.some(({ key }) => homes.has(key)),
      said: members,
    },
  };
};

const mostCommon = <T extends string>(values: readonly T[]): T | undefined => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
};
