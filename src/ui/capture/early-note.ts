/**
 * The first note of whoever follows a link over a slow line: it is begun while the workshop is still on its way, and goes on
 * in the capture screen. What is written meanwhile is kept for the tab, which may be closed or lost at any time.
 */

import { mount, tick, unmount } from 'svelte';
import type { Invitation } from '#app/join-link.ts';
import type { BoardId } from '#core/ids.ts';
import EarlyNote from './EarlyNote.svelte';

/** On a line so good that the rest is there by then, nothing comes in between. Milliseconds since the address was followed. */
const offerAfterMs = 1000;

const keyOf = (id: BoardId): string => `grappe.early-note.${id}`;

/** What the tab keeps; of a tab that keeps nothing, the page does. */
const written = new Map<BoardId, string>();

const read = (id: BoardId): string => {
  try {
    return sessionStorage.getItem(keyOf(id)) ?? written.get(id) ?? '';
  } catch {
    return written.get(id) ?? '';
  }
};

const write = (id: BoardId, text: string): void => {
  written.set(id, text);
  try {
    if (text === '') sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), text);
  } catch {
    // As in read.
  }
};

let field: HTMLTextAreaElement | null = null;
let isComposing = false;
let leave = (): void => undefined;

/** Has the note written as soon as waiting would be felt. `isHere`: settles when the rest of the app has come, or will not. */
export const offerEarlyNote = (invitation: Invitation, isHere: Promise<unknown>): void => {
  const offer = setTimeout(() => show(invitation), offerAfterMs - performance.now());
  const stop = (): void => clearTimeout(offer);
  void isHere.then(stop, stop);
};

const show = ({ id, title, method }: Invitation): void => {
  const app = document.getElementById('app');
  const target = document.createElement('div');
  document.body.prepend(target);
  const note = mount(EarlyNote, {
    target,
    props: { title, method, text: read(id), onwrite: (text: string) => write(id, text) },
  });
  field = target.querySelector('textarea');
  field?.addEventListener('compositionstart', () => (isComposing = true));
  field?.addEventListener('compositionend', () => (isComposing = false));
  app?.setAttribute('inert', '');
  addEventListener('hashchange', closeOnLeave);
  leave = () => {
    field = null;
    leave = () => undefined;
    removeEventListener('hashchange', closeOnLeave);
    app?.removeAttribute('inert');
    void unmount(note);
    target.remove();
  };
};

const closeOnLeave = (): void => {
  // The link gives way to the workshop that it leads to.
  if (!location.hash.startsWith('#/atelier/')) closeEarlyNote();
};

/** For another screen than that of the note: what was written waits until that one comes. */
export const closeEarlyNote = (): void => leave();

/** Takes the note over into the field of the capture screen, with the caret where it is. `add`: puts a text behind what is there. */
export const continueEarlyNote = (
  id: BoardId,
  add: (text: string) => void,
  to: HTMLTextAreaElement,
): void => {
  const from = field;
  const take = async (): Promise<void> => {
    const text = read(id);
    const caret = from === document.activeElement ? (from?.selectionEnd ?? null) : null;
    if (text !== '') add(text);
    write(id, '');
    await tick();
    closeEarlyNote();
    if (caret === null) return;
    to.focus();
    // What was there before stands before it.
    const at = to.value.length - text.length + caret;
    to.setSelectionRange(at, at);
  };
  // A character that is being composed would be lost on the way.
  if (from && isComposing) from.addEventListener('compositionend', () => void take(), { once: true });
  else void take();
};
