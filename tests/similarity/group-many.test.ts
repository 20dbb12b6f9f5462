import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupMany } from '#similarity/group-many.ts';
import { agreement, labelledSayings } from '../support/agreement.ts';
import { chanceOf, makeWorkshops } from '../support/many-workshops.ts';

// Seeds that no threshold was chosen on.
describe.each([101, 102])('[CO1] what forty workshops say, seed %i', (seed) => {
  const { texts, labels, isTuned } = labelledSayings(makeWorkshops(40, 100, seed));
  const groups = groupMany(texts);
  const members = groups.map((group) => group.members);

  test('of what rules were not tuned on, nine pairs of ten are right and a half are found', () => {
    const others = agreement(labels, members, (at) => isTuned[at] === false && labels[at] !== null);
    console.log(
      `seed ${String(seed)}: precision ${others.precision.toFixed(3)}, recall ${others.recall.toFixed(3)}`,
    );
    expect(others.precision).toBeGreaterThanOrEqual(0.9);
    expect(others.recall).toBeGreaterThanOrEqual(0.5);
  });

  test('what no other says is not put with anything, nineteen times of twenty', () => {
    const alone = labels.flatMap((label, at) => (label === null ? [at] : []));
    const put = new Set(members.filter((group) => group.length > 1).flat());
    expect(alone.length).toBeGreaterThan(300);
    expect(alone.filter((at) => !put.has(at)).length / alone.length).toBeGreaterThanOrEqual(0.95);
  });

  test('every text is in one group, and none with one of another sort', () => {
    expect(members.flat().sort((a, b) => a - b)).toEqual(texts.map((_, at) => at));
    for (const group of members) expect(new Set(group.map((at) => texts[at]?.sort)).size).toBe(1);
    for (const { centre, members: all } of groups) expect(all).toContain(centre);
  });

  test('the order of the texts makes no difference', () => {
    const chance = chanceOf(seed);
    const order = texts.map((_, at) => at).sort(() => chance() - 0.5);
    const again = groupMany(order.map((at) => texts[at]!));
    const told = again.map((group) => group.members.map((at) => order[at] ?? -1).sort((a, b) => a - b));
    expect(new Set(told.map(String))).toEqual(new Set(members.map(String)));
  });
});

test('[CO1] any texts are grouped: none, emoji, very long ones, any script', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          text: fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 60 }),
            fc.constantFrom(
              '',
              '🙂🙂',
              'débit',
              'بطيء الإنترنت',
              '慢い'.repeat(5_000),
              '__proto__ constructor',
            ),
          ),
          sort: fc.constantFrom('a', 'b'),
        }),
        { maxLength: 40 },
      ),
      (texts) => {
        const all = groupMany(texts).flatMap(({ members }) => members);
        expect(all.sort((a, b) => a - b)).toEqual(texts.map((_, at) => at));
      },
    ),
    { numRuns: 40 },
  );
});
