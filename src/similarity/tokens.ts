/** Words as they stand in a text. */

export interface Token {
  /** As in the text. */
  readonly written: string;
  /** Lower case, composed (NFC). */
  readonly word: string;
  /** The word without accents. */
  readonly bare: string;
  /** Where it stands in the text, in UTF-16 code units; `end` is behind it. */
  readonly start: number;
  readonly end: number;
}

/** How much of a note is read, in UTF-16 code units: what it is about stands in its first lines, and no note may hold up the rest. */
const readLength = 1_200;

/** Letters and digits, with the marks and hyphens between them; an apostrophe parts (“l’école”). */
const words = /[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*/gu;

export const tokensOf = (text: string): Token[] =>
  [...text.slice(0, readLength).matchAll(words)].map(({ 0: written, index }) => tokenOf(written, index));

/** Takes `œ` for `oe`, as it is typed where keyboards lack it. */
const tokenOf = (written: string, start: number): Token => {
  const word = written.normalize('NFC').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae');
  return { written, word, bare: bareOf(word), start, end: start + written.length };
};

/** The words between a token’s hyphens. */
export const partsOf = ({ written, start }: Token): Token[] => {
  let at = start;
  return written.split('-').map((part) => {
    const token = tokenOf(part, at);
    at = token.end + 1;
    return token;
  });
};

/** Takes the accents off. */
export const bareOf = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '');
