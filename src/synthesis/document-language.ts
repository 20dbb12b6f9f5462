/** The language that word processors check a document in. */

import type { Locale } from '#board/method.ts';

/** They want to know where, too: in the country that comes to mind (CLDR), but for English, which is Britain’s here. */
export const documentLanguage = (locale: Locale): { tag: string; language: string; country: string } => {
  const { language, region } = new Intl.Locale(locale === 'en' ? 'en-GB' : locale).maximize();
  // “none” is OpenDocument’s word.
  return { tag: region ? `${language}-${region}` : language, language, country: region ?? 'none' };
};
