/** What a rescue file brought, in words. Apart, because few people ever open one. */

import type { OpenedFile } from '#app/open-file.ts';
import * as m from '#app/words/messages/messages.js';

/** « 3 ateliers retrouvés, 214 notes. 2 lignes illisibles ont été laissées de côté. » */
export const rescuedSentence = ({ workshops, rescue }: OpenedFile): string => {
  const notes = workshops.reduce((sum, { added }) => sum + added, 0);
  const refused = rescue?.refusedRows ?? 0;
  return [
    m.rescue_opened({
      workshops: m.rescue_opened_workshops({ count: workshops.length }),
      notes: m.rescue_opened_notes({ count: notes }),
    }),
    ...(refused > 0 ? [m.rescue_left_out({ count: refused })] : []),
  ].join(' ');
};
