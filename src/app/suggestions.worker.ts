/** Works out suggestions for one wall after the other; the page ends this worker when a newer wall comes in between. */

import { suggest } from '#similarity/suggest.ts';
import type { SuggestionsRequest } from './suggestions.ts';

addEventListener('message', ({ data: { notes, apart } }: MessageEvent<SuggestionsRequest>) => {
  postMessage(suggest(notes, apart));
});
