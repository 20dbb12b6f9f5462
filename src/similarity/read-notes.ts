/** Reads the notes of a wall together: one note tells how another’s word is spelled. */

import {
  isStopWord,
  knownStems,
  listedSpelling,
  rememberStems,
  subjectOf,
  type Language,
} from './lexicon.ts';
import { findSlips } from './slips.ts';
import { partsOf, tokensOf, type Token } from './tokens.ts';

/** A word that says something, or a phrase (“mot de passe”). */
export interface ReadWord {
  /** Stem; the stems of a phrase with a blank between; or digits. The same for whatever is taken for the same word. */
  readonly term: string;
  /** `#12`; undefined: none is known. */
  readonly subject: string | undefined;
  readonly written: string;
}

/** Each term once, in the order of the text. */
export type ReadNote = readonly ReadWord[];

/** `meant`: how many notes must have a word for another to be a slip of it; see `findSlips`. */
export const readNotes = (texts: readonly string[], meant = 1): readonly ReadNote[] => {
  const tokens = texts.map(tokensOf);
  const spelling = learnSpelling(tokens);
  const languages = guessLanguages(tokens);
  const stemOf = rememberStems();
  const stemmed = tokens.map((ofNote, note) =>
    stemsOf(ofNote, languages[note] ?? 'french', spelling, stemOf),
  );
  const slips = findSlips(countNotes(stemmed), knownStems, meant);
  return stemmed.map((stems, note) => {
    const meant = stems.map((stem) => ({ ...stem, term: slips.get(stem.term) ?? stem.term }));
    return readPhrases(meant, texts[note] ?? '');
  });
};

/** Tells whether a term is a number. */
export const isNumber = (term: string): boolean => /^\p{N}+$/u.test(term);

/** How words are spelled here, by how they look without accents: the lists’ way, or else the wall’s most common one. */
type Spelling = ReadonlyMap<string, string>;

const learnSpelling = (notes: readonly (readonly Token[])[]): Spelling => {
  const counts = new Map<string, Map<string, number>>();
  for (const { word, bare } of notes.flat()) {
    const ways = counts.get(bare) ?? new Map<string, number>();
    // A spelling with accents says more than one without: people leave them out, and seldom put them in.
    ways.set(word, (ways.get(word) ?? 0) + (word === bare ? 0 : 1));
    counts.set(bare, ways);
  }
  const spelling = new Map<string, string>();
  for (const [bare, ways] of counts) {
    const [[likeliest] = [bare]] = [...ways].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    spelling.set(bare, listedSpelling(bare) ?? likeliest);
  }
  return spelling;
};

/** Counts each note’s small words; a note that has none, or as many of both, is taken to be in the wall’s language. */
const guessLanguages = (notes: readonly (readonly Token[])[]): Language[] => {
  const leanings = notes.map((tokens) =>
    tokens.reduce(
      (sum, { bare }) => sum + Number(isStopWord(bare, 'french')) - Number(isStopWord(bare, 'english')),
      0,
    ),
  );
  const wall = leanings.reduce((sum, leaning) => sum + Math.sign(leaning), 0);
  return leanings.map((leaning) => ((leaning || wall) < 0 ? 'english' : 'french'));
};

interface Stem {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

const stemsOf = (
  tokens: readonly Token[],
  language: Language,
  spelling: Spelling,
  stemOf: ReturnType<typeof rememberStems>,
): Stem[] =>
  tokens
    .flatMap((token) => joinedOrParted(token, spelling))
    .filter(({ bare }) => !isStopWord(bare, language) && (bare.length > 1 || !/[a-z]/.test(bare)))
    .map(({ word, bare, start, end }) => {
      // The stemmers leave some plurals be (“ordis”).
      const singular = /[sx]$/.test(bare) ? bare.slice(0, -1) : bare;
      const spelled = spelling.get(singular) ?? listedSpelling(singular) ?? spelling.get(bare) ?? word;
      return { term: stemOf(spelled, language), start, end };
    });

/** A word with hyphens is one word when somebody writes it in one (“co-working”), and else its parts. */
const joinedOrParted = (token: Token, spelling: Spelling): Token[] => {
  if (!token.word.includes('-')) return [token];
  const bare = token.bare.replaceAll('-', '');
  const isWritten = spelling.has(bare) || listedSpelling(bare) !== undefined;
  return isWritten ? [{ ...token, word: token.word.replaceAll('-', ''), bare }] : partsOf(token);
};

const countNotes = (notes: readonly (readonly Stem[])[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const stems of notes)
    for (const term of new Set(stems.map((stem) => stem.term))) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
};

/** Takes two neighbours for one word where the lists do. */
const readPhrases = (stems: readonly Stem[], text: string): ReadNote => {
  const words = new Map<string, ReadWord>();
  for (let at = 0; at < stems.length; at += 1) {
    const [first, second] = [stems[at], stems[at + 1]];
    if (!first) break;
    const phrase = second && `${first.term} ${second.term}`;
    const isPhrase = phrase !== undefined && subjectOf(phrase) !== undefined;
    const term = isPhrase ? phrase : first.term;
    const end = isPhrase ? second?.end : first.end;
    if (isPhrase) at += 1;
    if (!words.has(term))
      words.set(term, { term, subject: subjectOf(term), written: text.slice(first.start, end) });
  }
  return [...words.values()];
};
