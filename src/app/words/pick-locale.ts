/** Which of the interface’s languages speaks to somebody. */

import { locales, type Locale } from './messages/runtime.js';

/** « pt » of « pt-BR ». */
export const languageOf = (tag: string): string => tag.toLowerCase().split('-', 1).join();

/** The first of the wanted ones that is known, by its whole name or else by its language: « de » speaks to « de-AT ». */
export const pickLocale = <Known extends string = Locale>(
  wanted: readonly (string | null)[],
  known: readonly Known[] = locales as readonly string[] as readonly Known[],
): Known | undefined => {
  for (const tag of wanted) {
    if (tag === null) continue;
    const found =
      known.find((each) => each.toLowerCase() === tag.toLowerCase()) ??
      known.find((each) => languageOf(each) === languageOf(tag));
    if (found !== undefined) return found;
  }
  return undefined;
};
