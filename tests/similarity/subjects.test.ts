import { describe, expect, test } from 'vitest';
import { isStopWord } from '#similarity/lexicon.ts';
import { subjects } from '#similarity/subjects.ts';
import { bareOf, tokensOf } from '#similarity/tokens.ts';

const entries = subjects.flatMap((subject) => subject.split(', '));
const isTelling = (word: string): boolean =>
  !isStopWord(bareOf(word), 'french') || !isStopWord(bareOf(word), 'english');

// What breaks these rules is never found in a note, or found everywhere.
describe('the list of subjects', () => {
  test('has entries of one telling word, or of two with small words between', () => {
    const tellingWords = (entry: string): number => {
      const words = tokensOf(entry).map(({ word }) => word);
      return Math.min(
        ...(['french', 'english'] as const).map(
          (language) => words.filter((word) => !isStopWord(bareOf(word), language)).length,
        ),
      );
    };
    expect(entries.filter((entry) => tokensOf(entry).length > 1 && tellingWords(entry) !== 2)).toEqual([]);
    expect(entries.filter((entry) => tokensOf(entry).length === 1 && !isTelling(entry))).toEqual([]);
  });

  test('names a word once', () => {
    expect(entries.filter((entry, at) => entries.indexOf(entry) !== at)).toEqual([]);
  });
});
