/**
 * Sets what people typed as a printer would: in French, narrow no-break spaces before ; : ! ? » and after «, « » for straight
 * quotes; in every language ’ for ' and … for three dots; in one without rules here, nothing more. Nothing else changes, and nothing does the second time. For what is shown and printed
 * only: what is stored, searched, merged or exchanged stays as it was typed.
 *
 * Source: Imprimerie nationale, Lexique des règles typographiques (1990), « ponctuation »; before the colon the same narrow space as
 * elsewhere in the interface.
 */

import type { Locale } from '#board/method.ts';

export const typeset = (text: string, locale: Locale): string => {
  // Most notes hold none of it.
  if (!/['"«».:;!?]/.test(text)) return text;
  const kept: string[] = [];
  const plain = text.replace(untouched, (part) => {
    kept.push(part);
    return place;
  });
  const set = (rulesOf.get(locale) ?? inEveryLanguage).reduce((line, rule) => rule(line), plain);
  return set.replaceAll(place, () => kept.shift() ?? '');
};

type Rule = (text: string) => string;

/** Stands for what is left alone; where somebody typed it, it is left alone itself. */
const place = '\uE000';
/**
 * Addresses, names of files, code, signs of HTML, and words for emoji such as :smile: — no punctuation in them is any. Lengths are bounded,
 * so that no text takes long.
 */
const untouched =
  /\uE000|`[^`\n]+`|\b[a-z][a-z+.-]{0,20}:\/\/[^\s"«»]+|\bwww\.[^\s"«»]+|[^\s"«»'(<@]{1,64}@[^\s"«»)>@]{1,255}\.[^\s"«»)>@]{1,64}|(?:[a-z]:)?[\\/][^\s"«»:;!?]+|&#?\w{1,32};|:[\w+-]{1,40}:/gi;

const thin = '\u202F';
const spaces = '[ \\u00A0\\u202F\\u2009]*';
/** What a sign of punctuation may stand behind at once: a word, what closes one, or what is left alone. */
const word = `[\\p{L}\\p{N}\\p{M}%€°)\\]»”’"${place}]`;
const behindSpace = '[ \\u00A0\\u202F\\u2009]+';

const ellipsis: Rule = (text) => text.replace(/(^|[^.])\.{3}(?!\.)/gu, '$1…');
const apostrophe: Rule = (text) => text.replace(/(\p{L})'(?=[\p{L}\p{N}«“"])/gu, '$1’');

/** Pairs within a line only: a lone one may be inches. Again until there are none, for one may lie in another. */
const quotes =
  (open: string, close: string): Rule =>
  (text) => {
    let set = text;
    for (let before = ''; before !== set;) {
      before = set;
      set = set.replace(
        /(^|[\s([{«“’/–—-])"(?=\S)([^"\n]*[^"\s])"(?=$|[\s)\]}»”,.;:!?…/–—-])/gu,
        (_whole, ahead: string, quoted: string) => `${ahead}${open}${quoted}${close}`,
      );
    }
    return set;
  };

/** Before ; and : only where nothing but space follows: else it is a time, a ratio, or a face. */
const colons = new RegExp(`(?:(${word})|(\\S)${behindSpace})([;:])(?=\\s|$)`, 'gu');
const marks = new RegExp(`(?:(${word})|([^\\s!?])${behindSpace})([!?]+)(?=[\\s)\\]»”"]|$)`, 'gu');
const opened = new RegExp(`«${spaces}(?=[^\\s»])`, 'gu');
const closed = new RegExp(`([^\\s«])${spaces}»`, 'gu');

const spaced = (_whole: string, near: string | undefined, far: string | undefined, sign: string): string =>
  `${near ?? far ?? ''}${thin}${sign}`;
const beforeSigns: Rule = (text) => text.replace(colons, spaced).replace(marks, spaced);
const insideGuillemets: Rule = (text) => text.replace(opened, `«${thin}`).replace(closed, `$1${thin}»`);

const inEveryLanguage = [ellipsis, apostrophe];
const rulesOf: ReadonlyMap<Locale, readonly Rule[]> = new Map([
  ['fr', [...inEveryLanguage, quotes('«', '»'), insideGuillemets, beforeSigns]],
  ['en', [...inEveryLanguage, quotes('“', '”')]],
]);
