/** What is said of a file that was made, with what it lacks. */

import type { ExportedFile } from '#app/export-file.ts';
import * as m from '#app/words/messages/messages.js';

/** « Fichier enregistré : atelier.grappe » */
export const savedSentence = ({ name, leftOut }: ExportedFile): string =>
  [m.gather_saved({ name }), ...(leftOut > 0 ? [m.file_attachments_left_out({ count: leftOut })] : [])].join(
    ' ',
  );
