/** Titles: of workshops and of clusters. */

import { err, ok, type Result } from '#core/result.ts';
import { cleanLine, titleLimit } from '../text.ts';

export type TitleTooLong = { readonly type: 'TitleTooLong'; readonly length: number; readonly limit: number };

/** Cleans a title of one line and refuses what is too long; blank is fine. */
export const checkTitle = (typed: string): Result<string, TitleTooLong> => {
  const title = cleanLine(typed);
  return title.length > titleLimit
    ? err({ type: 'TitleTooLong', length: title.length, limit: titleLimit })
    : ok(title);
};
