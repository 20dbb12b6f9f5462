import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkshops,
  createConsolidationUndo,
  encodeConsolidation,
  leaveOut,
  mergeConsolidation,
  moveToGroup,
  nameConsolidation,
  readConsolidation,
  renameGroup,
  splitGroup,
  uniteGroups,
  type Consolidation,
} from '#consolidation/consolidation.ts';
import { stateHash } from '#sync/state-hash.ts';
import {
  consolidationOf,
  copyOf,
  groupsOf,
  homeOf,
  manyWorkshops,
  seen,
  shown,
} from './consolidation-for-tests.ts';

const { workshops } = manyWorkshops(9, 20, 3);

type Step = readonly ['rename' | 'unite' | 'split' | 'move' | 'out' | 'title' | 'undo', number, number];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('rename', 'unite', 'split', 'move', 'out', 'title', 'undo'),
  fc.nat(1_000),
  fc.nat(1_000),
);

/** Changes a consolidation as somebody at a screen would. */
const work = (consolidation: Consolidation, steps: readonly Step[]): void => {
  const undo = createConsolidationUndo(consolidation);
  for (const [what, a, b] of steps) {
    const groups = groupsOf(consolidation);
    const one = groups[a % groups.length];
    if (!one) return;
    const others = groups.filter(({ kind, id }) => kind === one.kind && id !== one.id);
    const other = others[b % Math.max(1, others.length)];
    const some = one.said.slice(0, 1 + (b % one.said.length)).map(({ key }) => key);
    if (what === 'rename') renameGroup(consolidation, shown(one), `Nom ${String(b)}`);
    else if (what === 'title') nameConsolidation(consolidation, `Académie ${String(b)}`);
    else if (what === 'undo') undo.undo();
    else if (what === 'out') leaveOut(consolidation, one.said[0]!.workshop.id, b % 2 === 0);
    else if (what === 'split') splitGroup(consolidation, shown(one), some, '');
    else if (what === 'unite' && other) uniteGroups(consolidation, [shown(one), shown(other)]);
    else if (what === 'move' && other) moveToGroup(consolidation, shown(one), some, shown(other));
  }
};

describe('[CO3] consolidations that were made apart merge', () => {
  test('to the same whatever comes first and however often, and every note stays in one group', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            from: fc.nat(8),
            count: fc.integer({ min: 1, max: 6 }),
            steps: fc.array(step, { maxLength: 5 }),
          }),
          {
            minLength: 2,
            maxLength: 3,
          },
        ),
        (people) => {
          const all = people.map(({ from, count, steps }) => {
            const own = consolidationOf(
              Array.from({ length: count }, (_, at) => workshops[(from + at) % workshops.length]!),
            );
            work(own, steps);
            return own;
          });
          const one = copyOf(...all);
          const other = copyOf(...[...all].reverse(), ...all);
          expect(stateHash(other.board.doc)).toBe(stateHash(one.board.doc));
          expect(seen(other)).toEqual(seen(one));
          const { workshops: counted, out } = readConsolidation(one);
          const opened = new Set(
            all.flatMap((own) => {
              const { workshops: a, out: b } = readConsolidation(own);
              return [...a, ...b].map(({ id }) => id);
            }),
          );
          expect(new Set([...counted, ...out].map(({ id }) => id))).toEqual(opened);
          const notes = groupsOf(one).flatMap(({ said }) => said.map(({ key }) => key));
          expect(notes).toHaveLength(new Set(notes).size);
          expect(notes).toHaveLength(counted.reduce((sum, workshop) => sum + workshop.notes.length, 0));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('with both names of a group that two named apart, under one of them', () => {
    const [mine, yours] = [consolidationOf(workshops), consolidationOf(workshops)];
    const [group] = groupsOf(mine);
    renameGroup(mine, shown(group!), 'Réseau');
    renameGroup(yours, shown(groupsOf(yours)[0]!), 'Débit');
    const [merged] = groupsOf(copyOf(mine, yours));
    expect([merged?.name, ...(merged?.otherNames ?? [])].sort()).toEqual(['Débit', 'Réseau']);
    expect(merged?.said).toHaveLength(group!.said.length);
  });

  test('though one put a group into another and the other did the same the other way round', () => {
    const [mine, yours] = [consolidationOf(workshops), consolidationOf(workshops)];
    const [a, b] = groupsOf(mine).filter(({ kind }) => kind === groupsOf(mine)[0]?.kind);
    uniteGroups(mine, [shown(a!), shown(b!)]);
    uniteGroups(yours, [shown(b!), shown(a!)]);
    const groups = groupsOf(copyOf(mine, yours));
    expect(homeOf(groups, a!.said[0]!.key).id).toBe(homeOf(groups, b!.said[0]!.key).id);
  });
});

