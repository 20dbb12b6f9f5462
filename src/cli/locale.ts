/** The language of the terminal. */

import { getLocale, overwriteGetLocale } from '#app/words/messages/runtime.js';
import type { Locale } from '#board/method.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Chooses by the usual variables; French where they name no language (`C`, `POSIX`, nothing), as in the app. */
export const readLocale = (env: Environment): Locale => {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  return locale === undefined || /^(fr|C$|C\.|POSIX)/i.test(locale) ? 'fr' : 'en';
};

/** Makes every message of the words come in this language. */
export const speak = (locale: Locale): void => {
  if (getLocale() !== locale) overwriteGetLocale(() => locale);
};
