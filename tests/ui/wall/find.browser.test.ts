import { describe, expect, it } from 'vitest';
import type { Board, Note } from '#board/board.ts';
import type { ClusterId, NoteId } from '#board/document.ts';
import type { AudienceId, KindId } from '#board/method.ts';
import { isFiltering, openFilter, passes } from '#ui/wall/filter.ts';
import { createNoteFinder } from '#ui/wall/find-notes.ts';

const notes = [
  'Zones blanches à l’école',
  'Matériel insuffisant pour la fratrie',
  'Pas de réseau à l’internat',
  'ENT inadapté',
].map((text, i) => ({ id: `n${String(i)}` as NoteId, text }) as Note);

const found = (query: string): readonly string[] => [...createNoteFinder().find(notes, query)].sort();

describe('[WA8] search', () => {
  it.each([
    ['ecole', ['n0']],
    ['ÉCOLE', ['n0']],
    ['mat', ['n1']],
    ['fratrie materiel', ['n1']],
    ['cole', ['n0']],
    ['blanhces', ['n0']],
    ['résaeu internat', ['n2']],
    ['zones réseau', []],
    ['(', []],
    ['à l’i', ['n2']],
  ])('finds %s', (query, ids) => {
    expect(found(query)).toEqual(ids);
  });

  it('follows notes that are corrected, added and gone', () => {
    const finder = createNoteFinder();
    expect(finder.find(notes, 'fratrie').size).toBe(1);
    const [first, ...others] = notes;
    const corrected = [{ ...first!, text: 'Une fratrie de trois' }, ...others];
    expect(finder.find(corrected, 'fratrie').size).toBe(2);
    expect(finder.find(corrected, 'blanches').size).toBe(0);
    expect([...finder.find(corrected.slice(0, 1), 'fratrie')]).toEqual(['n0']);
  });
});

describe('[WA8] a filter', () => {
  const board = { retex: new Map(), meta: { theme: { value: 3, others: [] } } } as unknown as Board;
  const note = {
    kind: 'irritant' as KindId,
    row: null,
    theme: null,
    audience: 'eleve' as AudienceId,
    device: null,
    cluster: 'c1' as ClusterId,
    at: 1_000_000_000_000,
  } as Note;
  const now = note.at + 4 * 60_000;

  it('lets everything through while it asks for nothing', () => {
    expect(isFiltering(openFilter)).toBe(false);
    expect(passes(openFilter, board, note, now)).toBe(true);
  });

  it.each([
    [{ kind: 'irritant' as KindId }, true],
    [{ kind: 'levier' as KindId }, false],
    [{ row: '' }, true],
    [{ row: 'r1' }, false],
    [{ theme: 3 }, true],
    [{ theme: 2 }, false],
    [{ audience: 'eleve' as AudienceId }, true],
    [{ audience: '' as const }, false],
    [{ device: '' }, true],
    [{ cluster: '' as const }, false],
    [{ cluster: 'c1' as ClusterId }, true],
    [{ minutes: 5 }, true],
    [{ minutes: 1 }, false],
  ])('%o', (asked, expected) => {
    expect(isFiltering({ ...openFilter, ...asked })).toBe(true);
    expect(passes({ ...openFilter, ...asked }, board, note, now)).toBe(expected);
  });
});