describe('[CO4] what was changed by hand is found again', () => {
  test('after it was reopened, and with workshops that came later', () => {
    const mine = consolidationOf(workshops.slice(0, 6));
    const [first, second, third] = groupsOf(mine);
    renameGroup(mine, shown(first!), 'Ce qui compte');
    const own = second!.said.slice(0, 2).map(({ key }) => key);
    const apart = splitGroup(mine, shown(second!), own, 'À part');
    const before = seen(mine);
    expect(seen(copyOf(mine))).toEqual(before);

    addWorkshops(mine, workshops.slice(6));
    const groups = groupsOf(mine);
    const named = groups.find(({ name }) => name === 'Ce qui compte');
    expect(named?.said.map(({ key }) => key)).toEqual(
      expect.arrayContaining(first!.said.map(({ key }) => key)),
    );
    const split = groups.find(({ id }) => id === apart);
    expect(split?.name).toBe('À part');
    expect(split?.said.map(({ key }) => key).sort()).toEqual([...own].sort());
    expect(third).toBeDefined();
  });

  test('and what came later goes with what it is like, also where that was put together by hand', () => {
    const words = ['débit trop faible le matin', 'Débit trop faible', 'le débit est trop faible'];
    const told = workshops.slice(0, 4).map((workshop, i) => ({
      ...workshop,
      notes: [
        { ...workshop.notes[0]!, kind: 'irritant', text: words[i] ?? words[0]! },
        { ...workshop.notes[1]!, kind: 'irritant', text: 'vélos sous le préau' },
      ],
    }));
    const mine = consolidationOf(told.slice(0, 3));
    const [network, bikes] = groupsOf(mine);
    uniteGroups(mine, [shown(network!), shown(bikes!)]);
    addWorkshops(mine, told.slice(3));
    expect(groupsOf(mine).map(({ said }) => said.length)).toEqual([8]);
  });

  test('and taken back step by step', () => {
    const mine = consolidationOf(workshops);
    const before = seen(mine);
    const undo = createConsolidationUndo(mine);
    const [a, b] = groupsOf(mine).filter(({ kind }) => kind === 'irritant');
    uniteGroups(mine, [shown(a!), shown(b!)]);
    const united = seen(mine);
    moveToGroup(mine, shown(groupsOf(mine)[0]!), [a!.said[0]!.key], shown(groupsOf(mine)[1]!));
    undo.undo();
    expect(seen(mine)).toEqual(united);
    undo.undo();
    expect(seen(mine)).toEqual(before);
    undo.redo();
    expect(seen(mine)).toEqual(united);
    expect(undo.canRedo()).toBe(true);
  });

  test('A workshop that is left out counts nowhere, and comes back with what was done to it', () => {
    const mine = consolidationOf(workshops);
    const [group] = groupsOf(mine);
    renameGroup(mine, shown(group!), 'Tenu');
    const gone = group!.said[0]!.workshop.id;
    leaveOut(mine, gone, true);
    expect(groupsOf(mine).some(({ said }) => said.some(({ workshop }) => workshop.id === gone))).toBe(false);
    leaveOut(mine, gone, false);
    expect(groupsOf(mine).find(({ name }) => name === 'Tenu')?.said).toHaveLength(group!.said.length);
  });
});

test('[CO3] merging what holds nonsense neither fails nor loses anything', () => {
  const mine = consolidationOf(workshops);
  const before = seen(mine);
  const { doc } = mine.board;
  for (const [root, key, value] of [
    ['workshops', 'x/y', '{"id":"x"}'],
    ['workshops', `${workshops[0]!.id}/other`, JSON.stringify(workshops[1])],
    ['homes', 'x/y', 7],
    ['homes', 'nowhere/note', 'group'],
    ['united', 'a', 'a'],
    ['united', 'b', { c: 1 }],
    ['names', 'zz@w', 'no register'],
    ['out', 'nowhere', true],
  ] as const) {
    doc.getMap(root).set(key, value);
  }
  expect(seen(copyOf(mine))).toEqual(before);
  const again = copyOf(mine);
  mergeConsolidation(again, encodeConsolidation(mine));
  expect(seen(again)).toEqual(before);
});
