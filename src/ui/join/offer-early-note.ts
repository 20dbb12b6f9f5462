/** Has the first note written while the workshop that a link leads to is still on its way. */

import { mount, unmount } from 'svelte';
import { readJoinLink, type Invitation } from '#app/join-link.ts';
import { closeEarlyNote, readEarlyNote, showEarlyNote, writeEarlyNote } from '../capture/early-note.ts';
import EarlyNote from './EarlyNote.svelte';

/** On a line so good that the rest is there by then, nothing comes in between. Milliseconds since the address was followed. */
const offerAfterMs = 1000;

/** As soon as waiting would be felt. `link`: unchecked; `engine`: settles when the rest of the app has come, or will not. */
export const offerEarlyNote = (link: string, engine: Promise<unknown>): void => {
  const invitation = readJoinLink(link);
  // Whoever leads has no note to write.
  if (!invitation.ok || invitation.value.leader !== undefined) return;
  const offer = setTimeout(() => show(invitation.value), offerAfterMs - performance.now());
  const stop = (): void => clearTimeout(offer);
  void engine.then(stop, stop);
};

const show = ({ id, title, method }: Invitation): void => {
  const app = document.getElementById('app');
  const place = document.createElement('div');
  document.body.prepend(place);
  const onwrite = (text: string): void => writeEarlyNote(id, text);
  const note = mount(EarlyNote, {
    target: place,
    props: { title, method, text: readEarlyNote(id), onwrite },
  });
  const field = place.querySelector('textarea');
  if (!field) return;
  let isComposing = false;
  field.addEventListener('compositionstart', () => (isComposing = true));
  field.addEventListener('compositionend', () => (isComposing = false));
  app?.setAttribute('inert', '');
  const leave = (): void => {
    observer.disconnect();
    app?.removeAttribute('inert');
    void unmount(note);
    place.remove();
  };
  // Whatever screen comes is to be seen. The capture screen has taken the note over by then.
  const observer = new MutationObserver(() => {
    if (!app?.querySelector('h1')) return;
    observer.disconnect();
    setTimeout(() => {
      if (isComposing) field.addEventListener('compositionend', closeEarlyNote, { once: true });
      else closeEarlyNote();
    });
  });
  if (app) observer.observe(app, { childList: true, subtree: true });
  showEarlyNote({ field, isComposing: () => isComposing, leave });
};
