/** Says once on a device what a page of plain http lacks, as a hub in the room hands it out. */

import * as m from '#app/words/messages/messages.js';
import { showToast } from '../parts/toast.svelte.ts';

const key = 'grappe-plain-page';

export const tellOfPlainPage = (): void => {
  if (isSecureContext) return;
  try {
    if (localStorage.getItem(key) !== null) return;
    localStorage.setItem(key, 'said');
  } catch {
    // Where nothing may be kept, it is said each time.
  }
  showToast(m.hub_plain_page());
};
