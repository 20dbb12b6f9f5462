/** What is known of words before any note is read: their stems, whether they say anything, and what subject they are of. */

import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemFrench } from '@orama/stemmers/french';
import { stopwords as stopWordsEnglish } from '@orama/stopwords/english';
import { stopwords as stopWordsFrench } from '@orama/stopwords/french';
import { commonplaces, furtherStopWords } from './common-words.ts';
import { subjects } from './subjects.ts';
import { bareOf, tokensOf } from './tokens.ts';

export type Language = 'french' | 'english';

const bareSet = (words: readonly string[], further: string): ReadonlySet<string> =>
  new Set([...words, ...further.split(' ')].map(bareOf));

const stopWords = {
  french: bareSet(stopWordsFrench, furtherStopWords.french),
  english: bareSet(stopWordsEnglish, furtherStopWords.english),
};

export const isStopWord = (bare: string, language: Language): boolean => stopWords[language].has(bare);

/** A stem without accents: what is left of a word when its ending is taken off. */
const stemOf = (word: string, language: Language): string =>
  bareOf(language === 'french' ? stemFrench(word) : stemEnglish(word));

const languages = ['french', 'english'] as const;

/** `stemOf` that remembers: a wall says the same words over and over. */
export const rememberStems = (): typeof stemOf => {
  const remembered = { french: new Map<string, string>(), english: new Map<string, string>() };
  return (word, language) => {
    const known = remembered[language].get(word);
    if (known !== undefined) return known;
    const stem = stemOf(word, language);
    remembered[language].set(word, stem);
    return stem;
  };
};

/** The stems under which a listed word may be met: its own language is not written beside it. */
const stemsOf = (word: string): string[] => languages.map((language) => stemOf(word, language));

const commonplaceStems: ReadonlySet<string> = new Set(commonplaces.split(' ').flatMap(stemsOf));

export const isCommonplace = (stem: string): boolean => commonplaceStems.has(stem);

/** Stem, or stems of a phrase with a blank between → subject, as `#12`. The first subject that claims a word has it. */
const subjectOfStem = new Map<string, string>();
/** Words of the lists as they are spelled, by how they look without accents. */
const listedSpellings = new Map<string, string>();

for (const [index, entries] of subjects.entries()) {
  for (const entry of entries.split(', ')) {
    const tokens = tokensOf(entry).map(({ word }) => word.replaceAll('-', ''));
    for (const word of tokens) listedSpellings.set(bareOf(word), word);
    for (const language of languages) {
      const telling =
        tokens.length > 1 ? tokens.filter((word) => !isStopWord(bareOf(word), language)) : tokens;
      const key = telling.map((word) => stemOf(word, language)).join(' ');
      if (!subjectOfStem.has(key)) subjectOfStem.set(key, `#${String(index)}`);
    }
  }
}
for (const word of commonplaces.split(' ')) listedSpellings.set(bareOf(word), word);

/** The subject of a stem, or of the stems of a phrase with a blank between; undefined: none is known. */
export const subjectOf = (stems: string): string | undefined => subjectOfStem.get(stems);

/** How the lists spell a word, with its accents. */
export const listedSpelling = (bare: string): string | undefined => listedSpellings.get(bare);

/** Stems of single words that are known: a word with one of them is no slip of the pen. */
export const knownStems: readonly string[] = [
  ...new Set([...[...subjectOfStem.keys()].filter((key) => !key.includes(' ')), ...commonplaceStems]),
].sort();
