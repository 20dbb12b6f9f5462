import { describe, expect, test } from 'vitest';
import { suggest } from '#similarity/suggest.ts';
import { groupsOf, halfPlaced, joinFigures, notesOf, pairFigures } from './labelled-notes.ts';

// What the rules are held to; bench/README.md has the figures, and those of the naive way beside.
describe('[SG6] on notes that the rules were not tuned on', () => {
  const notes = notesOf('aside');
  const suggestions = suggest(notes, new Set());

  test('nine duplicates of ten are right, and six of ten are found', () => {
    const { precision, recall } = pairFigures(notes, groupsOf(suggestions, 'duplicates'), 'idea');
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.6);
  });

  test('of loose notes, nine of ten are sent to the right cluster, and six of ten find theirs', () => {
    const begun = halfPlaced(notes);
    const { precision, recall } = joinFigures(begun, suggest(begun, new Set()));
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.6);
  });

  test('on a wall where nothing is placed yet, three pairs of four are right, and a third are found', () => {
    const { precision, recall } = pairFigures(notes, groupsOf(suggestions, 'cluster'), 'theme');
    expect(precision).toBeGreaterThanOrEqual(0.75);
    expect(recall).toBeGreaterThanOrEqual(0.33);
  });
});
