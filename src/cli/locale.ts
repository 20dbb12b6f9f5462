/** The language of the terminal. */

import { getLocale, overwriteGetLocale, type Locale } from '#app/words/messages/runtime.js';
import { pickLocale } from '#app/words/pick-locale.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Chooses by the usual variables (`de_AT.UTF-8`); French where they name no language (`C`, `POSIX`, nothing), as in the app. */
export const readLocale = (env: Environment): Locale => {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  if (locale === undefined || /^(C$|C\.|POSIX)/i.test(locale)) return 'fr';
  return pickLocale([locale.replace(/[.@].*/, '').replaceAll('_', '-')]) ?? 'en';
};

/** Makes every message of the words come in this language. */
export const speak = (locale: Locale): void => {
  if (getLocale() !== locale) overwriteGetLocale(() => locale);
};
