import { describe, expect, test } from 'vitest';
import { arrangeGroups, listSaid } from '#consolidation/groups.ts';
import { shareByKind, shareOut, tally } from '#consolidation/tally.ts';
import type { TrueNote, TrueWorkshop } from '../support/many-workshops.ts';
import { manyWorkshops } from './consolidation-for-tests.ts';

const { truth, workshops } = manyWorkshops(60, 40, 7);
const said = listSaid(workshops);
const noHands = { homes: new Map(), names: new Map() };

interface TrueLine {
  readonly workshop: TrueWorkshop;
  readonly note: TrueNote;
}
const lines: readonly TrueLine[] = truth.flatMap((workshop) =>
  workshop.notes.map((note) => ({ workshop, note })),
);
const trueTally = (of: readonly TrueLine[]) => ({
  workshops: new Set(of.map(({ workshop }) => workshop.id)).size,
  notes: of.length,
  votes: of.reduce((sum, { note }) => sum + note.votes, 0),
});
const by = <T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
};

describe('[CO2] counts are those of the workshops, where it is given what is alike', () => {
  const truthOf = new Map(lines.map((line) => [`${line.workshop.id}/${line.note.id}`, line]));
  const labelOf = (key: string): string => {
    const note = truthOf.get(key)?.note;
    return `${note?.kind ?? ''} ${note?.subject ?? key}`;
  };
  const given = [
    ...by(
      said.map((one, at) => ({ at, label: labelOf(one.key) })),
      ({ label }) => label,
    ).values(),
  ].map((members) => ({ members: members.map(({ at }) => at), centre: members[0]?.at ?? 0, words: [] }));
  const groups = arrangeGroups(said, given, noHands);

  test('of every group', () => {
    const expected = by(lines, ({ workshop, note }) => labelOf(`${workshop.id}/${note.id}`));
    expect(groups).toHaveLength(expected.size);
    for (const group of groups) {
      const label = labelOf(group.said[0]?.key ?? '');
      expect({ label, ...tally(group.said) }).toEqual({ label, ...trueTally(expected.get(label) ?? []) });
    }
  });

  test('of all, and of every kind', () => {
    expect(tally(said)).toEqual(trueTally(lines));
    const kinds = shareByKind(said, 'fr');
    expect(kinds.map(({ label }) => label)).toEqual(['Irritants', 'Besoins', 'Leviers']);
    for (const { kind, said: ofKind } of kinds) {
      // Hands were raised for irritants.
      expect(tally(ofKind)).toEqual(trueTally(lines.filter(({ note }) => note.kind === (kind as string))));
    }
  });

  test.each([
    ['theme', ({ workshop }: TrueLine) => String(workshop.theme)],
    ['audience', ({ note }: TrueLine) => note.audience],
    ['place', ({ workshop }: TrueLine) => workshop.place.toLocaleUpperCase('fr')],
  ] as const)('of every %s, with the notes behind', (dimension, keyOf) => {
    const expected = by(lines, keyOf);
    const shares = shareOut(said, dimension, 'fr');
    expect(shares).toHaveLength(expected.size);
    for (const share of shares) {
      const key = dimension === 'theme' ? (share.value.split(' ')[0] ?? '') : share.value;
      const behind = expected.get(key) ?? [];
      const notes = new Set(behind.map(({ workshop, note }) => `${workshop.id}/${note.id}`));
      expect(new Set<string>(share.said.map((one) => one.key))).toEqual(notes);
      const { workshops: count, notes: noteCount, votes } = trueTally(behind);
      expect(share.tally.workshops).toBe(count);
      expect(share.tally.notes).toBe(noteCount);
      // A cluster counts for each audience that has a note in it.
      if (dimension === 'audience') expect(share.tally.votes).toBeGreaterThanOrEqual(votes);
      else expect(share.tally.votes).toBe(votes);
    }
  });
});

test('[CO2] audiences come in the method’s order and in the interface’s language, themes by number', () => {
  expect(shareOut(said, 'audience', 'en').map(({ label }) => label)).toEqual([
    'Pupil',
    'Teacher',
    'Staff',
    'Management',
    'Parent',
    'Partner',
  ]);
  expect(shareOut(said, 'theme', 'fr').map(({ label }) => label.slice(0, 2))).toEqual([
    '1.',
    '2.',
    '3.',
    '4.',
    '5.',
  ]);
});

test('[CO2] two themes of one number and different titles are two themes; a note of none stands last', () => {
  const [first, second, third] = workshops;
  const own = { ...second!, themes: [{ number: second!.theme!, title: 'Le nôtre' }] };
  const without = { ...third!, notes: third!.notes.map(({ theme: _, ...note }) => note) };
  const shares = shareOut(listSaid([{ ...first!, theme: second!.theme! }, own, without]), 'theme', 'fr');
  expect(shares.map(({ label }) => label)).toContain(`${String(second!.theme)}. Le nôtre`);
  expect(shares.at(-1)?.label).toBe('');
  expect(shares.at(-1)?.said).toHaveLength(third!.notes.length);
});
