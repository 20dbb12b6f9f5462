/** What can be shown, or asked for, before the part of the app that opens workshops is here. */

import { readJoinLink } from '#app/join-link.ts';
import { route } from '#app/router.svelte.ts';
import { offerEarlyNote } from '../capture/early-note.ts';
import { beforeOpening } from './screens.ts';

/** `load`: has that part come; called as soon as nothing is to be on the screen before it. */
export const goAhead = <Engine>(load: () => Promise<Engine>): Promise<Engine> => {
  const current = route();
  // In a frame it is a proof that it opens; see app/preflight/offline-proof.ts.
  if (parent !== window) return load();
  // It would have a picture of the wall wait.
  if (current.name === 'workshop') return beforeOpening(current.screen, current.id).then(load);
  if (current.name === 'home') void import('../home/Home.svelte').catch(() => undefined);
  const engine = load();
  if (current.name === 'join' && current.link !== undefined) {
    const invitation = readJoinLink(current.link);
    // Whoever leads has no note to write. What is on the device already needs no line.
    const isNew = !navigator.serviceWorker?.controller;
    if (invitation.ok && invitation.value.leader === undefined && isNew)
      offerEarlyNote(invitation.value, engine);
  }
  return engine;
};
