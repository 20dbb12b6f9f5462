/** What can be shown, or asked for, before the part of the app that opens workshops is here. */

import { route } from '#app/router.svelte.ts';
import { mode } from '../theme/theme.svelte.ts';
import { beforeOpening, isKeptHere } from './screens.ts';

/** `load`: has that part come; called as soon as nothing is to be on the screen before it. */
export const goAhead = <Engine>(load: () => Promise<Engine>): Promise<Engine> => {
  const current = route();
  // In a frame it is a proof that it opens; see app/preflight/offline-proof.ts.
  if (parent !== window) return load();
  if (current.name === 'workshop') {
    const shown = beforeOpening(current.screen, current.id);
    // From this device it is here at once, and would have a picture of the wall wait.
    return isKeptHere() ? shown.then(load) : load();
  }
  if (current.name === 'home') void import('../home/Home.svelte').catch(() => undefined);
  if (current.name !== 'join' || current.link === undefined) return load();
  const { link } = current;
  const offer = import('../join/offer-early-note.ts');
  const engine = load();
  void import('#app/make-workshops.ts').catch(() => undefined);
  // What is on the device already needs no line; and the simple mode begins with another question.
  if (!isKeptHere() && mode.value === 'full')
    void offer.then(({ offerEarlyNote }) => offerEarlyNote(link, engine)).catch(() => undefined);
  return engine;
};
