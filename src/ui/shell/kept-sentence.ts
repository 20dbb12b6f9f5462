/** What the browser answered when it was asked to keep the notes. */

import type { Grappe } from '#app/grappe.ts';
import * as m from '#app/words/messages/messages.js';

export const keptSentence = (persistence: Grappe['persistence']): string => {
  switch (persistence) {
    case 'granted':
      return m.settings_kept_granted();
    case 'denied':
      return m.settings_kept_denied();
    case 'unsupported':
      return m.settings_kept_unsupported();
    case 'unasked':
      return m.settings_kept_unasked();
  }
};
