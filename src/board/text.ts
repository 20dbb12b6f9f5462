/** Texts: cleaning what people type and paste, and correcting a text that others may be correcting too. */

import type * as Y from 'yjs';

/** Longest note, in UTF-16 code units: what an A6 card holds at 9 pt. */
export const noteTextLimit = 600;
/**
 * Longest note that is kept when whoever typed past the limit leaves without shortening it, and that is
 * taken from files: a page and a half. Nothing that was typed is thrown away for being long.
 */
export const keptTextLimit = 10_000;
/** Longest title of a workshop, cluster or RETEX; the seed's longest has 163 code units. */
export const titleLimit = 300;
/** Longest text of a RETEX card: two or three lines in the method, a page at most. */
export const retexTextLimit = 4_000;
/** Most links on a RETEX card, and the longest one. */
export const linkCountLimit = 20;
export const linkLimit = 2_000;

// Control characters but tab and line feed: invisible, and some readers of exports stumble over them.
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

const loneSurrogates = /\p{Surrogate}/gu;

/** Cleans a typed or pasted text: one kind of line break, no control characters, no lone surrogates, no outer blanks. */
export const cleanText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(controls, '').replace(loneSurrogates, '\ufffd').trim();

/** Tells whether nothing of a text can be seen. */
export const isBlank = (text: string): boolean => /^[\s\p{Cf}]*$/u.test(text);

/** Cleans a text of one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s*\n\s*/g, ' ');

/** One contiguous change: at `at`, `removed` code units give way to `inserted`. */
interface Splice {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
}

/**
 * Applies the correction `before` → `after` to a text that may have changed since `before` was read: what
 * others inserted stays, what this correction inserts arrives, and only what it saw is removed.
 */
export const correctText = (text: Y.Text, before: string, after: string): void => {
  const now = text.toJSON();
  const mine = diff(before, after);
  if (now === before) {
    apply(text, mine);
    return;
  }
  const theirs = diff(before, now);
  const shift = theirs.inserted.length - theirs.removed;
  const end = mine.at + mine.removed;
  const theirEnd = theirs.at + theirs.removed;
  if (end <= theirs.at) apply(text, mine);
  else if (mine.at >= theirEnd) apply(text, { ...mine, at: mine.at + shift });
  else {
    // Both replaced overlapping parts: remove the rest of mine on either side, keep theirs, insert mine behind it.
    const behind = Math.max(0, end - theirEnd);
    apply(text, { at: theirs.at + theirs.inserted.length, removed: behind, inserted: mine.inserted });
    const ahead = Math.max(0, theirs.at - mine.at);
    apply(text, { at: theirs.at - ahead, removed: ahead, inserted: '' });
  }
};

const apply = (text: Y.Text, { at, removed, inserted }: Splice): void => {
  if (removed > 0) text.delete(at, removed);
  if (inserted !== '') text.insert(at, inserted);
};

/** The shortest single splice from one text to another, never cutting a character of two code units. */
const diff = (before: string, after: string): Splice => {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  if (start > 0 && isHigh(before.charCodeAt(start - 1))) start--;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (end > 0 && isLow(before.charCodeAt(before.length - end))) end--;
  return {
    at: start,
    removed: before.length - end - start,
    inserted: after.slice(start, after.length - end),
  };
};

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
