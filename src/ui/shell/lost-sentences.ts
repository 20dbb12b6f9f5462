/** What did not come along with a file, in words. Apart, because it seldom happens. */

import type { OpenedFile } from '#app/open-file.ts';
import * as m from '#app/words/messages/messages.js';

/** « Il n’y a plus de place pour 3 pièces jointes… » */
export const lostSentences = ({ damaged, unkept }: OpenedFile['lostAttachments']): readonly string[] => [
  ...(damaged > 0 ? [m.file_attachments_damaged({ count: damaged })] : []),
  ...(unkept > 0 ? [m.file_attachments_unkept({ count: unkept })] : []),
];
