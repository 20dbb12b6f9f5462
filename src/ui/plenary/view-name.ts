/** What the views of the plenary screen are called. */

import * as m from '#app/words/messages/messages.js';
import type { PlenaryView } from './wire.ts';

export const viewName = (view: PlenaryView): string => {
  switch (view) {
    case 'welcome':
      return m.plenary_view_welcome();
    case 'wall':
      return m.screen_wall();
    case 'clusters':
      return m.plenary_view_clusters();
    case 'results':
      return m.plenary_view_results();
    case 'later':
      return m.screen_parking();
  }
};
