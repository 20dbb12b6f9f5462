/**
 * The first note of whoever follows a link over a slow line: it is begun while the workshop is still on its way
 * (`../join/offer-early-note.ts`), and goes on in the capture screen. What is written meanwhile is kept for the tab, which may be
 * closed or lost at any time.
 */

import { tick } from 'svelte';
import type { BoardId } from '#core/ids.ts';

const keyOf = (id: BoardId): string => `grappe.early-note.${id}`;

/** What the tab keeps; of a tab that keeps nothing, the page does. */
const written = new Map<BoardId, string>();

export const readEarlyNote = (id: BoardId): string => {
  try {
    return sessionStorage.getItem(keyOf(id)) ?? written.get(id) ?? '';
  } catch {
    return written.get(id) ?? '';
  }
};

export const writeEarlyNote = (id: BoardId, text: string): void => {
  written.set(id, text);
  try {
    if (text === '') sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), text);
  } catch {
    // As in read.
  }
};

interface Shown {
  readonly field: HTMLTextAreaElement;
  readonly isComposing: () => boolean;
  readonly leave: () => void;
}

let shown: Shown | undefined;

/** To be called by whoever puts it on the screen. */
export const showEarlyNote = (now: Shown): void => {
  closeEarlyNote();
  shown = now;
};

/** For another screen than that of the note: what was written waits until that one comes. */
export const closeEarlyNote = (): void => {
  shown?.leave();
  shown = undefined;
};

/** Takes the note over into the field of the capture screen, with the caret where it is. `add`: puts a text behind what is there. */
export const continueEarlyNote = (
  id: BoardId,
  add: (text: string) => void,
  to: HTMLTextAreaElement,
): void => {
  const from = shown?.field;
  const take = async (): Promise<void> => {
    const text = readEarlyNote(id);
    const caret = from && from === document.activeElement ? from.selectionEnd : null;
    if (text !== '') add(text);
    writeEarlyNote(id, '');
    await tick();
    closeEarlyNote();
    if (caret === null) return;
    to.focus();
    // What was there before stands before it.
    const at = to.value.length - text.length + caret;
    to.setSelectionRange(at, at);
  };
  // A character that is being composed would be lost on the way.
  if (shown?.isComposing()) from?.addEventListener('compositionend', () => void take(), { once: true });
  else void take();
};
